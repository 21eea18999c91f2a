"""When and how a decision was made known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine import errors, store
from engine.decisions.numbers import reference
from engine.model import Value
from engine.runtime import Runtime
from engine.store import decisions as rows
from engine.store.rows import Locked

NOTIFIED = "notified"


def notify(
    _runtime: Runtime, tx: store.Tx, locked: Locked, values: Mapping[str, Value]
) -> Mapping[str, Value]:
    """Write down when and how the last decision of the case was made known.

    `values`: `notified_on` (the day that counts for the remedy) and optional `sent_on`, `carrier`,
    `evidence`. Raises ModelFault when there is no decision or no day.
    """
    found = rows.of_case(tx, locked.case.id).rows
    day = values.get("notified_on")
    if not found or not isinstance(day, date):
        raise errors.ModelFault("notification_incomplete", case_id=locked.case.id)
    evidence = {
        name: store.plain(values[name])
        for name in ("sent_on", "carrier", "evidence")
        if values.get(name) is not None
    }
    rows.notify(tx, found[0].id, day, evidence, NOTIFIED)
    return {"notified_on": day, "reference": reference(found[0])}
