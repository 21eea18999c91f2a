"""The letters and shared blocks of the procedures in force: listed and shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine import letters
from engine.deployments import letter_checks
from engine.deployments.drafts import look_over
from engine.deployments.files import SHARED, kind_of, of_kind
from engine.deployments.versions import FileName, VersionLine, find, line_of, must
from engine.errors import Finding
from engine.letters.parts import Run, Words
from engine.model import Actor, Happened, HistoryKind, Permission, Term
from engine.runtime import LETTER_KINDS, Deployed, FileKind, Runtime
from engine.store import cases as case_rows
from engine.store import deployments as rows
from engine.store import history as trail
from engine.store import terms as term_rows
from engine.store.rows import DraftRow
from engine.terms import is_confirmed, local_day, term_on

GAP = "…"


@dataclass(frozen=True, slots=True)
class Use:
    """An element of a diagram that makes a letter."""

    process_id: str
    process: str
    element: str
    name: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """A letter or block in the list; `shared` ones belong to every procedure.

    A letter has a `subject`, the elements that make it and its `blocks`; a block the `letters` that
    have it.
    """

    name: str
    path: str
    kind: FileKind
    shared: bool
    subject: str = ""
    uses: tuple[Use, ...] = ()
    blocks: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()

    @property
    def is_block(self) -> bool:
        """Tell whether it is a shared block, not a letter."""
        return self.kind is FileKind.BLOCK


@dataclass(frozen=True, slots=True)
class NamedTerm:
    """A term or amount that a text names, and whether somebody confirmed it."""

    key: str
    title: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class TextFile:
    """A letter or block: `shown` is the version that is looked at, `current` the one in force.

    `versions` are those in which the text changed, the newest first; `average` counts words in a
    sentence.
    """

    line: TextLine
    current: VersionLine
    shown: VersionLine
    versions: tuple[VersionLine, ...]
    text: str
    draft: DraftRow | None
    terms: tuple[NamedTerm, ...]
    findings: tuple[Finding, ...]
    average: float


def catalogue_of_letters(
    runtime: Runtime, *, by: Actor
) -> tuple[tuple[VersionLine, tuple[TextLine, ...]], ...]:
    """Return the newest version of every procedure with its letters and blocks."""
    must(runtime, by, Permission.READ_MODELS)
    with runtime.store.read() as tx:
        running = case_rows.counts(tx)
        found = [(row, runtime.deployed(tx, row.id)) for row in rows.latest(tx)]
        return tuple((line_of(tx, row, running), lines_of(each)) for row, each in found)


def letter_file(
    runtime: Runtime, *, name: FileName, by: Actor, version: int | None = None
) -> TextFile:
    """Return a letter or block in force, or of an older version; the look is written down.

    Raises NotFound, NotAllowed.
    """
    must(runtime, by, Permission.READ_MODELS)
    with runtime.store.read() as tx:
        newest, path = find(runtime, tx, name, None)
        asked, old_path = (newest, path) if version is None else find(runtime, tx, name, version)
        running = case_rows.counts(tx)
        every = [line_of(tx, row, running) for row in rows.versions(tx, newest.process_key)]
        hashes = rows.hashes_of(tx, newest.process_key, path)
        draft = rows.draft(tx, newest.process_key, path, by.person_id or "")
        terms = term_rows.all_terms(tx)
    text = asked.sources[old_path].decode("utf-8", "replace")
    meta = {"letter": name.stem, "path": path, "version": asked.version}
    with runtime.store.write("letter_files.look") as tx:
        trail.log(tx, [Happened(HistoryKind.MODEL_READ, by, meta)], runtime.now())
    return TextFile(
        line=next(each for each in lines_of(newest) if each.path == path),
        current=every[0],
        shown=next(each for each in every if each.id == asked.id),
        versions=tuple(_changes(every, hashes)),
        text=text,
        draft=draft,
        terms=tuple(_terms(text, name.kind, terms, runtime)),
        findings=tuple(look_over(runtime, asked, old_path, asked.sources[old_path])),
        average=_average(text, name.kind),
    )


def lines_of(deployed: Deployed) -> tuple[TextLine, ...]:
    """Return the letters and blocks of a version: letters first, its own before shared ones."""
    found = [_line(deployed, path) for path in deployed.sources if kind_of(path) in LETTER_KINDS]
    return tuple(sorted(found, key=lambda each: (each.is_block, each.shared, each.path)))


def _line(deployed: Deployed, path: str) -> TextLine:
    name, kind = PurePosixPath(path).stem, kind_of(path)
    shared, text = path.startswith(f"{SHARED}/"), deployed.sources[path].decode("utf-8", "replace")
    if kind is FileKind.BLOCK:
        having = tuple(
            PurePosixPath(each).stem for each in letter_checks.users(deployed.sources, path)
        )
        return TextLine(name, path, kind, shared, letters=having)
    return TextLine(
        name,
        path,
        kind,
        shared,
        subject=_words(letters.read(text, path).subject),
        uses=tuple(_uses(deployed, name)),
        blocks=tuple(sorted(letters.included(text))),
    )


def _uses(deployed: Deployed, letter: str) -> Iterator[Use]:
    """Yield what makes a letter: by its name, or by FEEL that can choose it.

    FEEL that names no letter itself looks one up: it can choose what any diagram names.
    """
    is_named = _names(b"".join(of_kind(deployed.sources, FileKind.DIAGRAM).values()), letter)
    for process_id in deployed.bundle.diagrams:
        process = deployed.bundle.process(process_id)
        for element in process.elements:
            chosen = element.letter or ""
            looks_up = chosen.startswith("=") and not any(
                f'"{n}"' in chosen for n in deployed.letters
            )
            if chosen == letter or f'"{letter}"' in chosen or (looks_up and is_named):
                shown = process.name or process_id
                yield Use(process_id, shown, element.id, element.name or shown)


def _names(diagrams: bytes, letter: str) -> bool:
    """Tell whether FEEL has a letter as a text: behind `=` it is the value of an attribute."""
    quoted = f'"{letter}"'.encode()
    written = f"&quot;{letter}&quot;".encode()
    return written in diagrams or diagrams.count(quoted) > diagrams.count(b"=" + quoted)


def _words(runs: Sequence[Run]) -> str:
    return "".join(run.text if isinstance(run, Words) else GAP for run in runs)


def _changes(every: Sequence[VersionLine], hashes: Mapping[str, str]) -> Iterator[VersionLine]:
    """Yield the versions in which a file came or changed; `every` has the newest first."""
    for line, before in zip(every, [*every[1:], None], strict=True):
        there = hashes.get(line.id)
        if there is not None and (before is None or hashes.get(before.id) != there):
            yield line


def _terms(
    text: str, kind: FileKind, terms: Sequence[Term], runtime: Runtime
) -> Iterator[NamedTerm]:
    today = local_day(runtime.now())
    for key in dict.fromkeys(letter_checks.own_terms(text, kind)):
        row = term_on(terms, key, today)
        yield NamedTerm(key, (row and row.title) or key, row is not None and is_confirmed(row))


def _average(text: str, kind: FileKind) -> float:
    whole = letters.alone(text) if kind is FileKind.BLOCK else text
    return letters.average(letters.sentences(letters.read(whole)))
