"""On which day a decision was made known: that day lets the term to appeal run.

A registered letter is presumed to arrive some days after it was posted, whenever somebody books
that it was (legality, "notification evidence"). How many days is a term of the register.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine import errors, store
from engine.model import Value
from engine.runtime import Runtime
from engine.store import terms as term_rows
from engine.store.rows import Locked
from engine.terms import end_of, is_day, term_on


def made_known(
    runtime: Runtime, tx: store.Tx, locked: Locked, values: Mapping[str, Value]
) -> tuple[date, date | None]:
    """Return the day that counts, and the presumed day when there is a presumption.

    `values`: `notified_on`, perhaps `presented_on` (what the post or the addressee says), and
    perhaps `presumed_by`, the key of a term that is counted from `sent_on`. The last of these days
    counts: proof of an earlier arrival never shortens the term of who has to appeal. Raises
    ModelFault when the presumption has no row on the day of posting.
    """
    days = [each for name in ("notified_on", "presented_on") if (each := _day(values, name))]
    key = values.get("presumed_by")
    if key is None:
        return max(days), None
    sent = _day(values, "sent_on")
    row = term_on(term_rows.all_terms(tx), str(key), sent) if sent else None
    if sent is None or row is None:
        missing = "sent_on" if sent is None else "presumed_by"
        raise errors.ModelFault("decision_act_incomplete", case_id=locked.case.id, missing=missing)
    presumed = end_of(row, sent, runtime.calendar)
    return max(*days, presumed), presumed


def _day(values: Mapping[str, Value], name: str) -> date | None:
    value = values.get(name)
    return value if is_day(value) else None
