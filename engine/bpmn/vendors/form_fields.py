"""Forms that were drawn as fields inside a diagram, as the JSON of a form editor."""

from __future__ import annotations

import re
from typing import Any

from engine.bpmn.vendors.place import Place
from engine.bpmn.vendors.plan import Element, remove
from engine.bpmn.vendors.remark import Level

_KEY = re.compile(r"[A-Za-z_]\w*")
_KINDS: dict[str, dict[str, Any]] = {
    "string": {"type": "textfield"},
    "long": {"type": "number", "decimalDigits": 0},
    "integer": {"type": "number", "decimalDigits": 0},
    "int": {"type": "number", "decimalDigits": 0},
    "double": {"type": "number"},
    "boolean": {"type": "checkbox"},
    "date": {"type": "datetime", "subtype": "date"},
    "enum": {"type": "select"},
}
_RULES = {"minlength": "minLength", "maxlength": "maxLength", "min": "min", "max": "max"}


class _NotMade(Exception):
    """A field says more than a form of ours can."""


def camunda(place: Place) -> None:
    """Make a form of `formData`, when somebody collects forms; else refuse it."""
    _make(place, list(place.inside("formField")), _camunda_field)


def flowable(place: Place) -> None:
    """Make a form of all `formProperty` of one element; the first one stands for them all."""
    around = place.holder.getparent()
    every = [] if around is None else [e for e in around if e.tag == place.holder.tag]
    if every and every[0] is place.holder:
        _make(place, every, _flowable_field)
        return
    if not place.said:
        place.said = True


def _make(place: Place, fields: list[Element], read: Any) -> None:
    name = place.owner.get("id", "")
    try:
        made = [read(field) for field in fields]
    except _NotMade:
        made = []
    if place.run.forms is None or not made or not re.fullmatch(r"[\w-]+", name):
        place.refused("form_fields", f'pr:form="{name}"')
        return
    place.run.forms[name] = {
        "schemaVersion": 17,
        "type": "default",
        "id": name,
        "components": made,
    }
    place.own("form", name, Level.ATTENTION, "form_made")
    for field in fields:
        if field is not place.holder:
            remove(field)


def _camunda_field(field: Element) -> dict[str, Any]:
    space = str(field.tag).partition("}")[0] + "}"
    if set(field.attrib) - {"id", "label", "type", "defaultValue"}:
        raise _NotMade
    made = _field(field, _label(field, "label"), field.get("type", "string"))
    default = field.get("defaultValue")
    if default:
        made["defaultValue"] = _default(made, default)
    if any(child.tag not in (f"{space}value", f"{space}validation") for child in field):
        raise _NotMade
    made.update(_options(field.findall(f"{space}value"), made))
    for rule in field.iterfind(f"{space}validation/{space}constraint"):
        made.setdefault("validate", {}).update(_rule(rule))
    return made


def _flowable_field(field: Element) -> dict[str, Any]:
    space = str(field.tag).partition("}")[0] + "}"
    known = {"id", "name", "type", "required", "readable", "writable", "variable", "datePattern"}
    if set(field.attrib) - known or field.get("variable", field.get("id")) != field.get("id"):
        raise _NotMade
    if field.get("readable") == "false" or any(c.tag != f"{space}value" for c in field):
        raise _NotMade
    made = _field(field, _label(field, "name"), field.get("type", "string"))
    made.update(_options(field.findall(f"{space}value"), made))
    if field.get("required") == "true":
        made["validate"] = {"required": True}
    if field.get("writable") == "false":
        made["readonly"] = True
    return made


def _field(field: Element, label: str, kind: str) -> dict[str, Any]:
    key = field.get("id", "")
    if kind not in _KINDS or not _KEY.fullmatch(key):
        raise _NotMade
    return {**_KINDS[kind], "id": key, "key": key, "label": label}


def _label(element: Element, attribute: str) -> str:
    return element.get(attribute, "") or element.get("id", "")


def _options(values: list[Element], made: dict[str, Any]) -> dict[str, Any]:
    if made["type"] != "select":
        return {}
    options = [{"label": _label(v, "name"), "value": v.get("id", "")} for v in values]
    if not options:
        raise _NotMade
    return {"values": options}


def _rule(rule: Element) -> dict[str, Any]:
    name, config = rule.get("name", ""), rule.get("config", "")
    if name == "required":
        return {"required": config != "false"}
    if name == "readonly" or name not in _RULES or not config.isdecimal():
        raise _NotMade
    return {_RULES[name]: int(config)}


def _default(made: dict[str, Any], text: str) -> object:
    if "{" in text or made["type"] == "datetime":
        raise _NotMade
    if made["type"] == "checkbox":
        return text == "true"
    if made["type"] != "number":
        return text
    if not re.fullmatch(r"-?\d+", text):
        raise _NotMade
    return int(text)
