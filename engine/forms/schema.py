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
CHOICE_KINDS = frozenset({"radio", "select", "checklist"})
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


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. `kind` is the form-js type, or date, time, datetime."""

    id: str
    kind: str
    key: str
    path: tuple[str, ...]
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
    increment: str | None = None
    zoned: bool = False
    unit: str | None = None
    legal_basis: str | None = None


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
    """Fields that belong together under one heading."""

    id: str
    label: Template
    components: tuple[Component, ...]
    hidden_by: tuple[Expression, ...] = ()


Component = Field | Text | Rule | Group


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form: the tree that is drawn, and its fields in order."""

    id: str
    components: tuple[Component, ...]
    fields: tuple[Field, ...]
    by_key: Mapping[str, Field]
