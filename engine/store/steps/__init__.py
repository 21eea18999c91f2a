"""`record`: the single writer of running cases. One step in, at most one statement per table.

No decisions: what a step means is `engine.bpmn`'s, who may take it is the verb's.
"""

from engine.store.steps.causes import Cause
from engine.store.steps.recording import STANDSTILL, UNHANDLED_ERROR, record
from engine.store.steps.tasks import due_columns

__all__ = ["STANDSTILL", "UNHANDLED_ERROR", "Cause", "due_columns", "record"]
