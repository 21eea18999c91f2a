"""Read the register of terms and the closing days, TOML with Dutch words, into engine words.

No database, no clock, no network. The tables in this module are the only place where the Dutch of
the register meets the engine's own lists.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from engine.errors import Finding, InvalidModel
from engine.model import Term
from engine.terms.calendar import is_day
from engine.terms.words import Carrier, Roll, Status, Stop, Unit

_UNITS: Mapping[str, Unit] = {
    "kalenderdagen": Unit.CALENDAR_DAYS,
    "werkdagen": Unit.WORKING_DAYS,
    "werkdagen met zaterdag": Unit.POSTAL_DAYS,
    "weken": Unit.WEEKS,
    "maanden": Unit.MONTHS,
    "kwartalen": Unit.QUARTERS,
    "jaren": Unit.YEARS,
    "uren": Unit.HOURS,
    "uur": Unit.HOURS,
    "euro": Unit.EUROS,
    "kalenderdagen vooraf": Unit.CALENDAR_DAYS_BEFORE,
    "maanden vooraf": Unit.MONTHS_BEFORE,
    "jaren vooraf": Unit.YEARS_BEFORE,
    "datum elk jaar": Unit.DATE_EACH_YEAR,
    "uur de dag ervoor (zelfde dag: 1 uur voor de zitting)": Unit.TIME_OF_DAY,
    "datum": Unit.DATE_IN_CASE,
    "datum attest": Unit.DATE_IN_CASE,
    "datum in besluit": Unit.DATE_IN_CASE,
    "datum in de aanmaning (standaard 30)": Unit.DATE_IN_CASE,
    "datum in de oproep": Unit.DATE_IN_CASE,
    "datum toewijzing": Unit.DATE_IN_CASE,
    "kortste van 4 uur of helft tot beslismoment": Unit.UNKNOWN,
    "te vragen": Unit.UNKNOWN,
}
_CARRIERS: Mapping[str, Carrier] = {
    "agentschap": Carrier.AGENCY,
    "burger": Carrier.CITIZEN,
    "derde overheid": Carrier.AUTHORITY,
    "derde": Carrier.THIRD,
    "wachtrol": Carrier.ON_CALL,
    "-": Carrier.NOBODY,
}
_ROLLS: Mapping[str, Roll] = {"vooruit": Roll.FORWARD, "geen": Roll.NONE, "vast": Roll.FIXED}
_STOPS: Mapping[str, Stop] = {
    "geen": Stop.NEVER,
    "opschorting": Stop.SUSPEND,
    "herstart": Stop.RESTART,
}
_STATUSES: Mapping[str, Status] = {
    "gelezen": Status.READ,
    "te bevestigen": Status.UNCONFIRMED,
}
_FIXED = frozenset({Unit.DATE_EACH_YEAR, Unit.TIME_OF_DAY})
_COUNTLESS = frozenset({Unit.DATE_IN_CASE, Unit.UNKNOWN, *_FIXED})
_CLOSED_LISTS: Mapping[str, Mapping[str, str]] = {
    "unit": _UNITS,
    "who": _CARRIERS,
    "roll": _ROLLS,
    "stop": _STOPS,
    "status": _STATUSES,
}
_MAX_CLOSED_DAYS = 366
Row = Mapping[str, Any]


def read_terms(toml_text: str, file: str = "termijnen.toml") -> tuple[Term, ...]:
    """Return the rows of the register of terms, in the order of the file.

    The file holds one array of tables with the columns key, value, unit, anchor, who, roll, stop,
    warning, on_end, source, status and valid_from; id, valid_to, confirmed_by, grace_days and
    title may be left out. A row without id is called after its key and first day.

    Raises InvalidModel, with every finding at once, when the text is no TOML or a row says
    something that the engine does not know.
    """
    rows = list(_rows(toml_text, file))
    findings = [finding for row in rows for finding in _check(row, file)]
    findings += _doubles(rows, file)
    if findings:
        raise InvalidModel(findings)
    return tuple(_term(row) for row in rows)


def read_closing_days(toml_text: str, file: str = "sluitingsdagen.toml") -> frozenset[date]:
    """Return the days on which the service is closed, from an array of tables with from and until.

    `until` may be left out for one day. Raises InvalidModel when a row is no period of at most a
    year.
    """
    days: set[date] = set()
    for row in _rows(toml_text, file):
        first = row.get("from")
        last = row.get("until", first)
        if first is None or last is None or not is_day(first) or not is_day(last):
            raise InvalidModel([Finding(file, "closing_without_day", facts=dict(row))])
        span = (last - first).days
        if not 0 <= span < _MAX_CLOSED_DAYS:
            raise InvalidModel([Finding(file, "closing_period", facts=dict(row))])
        days.update(first + timedelta(days=n) for n in range(span + 1))
    return frozenset(days)


def _rows(text: str, file: str) -> Iterator[Row]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidModel([Finding(file, "toml_syntax", facts={"why": str(error)})]) from None
    for name, part in document.items():
        if not isinstance(part, list) or not all(isinstance(row, dict) for row in part):
            raise InvalidModel([Finding(file, "register_shape", facts={"name": name})])
        yield from part


def _check(row: Row, file: str) -> Iterator[Finding]:
    key = row.get("key")
    if not isinstance(key, str) or not key:
        yield Finding(file, "term_without_key", facts={"row": dict(row)})
        return
    for column, known in _CLOSED_LISTS.items():
        if row.get(column) not in known:
            facts = {"column": column, "value": row.get(column), "known": sorted(known)}
            yield Finding(file, "term_word_unknown", element=key, facts=facts)
    for rule, holds in _rules(row):
        if not holds:
            yield Finding(file, rule, element=key, facts={"value": row.get("value")})


def _rules(row: Row) -> Sequence[tuple[str, bool]]:
    unit = _UNITS.get(str(row.get("unit")))
    stops = _STOPS.get(str(row.get("stop"))) in (Stop.SUSPEND, Stop.RESTART)
    grace = row.get("grace_days", 0)
    return (
        ("term_without_valid_from", is_day(row.get("valid_from"))),
        ("term_valid_to", row.get("valid_to") is None or is_day(row["valid_to"])),
        ("term_value", unit in _FIXED or _number(row.get("value")) is not None),
        ("term_value_zero", unit is None or unit in _COUNTLESS or _number(row.get("value")) != 0),
        ("term_fixed_value", unit not in _FIXED or _is_fixed(unit, str(row.get("value")))),
        ("term_fixed_cannot_stop", not (stops and unit in _COUNTLESS)),
        ("term_grace", type(grace) is int and grace >= 0),
    )


def _doubles(rows: Sequence[Row], file: str) -> Iterator[Finding]:
    seen: set[tuple[object, object]] = set()
    for row in rows:
        name = (row.get("key"), row.get("valid_from"))
        if name in seen:
            yield Finding(file, "term_twice", element=str(row.get("key")))
        seen.add(name)


def _term(row: Row) -> Term:
    unit = _UNITS[row["unit"]]
    text = str(row["value"])
    return Term(
        id=str(row.get("id") or f"{row['key']}@{row['valid_from'].isoformat()}"),
        key=row["key"],
        value=None if unit in _COUNTLESS else _number(row["value"]),
        unit=unit,
        anchor=str(row.get("anchor", "")),
        carrier=_CARRIERS[row["who"]],
        roll=_ROLLS[row["roll"]],
        stop=_STOPS[row["stop"]],
        warning=_warning(str(row.get("warning", ""))),
        on_end=str(row.get("on_end", "")),
        source=str(row.get("source", "")),
        status=_STATUSES[row["status"]],
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
        confirmed_by=row.get("confirmed_by") or None,
        grace_days=row.get("grace_days", 0),
        fixed=_fixed(unit, text) if unit in _FIXED else "",
        title=str(row.get("title", "")) or None,
    )


def _fixed(unit: Unit, text: str) -> str:
    if unit is Unit.TIME_OF_DAY:
        return text
    day, month = text.split("-")
    return f"{month}-{day}"


def _is_fixed(unit: Unit | None, text: str) -> bool:
    separator = ":" if unit is Unit.TIME_OF_DAY else "-"
    parts = text.split(separator)
    if len(parts) != 2 or not all(part.isdecimal() and len(part) == 2 for part in parts):
        return False
    first, second = int(parts[0]), int(parts[1])
    if unit is Unit.TIME_OF_DAY:
        return first < 24 and second < 60
    return 1 <= second <= 12 and 1 <= first <= 31


def _warning(text: str) -> str:
    parts = (part.strip() for part in text.split(";"))
    return ";".join(part.replace("dag ", "day ") for part in parts if part not in ("", "-"))


def _number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if value >= 0 else None
    return int(value) if isinstance(value, str) and value.isdecimal() else None
