"""The process repository: procedures and terms as folders of files, read and put into force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.deployments.deploying import deploy
from engine.deployments.files import FACTS, FORMS, KINDS, SHARED, content_hash
from engine.model import SYSTEM
from engine.runtime import Runtime
from engine.store import deployments as rows
from engine.store import terms as term_rows
from engine.terms import read_terms


@dataclass(frozen=True, slots=True)
class FolderReport:
    """What `deploy_folder` did with one procedure: deployed, unchanged, or differs from a page."""

    process_key: str
    version: int
    outcome: str


def deploy_folder(runtime: Runtime) -> list[FolderReport]:
    """Deploy every procedure in the process repository whose content was never seen.

    A version made in a page or brought by a bundle is never overridden: the difference is reported.
    Raises InvalidModel.
    """
    reports = []
    for process_key, files in read_folders(runtime):
        digest = content_hash(files)
        with runtime.store.read() as tx:
            seen = rows.by_hash(tx, process_key, digest)
            newest = rows.newest(tx, process_key)
        if seen is not None and newest is not None:
            outcome = "unchanged" if seen.id == newest.id else "differs"
            reports.append(FolderReport(process_key, newest.version, outcome))
        elif newest is not None and newest.source != "folder":
            reports.append(FolderReport(process_key, newest.version, "differs"))
        else:
            line = deploy(
                runtime,
                process_key=process_key,
                files=files,
                by=SYSTEM,
                reason="folder",
                source="folder",
            )
            reports.append(FolderReport(process_key, line.version, "deployed"))
    return reports


def read_folders(runtime: Runtime) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield each procedure's key with its files and the closure of what it shares."""
    yield from procedures_in(Path(runtime.settings.processes), Path(runtime.settings.forms))


def procedures_in(processes: Path, forms_root: Path) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield each procedure of a process repository with its files and what it shares."""
    shared = {
        **_read(processes, SHARED, ""),
        **_read(forms_root, SHARED, FORMS),
    }
    shared = {path: data for path, data in shared.items() if not path.endswith(FACTS)}
    for folder in sorted(p.parent for p in processes.glob(f"*/{FACTS}")):
        if folder.name == SHARED:
            continue
        own = {**_read(processes, folder.name, ""), **_read(forms_root, folder.name, FORMS)}
        yield folder.name, {**shared, **own}


def load_terms(runtime: Runtime) -> int:
    """Add the dated terms that the register does not have yet; return how many.

    A row that is there is never changed, except in name: law as data changes by a new row.
    """
    terms = read_terms((Path(runtime.settings.processes) / "termijnen.toml").read_text("utf-8"))
    with runtime.store.write("terms.load") as tx:
        term_rows.retitle(tx, terms)
        return term_rows.add(tx, terms)


def _read(root: Path, folder: str, prefix: str) -> dict[str, bytes]:
    found = {}
    for path in sorted((root / folder).rglob("*")):
        if path.is_file() and any(path.name.endswith(ending) for ending, _ in KINDS):
            name = PurePosixPath(prefix) / path.relative_to(root).as_posix()
            found[str(name)] = path.read_bytes()
    return found
