"""Forms: the schemas of Camunda's form editor (form-js), checked, validated and drawn by us.

One pure validator for pages and REST. No database, no clock, no network; FEEL decides what is
hidden, locked and required. Sentences for the codes are made by `engine.wording`.
"""

from __future__ import annotations

from engine.forms.choosing import NOTHING, Offers, accepts
from engine.forms.codelists import (
    MOST_CODES,
    BadList,
    CodeList,
    Shelf,
    read_list,
    rows_of,
)
from engine.forms.editing import changed
from engine.forms.facets import FileView, OptionView, SourceView, TableView
from engine.forms.markup import Block, Span
from engine.forms.parts import (
    FieldView,
    FormView,
    GroupView,
    PartView,
    RepeatView,
    RowView,
    RuleView,
    TextView,
)
from engine.forms.reader import check, load
from engine.forms.rows import at_path, pattern
from engine.forms.schema import ROW, Field, Form
from engine.forms.sections import SectionView, State, following
from engine.forms.validate import Validated, validate
from engine.forms.values import Source
from engine.forms.veiling import Path, confidential, veiled, within
from engine.forms.view import blank, view

__all__ = [
    "MOST_CODES",
    "NOTHING",
    "ROW",
    "BadList",
    "Block",
    "CodeList",
    "Field",
    "FieldView",
    "FileView",
    "Form",
    "FormView",
    "GroupView",
    "Offers",
    "OptionView",
    "PartView",
    "Path",
    "RepeatView",
    "RowView",
    "RuleView",
    "SectionView",
    "Shelf",
    "Source",
    "SourceView",
    "Span",
    "State",
    "TableView",
    "TextView",
    "Validated",
    "accepts",
    "at_path",
    "blank",
    "changed",
    "check",
    "confidential",
    "following",
    "load",
    "pattern",
    "read_list",
    "rows_of",
    "validate",
    "veiled",
    "view",
    "within",
]
