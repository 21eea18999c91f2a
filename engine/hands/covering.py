"""When a mandate holds for a decision. Pure: no database, no clock.

What nobody knows goes up: a sort of decision that is in no list needs a mandate for all sorts
without a limit, and an amount that is not known is above every limit (legality A6).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from engine.model import DecisionTypes
from engine.store.rows import MandateRow


def covers(
    row: MandateRow, types: DecisionTypes, decision_type: str | None, amount: Decimal | None
) -> bool:
    """Tell whether a mandate that is in force lets its holder take this decision; euro."""
    limit = None if row.max_amount is None else Decimal(row.max_amount)
    if decision_type not in types.types:
        return not row.types and limit is None
    if row.types and decision_type not in row.types:
        return False
    return limit is None or (amount is not None and amount <= limit)


def holder_of(
    rows: Iterable[MandateRow],
    types: DecisionTypes,
    decision_type: str | None,
    amount: Decimal | None,
) -> MandateRow | None:
    """Return the mandate on which somebody decides: an own one first, the narrowest, the newest."""
    found = [row for row in rows if covers(row, types, decision_type, amount)]
    return min(found, key=_rank, default=None)


def _rank(row: MandateRow) -> tuple[bool, bool, int]:
    return row.acting, not row.types, -row.valid_from.toordinal()
