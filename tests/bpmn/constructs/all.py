"""All construct models together."""

from tests.bpmn.constructs import (
    basics,
    beginnings,
    behaviours,
    calling,
    data,
    events,
    handlers,
    moments,
    repeats,
    several,
    sharing,
    talking,
    together,
    undoing,
    undoing_more,
)

FAMILIES = (
    *(basics, calling, data, beginnings, moments, events, handlers, repeats, behaviours),
    *(talking, sharing, several, together, undoing, undoing_more),
)
CONSTRUCTS = tuple(construct for family in FAMILIES for construct in family.CONSTRUCTS)
