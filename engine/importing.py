"""Taking over files of another system: read, rewritten, checked, and only then written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from engine import bpmn, forms
from engine.bpmn.importing import import_file
from engine.bpmn.vendors import Level
from engine.dmn import analysis
from engine.errors import Finding, InvalidModel
from engine.wording import finding as said
from engine.xml import MAX_BYTES

KINDS = (".bpmn", ".bpmn20.xml", ".dmn", ".form")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: where it stood, what became of it, and that in a sentence."""

    file: str
    line: int | None
    element: str | None
    level: Level
    written: str
    becomes: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What an import gives: files by their new name, the report, and what is still wrong in them.

    `forms` are those that stood apart or in a diagram, by their new name. A file that could not be
    read gives findings only.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    forms: Mapping[str, bytes] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def complete(self) -> bool:
        """Say whether nothing is left for a person to write."""
        wrong = any(finding.severity == "error" for finding in self.findings)
        return not wrong and not any(line.level is Level.REFUSED for line in self.lines)


def read(paths: Sequence[Path]) -> dict[str, bytes]:
    """Return the files to import by name; a folder stands for what it holds of the known kinds.

    Never more than one byte beyond the largest file that is read. Raises OSError.
    """
    found: dict[str, bytes] = {}
    for path in paths:
        inside = path.is_dir()
        for one in sorted(path.iterdir()) if inside else [path]:
            if not inside or (one.is_file() and one.name.endswith(KINDS)):
                with one.open("rb") as file:
                    found[str(one)] = file.read(MAX_BYTES + 1)
    return found


def take_over(sources: Mapping[str, bytes]) -> TakenOver:
    """Rewrite files of another system in our own words and check the result as one deployment.

    Names of forms, groups and the like are checked when they are deployed, not here.
    """
    made: dict[str, bytes] = {}
    schemas: dict[str, bytes] = {}
    lines: list[Line] = []
    wrong: list[Finding] = []
    for file, data in sources.items():
        try:
            result = import_file(data, file)
        except InvalidModel as refused:
            wrong += refused.findings
            continue
        lines += (_line(file, remark.finding(file), remark.level) for remark in result.remarks)
        of_form = result.name.endswith(".json")
        new = {**result.forms, **({result.name: result.data} if of_form else {})}
        for name, content, into in (
            *((name, content, schemas) for name, content in new.items()),
            *([] if of_form else [(result.name, result.data, made)]),
        ):
            if into.setdefault(name, content) != content:
                wrong.append(Finding(file, "import.exists", facts={"path": name}))
    return TakenOver(made, schemas, tuple(lines), (*wrong, *_findings(made, schemas)))


def write(taken: TakenOver, into: Path, forms_into: Path, *, force: bool) -> list[Path]:
    """Write diagrams and tables in `into`, forms in `forms_into`; return what was written.

    A file that is there with other content stays, unless `force`. Raises InvalidModel naming every
    one of them before anything is written, OSError.
    """
    targets = {into / name: data for name, data in taken.files.items()}
    targets |= {forms_into / name: data for name, data in taken.forms.items()}
    there = [
        path
        for path, data in targets.items()
        if path.exists() and not force and path.read_bytes() != data
    ]
    if there:
        raise InvalidModel(
            [Finding(str(path), "import.exists", facts={"path": str(path)}) for path in there]
        )
    for path, data in targets.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return sorted(targets)


def _line(file: str, finding: Finding, level: Level) -> Line:
    facts = finding.facts
    becomes = facts.get("becomes")
    return Line(
        file, finding.line, finding.element, level, facts["written"], becomes, said(finding)
    )


def _findings(made: Mapping[str, bytes], schemas: Mapping[str, bytes]) -> Iterator[Finding]:
    kinds = {name: PurePosixPath(name).suffix for name in made}
    yield from bpmn.check({name: made[name] for name, kind in kinds.items() if kind == ".bpmn"})
    tables = {name: made[name] for name, kind in kinds.items() if kind == ".dmn"}
    for name, data in tables.items():
        yield from analysis.analyse(data, name, tables)
    for name, data in schemas.items():
        yield from forms.check(data, name)
