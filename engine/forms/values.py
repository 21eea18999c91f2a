"""What somebody typed or sent, as a FEEL value of the right type, and back to text.

Total: any JSON or text ends in a value or a Refused with a code. No rules of a form, no
database, no clock, no network.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from engine.forms.display import LOCAL, as_text, moment_text, number_text
from engine.forms.identifiers import IDENTIFIERS
from engine.forms.schema import MANY_KINDS, Field, Option
from engine.model import Value

Source = Literal["fields", "json"]

MOST_DIGITS = 34  # what a FEEL number keeps (decimal128, DMN §10.3.2.3.1)
LONGEST_LINE = 4_000
LONGEST_TEXT = 100_000
_FIRST_YEAR, _LAST_YEAR = 1850, 2150
_DUTCH_DECIMAL = re.compile(r"(-?)([0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+),([0-9]+)")
_DUTCH_GROUPED = re.compile(r"(-?)([1-9][0-9]{0,2}(?:[. ][0-9]{3})+)")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_CLOCK = re.compile(r"([0-9]{1,2})\s*(?:[:.]|[uU])\s*(?:([0-9]{2})(?::([0-9]{2}))?)?(?:\s*[uU])?")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REFUSED = _BIDI | {"\N{REPLACEMENT CHARACTER}"}


class Refused(Exception):
    """One raw value is not what the field asks (`code`, `facts`)."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def read(field: Field, raw: Any, source: Source) -> Value:
    """Return the FEEL value of what was posted for one field; null when it is left empty.

    With source "fields" `raw` is the text, or the list of texts, of an HTML form; with "json" a
    typed JSON value or a FEEL value. Raises Refused when it cannot be read as this field's kind.
    """
    if field.kind in MANY_KINDS:
        return _many(field, raw, source)
    if field.formula is not None:
        return raw
    if source == "fields" and isinstance(raw, list | tuple):
        if len(raw) > 1:
            raise Refused("wrong_type")
        raw = raw[0] if raw else ""
    if raw is None:
        return False if field.kind == "checkbox" else None
    if source == "fields" and not isinstance(raw, str):
        raise Refused("wrong_type")
    return _READERS[field.kind](field, raw, source)


