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
    refused,
    refused_starts,
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
REFUSALS = (refused, refused_starts)
CONSTRUCTS = tuple(construct for family in FAMILIES for construct in family.CONSTRUCTS)
REFUSED = tuple(construct for family in REFUSALS for construct in family.REFUSED)
