"""What a type of records is once it has been read. No reading of JSON, no values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.model import Actor

COLLEAGUES = "colleagues"
"""The list in which a field for a colleague is looked up."""

ABOUT = "about"
"""Where a form of a record keeps since when a version holds, and why; no field is called so."""


class FieldKind(StrEnum):
    """What a field of a record holds."""

    TEXT = "text"
    LINES = "lines"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"
    REFERENCE = "reference"
    COLLEAGUE = "colleague"


@dataclass(frozen=True, slots=True)
class FieldType:
    """One field: `choices` (code → label) or a `code_list`, or the `register` it refers to.

    `check` names a check of `engine.forms.identifiers`; `confidential` is a class of forms. A day
    that `expires` is shown to who looks after the record.
    """

    name: str
    title: str
    kind: FieldKind
    required: bool = False
    unique: bool = False
    check: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    code_list: str | None = None
    register: str | None = None
    confidential: str | None = None
    help: str = ""
    expires: bool = False


@dataclass(frozen=True, slots=True)
class RecordType:
    """One register: its words, its fields, how a record is called, numbered and found twice.

    `shown` is the text of a title with `{{field}}` in it. `same` are fields whose equal value makes
    two records suspect, `address` the fields that make an address, `alike` the field whose likeness
    does. `readers` says which roles read a class of confidential fields. With `dossier` each record
    may have a dossier, numbered with that prefix.
    """

    name: str
    title: str
    plural: str
    purpose: str
    prefix: str
    shown: str
    fields: tuple[FieldType, ...]
    same: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    alike: str | None = None
    readers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    dossier: str | None = None

    def field(self, name: str) -> FieldType | None:
        """Return a field by name."""
        return next((each for each in self.fields if each.name == name), None)

    def readable(self, actor: Actor) -> frozenset[str]:
        """Return the names of the fields that `actor` may read: of each class, its readers."""
        roles = {held.role for held in actor.roles}
        return frozenset(
            each.name
            for each in self.fields
            if each.confidential is None
            or not roles.isdisjoint(self.readers.get(each.confidential, frozenset()))
        )

    @property
    def open_fields(self) -> tuple[FieldType, ...]:
        """Return the fields that are not confidential."""
        return tuple(each for each in self.fields if each.confidential is None)
