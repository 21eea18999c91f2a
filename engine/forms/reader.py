"""From the JSON of Camunda's form editor (form-js) to a Form, or to findings.

What is not understood is refused with the component and the property named, never ignored; only
what matters to the editor or the layout alone is let through. No database, clock or network.
"""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import re2

from engine.errors import Finding, InvalidModel
from engine.feel import Expression
from engine.forms.identifiers import IDENTIFIERS
from engine.forms.markup import Template
from engine.forms.schema import (
    CHOICE_KINDS,
    TEMPORAL_KINDS,
    TEXT_KINDS,
    Component,
    Field,
    Form,
    Group,
    Option,
    Rule,
    Rules,
    Text,
)
from engine.forms.source import MAX_COMPONENTS, Findings, Piece, parse
from engine.forms.values import Refused, read
from engine.model import Value

_FIELD_TYPES = frozenset(
    {"textfield", "textarea", "number", "checkbox", "checklist", "radio", "select", "datetime"}
)
_OTHER_TYPES = frozenset({"text", "separator", "spacer", "group"})
_SEGMENT = re.compile(r"[^\W\d]\w*")
_MAX_KEY = 200
_MAX_SEGMENTS = 8
_NO_TEXT = Template()
_PATTERN_OPTIONS = re2.Options()
_PATTERN_OPTIONS.log_errors = False
_PATTERN_OPTIONS.max_mem = 1 << 20


def check(schema_bytes: bytes, file: str) -> list[Finding]:
    """Return everything that is wrong in a form schema; an empty list means that it loads.

    Findings have rule `form.…`, the key or id of the component as element, and the property and
    what is expected as facts.
    """
    return _read(schema_bytes, file)[1]


@lru_cache(maxsize=512)
def load(schema_bytes: bytes) -> Form:
    """Return the form in a schema; immutable and cached by content.

    Raises InvalidModel with the findings of `check` when the schema is not fully understood.
    """
    form, findings = _read(schema_bytes, "")
    if findings or form is None:
        raise InvalidModel(findings)
    return form


def _read(schema_bytes: bytes, file: str) -> tuple[Form | None, list[Finding]]:
    """Read a schema as far as it goes, with all findings."""
    try:
        raw = parse(schema_bytes, file)
    except InvalidModel as error:
        return None, list(error.findings)
    return _Reader(raw, file).read()


