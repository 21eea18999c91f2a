"""Running procedures of another system, taken over from a table: each line a case at its step.

A line is a transaction of its own: what is wrong with one leaves the others alone. The reference of
a line makes it one case, however often the file is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from engine import errors, forms, registers, store
from engine.casefile import start_schema
from engine.errors import Problem
from engine.forms.values import Refused, read, typed_date, typed_number
from engine.lookups import offered
from engine.model import (
    SYSTEM,
    Actor,
    ClockAction,
    ClockChange,
    HistoryKind,
    Permission,
    Start,
    Value,
)
from engine.registers import sheets
from engine.registers.sheets import wrong
from engine.runtime import Deployed, Runtime, form
from engine.starting import Beginning, begin, begun, in_force
from engine.store import cases as case_rows
from engine.terms import local_day
from engine.wording.nl import transfer as words

MOST_LINES = 20_000
MOST_CHARACTERS = 50_000_000
LONGEST_REFERENCE = 200
ELEMENT = "taken over"
AMBIGUOUS = "ambiguous_number"
TAKEN, KNOWN, REFUSED = "taken", "known", "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """What became, or would become, of one line (`row` is its place in the file)."""

    row: int
    reference: str
    outcome: str
    number: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Every line, in the order of the file; nothing was written in a dry run."""

    lines: tuple[Line, ...]
    dry_run: bool

    def count(self, outcome: str) -> int:
        """Return how many lines had this outcome."""
        return sum(1 for line in self.lines if line.outcome == outcome)


@dataclass(frozen=True, slots=True)
class _Columns:
    """What each column of the file is: a fact of the line, a day of a term, or a variable."""

    facts: Mapping[str, int]
    starts: Mapping[str, int]
    suspended: Mapping[str, int]
    variables: Mapping[str, tuple[int, str]] = field(default_factory=dict)


class _DryRun(Exception):
    """Nothing is kept of what was tried; carries what it would have become."""

    def __init__(self, line: Line) -> None:
        super().__init__("dry run")
        self.line = line


def take_over(runtime: Runtime, *, text: str, by: Actor, dry_run: bool = True) -> Report:
    """Take the running procedures of a CSV over; return what became of every line.

    Columns: a reference, the process and the step; perhaps the number of a record, whose dossier
    the case goes into; the day on which a term began and the day since when it is suspended; every
    other column is a variable by path. Nothing before the step is done: no letter, no message. A
    dry run tries each line and keeps nothing.

    Raises NotAllowed, InvalidInput when the file as a whole cannot be read.
    """
    if by is not SYSTEM and not runtime.policy.can(by, Permission.OPERATE):
        raise errors.NotAllowed("permission", permission=str(Permission.OPERATE))
    rows = sheets.rows_of(text, most=MOST_LINES, longest=MOST_CHARACTERS)
    taking = _Taking(runtime, by, _columns(rows[0][1]), dry_run=dry_run)
    return Report(tuple(taking.line(at, row) for at, row in rows[1:]), dry_run)


def _columns(head: Sequence[str]) -> _Columns:
    """Return what the columns are. Raises InvalidInput for one that is missing or means nothing."""
    names = [name.strip() for name in head]
    problems = [
        Problem(name, "transfer.no_column", {"name": name})
        for name in (words.REFERENCE, words.PROCESS, words.STEP)
        if name not in names
    ]
    twice = {name for name in names if names.count(name) > 1 or not name}
    problems += [Problem(name, "transfer.column", {"name": name}) for name in sorted(twice)]
    found = _Columns({}, {}, {}, {})
    kept: Any = found
    for at, name in enumerate(names):
        path, _, suffix = name.partition(":")
        if name in {words.REFERENCE, words.PROCESS, words.STEP, words.RECORD}:
            kept.facts[name] = at
        elif name.startswith(words.STARTS):
            kept.starts[name.removeprefix(words.STARTS).strip()] = at
        elif name.startswith(words.SUSPENDED):
            kept.suspended[name.removeprefix(words.SUSPENDED).strip()] = at
        elif not suffix or suffix in words.SUFFIXES:
            kept.variables[path] = (at, words.SUFFIXES.get(suffix, ""))
        else:
            problems.append(Problem(name, "transfer.column", {"name": name}))
    if problems:
        raise errors.InvalidInput(problems)
    return found


