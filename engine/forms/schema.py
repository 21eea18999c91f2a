"""What a form is once it has been read: components, fields, their rules, all immutable.

No reading of JSON, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.feel import Expression
from engine.forms.markup import Markup, Template
from engine.model import Value

Flag = Expression | bool  # a FEEL flag is true only when it gives true

TEXT_KINDS = frozenset({"textfield", "textarea"})
ROW = "*"  # stands for the number of a row in keys and paths
MOST_ROWS = 200

Path = tuple[str | int, ...]

CHOICE_KINDS = frozenset({"radio", "select", "checklist", "taglist"})
MANY_KINDS = frozenset({"checklist", "taglist", "filepicker"})  # their value is a list
TEMPORAL_KINDS = frozenset({"date", "time", "datetime"})


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; `text` is what an HTML form posts, `value` what the case gets."""

    value: str | bool | Decimal
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What `validate` and `properties.check` of one field ask; an Expression is FEEL."""

    required: Flag = False
    min_length: Decimal | Expression | None = None
    max_length: Decimal | Expression | None = None
    minimum: Value = None
    maximum: Value = None
    pattern: Any = None  # a compiled re2 expression; re2 has no types
    format: str | None = None
    check: str | None = None
    decimal_digits: int | None = None
    step: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """Where the options of a field come from when they are not in the form itself.

    `computed` is FEEL that gives a list, `code_list` the name of a list of codes. A `searchable`
    field is a box in which one types; what is typed must be an option.
    """

    computed: Expression | None = None
    code_list: str | None = None
    searchable: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """The FEEL of a computed field; a `live` one follows what is filled in."""

    expression: Expression
    live: bool = True


@dataclass(frozen=True, slots=True)
class Files:
    """Which documents a file picker takes: endings and media types, how many, of which kind."""

    accept: tuple[str, ...] = ()
    multiple: Flag = False
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """What our own properties say of a field.

    `prefill` is FEEL that fills the field in when the case has nothing yet, `source` where that
    comes from; `before` is FEEL that gives the old value to compare with.
    """

    unit: str | None = None
    legal_basis: str | None = None
    confidential: str | None = None
    prefill: Expression | None = None
    source: Template = field(default_factory=Template)
    before: Expression | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. `kind` is the form-js type, or date, time, datetime.

    `key` and `path` lead from the form to the value, `inner` from the row or form it stands in. In
    a repeated part they hold a `*` for the row, until `rows.lay_out` puts its number there.
    """

    id: str
    kind: str
    key: str
    path: Path
    inner: tuple[str, ...]
    label: Template
    help: Template
    prefix: Template
    suffix: Template
    hidden_by: tuple[Expression, ...] = ()
    disabled: Flag = False
    readonly: Flag = False
    default: Value = None  # a value or an Expression
    rules: Rules = field(default_factory=Rules)
    options: tuple[Option, ...] = ()
    zoned: bool = False
    choices: Choices | None = None
    formula: Formula | None = None
    files: Files | None = None
    own: Own = field(default_factory=Own)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, and the name under which a row has its cell."""

    label: Template
    key: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to look at, given by FEEL; the columns are the form's own, or given by FEEL too."""

    id: str
    label: Template
    rows: Expression
    columns: tuple[Column, ...] = ()
    computed_columns: Expression | None = None
    hidden_by: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of explanation between the fields."""

    id: str
    markup: Markup
    hidden_by: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A separator (a line) or a spacer (some room)."""

    id: str
    kind: str
    hidden_by: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together under one heading; `kind` is group, or verdict on an item."""

    id: str
    label: Template
    components: tuple[Component, ...]
    hidden_by: tuple[Expression, ...] = ()
    kind: str = "group"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part that is asked once for every person, place or incident: a list of contexts.

    `item` is what one row is called, `first` how many rows an untouched list has, `members` the
    fields and lists of one row in order. Rows of a `fixed` list are those of the case. `prefill` is
    FEEL that gives the first rows when the case has none yet.
    """

    id: str
    key: str
    path: Path
    inner: tuple[str, ...]
    label: Template
    item: Template
    components: tuple[Component, ...]
    members: tuple[Field | Repeat, ...]
    hidden_by: tuple[Expression, ...] = ()
    first: int = 1
    least: int = 0
    most: int = MOST_ROWS
    fixed: bool = False
    help: Template = field(default_factory=Template)
    legal_basis: str | None = None
    prefill: Expression | None = None


Component = Field | Text | Rule | Group | Repeat | Table
Member = Field | Repeat


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A whole form: the tree that is drawn, its fields and lists in order; one object, one form.

    `by_key` and `lists` also hold what stands in rows, with `*` for the number of the row;
    `contexts` are the keys that lead to them. A `paged` form is filled in part by part: all its
    components are groups. `names` are the free names of its FEEL.
    """

    id: str
    components: tuple[Component, ...]
    members: tuple[Member, ...]
    by_key: Mapping[str, Field]
    lists: Mapping[str, Repeat]
    contexts: frozenset[str]
    paged: bool = False
    names: frozenset[str] = frozenset()

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the fields outside repeated parts."""
        return tuple(each for each in self.members if isinstance(each, Field))