def shown(field: Field, value: Value) -> str:
    """Return a FEEL value of this field as the text that stands in its box."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, Decimal):
        return number_text(value, digits=field.rules.decimal_digits, grouped=False)
    if isinstance(value, (date, time)):
        return moment_text(value)
    if field.formula is not None:
        return as_text(value)
    text = value if isinstance(value, str) else ""
    identifier = IDENTIFIERS.get(field.rules.check or "")
    return identifier.show(text) if identifier else text


def clean_text(raw: str, *, lines: bool) -> str:
    """Return text in one Unicode form, stripped, lines ending in a line feed.

    Raises Refused("control_character") for control characters, lone surrogates, the sign for what
    could not be read, and signs that reverse the direction of what is read; line ends and tabs
    are allowed where `lines` is true.
    """
    if raw.isascii() and raw.isprintable():
        return raw.strip()
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    allowed = "\n\t" if lines else ""
    for sign in text:
        if sign in allowed:
            continue
        if sign in _REFUSED or unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}:
            raise Refused("control_character", sign=f"U+{ord(sign):04X}")
    return text


def _text(field: Field, raw: Any, _source: Source) -> Value:
    """Read one line of text, or several in a text area."""
    if not isinstance(raw, str):
        raise Refused("wrong_type")
    lines = field.kind == "textarea"
    most = LONGEST_TEXT if lines else LONGEST_LINE
    if len(raw) > 2 * most:  # line ends count double until they are cleaned
        raise Refused("too_long", max=str(most))
    text = clean_text(raw, lines=lines)
    if len(text) > most:
        raise Refused("too_long", max=str(most))
    identifier = IDENTIFIERS.get(field.rules.check or "")
    if identifier and text:
        text = identifier.compact(text)
    return text or None


def _number(field: Field, raw: Any, source: Source) -> Value:
    """Read a number: Dutch or plain text, or a JSON number."""
    if isinstance(raw, str) and source == "fields":
        return typed_number(raw, field.rules.decimal_digits)
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise Refused("wrong_type")
    if isinstance(raw, int) and abs(raw) >= 10**MOST_DIGITS:
        raise Refused("too_many_digits", max=str(MOST_DIGITS))
    return _exact(_decimal(raw))


def _decimal(raw: float | Decimal) -> Decimal:
    """Return a JSON number as it was written; what is not a number is a quiet NaN."""
    value = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    return value if value.is_finite() else Decimal("NaN")


def typed_number(raw: str, digits: int | None = None) -> Decimal | None:
    """Read "1.234,5", "1 234,5", "1234,5" or "1234.5"; "1.234" only where it is clear.

    `digits` are how many may stand behind the comma. Raises Refused.
    """
    text = re.sub(r"\s+", " ", raw.strip()).replace("\u2212", "-")
    if not text:
        return None
    if len(text) > 2 * MOST_DIGITS:
        raise Refused("too_many_digits", max=str(MOST_DIGITS))
    decimal = _DUTCH_DECIMAL.fullmatch(text)
    if decimal:
        return _exact(Decimal(f"{decimal[1]}{re.sub('[. ]', '', decimal[2])}.{decimal[3]}"))
    grouped = _DUTCH_GROUPED.fullmatch(text)
    if grouped:
        whole = re.sub("[. ]", "", grouped[2])
        if text.count(".") == 1 and " " not in text and (digits is None or digits > 2):
            raise Refused("ambiguous_number", text=text, whole=whole)
        return _exact(Decimal(grouped[1] + whole))
    if _PLAIN_NUMBER.fullmatch(text):
        return _exact(Decimal(text))
    raise Refused("not_a_number")


def _exact(value: Decimal) -> Decimal:
    """Return a finite number of at most 34 digits, without exponent tricks."""
    if not value.is_finite():
        raise Refused("not_a_number")
    if len(value.as_tuple().digits) > MOST_DIGITS or (
        value and abs(value.adjusted()) > MOST_DIGITS
    ):
        raise Refused("too_many_digits", max=str(MOST_DIGITS))
    return value or Decimal(0)


def _checkbox(_field: Field, raw: Any, source: Source) -> Value:
    """Read a tick: a JSON boolean, or what a browser posts for a ticked box."""
    if source == "json":
        if not isinstance(raw, bool):
            raise Refused("wrong_type")
        return raw
    if raw in {"true", "on"}:
        return True
    if raw in {"", "false"}:
        return False
    raise Refused("wrong_type")


def _choice(field: Field, raw: Any, source: Source) -> Value:
    """Read one option of a field to choose in."""
    if source == "fields" and raw == "":
        return None
    option = None
    if source == "json":
        option = next((each for each in field.options if _same(raw, each.value)), None)
    elif isinstance(raw, str):
        option = chosen_by(field, raw)
    elif isinstance(raw, list | tuple | dict):
        raise Refused("wrong_type")
    if option is None:
        raise Refused("wrong_type" if isinstance(raw, list | tuple | dict) else "unknown_option")
    return option.value


def chosen_by(field: Field, text: str) -> Option | None:
    """Return the option with this code; in a box to type in, also the only one with this label."""
    if field.choices is None or not field.choices.searchable:
        return next((each for each in field.options if each.text == text), None)
    wanted = text.strip()
    found = [each for each in field.options if each.text == wanted]
    if not found and len(wanted) <= LONGEST_LINE:
        wanted = wanted.casefold()
        found = [each for each in field.options if each.label.casefold() == wanted]
    return found[0] if len(found) == 1 else None


def _many(field: Field, raw: Any, source: Source) -> Value:
    """Read the chosen options, in the order of the form, each once; of documents, what they are."""
    if raw is None:
        raw = []
    if isinstance(raw, str) and source == "fields":
        raw = [raw]
    if not isinstance(raw, list | tuple):
        raise Refused("wrong_type")
    code = "unknown_document" if field.files else "unknown_option"
    if len(raw) > 2 * len(field.options) + 1:
        raise Refused(code)
    if field.files:
        chosen = [_document(field, part) for part in raw if part != ""]
        known = [each for each in field.options if each.text in chosen]
        return [{"document": each.text, "name": each.label} for each in known]
    values = [_choice(field, part, source) for part in raw if part != ""]
    return [option.value for option in field.options if _is_in(option.value, values)]


def _is_in(value: Value, values: list[Value]) -> bool:
    """Tell whether a value is among others; true is not 1."""
    return any(type(each) is type(value) and each == value for each in values)


def _document(field: Field, raw: Any) -> str:
    """Read the id of an offered document, or a context that names it."""
    name = raw.get("document") if isinstance(raw, dict) else raw
    if not isinstance(name, str):
        raise Refused("wrong_type")
    if all(each.text != name for each in field.options):
        raise Refused("unknown_document")
    return name


def _same(raw: Any, value: Value) -> bool:
    """Tell whether a JSON value is this option; true is not 1."""
    if isinstance(value, bool) or isinstance(raw, bool):
        return isinstance(raw, bool) and raw is value
    if isinstance(value, Decimal):
        return isinstance(raw, int | float | Decimal) and _decimal(raw) == value
    return bool(isinstance(raw, str) and raw == value)


def _date(_field: Field, raw: Any, _source: Source) -> Value:
    """Read 20/03/2026, 20-3-2026, 20.3.2026 or 2026-03-20."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return _in_range(raw)
    if not isinstance(raw, str):
        raise Refused("wrong_type")
    text = raw.strip()
    return typed_date(text) if text else None


