"""All construct models together."""

from tests.bpmn.constructs import events, handlers, repeats, undoing

CONSTRUCTS = (
    *handlers.CONSTRUCTS,
    *repeats.CONSTRUCTS,
    *events.CONSTRUCTS,
    *undoing.CONSTRUCTS,
)
