"""Forms that are filled in part by part: what stands in each section, and how far each is.

A section is a group at the top of a `paged` form. A draft of such a form holds what was typed and,
under `MARKS`, which sections were begun or done. No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.errors import Problem
from engine.forms.parts import FormView, GroupView
from engine.forms.rows import at_path, pattern
from engine.forms.schema import Component, Field, Form, Group, Repeat
from engine.forms.settle import overlay, put
from engine.model import Value

MARKS = "/sections"
"""Where a draft keeps its marks; no field can be called so."""


class Mark(StrEnum):
    """What somebody did with a section: something was typed in it, or it was sent as done."""

    BEGUN = "begun"
    DONE = "done"


class State(StrEnum):
    """How far a section is."""

    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    IN_ORDER = "in_order"
    LACKING = "lacking"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section: how far it is, what is wrong in it, and it alone to draw."""

    id: str
    label: str
    state: State
    form: FormView
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed so far, flat by key, and what was done with which section."""

    typed: Mapping[str, Any]
    marks: Mapping[str, Mark]

    def stored(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {**self.typed, MARKS: {name: str(mark) for name, mark in self.marks.items()}}


def read_draft(form: Form, kept: Mapping[str, Any] | None) -> Draft:
    """Return a draft as it was kept; what is no mark of a section of this form is left out.

    A section in which something was typed was begun: also in the draft of a form that had none yet.
    """
    found = dict(kept or {})
    marks = found.pop(MARKS, None)
    owned, known = owners(form), {group.id for group in groups(form)}
    begun = {at for key in found if (at := owner(owned, key)) is not None}
    said = marks if isinstance(marks, Mapping) else {}
    done = {name: Mark(mark) for name, mark in said.items() if mark in tuple(Mark)}
    return Draft(
        found, {name: done.get(name, Mark.BEGUN) for name in begun | (known & done.keys())}
    )


def groups(form: Form) -> tuple[Group, ...]:
    """Return the groups that are the sections of a paged form, in order."""
    return tuple(each for each in form.components if isinstance(each, Group))


def owners(form: Form) -> dict[str, str]:
    """Return which section has each field and list, by key with `*` for the number of a row."""
    return {key: group.id for group in groups(form) for key in _keys(group.components)}


def owner(owned: Mapping[str, str], key: str) -> str | None:
    """Return the section that a posted name, or a problem with it, belongs to."""
    parts = pattern(key).split(".")
    ways = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((owned[way] for way in ways if way in owned), None)


def strangers(form: Form, section: str, posted: Iterable[str]) -> list[Problem]:
    """Return what does not belong in what one section posts."""
    owned = owners(form)
    found = []
    for name in posted:
        at = owned.get(pattern(name))
        if at != section:
            found.append(Problem(name, "unknown_field" if at is None else "other_section"))
    return found


def laid_in(form: Form, draft: Draft, section: str, posted: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed, with `posted` in the place of all that the section had."""
    owned = owners(form)
    others = {key: raw for key, raw in draft.typed.items() if owner(owned, key) != section}
    return {**others, **posted}


def of_sections(form: Form, typed: Mapping[str, Any], wanted: Collection[str]) -> dict[str, Any]:
    """Return what was typed in these sections."""
    owned = owners(form)
    return {key: raw for key, raw in typed.items() if owner(owned, key) in wanted}


def known(
    form: Form, context: Mapping[str, Value], clean: Mapping[str, Value], wanted: Collection[str]
) -> dict[str, Value]:
    """Return the case's variables with what was filled in in these sections laid over them."""
    owned = owners(form)
    members = [each for each in form.members if owned.get(each.key) in wanted]
    names = overlay(members, context)
    for each in members:
        put(names, each.inner, at_path(clean, each.path))
    return names


def answers(view: FormView, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page with the whole form would post: what is drawn and may be changed."""
    names = {each.name for each in view.repeats}
    names |= {each.name for each in view.fields if not (each.disabled or each.readonly)}
    return {name: raw for name, raw in typed.items() if name in names}


def sections(
    form: Form, view: FormView, problems: Sequence[Problem], marks: Mapping[str, Mark]
) -> tuple[SectionView, ...]:
    """Return the sections of a drawn form, in order, with the `problems` that are theirs."""
    owned = owners(form)
    of_problem = [(owner(owned, each.field), each) for each in problems]
    found = []
    for part in view.parts:
        assert isinstance(part, GroupView), "the reader refuses anything else"
        own = tuple(each for at, each in of_problem if at == part.id) if part.visible else ()
        state = _state(part, own, marks.get(part.id))
        found.append(SectionView(part.id, part.label, state, view.alone(part), own))
    return tuple(found)


def following(found: Sequence[SectionView], after: str) -> str | None:
    """Return the section that comes after one, those that do not apply left out."""
    ids = [each.id for each in found]
    rest = found[ids.index(after) + 1 :]
    return next((each.id for each in rest if each.state is not State.NOT_APPLICABLE), None)


def _state(part: GroupView, problems: Sequence[Problem], mark: Mark | None) -> State:
    """Return how far a section is: what is wrong counts once somebody said that it is done."""
    if not part.visible:
        return State.NOT_APPLICABLE
    if mark is None:
        return State.NOT_BEGUN
    if mark is Mark.BEGUN:
        return State.BEGUN
    return State.LACKING if problems else State.IN_ORDER


def _keys(components: Iterable[Component]) -> Iterator[str]:
    for each in components:
        if isinstance(each, Field):
            yield each.key
        elif isinstance(each, Group):
            yield from _keys(each.components)
        elif isinstance(each, Repeat):
            yield each.key
            yield from _keys(each.components)
