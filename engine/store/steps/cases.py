"""The row of the case itself, and its fields to search on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update

from engine.errors import Stale
from engine.model import Step
from engine.store.rows import CaseRow
from engine.store.tables import case_, case_field
from engine.store.transactions import Tx
from engine.store.types import canonical, fold, sort_key
from engine.store.upserts import Upsert

KNOWN_FIELDS = frozenset({"team", "title", "place"})
_COLUMNS = ("status", "title", "place", "team", "sort", "search", "document", "state")
_CASE = (
    update(case_)
    .where(case_.c.id == bindparam("the_case"), case_.c.version == bindparam("seen"))
    .values(
        {
            name: bindparam(f"new_{name}", type_=case_.c[name].type)
            for name in (*_COLUMNS, "version", "ended_at", "end_event")
        }
        | {name: bindparam(f"new_{name}") for name in ("chain_length", "chain_head")}
    )
)
_FIELD = Upsert(case_field, ["case_id", "name"], ["value", "folded", "sort"])
_UNLIST = (
    update(case_field)
    .where(case_field.c.case_id == bindparam("the_case"), case_field.c.sort.is_not(None))
    .values(sort=None)
)


def after(case: CaseRow, step: Step, number: int, at: datetime) -> CaseRow:
    """Return the row as the step leaves it; its chain has not moved yet."""
    fields = step.fields
    return replace(
        case,
        version=number,
        status=case.status if step.status is None else step.status,
        title=_text(fields.get("title")) or case.title,
        place=_text(fields["place"]) if "place" in fields else case.place,
        team=_text(fields["team"]) if "team" in fields else case.team,
        state=_state(case, step),
        ended_at=at if step.ended else case.ended_at,
        end_event=step.end_event if step.ended else case.end_event,
    )


def _state(case: CaseRow, step: Step) -> str:
    if step.cancelled:
        return "cancelled"
    return "ended" if step.ended else case.state


def _text(tagged: Any) -> str | None:
    return tagged if tagged is None or isinstance(tagged, str) else canonical(tagged)


def write_case(tx: Tx, case: CaseRow, moved: CaseRow, step: Step) -> None:
    """Write the case. Raises Stale when it has moved since `case` was read."""
    names = ("status", "title", "place", "team", "state", "version", "ended_at", "end_event")
    values = {f"new_{name}": getattr(moved, name) for name in names}
    touched = tx.run(
        _CASE,
        {
            **values,
            "new_chain_length": moved.chain_length,
            "new_chain_head": moved.chain_head,
            "new_document": step.document,
            "new_sort": fold(moved.title),
            "new_search": fold(moved.number, moved.title, moved.place),
            "the_case": case.id,
            "seen": case.version,
        },
    )
    if touched != 1:
        raise Stale(seen=case.version)


def write_fields(tx: Tx, case_id: str, step: Step) -> None:
    """Write the fields that the case is found with, but those with a column of their own.

    A case that ends goes out of the order of those that run.
    """
    rows = [
        {
            "case_id": case_id,
            "name": name,
            "value": value,
            "folded": fold(_text(value)),
            "sort": sort_key(value),
        }
        for name, value in step.fields.items()
        if name not in KNOWN_FIELDS
    ]
    if rows:
        _FIELD.run(tx, rows)
    if (step.ended or step.cancelled) and _has_fields(step):
        tx.run(_UNLIST, {"the_case": case_id})


def _has_fields(step: Step) -> bool:
    return bool(step.document.get("fields", {}).keys() - KNOWN_FIELDS)
