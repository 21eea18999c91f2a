"""Expressions and scripts as the standard places them, in whichever language they are written."""

from __future__ import annotations

import re

from lxml import etree

from engine.bpmn import juel
from engine.bpmn.supported.standard import FEEL_LANGUAGES
from engine.bpmn.tags import bpmn, kind, text_of
from engine.bpmn.vendors.place import Place, Run, drop
from engine.bpmn.vendors.plan import Element
from engine.bpmn.vendors.remark import Level
from engine.bpmn.vendors.scripts import proposal, python_expression

EXPRESSIONS = frozenset(
    {"conditionExpression", "condition", "loopCardinality", "loopCondition", "completionCondition"}
    | {"activationCondition", "timeDate", "timeDuration", "timeCycle", "messagePath", "dataPath"}
)
# Variables that Camunda 7 and Flowable count from 0, or keep under another name.
NAMES: juel.Names = {
    "loopCounter": "(loopCounter - 1)",
    "nrOfInstances": None,
    "nrOfCompletedInstances": None,
    "nrOfActiveInstances": None,
}
_COUNTED: juel.Names = {
    "loopCounter": "(loopCounter - 1)",
    "nrOfInstances": "numberOfInstances",
    "nrOfCompletedInstances": "numberOfCompletedInstances",
}
_AT_ONCE: juel.Names = {**_COUNTED, "nrOfActiveInstances": "numberOfActiveInstances"}
_ONE_BY_ONE: juel.Names = {**_COUNTED, "nrOfActiveInstances": None}
_NAMED = {
    "message": "name",
    "signal": "name",
    "error": "errorCode",
    "escalation": "escalationCode",
}
_LANGUAGES = {"scriptTask": "scriptFormat", "globalScriptTask": "scriptLanguage"}
_JUEL = "juel"
_TIME = re.compile(r"(?:R\d*/)?(?:\d{4}-\d\d[^/]*/?)?(?:P[\dYMWDTHS.,]+)?(?:/\d{4}-.*)?")


def rewrite(run: Run, element: Element, *, python: bool) -> None:
    """Rewrite what `element` computes as FEEL; with `python` that is what it is written in."""
    what = kind(element)
    if what in EXPRESSIONS:
        _expression(Place(run, element, element, what), python=python)
    elif what in _LANGUAGES:
        _script_task(run, element, python=python)
    elif what == "callActivity" and juel.is_juel(element.get("calledElement", "")):
        place = Place(run, element, element, "calledElement", "calledElement")
        made = place.text()
        if made is not None:
            element.set("calledElement", made)
            place.say(Level.REWRITTEN, "rewritten", becomes=f'calledElement="{made}"')
    elif what in _NAMED:
        _computed_name(Place(run, element, element, _NAMED[what], _NAMED[what]))


def _computed_name(place: Place) -> None:
    if juel.is_juel(place.value) or place.value.startswith("="):
        place.refused("computed_name", None)


def _expression(place: Place, *, python: bool) -> None:
    language = (place.holder.get("language") or "").strip().lower()
    if language == _JUEL or (not language and juel.is_juel(place.value)):
        _juel_expression(place)
    elif python and not language and not _is_plain(place.value):
        _python_expression(place)
    elif language not in FEEL_LANGUAGES:
        made = proposal(language, place.value)
        assigns = made is not None and made.startswith("{")  # `x = 1` compares in an expression
        place.refused("script", None if assigns else made, language=language)


def _juel_expression(place: Place) -> None:
    written = place.value if juel.is_juel(place.value) else f"${{{place.value}}}"
    made = juel.template(written, _names(place))
    if made is None:
        place.refused("expression", juel.proposal(written), expression=place.value)
        return
    place.say(Level.REWRITTEN, "rewritten", becomes=f"={made}")
    drop(place.holder, "language")
    place.holder.text = f"={made}"


def _names(place: Place) -> juel.Names:
    if place.kind != "completionCondition":
        return NAMES
    loop = place.holder.getparent()
    one_by_one = loop is not None and loop.get("isSequential") == "true"
    return _ONE_BY_ONE if one_by_one else _AT_ONCE


def _is_plain(text: str) -> bool:
    """Say whether a text is FEEL already, a time of ISO 8601, or nothing."""
    return not text or text.startswith("=") or _TIME.fullmatch(text) is not None


def _python_expression(place: Place) -> None:
    """Rewrite a simple expression of Python; a time is often a text between quotes."""
    made = python_expression(place.value)
    if place.kind.startswith("time"):
        made = made.strip('"') if made and made.startswith('"') else made and f"={made}"
    elif made is not None:
        made = made if made == place.value else f"={made}"
    if made is None:
        place.refused("script", None, language="python")
    elif made != place.value:
        place.say(Level.REWRITTEN, "rewritten", becomes=made)
        place.holder.text = made


def _script_task(run: Run, task: Element, *, python: bool) -> None:
    text = text_of(task, "script") or ""
    named = _LANGUAGES[kind(task)]
    language = (task.get(named) or ("python" if python and text else "")).strip().lower()
    result = next((n for n in task.attrib if str(n).endswith("}resultVariable")), None)
    place = Place(run, task, task, named, named)
    place.value = language
    target = task.get(result, "") if result else ""
    if not text:
        return  # another rule says that there is nothing to do
    if language == _JUEL or (language in FEEL_LANGUAGES and juel.is_juel(text)):
        made = juel.to_feel(text, NAMES)
        if made is None:
            place.refused("script", _context(target, juel.proposal(text)), language="juel")
    elif language in FEEL_LANGUAGES:
        made = text.removeprefix("=").strip() if result else None
    else:
        made = None
        place.refused("script", _context(target, proposal(language, text)), language=language)
    if made is not None and juel.is_name(target):
        write(place, f"{{{target}: {made}}}")
        drop(task, str(result))
    elif made is not None:
        place.refused("script_result", f"{{result: {made}}}")


def _context(target: str, made: str | None) -> str | None:
    """Return a proposal as the context of a script task, when its result has a name."""
    if made is None or made.startswith("{") or not juel.is_name(target):
        return made
    return f"{{{target}: {made}}}"


def write(place: Place, context: str) -> None:
    """Write `context` as the script of the owner, a script task."""
    task = place.owner
    there = task.find(bpmn("script"))
    if there is None:
        there = etree.SubElement(task, bpmn("script"))
        there.sourceline = task.sourceline
    there.text = context
    task.set(_LANGUAGES[kind(task)], "feel")
    place.say(Level.REWRITTEN, "rewritten", becomes=context)
