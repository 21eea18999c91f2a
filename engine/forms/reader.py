"""From the JSON of Camunda's form editor (form-js) to a Form, or to findings.

What is not understood is refused with the component and the property named, never ignored; only
what matters to the editor or the layout alone is let through. No database, clock or network.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from engine.errors import Finding, InvalidModel
from engine.feel import Expression
from engine.forms.details import MAX_KEY, SEGMENT, read_paged
from engine.forms.fields import read_field
from engine.forms.own import read_bounds
from engine.forms.placing import Place, conditions, path_of
from engine.forms.released import of_today
from engine.forms.schema import (
    ROW,
    Column,
    Component,
    Field,
    Form,
    Group,
    Member,
    Repeat,
    Rule,
    Table,
    Text,
)
from engine.forms.source import MAX_COMPONENTS, Findings, Piece, parse

FIELD_TYPES = frozenset(
    {
        "textfield",
        "textarea",
        "number",
        "checkbox",
        "checklist",
        "taglist",
        "radio",
        "select",
        "datetime",
        "filepicker",
        "expression",
    }
)
OTHER_TYPES = frozenset({"text", "separator", "spacer", "group", "dynamiclist", "table"})
REFUSED_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "html": "no_html",
        "iframe": "no_iframe",
        "image": "no_image",
        "button": "no_button",
        "documentPreview": "no_preview",
    }
)
MOST_NESTED = 2
MOST_COLUMNS = 20


def check(schema_bytes: bytes, file: str, lists: Collection[str] | None = None) -> list[Finding]:
    """Return everything that is wrong in a form schema; an empty list means that it loads.

    `lists` are the names of the lists of codes that there are; without it they are not checked.
    Findings have rule `form.…`, the key or id of the component as element, and the property and
    what is expected as facts.
    """
    try:
        return _Reader(parse(schema_bytes, file), file, lists).read()[1]
    except InvalidModel as error:
        return list(error.findings)


@lru_cache(maxsize=512)
def load(schema_bytes: bytes) -> Form:
    """Return the form in a schema; immutable and cached by content.

    What an earlier release deployed is read as well. Raises InvalidModel with the findings of
    `check` when the schema is not fully understood.
    """
    form, findings = _Reader(of_today(parse(schema_bytes, "")), "", None).read()
    if findings or form is None:
        raise InvalidModel(findings)
    return form


class _Reader:
    """One reading of one schema."""

    def __init__(self, raw: dict[str, Any], file: str, lists: Collection[str] | None) -> None:
        self.findings = Findings(file, lists=lists)
        self.raw = raw
        self.ids: set[str] = set()
        self.count = 0

    def read(self) -> tuple[Form | None, list[Finding]]:
        """Return the form and the findings."""
        top = Piece(self.raw, self.findings, None)
        self.findings.names = frozenset(_first_segments(self.raw))
        top.one_of("type", {"default"})
        top.skip("schemaVersion", "exporter", "versionTag")
        top.skip("executionPlatform", "executionPlatformVersion")
        form_id = top.text("id") or ""
        paged = read_paged(top)
        members: list[Member] = []
        components = self.components(top, Place((), (), (), members))
        top.end()
        self.refuse_clashing_keys([each.key for each in _all(members)])
        if self.count == 0:
            self.findings.add("empty", None)
        if self.findings.found:
            return None, self.findings.found
        form = _made(form_id, components, members, paged=paged)
        return dataclasses.replace(form, names=frozenset(self.findings.used)), []

    def components(self, parent: Piece, place: Place) -> tuple[Component, ...]:
        """Read the components of the form, of a group or of a row."""
        made: list[Component] = []
        for piece in parent.pieces("components"):
            self.count += 1
            if self.count > MAX_COMPONENTS:
                self.findings.add("too_many_components", None, max=MAX_COMPONENTS)
                break
            component = self.component(piece, place)
            if component is not None:
                made.append(component)
        return tuple(made)

    def component(self, piece: Piece, place: Place) -> Component | None:
        """Read one component with all its properties."""
        kind = piece.text("type") or ""
        names = [piece.raw.get(name) for name in ("key", "path", "id")]
        piece.element = next((n[:MAX_KEY] for n in names if isinstance(n, str) and n), None)
        piece.where = ""
        if kind in REFUSED_TYPES:
            piece.refuse(REFUSED_TYPES[kind], "type", type=kind)
            return None
        if kind not in FIELD_TYPES | OTHER_TYPES:
            known = sorted(FIELD_TYPES | OTHER_TYPES)
            piece.refuse("unknown_component", "type", type=kind[:100], known=known)
            return None
        piece.skip("layout")
        identifier = self.identifier(piece, place)
        place = dataclasses.replace(place, hidden_by=place.hidden_by + conditions(piece))
        made: Component | None
        if kind in FIELD_TYPES:
            made = read_field(piece, kind, identifier, place)
        else:
            made = self.other(piece, kind, identifier, place)
        piece.end()
        return made

    def other(self, piece: Piece, kind: str, identifier: str, place: Place) -> Component | None:
        """Read a component that is not filled in itself."""
        if kind == "dynamiclist":
            return self.repeat(piece, identifier, place)
        if kind == "table":
            return _table(piece, identifier, place.hidden_by)
        if kind == "group":
            piece.skip("showOutline", "verticalAlignment")
            path = piece.text("path")
            inner = place.within(path_of(piece, "path", path)) if path else place
            label = piece.template("label")
            return Group(identifier, label, self.components(piece, inner), place.hidden_by)
        if kind == "text":
            return Text(identifier, piece.markup("text"), place.hidden_by)
        piece.skip("height")
        return Rule(identifier, kind, place.hidden_by)

    def repeat(self, piece: Piece, identifier: str, place: Place) -> Repeat | None:
        """Read a part that is asked once for every row."""
        piece.skip("showOutline", "verticalAlignment", "nonCollapsedItems", "disableCollapse")
        if piece.take("isRepeating") not in (None, True):
            piece.refuse("unknown_value", "isRepeating", value="false", known=["true"])
        path = piece.text("path")
        if not path:
            piece.refuse("missing", "path")
        if place.lists >= MOST_NESTED:
            piece.refuse("lists_too_deep", "type", limit=MOST_NESTED)
        fixed = piece.take("allowAddRemove") is False
        if piece.raw.get("allowAddRemove") not in (None, True, False):
            piece.refuse("wrong_type", "allowAddRemove", expected="boolean")
        if fixed and place.lists and not place.fixed:
            piece.refuse("locked_in_row", "allowAddRemove")
        own = piece.piece("properties")
        least, most = read_bounds(own, fixed=fixed)
        first = piece.whole("defaultRepetitions", 0, most)
        at = place.within(path_of(piece, "path", path)) if path else place
        members: list[Member] = []
        inside = Place((*at.path, ROW), (), (), members, place.lists + 1, fixed)
        label = piece.template("label")
        made = Repeat(
            id=identifier,
            key=".".join(map(str, at.path)),
            path=at.path,
            inner=at.inner,
            label=label,
            item=own.template("rij") if own.raw.get("rij") else label,
            components=self.components(piece, inside),
            members=tuple(members),
            hidden_by=place.hidden_by,
            first=max(1 if first is None else first, least),
            least=least,
            most=most,
            fixed=fixed,
            help=own.template("hulp"),
            legal_basis=own.text("rechtsgrond"),
            prefill=None if fixed or place.lists else own.expression("bron"),
        )
        own.skip("rij")
        own.end()
        if path and members:
            place.members.append(made)
            return made
        if not members:
            piece.refuse("empty_list", "components")
        return None

    def identifier(self, piece: Piece, place: Place) -> str:
        """Return an id that is unique in the form and safe in a page."""
        given = piece.text("id")
        key = piece.raw.get("key")
        segments = [str(part) for part in place.path if part != ROW]
        wanted = given or "_".join([*segments, str(key)]) if given or key else f"part_{self.count}"
        made = re.sub(r"[^\w-]", "_", wanted)[:MAX_KEY]
        if made in self.ids:
            piece.refuse("id_twice", "id", id=made)
        self.ids.add(made)
        return made

    def refuse_clashing_keys(self, keys: list[str]) -> None:
        """Refuse a key that stands twice, or that lies within the value of another field."""
        seen: set[str] = set()
        for key in keys:
            if key in seen:
                self.findings.add("key_twice", key, key=key)
            seen.add(key)
        for key in sorted(seen):
            parts = key.split(".")
            for end in range(1, len(parts)):
                other = ".".join(parts[:end])
                if other in seen and parts[end] != ROW:
                    self.findings.add("key_inside", key, key=key, other=other)


def _made(
    form_id: str, components: tuple[Component, ...], members: list[Member], *, paged: bool
) -> Form:
    """Put a form together."""
    known = list(_all(members))
    ways = {
        ".".join(map(str, each.path[:end])) for each in known for end in range(1, len(each.path))
    }
    fields = {each.key: each for each in known if isinstance(each, Field)}
    lists = {each.key: each for each in known if isinstance(each, Repeat)}
    return Form(
        form_id,
        components,
        tuple(members),
        MappingProxyType(fields),
        MappingProxyType(lists),
        frozenset(ways - fields.keys() - lists.keys()),
        paged,
    )


def _all(members: Iterable[Member]) -> Iterator[Member]:
    """Yield members with those of the rows of lists."""
    for member in members:
        yield member
        if isinstance(member, Repeat):
            yield from _all(member.members)


def _first_segments(raw: dict[str, Any]) -> set[str]:
    """Return the variable names that the form itself writes, for FEEL names."""
    found: set[str] = set()
    waiting: list[Any] = [raw]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            for name in ("path", "key"):
                value = node.get(name)
                if isinstance(value, str) and value:
                    found.add(value.split(".")[0])
            components = node.get("components")
            waiting.extend(components if isinstance(components, list) else [])
    return {name for name in found if SEGMENT.fullmatch(name)}


def _table(piece: Piece, identifier: str, hidden_by: tuple[Expression, ...]) -> Table | None:
    """Read a table to look at."""
    piece.skip("rowCount", "id")
    rows = piece.expression("dataSource")
    if not piece.raw.get("dataSource"):
        piece.refuse("missing", "dataSource")
    columns = []
    for one in piece.pieces("columns"):
        one.skip("id")
        key = one.text("key")
        if not key:
            one.refuse("missing", "key")
        columns.append(Column(one.template("label"), key or ""))
        one.end()
    computed = piece.expression("columnsExpression")
    if bool(columns) == bool(piece.raw.get("columnsExpression")):
        piece.refuse("missing" if not columns else "two_sources", "columns")
    if len(columns) > MOST_COLUMNS:
        piece.refuse("too_many_columns", "columns", max=MOST_COLUMNS)
    label = piece.template("label")
    if rows is None:
        return None
    return Table(identifier, label, rows, tuple(columns), computed, hidden_by)
