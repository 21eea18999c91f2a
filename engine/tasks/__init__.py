"""User tasks: seen, taken, given back and completed.

`allowing` says who may, `showing` is a task as its page needs it, `taking` claims and releases,
`completing` sends the form.
"""

from engine.tasks.completing import Completed, RefusedForm, complete
from engine.tasks.showing import TaskView, preview, view
from engine.tasks.taking import Taken, claim, release, taken, taken_form

__all__ = [
    "Completed",
    "RefusedForm",
    "Taken",
    "TaskView",
    "claim",
    "complete",
    "preview",
    "release",
    "taken",
    "taken_form",
    "view",
]
