"""A folder of models made whole: with what it leaves out from ours, and a draft over it.

Everything is copied into a folder of the house that plays; the models themselves are never touched.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from engine.errors import Finding, InvalidModel, NotFound

FACTS = "procedure.toml"
FORMS = "forms"
SCENARIOS = "*/scenarios/*.yaml"
MOST_FILES = 5_000


@dataclass(frozen=True, slots=True)
class Models:
    """What is played: a folder of procedures, one of forms, and perhaps a draft over them.

    The draft has the paths of a deployment (`vergunning/x.bpmn`, `forms/vergunning/y.json`). What
    the folder leaves out (roles, terms, shared parts, people) comes from `base`. With `procedure`
    only that procedure is played and judged.
    """

    processes: Path
    forms: Path
    base: Path
    base_forms: Path
    procedure: str | None = None
    draft: Mapping[str, bytes] = field(default_factory=dict)

    def own(self) -> frozenset[str]:
        """Return the folders whose models have to be covered."""
        if self.procedure is not None:
            return frozenset({self.procedure})
        drafted = {PurePosixPath(path).parts[0] for path in self.draft} - {FORMS}
        return frozenset({p.parent.name for p in self.processes.glob(f"*/{FACTS}")} | drafted)


def models_of(
    folder: Path | None,
    processes: Path,
    forms: Path,
    procedure: str | None = None,
    own_forms: Path | None = None,
) -> Models:
    """Return what a folder holds: procedures in folders of their own, or a single procedure.

    Without a folder it is the process repository, `processes` and `forms`, which lend what another
    folder leaves out. Its forms are in `own_forms`, else in a folder `forms` beside or in it.
    Raises NotFound when there is no procedure, or not this one.
    """
    found = processes if folder is None else folder
    if (found / FACTS).is_file():
        found, procedure = found.parent, found.resolve().name
    known = sorted(path.parent.name for path in found.glob(f"*/{FACTS}"))
    if not known or (procedure is not None and procedure not in known):
        raise NotFound("scenario.no_procedure", name=procedure or str(found), known=known)
    if own_forms is None:
        beside = [each for each in (found.parent / FORMS, found / FORMS) if each.is_dir()]
        own_forms = forms if folder is None or not beside else beside[0]
    return Models(found, own_forms, processes, forms, procedure)


def stage(models: Models, into: Path) -> tuple[Path, Path]:
    """Copy the models into a folder, made whole; return its procedures and its forms.

    Raises InvalidModel when there are too many files, or the draft names a place outside.
    """
    processes, forms = into / "processes", into / FORMS
    _copy(models.processes, processes, over=True)
    _copy(models.forms, forms, over=True)
    for path in models.base.iterdir() if models.base.is_dir() else ():
        is_procedure = (path / FACTS).is_file()
        shared = is_procedure and b"shared = true" in (path / FACTS).read_bytes()
        if path.is_file() or not is_procedure or shared:
            _copy(path, processes / path.name, over=False)
    if models.base_forms.is_dir():
        for path in models.base_forms.iterdir():
            _copy(path, forms / path.name, over=False)
    for name, data in models.draft.items():
        parts = PurePosixPath(name).parts
        if not parts or PurePosixPath(name).is_absolute() or ".." in parts:
            raise InvalidModel([Finding(name, "scenario.outside")])
        place = (forms.parent if parts[0] == FORMS else processes) / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return processes, forms


def plan_files(processes: Path) -> dict[str, bytes]:
    """Return the files of scenarios in a folder of procedures, by path inside it."""
    found = sorted(processes.glob(SCENARIOS))
    return {path.relative_to(processes).as_posix(): path.read_bytes() for path in found}


def is_plan(path: str) -> bool:
    """Tell whether the file at a path of a deployment is a scenario."""
    return PurePosixPath(path).match(SCENARIOS)


def _copy(source: Path, target: Path, *, over: bool) -> None:
    """Copy a file or folder; what is there already stays unless `over`."""
    if source.is_dir():
        if sum(1 for _ in source.rglob("*")) > MOST_FILES:
            raise InvalidModel([Finding(source.name, "scenario.too_many_files")])
        if over or not target.exists():
            shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.is_file() and (over or not target.exists()):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
