"""Everything that is wrong in a folder of models, without putting any of it into force.

What a deployment checks, how diagrams are drawn, and the shape of scenarios. It reads a copy of the
folder, made whole with ours, beside a database that is thrown away.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from engine import deployments, layout, scenarios
from engine import runtime as wiring
from engine.errors import Finding, InvalidModel
from engine.scenarios import Models
from engine.scenarios.furnishing import settings_in
from engine.scenarios.staging import FORMS, stage

WEIGHTS = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at, and every finding: the file as it is on disk, sorted by place."""

    procedures: tuple[str, ...]
    diagrams: int
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Tell whether nothing would keep these models out of force or make them hard to read."""
        return not self.count("error")

    def count(self, weight: str) -> int:
        """Return how many findings are of one weight: error, warning or info."""
        return sum(1 for each in self.findings if each.severity == weight)


def look(models: Models) -> Looked:
    """Return everything that is wrong with the models; a finding in a shared part comes once.

    Total: what cannot even be read is a finding too.
    """
    with tempfile.TemporaryDirectory(prefix="procesregie-lint-") as name:
        folder = Path(name)
        try:
            processes, _ = stage(models, folder)
        except InvalidModel as refused:
            return Looked((), 0, refused.findings)
        drawn = _own_diagrams(models, processes)
        found = [*_tables_of_facts(processes), *_drawings(drawn, processes)]
        found += scenarios.read_all(_own_plans(models, processes))[1]
        keys: list[str] = []
        if not any(each.rule == "facts.not_toml" for each in found):
            found += _deployable(models, folder, keys)
    return Looked(tuple(keys), len(drawn), tuple(_placed(found, models)))


def _own_diagrams(models: Models, processes: Path) -> list[Path]:
    found = sorted(processes.glob("*/**/*.bpmn"))
    own = models.own() if models.procedure is not None else None
    return [each for each in found if own is None or each.relative_to(processes).parts[0] in own]


def _own_plans(models: Models, processes: Path) -> dict[str, bytes]:
    plans = scenarios.plan_files(processes)
    wanted = models.procedure
    return {
        path: data
        for path, data in plans.items()
        if wanted is None or PurePosixPath(path).parts[0] == wanted
    }


def _tables_of_facts(processes: Path) -> Iterator[Finding]:
    """Yield the tables of facts of the agency that are no TOML; those of procedures come later."""
    for path in sorted([*processes.glob("*.toml"), *processes.glob("codelijsten/*.toml")]):
        try:
            tomllib.loads(path.read_text("utf-8"))
        except ValueError as wrong:
            name = path.relative_to(processes).as_posix()
            line = deployments.line_told(wrong)
            yield Finding(name, "facts.not_toml", line=line, facts={"detail": str(wrong)})


def _drawings(drawn: Iterable[Path], processes: Path) -> Iterator[Finding]:
    for path in drawn:
        try:
            yield from layout.faults(path.read_bytes(), path.relative_to(processes).as_posix())
        except InvalidModel as refused:
            yield from refused.findings


def _deployable(models: Models, folder: Path, keys: list[str]) -> Iterator[Finding]:
    """Yield what a deployment of each procedure would say; the procedures come in `keys`."""
    try:
        runtime = wiring.build(settings_in(folder, folder))
        runtime.store.upgrade()
        deployments.load_terms(runtime)
    except InvalidModel as refused:
        yield from refused.findings
        return
    except (ValueError, LookupError, TypeError, AttributeError, OSError) as wrong:
        yield Finding("", "lint.unusable", facts={"detail": str(wrong)[:200]})
        return
    for key, files in deployments.read_folders(runtime):
        if models.procedure in (None, key):
            keys.append(key)
            yield from map(_demanded, deployments.check(runtime, files))
    runtime.store.close()


def _demanded(found: Finding) -> Finding:
    """Return a finding as an error when we demand of our own models what is only told to others."""
    return replace(found, severity="error") if found.rule in deployments.DEMANDED else found


def _placed(found: Iterable[Finding], models: Models) -> list[Finding]:
    """Return each finding once, with the file as it is called on disk, by place."""
    once: dict[tuple[object, ...], Finding] = {}
    for each in found:
        key = (each.file, each.rule, each.element, each.line, each.column, repr(each.facts))
        once.setdefault(key, replace(each, file=_on_disk(each.file, models)))
    weight = {name: number for number, name in enumerate(WEIGHTS)}
    return sorted(
        once.values(),
        key=lambda one: (one.file, weight.get(one.severity, 0), one.line or 0, one.rule),
    )


def _on_disk(file: str, models: Models) -> str:
    parts = PurePosixPath(file).parts
    if not parts:
        return str(models.processes)
    is_form = parts[0] == FORMS
    inside = Path(*parts[1:]) if is_form else Path(*parts)
    own, lent = (models.forms, models.base_forms) if is_form else (models.processes, models.base)
    return str(
        next((root / inside for root in (own, lent) if (root / inside).exists()), own / inside)
    )
