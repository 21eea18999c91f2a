"""An incident as somebody may see it: no value of a case for who may not read all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine import masking, store
from engine.masking import Mask
from engine.operations.views import Incident
from engine.store import people as people_rows
from engine.store.rows import CaseRow, IncidentRow
from engine.store.steps import UNHANDLED_ERROR

OF_VALUES = frozenset({"result", "warnings", "trace", "detail", "message", "keys", "value"})
"""Facts that may hold a value of the case, or a text of somebody else who knew one."""
OF_EXPRESSION = frozenset({"result", "warnings"})


def shown_incident(
    row: IncidentRow,
    case: CaseRow | None,
    element: str,
    names: Mapping[str, str],
    mask: Mask | None,
) -> Incident:
    """Return an incident; `mask` is what the reader may not read, None when nobody can tell."""
    return Incident(
        id=row.id,
        code=row.code,
        facts=veiled(row.facts, mask),
        element=element,
        opened_at=row.opened_at,
        state=row.state,
        resolved_at=row.resolved_at,
        resolved_by=names.get(row.resolved_by or ""),
        number=case.number if case else None,
        title=case.title if case else None,
        element_id=row.element,
        job=row.facts.get("job"),
        again=row.job_id is not None or row.code == UNHANDLED_ERROR,
    )


def veiled(facts: Mapping[str, Any], mask: Mask | None) -> Mapping[str, Any]:
    """Return facts without what may hold a value that the reader may not see.

    What an expression came to is kept when it does not look at anything hidden. When nobody can
    tell what is hidden (a case that never came to be), every such fact goes.
    """
    if mask is not None and not mask:
        return facts
    expression = str(facts.get("expression") or "")
    looks = mask is None or any(
        masking.mentions(expression, path, whole=True) for path in mask.paths
    )
    hidden = OF_VALUES if looks or not expression else OF_VALUES - OF_EXPRESSION
    return {name: value for name, value in facts.items() if name not in hidden}


def names_of(tx: store.Tx, rows: Iterable[IncidentRow]) -> Mapping[str, str]:
    """Return the names of who resolved incidents."""
    people = {row.resolved_by for row in rows if row.resolved_by}
    return {each: people_rows.name_of(tx, each) or "" for each in people}
