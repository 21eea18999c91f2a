"""From the JSON of one field to what it asks: rules, options, formula, files, default.

What is not understood is refused with its property. No database, no clock, no network.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import re2

from engine.forms.identifiers import IDENTIFIERS
from engine.forms.markup import Template
from engine.forms.own import UNITS
from engine.forms.schema import (
    TEMPORAL_KINDS,
    TEXT_KINDS,
    Choices,
    Field,
    Files,
    Formula,
    Option,
    Rules,
)
from engine.forms.source import Piece
from engine.forms.values import MOST_DIGITS, Refused, read
from engine.model import Value

SEGMENT = re.compile(r"[^\W\d]\w*")
MAX_KEY = 200
MAX_SEGMENTS = 8
NO_TEXT = Template()
_ACCEPT = re.compile(r"\.[a-z0-9]{1,10}|[a-z]+/(?:\*|[a-z0-9.+-]+)")
_PATTERN_OPTIONS = re2.Options()
_PATTERN_OPTIONS.log_errors = False
_PATTERN_OPTIONS.max_mem = 1 << 20


def read_kind(piece: Piece) -> str:
    """Return the kind of a field: its type, or the subtype of a datetime."""
    kind = str(piece.raw["type"])
    if kind != "datetime":
        return kind
    if piece.take("subtype") is None:
        piece.refuse("missing", "subtype", known=sorted(TEMPORAL_KINDS))
    return piece.one_of("subtype", TEMPORAL_KINDS) or "date"


def read_label(piece: Piece, kind: str) -> Template:
    """Return the label; a datetime may call it dateLabel or timeLabel."""
    names = ["label", "dateLabel", "timeLabel"] if kind in TEMPORAL_KINDS else ["label"]
    given = [name for name in names if piece.raw.get(name)]
    piece.skip(*names)
    if not given:
        piece.refuse("missing", "label")
        return NO_TEXT
    return piece.template(given[0])


def read_rules(piece: Piece, own: Piece, kind: str) -> Rules:
    """Read `validate`, `decimalDigits`, `increment` and `properties.controle`."""
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
        check=own.one_of("controle", IDENTIFIERS.keys()) if line else None,
        decimal_digits=_decimal_digits(piece, own) if kind == "number" else None,
        step=_step(piece) if kind == "number" else None,
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


def _decimal_digits(piece: Piece, own: Piece) -> int | None:
    """Read how many decimals a number may have, or take those of its unit."""
    digits = piece.number("decimalDigits")
    if digits is None:
        return UNITS.get(str(own.raw.get("eenheid")))
    if digits != digits.to_integral_value() or not 0 <= digits <= 30:
        piece.refuse("bad_value", "decimalDigits", value=str(digits))
        return None
    return int(digits)


def _step(piece: Piece) -> Decimal | None:
    """Read of what a number is a multiple; a number kept as text is not understood."""
    if piece.take("serializeToString") not in (None, False):
        piece.refuse("unknown_value", "serializeToString", value="true", known=["false"])
    step = piece.number("increment")
    if step is not None and (step < 0 or abs(step.adjusted()) > MOST_DIGITS):
        piece.refuse("bad_value", "increment", value=str(step))
    return step or None


def read_zoned(piece: Piece, kind: str) -> bool:
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


def read_options(piece: Piece) -> tuple[Option, ...]:
    """Read the fixed options of a field to choose in."""
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
    return tuple(made)


def read_choices(piece: Piece, own: Piece, options: tuple[Option, ...]) -> Choices | None:
    """Read where the options come from: the form itself, a variable, FEEL, or a list of codes.

    Exactly one of them is asked for.
    """
    key = piece.text("valuesKey") or None
    computed = piece.expression("valuesExpression")
    code_list = own.text("lijst") or None
    if key is not None:
        if all(SEGMENT.fullmatch(part) for part in key.split(".")) and len(key) <= MAX_KEY:
            computed = piece.feel("valuesKey", key)
        else:
            piece.refuse("bad_key", "valuesKey", key=key[:MAX_KEY])
    _known_list(own, code_list)
    given = [name for name in ("values", "valuesKey", "valuesExpression") if piece.raw.get(name)]
    given += ["properties.lijst"] if code_list else []
    if not given:
        piece.refuse("missing", "values")
    elif len(given) > 1:
        piece.refuse("two_sources", given[1], names=given)
    searchable = piece.raw["type"] == "select" and piece.take("searchable") is True
    if piece.raw["type"] == "select" and piece.raw.get("searchable") not in (None, True, False):
        piece.refuse("wrong_type", "searchable", expected="boolean")
    if options and not searchable:
        return None
    typed_in = code_list is not None and piece.raw["type"] in {"select", "taglist"}
    return Choices(computed, code_list, searchable or typed_in)


def _known_list(own: Piece, name: str | None) -> None:
    """Refuse a list of codes that there is not, when the lists are known."""
    known = own.findings.lists
    if name is not None and known is not None and name not in known:
        own.refuse("unknown_list", "lijst", value=name[:100], known=sorted(known))


def read_formula(piece: Piece) -> Formula | None:
    """Read the FEEL of a computed field and when it is computed."""
    live = piece.one_of("computeOn", {"change", "presentation"}) != "presentation"
    expression = piece.expression("expression")
    if expression is None and not piece.raw.get("expression"):
        piece.refuse("missing", "expression")
    return Formula(expression, live) if expression is not None else None


def read_files(piece: Piece, own: Piece) -> Files:
    """Read which documents a file picker takes."""
    accept = tuple(part.strip().lower() for part in (piece.text("accept") or "").split(","))
    accept = tuple(filter(None, accept))
    for part in accept:
        if not _ACCEPT.fullmatch(part):
            piece.refuse("unknown_value", "accept", value=part[:100], known=[".pdf", "image/*"])
    return Files(accept, piece.flag("multiple"), own.text("soort") or None)


def read_default(piece: Piece, field: Field) -> Value:
    """Read the default: FEEL with `=`, or a value that the field itself would accept."""
    value = piece.take("defaultValue")
    if isinstance(value, str) and value.startswith("="):
        return piece.feel("defaultValue", value)
    if value is None or value == "":
        return None
    if field.choices is not None and not field.options:
        return _scalars(piece, value)
    try:
        return read(field, value, "fields" if isinstance(value, str) else "json")
    except Refused as refused:
        piece.refuse("bad_value", "defaultValue", value=str(value)[:100], problem=refused.code)
        return None


def _bare(kind: str) -> Field:
    """Return a field of this kind without rules, to read a literal with."""
    return Field("", kind, "", (), (), NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT)


def _scalars(piece: Piece, value: Any) -> Value:
    """Return a default whose options are not known yet; it counts when it is one of them."""
    parts = value if isinstance(value, list) else [value]
    if all(isinstance(part, str | bool | Decimal) for part in parts):
        return value
    piece.refuse("wrong_type", "defaultValue", expected="text")
    return None


def read_paged(top: Piece) -> bool:
    """Read whether a form is filled in part by part; then it is groups with a label, no more."""
    paged = top.take("paginas")
    if paged is not None and not isinstance(paged, bool):
        top.refuse("wrong_type", "paginas", expected="boolean")
    if paged is not True:
        return False
    for part in top.pieces("components"):
        names = [part.raw.get(name) for name in ("id", "key", "path")]
        part.element = next((n[:MAX_KEY] for n in names if isinstance(n, str) and n), None)
        if part.raw.get("type") != "group":
            part.refuse("page_no_group", "type")
        elif not str(part.raw.get("label") or "").strip():
            part.refuse("page_no_label", "label")
        elif not part.raw.get("id"):
            part.refuse("missing", "id")
    return True
