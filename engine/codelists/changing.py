"""A change of one code under four eyes: somebody proposes it, somebody else confirms it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from engine import errors, store
from engine.access import four_eyes
from engine.codelists.keeping import history, last_of, must
from engine.errors import Problem
from engine.forms import MOST_CODES
from engine.model import (
    Actor,
    ChangeState,
    Code,
    CodeAct,
    Happened,
    HistoryKind,
    Permission,
)
from engine.runtime import Runtime
from engine.store import codes as rows
from engine.store import history as trail
from engine.store.codes import CodeChangeRow
from engine.terms import local_day

LONGEST = 500
LONGEST_LABEL = 200
MOST_WEIGHT = 1_000
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")


def propose(  # noqa: PLR0913 - what is said of a code
    runtime: Runtime,
    *,
    name: str,
    act: CodeAct,
    code: str,
    label: str = "",
    weight: int | None = None,
    effective_on: date | None,
    source: str,
    reason: str,
    by: Actor,
) -> str:
    """Keep a change of a code for somebody else to confirm; return the change's id.

    Raises InvalidInput when something is missing or impossible or another change of the code
    waits; NotFound, NotAllowed.
    """
    must(runtime, by, Permission.EDIT_TERMS)
    if by.person_id is None:
        raise errors.NotAllowed("nobody")
    with runtime.store.write("code_changes.propose") as tx:
        some = history(runtime, tx, name)
        wanted = CodeChangeRow(
            id=store.new_id(),
            list_name=name,
            code=code.strip(),
            act=str(act),
            label=" ".join(label.split()),
            weight=weight,
            effective_on=effective_on or date.max,
            source=source.strip(),
            reason=reason.strip(),
            proposed_by=by.person_id,
            proposed_at=runtime.now(),
            state=str(ChangeState.PROPOSED),
        )
        if act is CodeAct.END:
            wanted = _as_it_is(wanted, last_of(some, wanted.code))
        problems = [*_missing(wanted, some, given=effective_on is not None)]
        problems += _wrong(wanted, some, local_day(runtime.now()))
        if any((each.list_name, each.code) == (name, wanted.code) for each in rows.waiting(tx)):
            problems.append(Problem("", "code_change.pending"))
        if problems:
            raise errors.InvalidInput(problems)
        rows.add_change(tx, wanted)
        _tell(tx, HistoryKind.CODE_PROPOSED, by, wanted, runtime)
    return wanted.id


def confirm(runtime: Runtime, *, change_id: str, by: Actor) -> None:
    """Put a proposed change among the rows of its list, from its day on.

    Raises NotAllowed when `by` proposed it, InvalidInput when it may not be (any more), NotFound,
    AlreadyDone.
    """
    must(runtime, by, Permission.CONFIRM_TERMS)
    with runtime.store.write("code_changes.confirm") as tx:
        wanted = _change(tx, change_id)
        if not four_eyes(by, [wanted.proposed_by]):
            raise errors.NotAllowed("code_change.four_eyes")
        some = history(runtime, tx, wanted.list_name)
        rows.decide(tx, change_id, ChangeState.CONFIRMED, by.person_id, runtime.now())
        problems = list(_wrong(wanted, some, local_day(runtime.now())))
        if problems:
            raise errors.InvalidInput(problems)
        _write(tx, wanted, some)
        _tell(tx, HistoryKind.CODE_CHANGED, by, wanted, runtime)


def withdraw(runtime: Runtime, *, change_id: str, by: Actor) -> None:
    """Take a proposed change back, or refuse it; nothing of the list changed."""
    must(runtime, by, Permission.EDIT_TERMS)
    with runtime.store.write("code_changes.withdraw") as tx:
        wanted = _change(tx, change_id)
        rows.decide(tx, change_id, ChangeState.WITHDRAWN, by.person_id, runtime.now())
        _tell(tx, HistoryKind.CODE_WITHDRAWN, by, wanted, runtime)


def _write(tx: store.Tx, wanted: CodeChangeRow, some: Sequence[Code]) -> None:
    """End the row that holds the day before, and begin the new one.

    What the files alone said of the code is kept first: from now on its rows say it.
    """
    last = last_of(some, wanted.code)
    if last is not None and last.valid_to is None:
        if last.id not in {row.id for row in rows.of_list(tx, wanted.list_name)}:
            rows.add(tx, [last])
        rows.end(tx, last.id, wanted.effective_on - timedelta(days=1))
    if wanted.act == CodeAct.END:
        return
    end_of_list = max((row.place for row in some), default=0) + 1
    new = Code(
        id=f"{wanted.list_name}/{wanted.code}@{wanted.effective_on.isoformat()}",
        list_name=wanted.list_name,
        code=wanted.code,
        label=wanted.label,
        weight=wanted.weight,
        place=end_of_list if last is None else last.place,
        valid_from=wanted.effective_on,
    )
    rows.add(tx, [new])


def _as_it_is(wanted: CodeChangeRow, last: Code | None) -> CodeChangeRow:
    return wanted if last is None else replace(wanted, label=last.label, weight=last.weight)


def _missing(wanted: CodeChangeRow, some: Sequence[Code], *, given: bool) -> Iterator[Problem]:
    texts = [("source", wanted.source, LONGEST), ("reason", wanted.reason, LONGEST)]
    if wanted.act != CodeAct.END:
        texts.insert(0, ("label", wanted.label, LONGEST_LABEL))
        yield from _wrong_weight(wanted.weight, weighs=any(row.weight is not None for row in some))
    for name, text, longest in texts:
        if not text:
            yield Problem(name, "required")
        elif len(text) > longest:
            yield Problem(name, "too_long", {"max": longest})
    if not given:
        yield Problem("effective_on", "required")
    if not _CODE.fullmatch(wanted.code):
        yield Problem("code", "code_change.code")


def _wrong_weight(weight: int | None, *, weighs: bool) -> Iterator[Problem]:
    if weighs and (weight is None or not 0 < weight <= MOST_WEIGHT):
        yield Problem("weight", "code_change.weight", {"max": MOST_WEIGHT})
    if not weighs and weight is not None:
        yield Problem("weight", "code_change.no_weight")


def _wrong(wanted: CodeChangeRow, some: Sequence[Code], today: date) -> Iterator[Problem]:
    """Yield why a change may not be: its day, or how the code stands."""
    last = last_of(some, wanted.code)
    if wanted.effective_on <= today:
        yield Problem("effective_on", "code_change.too_early")
    before = (last.valid_to or last.valid_from) if last is not None else None
    if before is not None and wanted.effective_on <= before:
        yield Problem("effective_on", "code_change.before_last", {"day": before})
    if wanted.act == CodeAct.ADD:
        yield from _wrong_new(some, last)
    else:
        yield from _wrong_again(wanted, some, last)


def _wrong_new(some: Sequence[Code], last: Code | None) -> Iterator[Problem]:
    if last is not None and last.valid_to is None:
        yield Problem("code", "code_change.known")
    if len({row.code for row in some}) >= MOST_CODES:
        yield Problem("", "code_change.too_many", {"max": MOST_CODES})


def _wrong_again(
    wanted: CodeChangeRow, some: Sequence[Code], last: Code | None
) -> Iterator[Problem]:
    if last is None or last.valid_to is not None:
        yield Problem("", "code_change.ended")
    elif wanted.act == CodeAct.END:
        if sum(row.valid_to is None for row in some) == 1:
            yield Problem("", "code_change.only")
    elif (last.label, last.weight) == (wanted.label, wanted.weight):
        yield Problem("label", "code_change.unchanged")


def _change(tx: store.Tx, change_id: str) -> CodeChangeRow:
    found = rows.change(tx, change_id)
    if found is None:
        raise errors.NotFound("code_change")
    return found


def _tell(
    tx: store.Tx, kind: HistoryKind, by: Actor, wanted: CodeChangeRow, runtime: Runtime
) -> None:
    meta = {
        "name": wanted.list_name,
        "code": wanted.code,
        "change": wanted.id,
        "act": wanted.act,
        "label": wanted.label,
        "effective_on": wanted.effective_on,
    }
    trail.log(tx, [Happened(kind, by, meta, {"reason": wanted.reason})], runtime.now())
