"""All construct models together."""

from tests.bpmn.constructs import events, handlers, repeats, undoing

FAMILIES = (events, handlers, repeats, undoing)
CONSTRUCTS = tuple(construct for family in FAMILIES for construct in family.CONSTRUCTS)
