"""All construct models together."""

from tests.bpmn.constructs import events, handlers, repeats

CONSTRUCTS = (*handlers.CONSTRUCTS, *repeats.CONSTRUCTS, *events.CONSTRUCTS)
