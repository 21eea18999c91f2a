"""What is done with an attribute, wherever more than one vendor has it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from engine.bpmn import juel
from engine.bpmn.vendors.entry import Act
from engine.bpmn.vendors.place import Place
from engine.bpmn.vendors.remark import Level
from engine.bpmn.vendors.scripts import proposal

_DURATION = re.compile(r"P(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?")
_RESULTS = ("}resultVariable", "}resultVariableName")
_PLAIN = re.compile(r"[\w.-]+")


def text(attribute: str) -> Act:
    """Return an act that writes the value, literal or FEEL, as our own attribute."""

    def act(place: Place) -> None:
        made = place.text()
        if made is not None:
            place.own(attribute, made)

    return act


def name(attribute: str) -> Act:
    """Return an act for a name that is never computed: a job, a decision, a variable."""

    def act(place: Place) -> None:
        if juel.is_juel(place.value) or place.value.startswith("="):
            place.refused("computed_name", f'pr:{attribute}="…"')
        else:
            place.own(attribute, place.value)

    return act


def form(place: Place) -> None:
    """Name the form of our own that the key of a vendor's form leads to."""
    key = place.value
    if juel.is_juel(key) or key.startswith("="):
        place.refused("computed_name", 'pr:form="…"')
        return
    stem = PurePosixPath(key.rpartition(":")[2]).stem
    if key.startswith("embedded:") or key.endswith((".html", ".jsp", ".xhtml")):
        place.refused("form_page", f'pr:form="{stem}"')
    elif _PLAIN.fullmatch(stem):
        place.own("form", stem)
    else:
        place.refused("form_page", 'pr:form="…"')


def group(place: Place) -> None:
    """Name the one group that may take the task."""
    written = place.value
    several = [part.strip() for part in written.strip("=[] ").split(",") if part.strip()]
    listed = written.replace(" ", "").startswith("=[")
    if not juel.is_juel(written) and (listed or not written.startswith("=")):
        first = several[0].strip("\"'") if several else ""
        if len(several) > 1:
            place.refused("several_groups", f'pr:candidateGroup="{first}"')
        elif first:
            place.own("candidateGroup", first)
        else:
            place.kept()
        return
    text("candidateGroup")(place)


def users(place: Place) -> None:
    """Refuse a list of people: a task is offered to a group."""
    first = place.value.split(",")[0].strip()
    alone = "," not in place.value and _PLAIN.fullmatch(first)
    place.refused("users", f'pr:assignee="{first}"' if alone else 'pr:candidateGroup="…"')


def due(place: Place) -> None:
    """Write the date by which it must be done; a duration counts from the moment it begins."""
    duration = place.value
    if duration.startswith("P") and _DURATION.fullmatch(duration):
        place.own("dueDate", f'=now() + duration("{duration}")')
    else:
        text("dueDate")(place)


def binding(place: Place) -> None:
    """Say whether a vendor's choice of version is ours: what was deployed together."""
    if place.value in ("", "deployment"):
        place.kept("binding")
    elif place.value == "latest":
        place.noted("binding_latest")
    else:
        place.refused("version")


def collection(place: Place) -> None:
    """Write the list over which an activity is repeated: a name, or an expression."""
    if juel.is_juel(place.value):
        text("collection")(place)
    elif juel.is_name(place.value):
        place.own("collection", f"={place.value}")
    elif place.value.startswith("="):
        place.own("collection", place.value)
    else:
        place.refused("expression", None, expression=place.value)


def variable(attribute: str) -> Act:
    """Return an act for the name of a variable."""

    def act(place: Place) -> None:
        if juel.is_name(place.value):
            place.own(attribute, place.value)
        else:
            place.refused("variable_name")

    return act


def job(place: Place) -> None:
    """Refuse code of a vendor, and propose the job that would do the same."""
    word = re.sub(r"[^\w.]+", "", place.value.strip("${#} ").partition("(")[0]).split(".")
    last = word[-1] if len(word) == 1 or not juel.is_juel(place.value) else word[0]
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", last).lower()
    stem = re.sub(r"_(?:delegate|java_delegate|bean|task|service|handler|impl)$", "", snake)
    place.refused("code", f'pr:job="{stem or "…"}"')


def expression(place: Place) -> None:
    """Refuse an expression that a task evaluates; a script task does it when it is simple."""
    made = juel.to_feel(place.value, place.run.names) or juel.proposal(place.value)
    target = next((str(t) for n, t in place.owner.attrib.items() if str(n).endswith(_RESULTS)), "")
    if made and not made.startswith("{"):
        made = f"{{{target or 'result'}: {made}}}"
    if made:
        place.refused("expression_task", f"scriptTask {made}")
    else:
        job(place)


def listener(place: Place) -> None:
    """Refuse a listener, and propose the script that would do the same."""
    made: str | None = None
    for child in place.inside("script"):
        made = proposal(child.get("scriptFormat", ""), child.text or "")
    for key in ("expression", "delegateExpression"):
        if place.holder.get(key):
            made = juel.proposal(place.holder.get(key, ""))
    place.refused("listener", made, event=place.holder.get("event", ""))


def pairs(place: Place, way: str) -> None:
    """Write what a call passes: one variable, an expression, all of them, or the business key."""
    given = {str(key): str(value) for key, value in place.holder.attrib.items()}
    known = {"source", "sourceExpression", "target", "variables", "businessKey", "local"}
    if given.get("local") == "true" or set(given) - known:
        place.refused("local")
    elif "businessKey" in given:
        _business_key(place, given["businessKey"])
    elif given.get("variables") == "all":
        place.run.plan(place.owner).every.add(way)
        place.say(Level.REWRITTEN, "rewritten", becomes=f'pr:{way} variables="all"')
        place.take_away()
    else:
        _pair(place, way, given)


def _business_key(place: Place, key: str) -> None:
    own = re.sub(r"\s", "", key) in {
        "#{execution.processBusinessKey}",
        "${execution.processBusinessKey}",
        "#{execution.getProcessBusinessKey()}",
        "${execution.getProcessBusinessKey()}",
    }
    if own:
        place.kept("business_key")
    else:
        place.refused("business_key_other")


def _pair(place: Place, way: str, given: dict[str, str]) -> None:
    target = given.get("target", "")
    written = given.get("sourceExpression") or given.get("source", "")
    if not juel.is_name(target):
        place.refused("variable_name")
        return
    if juel.is_juel(written):
        made = place.feel_of(written)
    else:
        made = written.removeprefix("=").strip()
        if not made or not (written.startswith("=") or juel.is_name(made)):
            place.refused("variable_name")
            return
    if made is not None:
        place.pair(way, made, target)


def code_variable(attribute: str, code: str) -> Act:
    """Return an act for the variable that gets the code of what an event caught.

    With one code in the drawing (`attribute` leads to an element with a `code`) it is known.
    """

    def act(place: Place) -> None:
        reference = place.owner.get(attribute, "").rpartition(":")[2]
        found = place.run.by_id().get(reference)
        known = None if found is None else found.get(code)
        event = place.owner.getparent()
        if known is None or event is None or not juel.is_name(place.value):
            place.refused("code_variable")
            return
        moved = Place(place.run, event, place.holder, place.label, place.attribute)
        place.run.plan(event).every.add("out")
        moved.pair("out", juel.quoted(known), place.value)

    return act
