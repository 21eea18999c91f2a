"""The page on which an operator gives what a service task, done by hand, would have given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request

from engine import http, operations
from engine.errors import Problem
from engine.web import mending, moves, page
from engine.wording.nl import services

PREFIX = "uit."
_INPUTS: Mapping[str, str] = {"string": "text", "date": "date"}


def show(number: str, key: str, problems: Sequence[Problem] = ()) -> Response:
    """Return the page, with a field for every value that the service task gives."""
    view = moves.stuck(number)
    asked = operations.by_hand(http.runtime(), number=number, key=key, by=http.actor())
    wrong = {each.field: page.said(each) for each in problems}
    names = {each.name for each in asked.outputs}
    return page.show(
        "operate_skip.html",
        422 if problems else 200,
        view=view,
        name=asked.name,
        service=services.title(asked.job),
        fields=[_field(asked, slot, wrong) for slot in asked.outputs],
        hidden={"_wat": key},
        reason=moves.reason(),
        problems=mending.problem_rows([each for each in problems if each.field not in names]),
    )


def typed() -> Mapping[str, str]:
    """Return what was typed, by the name of the value."""
    return {
        name.removeprefix(PREFIX): text
        for name, text in request.form.items()
        if name.startswith(PREFIX)
    }


def _field(asked: operations.ByHand, slot: Any, wrong: Mapping[str, str]) -> dict[str, Any]:
    about = services.SERVICES.get(asked.job)
    told = about.values.get(slot.name, "") if about else services.ANYTHING
    plain = slot.type in _INPUTS
    kind = "" if plain else f"een {services.type_name(slot.type)}, geschreven in FEEL"
    return {
        "name": f"{PREFIX}{slot.name}",
        "label": f"{told[:1].upper()}{told[1:]}" or slot.name,
        "help": ", ".join(filter(None, [slot.name if told else "", kind])),
        "type": _INPUTS.get(slot.type, "text"),
        "value": request.form.get(f"{PREFIX}{slot.name}", ""),
        "error": wrong.get(slot.name, ""),
        "required": slot.required,
    }
