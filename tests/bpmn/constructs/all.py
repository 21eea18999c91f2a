"""All construct models together."""

from tests.bpmn.constructs import (
    basics,
    beginnings,
    behaviours,
    events,
    handlers,
    moments,
    repeats,
    several,
    together,
    undoing,
)

FAMILIES = (basics, beginnings, moments, events, handlers, repeats, behaviours, several, together, undoing)
CONSTRUCTS = tuple(construct for family in FAMILIES for construct in family.CONSTRUCTS)
