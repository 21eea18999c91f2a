"""From the JSON of a component that holds a value to a field, or to findings."""

from __future__ import annotations

import dataclasses

from engine.forms.details import (
    NO_TEXT,
    read_choices,
    read_default,
    read_files,
    read_formula,
    read_kind,
    read_label,
    read_options,
    read_rules,
    read_zoned,
)
from engine.forms.markup import Template
from engine.forms.own import is_verdict, read_own, verdict_parts
from engine.forms.placing import Place, conditions, path_of
from engine.forms.schema import CHOICE_KINDS, Component, Field, Flag, Group
from engine.forms.source import Piece
from engine.wording.nl.forms import VERDICTS


def read_field(piece: Piece, kind: str, identifier: str, place: Place) -> Component:
    """Read a component that holds a value; a verdict is two fields in a group."""
    own = piece.piece("properties")
    if kind == "radio" and is_verdict(own):
        return _verdict(piece, identifier, place)
    reading = _computed if kind == "expression" else _field
    made = reading(piece, own, identifier, place)
    place.members.append(made)
    return made


def _verdict(piece: Piece, identifier: str, place: Place) -> Group:
    """Read a verdict on an item: `<key>.oordeel`, and `<key>.motivering` unless it is met."""
    label = read_label(piece, "radio")
    judged, motivated = verdict_parts(piece.raw)
    for option in piece.raw.get("values") or ():
        value = option.get("value") if isinstance(option, dict) else None
        if value not in VERDICTS:
            known = list(VERDICTS)
            piece.refuse("unknown_value", "values", value=str(value)[:100], known=known)
    parts = []
    for name, raw in (("oordeel", judged), ("motivering", motivated)):
        part = Piece(raw, piece.findings, piece.element)
        part.skip("type", "id", "layout")
        at = dataclasses.replace(place, hidden_by=place.hidden_by + conditions(part))
        parts.append(_field(part, part.piece("properties"), f"{identifier}_{name}", at))
        part.end()
    piece.skip(*piece.raw)
    place.members.extend(parts)
    return Group(identifier, label, tuple(parts), place.hidden_by, kind="verdict")


def _computed(piece: Piece, own: Piece, identifier: str, place: Place) -> Field:
    """Read a field that nobody fills in and nobody sees."""
    own.end()
    at = _place_of(piece, place)
    return Field(
        id=identifier,
        kind="expression",
        key=".".join(map(str, at.path)),
        path=at.path,
        inner=at.inner,
        label=NO_TEXT,
        help=NO_TEXT,
        prefix=NO_TEXT,
        suffix=NO_TEXT,
        hidden_by=place.hidden_by,
        readonly=True,
        formula=read_formula(piece),
    )


def _field(piece: Piece, own: Piece, identifier: str, place: Place) -> Field:
    """Read one field."""
    kind = read_kind(piece)
    at = _place_of(piece, place)
    options = read_options(piece) if kind in CHOICE_KINDS else ()
    adorners = _adorners(piece, kind)
    made = Field(
        id=identifier,
        kind=kind,
        key=".".join(map(str, at.path)),
        path=at.path,
        inner=at.inner,
        label=read_label(piece, kind),
        help=_help(piece, own),
        prefix=adorners[0],
        suffix=adorners[1],
        hidden_by=place.hidden_by,
        disabled=_lock(piece, "disabled", place),
        readonly=_lock(piece, "readonly", place),
        rules=read_rules(piece, own, kind),
        options=options,
        zoned=read_zoned(piece, kind),
        choices=read_choices(piece, own, options) if kind in CHOICE_KINDS else None,
        files=read_files(piece, own) if kind == "filepicker" else None,
        own=read_own(own, kind),
    )
    own.end()
    if kind == "filepicker":
        return made
    return dataclasses.replace(made, default=read_default(piece, made))


def _place_of(piece: Piece, place: Place) -> Place:
    """Return the place of a field's value."""
    key = piece.text("key")
    if not key:
        piece.refuse("missing", "key")
        return place
    return place.within(path_of(piece, "key", key))


def _lock(piece: Piece, name: str, place: Place) -> Flag:
    """Read whether a field is locked; where rows come and go there is no value to hold on to."""
    flag = piece.flag(name)
    if flag is not False and not place.fixed:
        piece.refuse("locked_in_row", name)
    return flag


def _adorners(piece: Piece, kind: str) -> tuple[Template, Template]:
    """Read what stands before and after the box."""
    look = piece.piece("appearance")
    made = NO_TEXT, NO_TEXT
    if kind in {"textfield", "number"}:
        made = look.template("prefixAdorner"), look.template("suffixAdorner")
    look.end()
    return made


def _help(piece: Piece, own: Piece) -> Template:
    """Read the help under the label: our own, else the description."""
    if "hulp" not in own.raw:
        return piece.template("description")
    piece.skip("description")
    return own.template("hulp")