class _Reader:
    """One reading of one schema."""

    def __init__(self, raw: dict[str, Any], file: str) -> None:
        self.findings = Findings(file)
        self.raw = raw
        self.fields: list[Field] = []
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
        components = self.components(top, (), ())
        top.end()
        self.refuse_clashing_keys()
        if self.count == 0:
            self.findings.add("empty", None)
        if self.findings.found:
            return None, self.findings.found
        by_key = MappingProxyType({field.key: field for field in self.fields})
        return Form(form_id, components, tuple(self.fields), by_key), []

    def components(
        self, parent: Piece, prefix: tuple[str, ...], hidden_by: tuple[Expression, ...]
    ) -> tuple[Component, ...]:
        """Read the components of the form or of a group."""
        made: list[Component] = []
        for piece in parent.pieces("components"):
            self.count += 1
            if self.count > MAX_COMPONENTS:
                self.findings.add("too_many_components", None, max=MAX_COMPONENTS)
                break
            component = self.component(piece, prefix, hidden_by)
            if component is not None:
                made.append(component)
        return tuple(made)

    def component(
        self, piece: Piece, prefix: tuple[str, ...], hidden_by: tuple[Expression, ...]
    ) -> Component | None:
        """Read one component with all its properties."""
        kind = piece.text("type")
        named = [piece.raw.get("key"), piece.raw.get("id")]
        piece.element = next((name[:_MAX_KEY] for name in named if isinstance(name, str)), None)
        if kind not in _FIELD_TYPES | _OTHER_TYPES:
            known = sorted(_FIELD_TYPES | _OTHER_TYPES)
            piece.refuse("unknown_component", "type", type=str(kind)[:100], known=known)
            return None
        piece.where = ""
        piece.skip("layout")
        identifier = self.identifier(piece, prefix)
        hidden_by = hidden_by + _conditions(piece)
        made: Component | None
        if kind in _FIELD_TYPES:
            made = self.field(piece, identifier, prefix, hidden_by)
        else:
            made = self.other(piece, kind or "", identifier, prefix, hidden_by)
        piece.end()
        return made

    def other(
        self,
        piece: Piece,
        kind: str,
        identifier: str,
        prefix: tuple[str, ...],
        hidden_by: tuple[Expression, ...],
    ) -> Component:
        """Read a component that holds no value."""
        if kind == "group":
            piece.skip("showOutline", "verticalAlignment")
            path = piece.text("path")
            inner = prefix + (self.path(piece, "path", path) if path else ())
            label = piece.template("label")
            return Group(identifier, label, self.components(piece, inner, hidden_by), hidden_by)
        if kind == "text":
            return Text(identifier, piece.markup("text"), hidden_by)
        piece.skip("height")
        return Rule(identifier, kind, hidden_by)

    def field(
        self,
        piece: Piece,
        identifier: str,
        prefix: tuple[str, ...],
        hidden_by: tuple[Expression, ...],
    ) -> Field:
        """Read a component that holds a value."""
        kind = _kind(piece)
        key = piece.text("key")
        if not key:
            piece.refuse("missing", "key")
        path = prefix + (self.path(piece, "key", key) if key else ())
        look = piece.piece("appearance")
        has_adorners = kind in {"textfield", "number"}
        adorners = [look.template(f"{at}Adorner") for at in ("prefix", "suffix") if has_adorners]
        look.end()
        own = piece.piece("properties")
        help_text = own.template("help") if "help" in own.raw else piece.template("description")
        if "help" in own.raw:
            piece.skip("description")
        made = Field(
            id=identifier,
            kind=kind,
            key=".".join(path),
            path=path,
            label=_label(piece, kind),
            help=help_text,
            prefix=adorners[0] if has_adorners else _NO_TEXT,
            suffix=adorners[1] if has_adorners else _NO_TEXT,
            hidden_by=hidden_by,
            disabled=piece.flag("disabled"),
            readonly=piece.flag("readonly"),
            rules=_rules(piece, own, kind),
            options=_options(piece) if kind in CHOICE_KINDS else (),
            increment=_increment(piece, kind),
            zoned=_zoned(piece, kind),
            unit=own.text("unit"),
            legal_basis=own.text("legalBasis"),
        )
        own.end()
        if kind == "select":
            piece.skip("searchable")
        made = dataclasses.replace(made, default=_default(piece, made))
        self.fields.append(made)
        return made

    def identifier(self, piece: Piece, prefix: tuple[str, ...]) -> str:
        """Return an id that is unique in the form and safe in a page."""
        given = piece.text("id")
        key = piece.raw.get("key")
        wanted = given or "_".join([*prefix, str(key)]) if given or key else f"part_{self.count}"
        made = re.sub(r"[^\w-]", "_", wanted)[:_MAX_KEY]
        if made in self.ids:
            piece.refuse("id_twice", "id", id=made)
        self.ids.add(made)
        return made

    def path(self, piece: Piece, name: str, key: str) -> tuple[str, ...]:
        """Return the segments of a variable path; a bad one is a finding."""
        segments = tuple(key.split("."))
        good = all(_SEGMENT.fullmatch(segment) for segment in segments)
        if not good or len(key) > _MAX_KEY or len(segments) > _MAX_SEGMENTS:
            piece.refuse("bad_key", name, key=key[:_MAX_KEY])
        return segments

    def refuse_clashing_keys(self) -> None:
        """Refuse a key that stands twice, or that lies within the value of another field."""
        keys = [field.path for field in self.fields]
        seen: set[tuple[str, ...]] = set()
        for path in keys:
            if path in seen:
                self.findings.add("key_twice", ".".join(path), key=".".join(path))
            seen.add(path)
        for path in seen:
            for end in range(1, len(path)):
                if path[:end] in seen:
                    self.findings.add(
                        "key_inside", ".".join(path), key=".".join(path), other=".".join(path[:end])
                    )


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
    return {name for name in found if _SEGMENT.fullmatch(name)}


def _conditions(piece: Piece) -> tuple[Expression, ...]:
    """Read `conditional.hide`."""
    conditional = piece.piece("conditional")
    text = conditional.text("hide")
    made = conditional.feel("hide", text) if text else None
    conditional.end()
    return (made,) if made else ()


def _kind(piece: Piece) -> str:
    """Return the kind of a field: its type, or the subtype of a datetime."""
    kind = str(piece.raw["type"])
    if kind != "datetime":
        return kind
    if piece.take("subtype") is None:
        piece.refuse("missing", "subtype", known=sorted(TEMPORAL_KINDS))
    return piece.one_of("subtype", TEMPORAL_KINDS) or "date"


def _label(piece: Piece, kind: str) -> Template:
    """Return the label; a datetime may call it dateLabel or timeLabel."""
    names = ["label", "dateLabel", "timeLabel"] if kind in TEMPORAL_KINDS else ["label"]
    given = [name for name in names if piece.raw.get(name)]
    piece.skip(*names)
    if not given:
        piece.refuse("missing", "label")
        return _NO_TEXT
    return piece.template(given[0])


