"""Makes a case old at once: rows of every kind, as so many rounds would have left them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, insert, select, update

from engine.store import Tx, contents, new_id
from engine.store import history as trail
from engine.store.tables import (
    access_log,
    activity,
    case_,
    counter,
    document,
    evaluation,
    history,
    job,
    user_task,
)
from tests.house import House

EVALUATION: Mapping[str, Any] = {
    "step": 1,
    "decision": "team",
    "element": "round",
    "inputs": {"post": "3000"},
    "matched": ["r1"],
    "outputs": "oost",
    "table_file": "team.dmn",
    "problems": [],
}
PAPER: Mapping[str, Any] = {
    "kind": "letter",
    "name": "Letter",
    "content_hash": contents.digest(b"pdf"),
    "media_type": "application/pdf",
    "size": 3,
}
JOB: Mapping[str, Any] = {
    "kind": "service",
    "name": "post",
    "token": "1",
    "element": "round",
    "state": "done",
    "attempts": 1,
    "values": {},
}


def age(house: House, number: str, rounds: int) -> None:
    """Add to a case of `bench_loop` that has been shown and did a round what more rounds leave.

    Of what its diagram has not (letters, decision tables, jobs) there is one a round as well. The
    trail and the log are as long as they say, but their chains are not whole.
    """
    now, case_id = house.clock.now, house.case(number).id
    mine: Mapping[str, Any] = {"case_id": case_id}
    with house.runtime.store.write("tests.write") as tx:
        contents.keep(tx, [b"pdf"])
        _copy(tx, evaluation, {**mine, **EVALUATION, "at": now}, rounds)
        _copy(tx, document, {**mine, **PAPER, "created_at": now}, rounds)
        _copy(tx, job, {**mine, **JOB, "due_at": now, "created_at": now}, rounds, "unique_key")
        closed = user_task.c.state == "completed"
        _copy(tx, user_task, _one(tx, user_task, case_id, closed), rounds, "completion_key")
        been = _all(tx, activity, case_id, activity.c.state == "left")
        for template in {each["element"]: each for each in been}.values():
            _copy(tx, activity, template, rounds)
        length = house.case(number).chain_length
        _number(tx, history, _one(tx, history, case_id, history.c.seq == length), length, rounds)
        tx.run(update(case_).where(case_.c.id == case_id).values(chain_length=length + rounds))
        (said,) = tx.all(select(counter.c.value).where(counter.c.name == trail.LOG))
        looked = access_log.c.kind == "case:read"
        _number(tx, access_log, _one(tx, access_log, case_id, looked), said[0], rounds)
        tx.run(update(counter).where(counter.c.name == trail.LOG).values(value=said[0] + rounds))


def _all(tx: Tx, table: Table, case_id: str, condition: Any) -> list[dict[str, Any]]:
    found = tx.all(select(table).where(table.c.case_id == case_id, condition))
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in found]


def _one(tx: Tx, table: Table, case_id: str, condition: Any) -> dict[str, Any]:
    return _all(tx, table, case_id, condition)[0]


def _copy(
    tx: Tx, table: Table, template: Mapping[str, Any], many: int, unique: str | None = None
) -> None:
    """Insert rows like `template`, each with an id of its own, and `unique` too."""
    own = ["id", *([unique] if unique else [])]
    tx.run(insert(table), [{**template, **{n: new_id() for n in own}} for _ in range(many)])


def _number(tx: Tx, table: Table, template: Mapping[str, Any], after: int, many: int) -> None:
    """Insert rows like `template`, numbered on behind `after`."""
    tx.run(insert(table), [{**template, "seq": after + n} for n in range(1, many + 1)])
