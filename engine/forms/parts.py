"""The parts of a form as a page draws them: frozen, in text, with nothing left to compute.

Texts are plain; whoever draws them escapes them. Problems stay codes, `engine.wording` makes the
sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.errors import Problem
from engine.forms.facets import FileView, OptionView, SourceView, TableView
from engine.forms.markup import Block


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field; `name` is what an HTML form posts, `text` what stands in the box.

    `kind` is textfield, textarea, number, checkbox, checklist, taglist, radio, select, date, time,
    datetime or filepicker. `checked` is for a checkbox. `input_mode` is the HTML attribute.
    `place` says which row it stands in. A `searchable` field is a box in which one types; of a
    `code_list` only the chosen options are here, the rest is searched. `before` is the old value
    to compare with, and `changed` tells whether it is another now. `files` are those of a file
    picker, and `may_add` tells whether one can be added there. `room` is how wide the answer is:
    mini, short, medium, or "" for all there is.
    """

    id: str
    name: str
    kind: str
    label: str
    help: str
    required: bool
    disabled: bool
    readonly: bool
    visible: bool
    text: str
    checked: bool
    options: tuple[OptionView, ...]
    problems: tuple[Problem, ...]
    prefix: str
    suffix: str
    unit: str | None
    legal_basis: str | None
    max_length: int | None
    input_mode: str
    place: str = ""
    searchable: bool = False
    code_list: str | None = None
    multiple: bool = False
    accept: tuple[str, ...] = ()
    document_kind: str | None = None
    confidential: str | None = None
    source: SourceView | None = None
    before: str | None = None
    changed: bool = False
    files: tuple[FileView, ...] = ()
    may_add: bool = False
    room: str = ""

    @property
    def title(self) -> str:
        """Return the label, with the row that the field stands in."""
        return f"{self.place}: {self.label}" if self.place else self.label

    @property
    def key(self) -> str:
        """Return the variable path, which is also the name of the input."""
        return self.name

    @property
    def error(self) -> Problem | None:
        """Return the problem to show beside the field."""
        return self.problems[0] if self.problems else None


@dataclass(frozen=True, slots=True)
class TextView:
    """Explanation between the fields."""

    id: str
    blocks: tuple[Block, ...]
    visible: bool
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class RuleView:
    """A separator or a spacer (`kind`)."""

    id: str
    kind: str
    visible: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    """Parts under one heading; may be empty. `kind` is group, or verdict on an item."""

    id: str
    label: str
    parts: tuple[PartView, ...]
    visible: bool
    kind: str = "group"


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a repeated part; `key` names it to whoever removes it."""

    key: str
    label: str
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class RepeatView:
    """A repeated part; `name` posts how many rows there are, and names it to whoever adds one."""

    id: str
    name: str
    label: str
    item: str
    help: str
    legal_basis: str | None
    rows: tuple[RowView, ...]
    may_add: bool
    may_remove: bool
    problems: tuple[Problem, ...]
    visible: bool
    kind: str = "dynamiclist"


PartView = TableView | FieldView | TextView | RuleView | GroupView | RepeatView


@dataclass(frozen=True, slots=True)
class FormView:
    """A whole form to draw: the tree, and the visible fields in order.

    `problems` are those of no visible field: unknown or hidden keys. `focus` is the key of the
    field or list where the person goes on; behind a colon the document of a file picker.
    `takes_files` tells whether there are file pickers, drawn or not, to which files can be added.
    """

    id: str
    parts: tuple[PartView, ...]
    fields: tuple[FieldView, ...]
    problems: tuple[Problem, ...]
    focus: str | None = None
    takes_files: bool = False

    @property
    def repeats(self) -> tuple[RepeatView, ...]:
        """Return the visible repeated parts, those in rows too."""
        return tuple(_repeats(self.parts))

    def alone(self, group: GroupView) -> FormView:
        """Return a form of what stands in one of its groups; of a hidden one nothing does."""
        parts = group.parts if group.visible else ()
        fields, keys = tuple(visible_fields(parts)), set(drawn_keys(parts))
        goes_on = self.focus if self.focus and self.focus.partition(":")[0] in keys else None
        return replace(self, parts=parts, fields=fields, problems=(), focus=goes_on)


def visible_fields(parts: Sequence[PartView]) -> list[FieldView]:
    """Return the fields that are drawn, in order."""
    found: list[FieldView] = []
    for part in parts:
        if part.visible and isinstance(part, FieldView):
            found.append(part)
        elif part.visible and isinstance(part, GroupView):
            found.extend(visible_fields(part.parts))
        elif part.visible and isinstance(part, RepeatView):
            for row in part.rows:
                found.extend(visible_fields(row.parts))
    return found


def drawn_keys(parts: Sequence[PartView]) -> Iterator[str]:
    """Yield the keys of everything that shows its own problems."""
    for part in parts:
        if part.visible and isinstance(part, FieldView):
            yield part.name
        elif part.visible and isinstance(part, GroupView):
            yield from drawn_keys(part.parts)
        elif part.visible and isinstance(part, RepeatView):
            yield part.name
            for row in part.rows:
                yield from drawn_keys(row.parts)


def _repeats(parts: Sequence[PartView]) -> Iterator[RepeatView]:
    """Yield the visible repeated parts in order."""
    for part in parts:
        if part.visible and isinstance(part, GroupView):
            yield from _repeats(part.parts)
        elif part.visible and isinstance(part, RepeatView):
            yield part
            for row in part.rows:
                yield from _repeats(row.parts)
