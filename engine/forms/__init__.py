"""Forms: the schemas of Camunda's form editor (form-js), checked, validated and drawn by us.

One pure validator for pages and REST. No database, no clock, no network; FEEL decides what is
hidden, locked and required. Sentences for the codes are made by `engine.wording`.
"""

from __future__ import annotations

from engine.forms.markup import Block, Span
from engine.forms.reader import check, load
from engine.forms.schema import Field, Form
from engine.forms.validate import Validated, validate
from engine.forms.values import Source
from engine.forms.view import (
    FieldView,
    FormView,
    GroupView,
    OptionView,
    PartView,
    RuleView,
    TextView,
    blank,
    view,
)

__all__ = [
    "Block",
    "Field",
    "FieldView",
    "Form",
    "FormView",
    "GroupView",
    "OptionView",
    "PartView",
    "RuleView",
    "Source",
    "Span",
    "TextView",
    "Validated",
    "blank",
    "check",
    "load",
    "validate",
    "view",
]
