"""How one attribute or element of a vendor is treated: the rows of the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.bpmn.tags import ACTIVITIES, EVENTS
from engine.bpmn.vendors.place import Place
from engine.bpmn.vendors.remark import Level

PEOPLE = frozenset({"userTask", "globalUserTask"})
HANDS = PEOPLE | {"manualTask", "task"}
WORK = frozenset({"serviceTask", "sendTask"})
RULES = frozenset({"businessRuleTask", "globalBusinessRuleTask"})
SCRIPT = frozenset({"scriptTask", "globalScriptTask"})
CALL = frozenset({"callActivity"})
START = frozenset({"startEvent"})
LOOP = frozenset({"multiInstanceLoopCharacteristics"})
PROCESS = frozenset({"process"})
ERRORS = frozenset({"errorEventDefinition"})
MAPPED = (ACTIVITIES | EVENTS) - CALL
ANYWHERE: frozenset[str] = frozenset()

Act = Callable[[Place], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: on which kinds of element (`ANYWHERE`: all), what becomes of it, how; its code.

    `becomes` is what it is rewritten as, or what a person writes instead. Without `act` the level
    alone says what happens.
    """

    level: Level
    code: str
    becomes: str = ""
    on: frozenset[str] = ANYWHERE
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """An element among the extensions: treated as a whole, or attribute by attribute."""

    attributes: Mapping[str, Entry] = field(default_factory=dict)
    whole: Entry | None = None


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one vendor added: `prefix` is how its names are written in reports and pages."""

    name: str
    prefix: str
    namespaces: tuple[str, ...]
    attributes: Mapping[str, Entry]
    parts: Mapping[str, Part]


def rewritten(becomes: str, on: frozenset[str], act: Act) -> Entry:
    """Return a row for what is said in our own words."""
    return Entry(Level.REWRITTEN, "bpmn.vendor.rewritten", becomes, on, act)


def kept(code: str = "kept", on: frozenset[str] = ANYWHERE) -> Entry:
    """Return a row for what changes nothing in what is executed."""
    return Entry(Level.KEPT, f"bpmn.vendor.{code}", "", on)


def noted(code: str, on: frozenset[str] = ANYWHERE) -> Entry:
    """Return a row for what stays, and about which a person should think."""
    return Entry(Level.ATTENTION, f"bpmn.vendor.{code}", "", on)


def refused(
    code: str, becomes: str = "", on: frozenset[str] = ANYWHERE, act: Act | None = None
) -> Entry:
    """Return a row for what is not executed so."""
    return Entry(Level.REFUSED, f"bpmn.vendor.{code}", becomes, on, act)