def typed_date(text: str) -> date:
    """Read 27/04/2026 or 2026-04-27. Raises Refused."""
    numbers = _DAY_FIRST.fullmatch(text)
    parts = (numbers[3], numbers[2], numbers[1]) if numbers else None
    if not numbers:
        iso = _YEAR_FIRST.fullmatch(text)
        parts = (iso[1], iso[2], iso[3]) if iso else None
    if parts is None:
        raise Refused("not_a_date")
    try:
        return _in_range(date(int(parts[0]), int(parts[1]), int(parts[2])))
    except ValueError as error:
        raise Refused("no_such_date") from error


def _in_range(day: date) -> date:
    """Refuse years that can only be a slip of the pen."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Refused("year_out_of_range", min=str(_FIRST_YEAR), max=str(_LAST_YEAR))
    return day


def _time(_field: Field, raw: Any, _source: Source) -> Value:
    """Read 14:30, 14.30, 14u30 or 14u."""
    if isinstance(raw, time):
        return raw
    if not isinstance(raw, str):
        raise Refused("wrong_type")
    text = raw.strip()
    return _time_text(text) if text else None


def _time_text(text: str) -> time:
    """Read the text of a time of day."""
    numbers = _CLOCK.fullmatch(text)
    if numbers is None or (numbers[2] is None and text[-1] not in "uU"):
        raise Refused("not_a_time")
    try:
        return time(int(numbers[1]), int(numbers[2] or 0), int(numbers[3] or 0))
    except ValueError as error:
        raise Refused("not_a_time") from error


def _datetime(field: Field, raw: Any, _source: Source) -> Value:
    """Read a date and a time with a space, a comma or a T between them; local time."""
    if not isinstance(raw, datetime | str):
        raise Refused("wrong_type")
    if isinstance(raw, str) and not raw.strip():
        return None
    moment = raw if isinstance(raw, datetime) else _datetime_text(raw.strip())
    _in_range(moment.date())
    if moment.tzinfo is None:
        return _zoned(moment) if field.zoned else moment
    return moment if field.zoned else moment.astimezone(LOCAL).replace(tzinfo=None)


def _datetime_text(text: str) -> datetime:
    """Read the text of a date and time; only ISO 8601 may name a zone."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})", text):
        try:
            return datetime.fromisoformat(text)
        except ValueError as error:
            raise Refused("not_a_datetime") from error
    day, _, hour = re.sub(r"\s*[,T]\s*|\s+", " ", text, count=1).partition(" ")
    if not hour:
        raise Refused("not_a_datetime")
    return datetime.combine(typed_date(day), _time_text(hour))


def _zoned(moment: datetime) -> datetime:
    """Put a local moment in Brussels; an hour that the summer clock skips does not exist."""
    local = moment.replace(tzinfo=LOCAL)
    if local.astimezone(UTC).astimezone(LOCAL).replace(tzinfo=None) != moment:
        raise Refused("not_a_time")
    return local


_READERS: dict[str, Callable[[Field, Any, Source], Value]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "checkbox": _checkbox,
    "radio": _choice,
    "select": _choice,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
}
