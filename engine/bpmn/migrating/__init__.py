"""Migration of a running case to another version of its procedure, on its document alone.

`plan` knows the counterpart of every element, `placing` where each token stands then or why it
cannot, `carrying` what must be armed, withdrawn and defined anew. No database, no clock; what
changes outside comes out as `Migrated`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.bpmn import document as documents
from engine.bpmn.case import Case
from engine.bpmn.migrating.carrying import carry, moved
from engine.bpmn.migrating.placing import Placing
from engine.bpmn.migrating.plan import MigrationPlan, PlanLine
from engine.bpmn.run import settle
from engine.bpmn.state import Clocks
from engine.errors import Finding, ModelFault
from engine.model import Migrated

__all__ = ["MigrationPlan", "PlanLine", "migrate"]


def migrate(
    plan: MigrationPlan, document: Mapping[str, Any], now: datetime, clocks: Clocks
) -> Migrated | tuple[Finding, ...]:
    """Return a case in its new version, or every reason why it cannot be brought there.

    `document` is the stored state; it is never changed. Whatever nothing holds any more in the
    new version (a join that has all it needs, a condition that holds) goes on at once.
    """
    placing = Placing(plan, documents.read(document))
    placing.place()
    if placing.reasons:
        return tuple(placing.reasons)
    case = Case(plan.new, placing.document, now, clocks)
    try:
        tasks = carry(case, placing)
        step = settle(case)
    except ModelFault as fault:
        facts = {key: value for key, value in fault.facts.items() if key != "element"}
        return (Finding("", fault.code, fault.facts.get("element"), facts=facts),)
    return Migrated(
        step=step,
        process=placing.document.process,
        tasks=tasks,
        moved=moved(case, placing),
        renamed=plan.renamed,
    )
