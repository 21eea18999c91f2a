"""What is wrong with a backup, and with the house that came of it. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from engine import errors, history
from engine.backups import keys
from engine.backups.manifest import MANIFEST, SIGNATURE, STEP, Manifest, measured
from engine.runtime import Runtime
from engine.store import Store, copies
from engine.vault import Vault

SAMPLE = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written down.

    `kind`: missing, changed or strange (a file of the backup), damaged (the database says so
    itself), count (a table has another number of rows), content (chains, log or seals are others),
    key (it belongs to another house), document (it cannot be read), or a fault of the audit trail
    (see `verify`). `place` is the file, table, setting, case or document.
    """

    kind: str
    place: str


@dataclass(slots=True)
class Report:
    """How much was looked at and what was found."""

    files: int = 0
    tables: int = 0
    rows: int = 0
    cases: int = 0
    events: int = 0
    seals: int = 0
    documents: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Tell whether nothing was found."""
        return not self.faults


def files(folder: Path, said: Manifest, report: Report) -> None:
    """Compare every file of a backup with its size and hash; what is not named is strange."""
    there = {str(each.relative_to(folder)) for each in folder.rglob("*") if not each.is_dir()}
    for name, known in sorted(said.files.items()):
        report.files += 1
        if name not in there:
            report.faults.append(Fault("missing", name))
        elif measured(folder / name) != known:
            report.faults.append(Fault("changed", name))
    strange = there - set(said.files) - {MANIFEST, SIGNATURE}
    report.faults += [Fault("strange", name) for name in sorted(strange)]


def database(store: Store, said: Manifest, report: Report) -> None:
    """Look at a database that was put back, before anything in it changes."""
    report.faults += [Fault("damaged", line) for line in copies.damage(store)]
    found, named = copies.look(store)
    now = found.as_json()
    for name in sorted({*found.counts, *said.holds["counts"]}):
        report.tables += 1
        report.rows += found.counts.get(name, 0)
        if found.counts.get(name) != said.holds["counts"].get(name):
            report.faults.append(Fault("count", name))
    others = ("revision", "chains", "log", "seal")
    report.faults += [Fault("content", each) for each in others if now[each] != said.holds[each]]
    lost = named - set(said.documents)
    report.faults += [Fault("missing", each) for each in sorted(lost)]


def trail(runtime: Runtime, report: Report) -> None:
    """Verify every chain and every seal."""
    verdict = history.verify(runtime)
    report.cases, report.events, report.seals = verdict.cases, verdict.events, verdict.seals
    report.faults += [
        Fault(each.kind, f"{each.case or 'seal'} {each.seq}") for each in verdict.faults
    ]


def secrets(runtime: Runtime, said: Manifest, report: Report) -> None:
    """Look whether the keys in their places are those that belong to the backup."""
    there = keys.ids(runtime.settings)
    wrong = [name for name, known in said.key_ids.items() if there.get(name) != known]
    report.faults += [Fault("key", name) for name in wrong]


def documents(vault: Vault, said: Manifest, report: Report, *, every: bool) -> None:
    """Decrypt documents and compare them with their names: all, or some from all over."""
    chosen: Sequence[str] = said.documents
    if not every and len(chosen) > SAMPLE:
        chosen = [chosen[at * len(chosen) // SAMPLE] for at in range(SAMPLE)]
    report.documents = len(chosen)
    report.faults += [Fault("document", each) for each in chosen if not _readable(vault, each)]


def _readable(vault: Vault, digest: str) -> bool:
    found = sha256()
    try:
        with vault.open(digest) as plain:
            while piece := plain.read(STEP):
                found.update(piece)
    except (errors.EngineError, OSError):
        return False
    return found.hexdigest() == digest
