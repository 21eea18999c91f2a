"""What the editor of diagrams lets an analyst choose from, as its script reads it: in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.deployments import Choices
from engine.web.page import group_name, words
from engine.wording.nl import drawing, hands, services

OWN = "Van deze procedure"
SHARED = "Gedeeld"


def as_json(found: Choices) -> dict[str, Any]:
    """Return every list as options: value, label, and the group that the option stands in."""
    return {
        "forms": _files(found.forms),
        "letters": _files(found.letters),
        "decisions": _files(found.decisions),
        "groups": _titled({each: group_name(each) for each in found.groups}),
        "terms": _titled(found.terms),
        "processes": _titled(found.processes),
        "statuses": _titled(found.statuses),
        "types": _titled(found.types),
        "registers": _titled(found.registers),
        "jobs": _titled({each: services.title(each) for each in found.jobs}),
        "hands": _titled({each: hands.ROLES[each].capitalize() for each in found.hands}),
        "overs": _titled({each: drawing.OVERS[each] for each in found.overs}),
        "actions": _titled(drawing.CLOCK_ACTIONS),
    }


def _titled(names: Mapping[str, str]) -> list[list[str]]:
    return [[name, _capital(title) or words(name), ""] for name, title in names.items()]


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def _files(found: Iterable[Any]) -> list[list[str]]:
    return [[each.name, words(each.name), SHARED if each.shared else OWN] for each in found]