def _rules(piece: Piece, own: Piece, kind: str) -> Rules:
    """Read `validate`, `decimalDigits` and `properties.check`."""
    validate = piece.piece("validate")
    text = kind in TEXT_KINDS
    bounded = kind == "number" or kind in TEMPORAL_KINDS
    line = kind == "textfield"
    known_formats = {"email", "phone", "custom"}
    rules = Rules(
        required=validate.flag("required"),
        min_length=validate.number_or_feel("minLength") if text else None,
        max_length=validate.number_or_feel("maxLength") if text else None,
        minimum=_bound(validate, "min", kind) if bounded else None,
        maximum=_bound(validate, "max", kind) if bounded else None,
        pattern=_pattern(validate) if line else None,
        format=validate.one_of("validationType", known_formats) if line else None,
        check=own.one_of("check", IDENTIFIERS.keys()) if line else None,
        decimal_digits=_decimal_digits(piece) if kind == "number" else None,
    )
    validate.end()
    return rules


def _bound(validate: Piece, name: str, kind: str) -> Value:
    """Read the least or greatest value: a number or a moment, or FEEL with `=`."""
    if kind == "number":
        return validate.number_or_feel(name)
    text = validate.text(name)
    if not text:
        return None
    if text.startswith("="):
        return validate.feel(name, text)
    try:
        return read(_bare(kind), text, "json")
    except Refused as refused:
        validate.refuse("bad_value", name, value=text[:100], problem=refused.code)
        return None


def _pattern(validate: Piece) -> Any:
    """Compile a pattern with re2, which cannot be made slow by what somebody types."""
    text = validate.text("pattern")
    if not text:
        return None
    try:
        return re2.compile(text, _PATTERN_OPTIONS)
    except re2.error as error:
        reason = error.args[0] if error.args else b""
        said = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        validate.refuse("bad_pattern", "pattern", value=text[:200], reason=said[:200])
        return None


def _decimal_digits(piece: Piece) -> int | None:
    """Read how many decimals a number may have."""
    digits = piece.number("decimalDigits")
    if digits is None:
        return None
    if digits != digits.to_integral_value() or not 0 <= digits <= 30:
        piece.refuse("bad_value", "decimalDigits", value=str(digits))
        return None
    return int(digits)


def _increment(piece: Piece, kind: str) -> str | None:
    """Read the step of a number's arrows; a number kept as text is not understood."""
    if kind != "number":
        return None
    if piece.take("serializeToString") not in (None, False):
        piece.refuse("unknown_value", "serializeToString", value="true", known=["false"])
    increment = piece.number("increment")
    return None if increment is None else f"{increment:f}"


def _zoned(piece: Piece, kind: str) -> bool:
    """Read how a moment is kept; only a date with a time can have a zone."""
    if kind not in TEMPORAL_KINDS:
        return False
    piece.skip("timeInterval")
    for name, only in (("use24h", True), ("disallowPassedDates", False)):
        if piece.take(name) not in (None, only):
            piece.refuse("unknown_value", name, value=str(not only), known=[str(only)])
    known = {"no_timezone", "utc_offset"} if kind != "time" else {"no_timezone"}
    chosen = piece.one_of("timeSerializingFormat", known)
    return kind == "datetime" and chosen != "no_timezone"


def _options(piece: Piece) -> tuple[Option, ...]:
    """Read the fixed options of a radio group, a select or a checklist."""
    made: list[Option] = []
    for one in piece.pieces("values"):
        label = one.text("label")
        value = one.take("value")
        one.end()
        if not isinstance(value, str | bool | Decimal) or value == "":
            one.refuse("wrong_type", "value", expected="text")
            continue
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if any(text == other.text for other in made):
            one.refuse("option_twice", "value", value=text[:100])
        made.append(Option(value, text, label or text))
    if not made:
        piece.refuse("missing", "values")
    return tuple(made)


def _default(piece: Piece, field: Field) -> Value:
    """Read the default: FEEL with `=`, or a value that the field itself would accept."""
    value = piece.take("defaultValue")
    if isinstance(value, str) and value.startswith("="):
        return piece.feel("defaultValue", value)
    if value is None or value == "":
        return None
    try:
        return read(field, value, "fields" if isinstance(value, str) else "json")
    except Refused as refused:
        piece.refuse("bad_value", "defaultValue", value=str(value)[:100], problem=refused.code)
        return None


def _bare(kind: str) -> Field:
    """Return a field of this kind without rules, to read a literal with."""
    return Field("", kind, "", (), _NO_TEXT, _NO_TEXT, _NO_TEXT, _NO_TEXT)
