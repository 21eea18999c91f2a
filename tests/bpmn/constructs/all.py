"""All construct models together."""

from tests.bpmn.constructs import (
    basics,
    events,
    handlers,
    moments,
    repeats,
    several,
    together,
    undoing,
)

FAMILIES = (basics, moments, events, handlers, repeats, several, together, undoing)
CONSTRUCTS = tuple(construct for family in FAMILIES for construct in family.CONSTRUCTS)
