"""What other engines add to a diagram, said in our own words where the meaning is the same.

One room per vendor holds a table: an attribute or element, where it may stand, what it becomes, or
why it is refused. Deploying and importing go through the same pass, so both mean the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.tags import CAMUNDA, OTHER_ENGINES, PR, bpmn, kind, split
from engine.bpmn.vendors import resources, scripting, spiff
from engine.bpmn.vendors.camunda7 import CAMUNDA_7, OPERATON
from engine.bpmn.vendors.entry import Dialect, Entry, Part
from engine.bpmn.vendors.flowable import ACTIVITI, ACTIVITI_SPACE, FLOWABLE, FLOWABLE_SPACE
from engine.bpmn.vendors.place import Place, Run
from engine.bpmn.vendors.plan import Element, holder_of, remove
from engine.bpmn.vendors.remark import Level, Remark
from engine.bpmn.vendors.spiff import SPIFF, SPIFF_SPACE
from engine.bpmn.vendors.zeebe import CAMUNDA_8

__all__ = ["DIALECTS", "SPACES", "Level", "Remark", "strip", "translate"]

DIALECTS = (CAMUNDA_7, CAMUNDA_8, FLOWABLE, ACTIVITI, SPIFF)
_BY_SPACE: Mapping[str, Dialect] = {
    space: dialect for dialect in DIALECTS for space in dialect.namespaces
}
SPACES = OTHER_ENGINES | _BY_SPACE.keys()
_PLATFORM = "{http://camunda.org/schema/modeler/1.0}executionPlatform"
_PASSES_NOTHING = frozenset({CAMUNDA, OPERATON, FLOWABLE_SPACE, ACTIVITI_SPACE})
_NO_DIALECT = Dialect("", "", (), {}, {})


def translate(
    root: Element, forms: dict[str, dict[str, object]] | None = None
) -> tuple[Remark, ...]:
    """Rewrite what vendors added to `root` and return what was said about it, line by line.

    What is refused, and what has no effect, stays where it is; doing it twice changes nothing.
    Forms that were drawn inside the diagram are put in `forms` when it is given.
    """
    run = Run(root, forms, scripting.NAMES)
    spaces = _spaces(root)
    python = SPIFF_SPACE in spaces
    for element in list(root.iter()):
        if kind(element):
            _attributes(run, element)
            _parts(run, element)
            resources.rewrite(run, element)
            scripting.rewrite(run, element, python=python)
        elif _BY_SPACE.get(split(str(element.tag))[0]) is None:
            _attributes(run, element)
    if python:
        spiff.lanes_are_groups(run)
    theirs = spaces & _PASSES_NOTHING or root.get(_PLATFORM) == "Camunda Platform"
    if theirs and PR not in spaces:
        _said_nothing(run)
    for plan in run.plans.values():
        plan.write()
    _strays(run)
    _drop_empty(run)
    return tuple(sorted(run.remarks, key=lambda remark: remark.line or 0))


def strip(root: Element) -> None:
    """Take away all that vendors added: what is left means what we say it means."""
    for element in list(root.iter()):
        if split(str(element.tag))[0] in SPACES:
            remove(element)
            continue
        for name in list(element.attrib):
            if split(str(name))[0] in SPACES:
                del element.attrib[name]


def _spaces(root: Element) -> set[str]:
    """Return the namespaces, of vendors and ours, that it uses; Spiff's when it is declared."""
    used = {SPIFF_SPACE} & set(root.nsmap.values())
    for element in root.iter():
        for name in (str(element.tag), *map(str, element.attrib)):
            used.add(split(name)[0])
    return used & (SPACES | {PR})


def _attributes(run: Run, element: Element) -> None:
    for name in list(element.attrib):
        space, local = split(str(name))
        if space not in SPACES or name not in element.attrib:
            continue
        dialect = _BY_SPACE.get(space, _NO_DIALECT)
        place = Place(run, element, element, f"{dialect.prefix or 'x'}:{local}", str(name))
        _treat(place, dialect.attributes.get(local))


def _parts(run: Run, owner: Element) -> None:
    holder = holder_of(owner)
    for child in list(holder) if holder is not None else ():
        space, local = split(str(child.tag))
        dialect = _BY_SPACE.get(space)
        if dialect is None or child.getparent() is None:
            continue
        part = dialect.parts.get(local)
        label = f"{dialect.prefix}:{local}"
        if part is None or part.whole is not None:
            _treat(Place(run, owner, child, label), part.whole if part else None)
        else:
            _each(run, owner, child, label, part)


def _each(run: Run, owner: Element, child: Element, label: str, part: Part) -> None:
    """Treat an element attribute by attribute; it goes when none is left."""
    if len(child):
        Place(run, owner, child, label).refused("unknown")
    for name in list(child.attrib):
        place = Place(run, owner, child, f"{label}@{name!s}", str(name))
        _treat(place, part.attributes.get(str(name)))
    if not child.attrib and not len(child):
        remove(child)


def _treat(place: Place, entry: Entry | None) -> None:
    if entry is None or (entry.on and place.kind not in entry.on):
        place.refused("unknown")
    elif entry.act is not None:
        entry.act(place)
    else:
        place.say(entry.level, entry.code, proposal=entry.becomes or None)


def _said_nothing(run: Run) -> None:
    """Write what these vendors mean by saying nothing: a call or a signal passes nothing along."""
    for element in run.root.iter(bpmn("callActivity")):
        _pass_nothing(run, element, ("in", "out"))
    for definition in run.root.iter(bpmn("signalEventDefinition")):
        event = definition.getparent()
        if event is not None and kind(event) in ("intermediateThrowEvent", "endEvent"):
            _pass_nothing(run, event, ("in",))


def _pass_nothing(run: Run, element: Element, ways: tuple[str, ...]) -> None:
    plan = run.plan(element)
    silent = [way for way in ways if not plan.pairs[way] and way not in plan.every]
    if plan.own is not None or not silent:
        return
    plan.nothing.update(silent)
    becomes = ", ".join(f'pr:{way} variables="none"' for way in silent)
    place = Place(run, element, element, kind(element), "id")
    place.say(Level.REWRITTEN, "passes_nothing", becomes=becomes)


def _strays(run: Run) -> None:
    """Refuse what stands where nobody looked: nothing is passed over in silence."""
    for element in run.root.iter():
        space, local = split(str(element.tag))
        around = element.getparent()
        if space not in SPACES or around is None or split(str(around.tag))[0] in SPACES:
            continue
        beyond = around.getparent()
        known = space in _BY_SPACE and kind(around) == "extensionElements"
        if not known or beyond is None or not kind(beyond):
            owner = next((a for a in element.iterancestors() if kind(a)), run.root)
            Place(run, owner, element, local).refused("unknown")


def _drop_empty(run: Run) -> None:
    for holder in list(run.root.iter(bpmn("extensionElements"))):
        if not len(holder) and not holder.attrib:
            remove(holder)
