"""A form that is filled in part by part, as its pages show it: the overview, one part, all answers.

The same for a task and for a start form; `Place` says where the pages of the one at hand are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from flask import Response, make_response, redirect, request

from engine import drafts, errors
from engine.errors import Problem
from engine.web import page

STATES: Mapping[str, tuple[str, str, str]] = {
    "not_begun": ("Nog niet begonnen", "neutral", ""),
    "begun": ("Begonnen", "info", "pencil"),
    "in_order": ("In orde", "success", "check"),
    "lacking": ("Er ontbreekt iets", "error", "circle-alert"),
    "not_applicable": ("Niet van toepassing", "neutral", ""),
}
"""How each state of a section is said: words, sort of badge, icon."""

HIDDEN = "not_applicable"
NOTHING = "Niet ingevuld"


class Section(Protocol):
    """One part of a form, as far as its pages need it."""

    @property
    def id(self) -> str:
        """Return what it is called in addresses."""

    @property
    def label(self) -> str:
        """Return its title."""

    @property
    def state(self) -> str:
        """Return how far it is, a key of `STATES`."""

    @property
    def form(self) -> Any:
        """Return it alone to draw."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form stands: what it is called, its own page, and where it posts to.

    `at` gives the address of the page with a query, `keep` and `ask` those that keep and redraw a
    part, `send` the one that sends it all, `files` the one that takes a file for it. `fields` go
    along with every post; `buttons` send it: each a label, and what its `_daarna` is.
    """

    name: str
    crumbs: Sequence[Mapping[str, str]]
    at: Callable[..., str]
    keep: Callable[..., str]
    ask: Callable[..., str]
    send: str
    files: str
    fields: Mapping[str, str]
    buttons: Sequence[tuple[str, str]]


def wanted() -> frozenset[str]:
    """Return the part whose problems are to be seen, because sending it all was refused."""
    return frozenset({request.args.get("deel", "")}) if "fouten" in request.args else frozenset()


def show(
    found: Sequence[Section], place: Place, drawn: Any = None, refused: Sequence[Problem] = ()
) -> Response | None:
    """Return the page of one part or of all answers; None when the overview is asked.

    `drawn` is the part with what is being typed, `refused` are files that could not come in.
    """
    if "nakijken" in request.args:
        return check(found, place)
    asked = request.args.get("deel")
    return None if asked is None else _part(found, place, asked, drawn, refused)


def check(found: Sequence[Section], place: Place, refused: Sequence[Problem] = ()) -> Response:
    """Return the page of all answers, with the problems for which they were refused."""
    return page.show(
        "section_check.html",
        422 if refused else 200,
        place=place,
        parts=[_answers(each, place) for each in found],
        problems=refusals(refused, found, place.at),
    )


def overview(found: Sequence[Section], place: Place | None) -> dict[str, Any]:
    """Return the parts as the overview lists them; without a place nothing can be opened yet."""
    rows = [
        {
            "label": each.label,
            "url": place.at(deel=each.id) if place and each.state != HIDDEN else "",
            "state": STATES[each.state],
        }
        for each in found
    ]
    asked = [each for each in found if each.state != HIDDEN]
    ready = sum(each.state == "in_order" for each in asked)
    return {"rows": rows, "ready": ready, "asked": len(asked)}


def part(section: str, answers: Mapping[str, Any]) -> drafts.Part:
    """Return what a part posted; the autosave does not say that it is done."""
    return drafts.Part(section[:200], answers, page.seen_draft(), done=not page.is_autosave())


def onward(kept: drafts.Kept, section: str, at: Callable[..., str]) -> Response:
    """Lead on after a part was kept: to what is wrong in it, to the next, or to the overview."""
    found = {each.id: each for each in kept.sections}
    following = _following(kept.sections, section)
    if request.form.get("_verder") == "overzicht":
        where = at()
    elif found[section].state == "lacking":
        where = at(deel=section)
    else:
        where = at(deel=following) if following else at(nakijken="ja")
    return make_response(redirect(where, 303))


def refusals(
    problems: Sequence[Problem], found: Sequence[Section], at: Callable[..., str]
) -> list[dict[str, str]]:
    """Return problems as the error summary wants them, each leading to its part and field."""
    told = []
    for section in found:
        mine = [each for each in problems if each in section.problems]
        for line in page.problem_list(mine, section.form):
            where = at(deel=section.id, fouten="ja") + f"#veld-{line['field']}"
            told.append({**line, "text": f"{section.label}: {line['text']}", "url": where})
    placed = [each for section in found for each in section.problems]
    return told + page.problem_list([each for each in problems if each not in placed])


def _part(
    found: Sequence[Section], place: Place, asked: str, drawn: Any, refused: Sequence[Problem]
) -> Response:
    section = next((each for each in found if each.id == asked), None)
    if section is None:
        raise errors.NotFound("section", section=asked[:100])
    if section.state == HIDDEN:
        raise errors.NotFound("section_hidden", section=asked[:100])
    told = drawn is None and (section.state == "lacking" or "fouten" in request.args)
    problems = section.problems if told else tuple(refused)
    asked_now = [each.id for each in found if each.state != HIDDEN]
    return page.show(
        "section.html",
        422 if refused else 200,
        place=place,
        section=section,
        drawn=drawn or section.form,
        number=asked_now.index(section.id) + 1,
        count=len(asked_now),
        problems=page.problem_list(problems, drawn or section.form),
    )


def _answers(section: Section, place: Place) -> dict[str, Any]:
    """Return one part of the page of all answers."""
    blocks, begun = _blocks(section.form.parts), section.state != "not_begun"
    return {
        "label": section.label,
        "url": place.at(deel=section.id),
        "applies": section.state != HIDDEN,
        "begun": begun,
        "wrong": bool(section.problems),
        "blocks": blocks if begun else _answered(blocks),
    }


def _following(found: Sequence[Section], after: str) -> str | None:
    ids = [each.id for each in found]
    rest = found[ids.index(after) + 1 :]
    return next((each.id for each in rest if each.state != HIDDEN), None)


@dataclass(frozen=True, slots=True)
class Line:
    """One answer; `key` is the field to change it in, if it can be, `title` names row and field."""

    label: str
    answer: str
    key: str = ""
    title: str = ""

    @property
    def given(self) -> bool:
        """Tell whether there is an answer."""
        return self.answer != NOTHING


@dataclass(frozen=True, slots=True)
class Block:
    """Answers under one heading."""

    heading: str
    lines: tuple[Line, ...] = ()

    def with_line(self, line: Line) -> Block:
        """Return it with one answer more."""
        return replace(self, lines=(*self.lines, line))


def _blocks(parts: Sequence[Any], heading: str = "") -> list[Block]:
    """Return the answers of a part: those of its own, and those of its groups and rows."""
    blocks = [Block(heading)]
    for each in parts:
        if not each.visible:
            continue
        if each.kind == "group":
            blocks += [*_blocks(each.parts, each.label), Block(heading)]
        elif each.kind == "dynamiclist" and each.rows:
            for at, row in enumerate(each.rows, 1):
                blocks += _blocks(row.parts, f"{row.label} {at}")
            blocks.append(Block(heading))
        elif each.kind == "dynamiclist":
            blocks[-1] = blocks[-1].with_line(Line(each.label, NOTHING, each.name, each.label))
        elif hasattr(each, "problems"):
            key = "" if each.disabled or each.readonly else each.name
            blocks[-1] = blocks[-1].with_line(Line(each.label, _answer(each), key, each.title))
    return [each for each in blocks if each.lines]


def _answered(blocks: Sequence[Block]) -> list[Block]:
    """Return what was answered, of a part where nobody was yet."""
    found = [replace(each, lines=tuple(x for x in each.lines if x.given)) for each in blocks]
    return [each for each in found if each.lines]


def _answer(field: Any) -> str:
    """Return an answer in words."""
    if field.kind == "checkbox":
        return "Ja" if field.checked else "Nee"
    chosen = ", ".join(option.label for option in field.options if option.chosen)
    text = chosen or ("" if field.kind == "filepicker" else field.text)
    return f"{text} {field.unit}" if text and field.unit else text or NOTHING
