"""The machine: SpiffWorkflow reads and checks a diagram, our token machine executes it.

No database, no clock, no network: what changed comes out as a `Step`.
"""

from engine.bpmn.ahead import makes_letter
from engine.bpmn.begins import begins_at
from engine.bpmn.bundle import Bundle, load
from engine.bpmn.comparing import Comparison, ElementChange, PartChange, compare
from engine.bpmn.deploy import Prepared, check, prepare
from engine.bpmn.flips import Flip, flipped, flips, shown_flows
from engine.bpmn.hands import asked
from engine.bpmn.hands import elements as hand_elements
from engine.bpmn.migrating import MigrationPlan, PlanLine, migrate
from engine.bpmn.rules import DEMANDED, KnownNames, Work
from engine.bpmn.run import advance, fields, visible
from engine.bpmn.views import ElementView, ProcessView, StartView
from engine.bpmn.waits import Waited

__all__ = [
    "DEMANDED",
    "Bundle",
    "Comparison",
    "ElementChange",
    "ElementView",
    "Flip",
    "KnownNames",
    "MigrationPlan",
    "PartChange",
    "PlanLine",
    "Prepared",
    "ProcessView",
    "StartView",
    "Waited",
    "Work",
    "advance",
    "asked",
    "begins_at",
    "check",
    "compare",
    "fields",
    "flipped",
    "flips",
    "hand_elements",
    "load",
    "makes_letter",
    "migrate",
    "prepare",
    "shown_flows",
    "visible",
]