class _Taking:
    """Takes lines over, one transaction each."""

    def __init__(self, runtime: Runtime, by: Actor, columns: _Columns, *, dry_run: bool) -> None:
        self.runtime, self.by, self.columns, self.dry_run = runtime, by, columns, dry_run
        self.today = local_day(runtime.now())
        self.seen: dict[str, int] = {}
        with runtime.store.read() as tx:
            self.deployed = {
                process: each
                for each in in_force(runtime, tx)
                for process in each.bundle.diagrams
                if each.bundle.process(process).file.startswith(f"{each.process_key}/")
            }

    def line(self, at: int, row: Sequence[str]) -> Line:
        """Take one line over, or say why not."""
        cells = [cell.strip() for cell in row]
        where = self.columns.facts[words.REFERENCE]
        reference = cells[where] if where < len(cells) else ""
        try:
            return self._taken(at, reference, cells)
        except _DryRun as tried:
            return tried.line
        except errors.InvalidInput as refused:
            return Line(at, reference, REFUSED, problems=refused.problems)
        except (errors.ModelFault, errors.NotFound, errors.Conflict) as fault:
            facts = {key: str(value) for key, value in fault.facts.items()}
            return Line(at, reference, REFUSED, problems=(Problem("", fault.code, facts),))

    def _taken(self, at: int, reference: str, cells: Sequence[str]) -> Line:
        width = len(self.columns.facts) + len(self.columns.starts) + len(self.columns.suspended)
        if len(cells) != width + len(self.columns.variables):
            raise wrong("transfer.width")
        fact = {name: cells[place] for name, place in self.columns.facts.items()}
        for name in (words.REFERENCE, words.PROCESS, words.STEP):
            if not fact[name]:
                raise wrong("transfer.empty", name, name=name)
        self._meet(reference, at)
        process_id = fact[words.PROCESS]
        deployed = self.deployed.get(process_id)
        if deployed is None:
            raise wrong("transfer.process", words.PROCESS, name=process_id)
        start = Start(
            self._values(deployed, process_id, cells),
            at=fact[words.STEP],
            clocks=tuple(self._clocks(cells)),
        )
        key = f"takeover:{process_id}:{reference}"
        with self.runtime.store.write("cases.take_over") as tx:
            before = begun(tx, key)
            if before is not None:
                return Line(at, reference, KNOWN, before.number)
            dossier = self._dossier(tx, fact.get(words.RECORD, ""))
            meta = {"name": reference, "step": fact[words.STEP]}
            kind = HistoryKind.CASE_TAKEN_OVER
            what = Beginning(process_id, start, self.by, key, dossier, meta, kind)
            case = begin(self.runtime, tx, deployed, what).case
            case_rows.mark_taken_over(tx, case.id, reference)
            line = Line(at, reference, TAKEN, case.number)
            if self.dry_run:
                raise _DryRun(line)
        return line

    def _meet(self, reference: str, at: int) -> None:
        """Remember the reference of a line. Raises InvalidInput when it was there, or too long."""
        if len(reference) > LONGEST_REFERENCE:
            raise wrong("too_long", words.REFERENCE, max=LONGEST_REFERENCE)
        if reference in self.seen:
            raise wrong("transfer.twice", name=reference, row=self.seen[reference])
        self.seen[reference] = at

    def _dossier(self, tx: store.Tx, number: str) -> str | None:
        return registers.dossier_for(self.runtime, tx, number, self.by) if number else None

    def _clocks(self, cells: Sequence[str]) -> Iterator[ClockChange]:
        """Yield what starts and suspends the terms of a line. Raises InvalidInput."""
        began = {key: self._past(key, cells[at]) for key, at in self.columns.starts.items()}
        for key, day in began.items():
            if day is not None:
                yield ClockChange(key, ClockAction.START, day, ELEMENT)
        for key, at in self.columns.suspended.items():
            since = self._past(key, cells[at])
            if since is None:
                continue
            first = began.get(key)
            if first is None:
                raise wrong("transfer.suspended", key, name=key)
            if since < first:
                raise wrong("transfer.suspended_before", key, name=key)
            yield ClockChange(key, ClockAction.SUSPEND, since, ELEMENT)

    def _past(self, name: str, text: str) -> date | None:
        """Return the day that stands in a cell, None when it is empty. Raises InvalidInput."""
        day = _typed(name, text, "day") if text else None
        if isinstance(day, date) and day > self.today:
            raise wrong("transfer.future", name, name=name, text=text)
        return day

    def _values(
        self, deployed: Deployed, process_id: str, cells: Sequence[str]
    ) -> dict[str, Value]:
        """Return the variables of a line: as the start form reads them, else as typed.

        Raises InvalidInput with every value that is refused.
        """
        values: dict[str, Value] = {}
        problems: list[Problem] = []
        for path, (at, kind) in self.columns.variables.items():
            if not cells[at]:
                continue
            try:
                asked = None if kind else _asked(deployed, process_id, path)
                if asked is None:
                    values[path] = _typed(path, cells[at], kind)
                else:
                    values[path] = self._value(*asked, path, cells[at])
            except errors.InvalidInput as refused:
                problems += refused.problems
        if problems:
            raise errors.InvalidInput(problems)
        return values

    def _value(self, compiled: forms.Form, one: forms.Field, path: str, text: str) -> Value:
        offers = forms.Offers(offered(self.runtime, _lists(one), text, kept=text))
        now = self.runtime.now()
        found = forms.validate(compiled, {path: text}, {}, "fields", now, offers)
        wrong = [p for p in found.problems if p.field == path and p.code != "field_hidden"]
        if wrong:
            raise errors.InvalidInput(wrong)
        known = offers.lists.get((one.choices and one.choices.code_list) or "")
        if known is not None:
            one = replace(one, options=known.options)
        try:
            return read(one, text, "fields")
        except Refused as refused:
            raise errors.InvalidInput([Problem(path, refused.code, refused.facts)]) from refused


def _asked(deployed: Deployed, process_id: str, path: str) -> tuple[forms.Form, forms.Field] | None:
    """Return the start form of a process, with its field for a variable when it asks for it."""
    schema = start_schema(deployed, process_id)
    compiled = form(schema) if schema is not None else None
    one = compiled.by_key.get(path) if compiled is not None else None
    if compiled is None or one is None or one.formula is not None or one.files is not None:
        return None
    return compiled, one


def _lists(one: forms.Field) -> list[str | None]:
    return [one.choices.code_list] if one.choices else []


def _typed(name: str, text: str, kind: str) -> Any:
    """Return a text as what its column says it holds. Raises InvalidInput."""
    readers: Mapping[str, Callable[[str], Any]] = {
        "": str,
        "day": typed_date,
        "number": typed_number,
        "yes_no": lambda each: {"ja": True, "nee": False}[each.lower()],
    }
    try:
        return readers[kind](text)
    except (Refused, KeyError) as error:
        if isinstance(error, Refused) and error.code == AMBIGUOUS:
            raise errors.InvalidInput([Problem(name, error.code, error.facts)]) from error
        facts = {"name": name, "kind": words.KINDS[kind], "text": text[:60]}
        raise errors.InvalidInput([Problem(name, "transfer.value", facts)]) from error
