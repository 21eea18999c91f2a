"""Who does a task, said as the standard says it: resource roles (BPMN 2.0.2 §8.4.13, §10.3.4).

A potential owner is a group that may take the task, a human performer the person who has it. Both
are rewritten as our own attributes. On what no person does they only say who answers for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from engine.bpmn.supported.standard import FEEL_LANGUAGES
from engine.bpmn.tags import bpmn, kind
from engine.bpmn.vendors import acts
from engine.bpmn.vendors.entry import HANDS
from engine.bpmn.vendors.place import Place, Run
from engine.bpmn.vendors.plan import Element

_CALLED = re.compile(r"(user|group)\(\s*([^(),]*?)\s*\)")
_ROLES = ("potentialOwner", "humanPerformer", "performer")


def rewrite(run: Run, task: Element) -> None:
    """Rewrite the roles of a task that people do; more than one group or person is refused."""
    if kind(task) not in HANDS:
        return
    said: set[str] = set()
    for role in [child for child in task if kind(child) in _ROLES]:
        place = Place(run, task, role, kind(role))
        place.value = _assigned(run, role)
        if any(kind(child) == "resourceParameterBinding" for child in role):
            place.refused("resource_parameters", 'pr:candidateGroup="…"')
        elif not place.value:
            place.refused("resource_nobody", 'pr:candidateGroup="…"')
        elif _kind(place) in said:
            place.refused("several_groups" if _kind(place) == "group" else "users")
        else:
            said.add(_kind(place))
            _people(place)


def _kind(place: Place) -> str:
    return "group" if kind(place.holder) == "potentialOwner" else "user"


def _people(place: Place) -> None:
    """Say who it is: `user(a)` and `group(b)` as Activiti wrote them, else by the kind of role."""
    called = _CALLED.findall(place.value)
    role = _kind(place)
    if called and not _CALLED.sub("", place.value).strip(", "):
        role, place.value = called[0][0], ", ".join(name for _, name in called)
        if len({each for each, _ in called}) > 1:
            place.refused("several_groups", 'pr:candidateGroup="…"')
            return
    _WAYS[role](place)


def _person(place: Place) -> None:
    if "," in place.value and not place.value.startswith(("=", "${", "#{")):
        acts.users(place)
    else:
        acts.text("assignee")(place)


_WAYS: Mapping[str, Callable[[Place], None]] = {"user": _person, "group": acts.group}


def _assigned(run: Run, role: Element) -> str:
    """Return the expression of a role, FEEL after `=`; or the name of the resource it points at."""
    for reference in role.iter(bpmn("resourceRef")):
        named = run.by_id().get((reference.text or "").strip().rpartition(":")[2])
        return "" if named is None else (named.get("name") or named.get("id") or "").strip()
    for expression in role.iter(bpmn("formalExpression"), bpmn("expression")):
        text = (expression.text or "").strip()
        language = (expression.get("language") or "").strip().lower()
        feel = language in FEEL_LANGUAGES - {""} and not text.startswith("=")
        return f"={text}" if feel and text else text
    return ""
