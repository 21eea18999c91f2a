"""A type of records as the schema of a form: so records are checked and drawn as every form is."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from engine.records.kinds import ABOUT, COLLEAGUES, FieldKind, FieldType, RecordType
from engine.wording.nl import records as said

_COMPONENTS = {
    FieldKind.TEXT: "textfield",
    FieldKind.LINES: "textarea",
    FieldKind.NUMBER: "number",
    FieldKind.DAY: "datetime",
    FieldKind.YES_NO: "checkbox",
    FieldKind.CHOICE: "select",
    FieldKind.REFERENCE: "select",
    FieldKind.COLLEAGUE: "select",
}
LONGEST = 400


def schema_of(what: RecordType, names: Collection[str], *, changes: bool = False) -> bytes:
    """Return the form that asks the fields of `what` with these names, then since when and why.

    One that `changes` a record also asks until when.
    """
    fields = [_component(each) for each in what.fields if each.name in names]
    return _bytes(what.name, json.dumps([*fields, _about(changes=changes)]))


def schema_of_why() -> bytes:
    """Return the form that asks only since when and why."""
    return _bytes("why", json.dumps([_about(changes=False)]))


def _about(*, changes: bool) -> dict[str, Any]:
    days = [_day("valid_from", said.VALID_FROM, said.VALID_FROM_HELP, required=True)]
    if changes:
        days.append(_day("valid_to", said.VALID_TO, said.VALID_TO_HELP, required=False))
    reason = {
        "type": "textarea",
        "id": f"{ABOUT}_reason",
        "key": f"{ABOUT}.reason",
        "label": said.REASON,
        "description": said.REASON_HELP,
        "validate": {"required": True, "maxLength": 500},
    }
    return {"type": "group", "id": ABOUT, "label": said.ABOUT, "components": [*days, reason]}


def _day(name: str, label: str, help_text: str, *, required: bool) -> dict[str, Any]:
    return {
        "type": "datetime",
        "subtype": "date",
        "id": f"{ABOUT}_{name}",
        "key": f"{ABOUT}.{name}",
        "dateLabel": label,
        "description": help_text,
        "validate": {"required": required},
    }


@lru_cache(maxsize=64)
def _bytes(name: str, components: str) -> bytes:
    """Return the schema; one object for one text, so that the form is compiled once."""
    head = {"schemaVersion": 17, "type": "default", "id": f"register_{name}"}
    return json.dumps({**head, "components": json.loads(components)}).encode()


def _component(one: FieldType) -> dict[str, Any]:
    label = "dateLabel" if one.kind is FieldKind.DAY else "label"
    own = {
        "controle": one.check,
        "vertrouwelijk": one.confidential,
        "lijst": one.code_list or one.register,
    }
    if one.kind is FieldKind.COLLEAGUE:
        own["lijst"] = COLLEAGUES
    made: dict[str, Any] = {
        "type": _COMPONENTS[one.kind],
        "id": one.name,
        "key": one.name,
        label: one.title,
        "description": one.help,
        "validate": _rules(one),
        "properties": {name: value for name, value in own.items() if value},
    }
    if one.kind is FieldKind.DAY:
        made["subtype"] = "date"
    if one.kind is FieldKind.CHOICE and one.choices:
        made["values"] = [{"value": code, "label": label} for code, label in one.choices.items()]
    elif made["type"] == "select":
        made["searchable"] = True
    return made


def _rules(one: FieldType) -> dict[str, Any]:
    rules: dict[str, Any] = {}
    if one.required and one.kind is not FieldKind.YES_NO:
        rules["required"] = True
    if one.kind is FieldKind.TEXT:
        rules["maxLength"] = LONGEST
    return rules
