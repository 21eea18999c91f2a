"""Dutch sentences about legal clocks: how the end was counted, and what happened on the way."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from engine.wording.nl.dates import count, day_and_month, day_in_month, long_date
from engine.wording.nl.words import ANCHORS, UNITS

Facts = Mapping[str, Any]
_ASSUMED = re.compile(r"^\[(AS|GK)\];?\s*")  # nobody read it: an assumption, general knowledge


def amount(value: int | None, unit: str) -> str:
    """Return a term's length: "30 kalenderdagen", "1 maand"."""
    one, many = UNITS.get(unit, (unit, unit))
    return many if value is None else count(value, one, many)


def _counts(facts: Facts) -> str:
    first, last, end = facts.get("first_day"), facts.get("legal_end"), facts.get("end")
    start = f" vanaf {long_date(first)}" if isinstance(first, date) else ""
    anchor = facts.get("anchor")
    start += f" (dag na {ANCHORS.get(anchor, anchor)})" if start and anchor else ""
    parts = [amount(facts.get("value"), str(facts.get("unit") or "")) + start]
    if isinstance(last, date) and isinstance(end, date) and facts.get("rolled"):
        parts.append(f"einde {day_and_month(last)}, verschoven naar {long_date(end)}")
    elif isinstance(end, date):
        parts.append(f"einde {long_date(end)}")
    grace = facts.get("grace_end")
    if isinstance(grace, date) and grace != end:
        parts.append(f"de post telt mee tot en met {long_date(grace)}")
    if facts.get("source"):
        parts.append(f"bron: {source(facts)}")
    told = "; ".join(part for part in parts if part) or "deze termijn is nog niet geteld"
    return told[:1].upper() + told[1:] + "."


def source(facts: Facts) -> str:
    """Return where a term was read and who confirmed it, or since when it is assumed."""
    read = _ASSUMED.sub("", str(facts.get("source") or ""))
    if facts.get("confirmed"):
        by = facts.get("confirmed_by")
        sure = f"bevestigd door {by}" if by else "bevestigd"
        return ", ".join(part for part in (read, sure) if part)
    as_of = facts.get("as_of")
    since = f" (aanname van {as_of:%d/%m/%Y})" if isinstance(as_of, date) else ""
    return ", ".join(part for part in (read, f"te bevestigen{since}") if part)


def _suspended(facts: Facts) -> str:
    since = f"Opgeschort sinds {_day(facts, 'suspended_from')}{_because(facts)}"
    return f"{since}: {_shares(facts)}."


def _because(facts: Facts) -> str:
    """Return what a term waits for, as the diagram says it: "(wacht op …)"."""
    reason = str(facts.get("reason") or "")
    return f" ({reason[:1].lower()}{reason[1:]})" if reason else ""


def _extended(facts: Facts) -> str:
    length = amount(facts.get("value"), str(facts.get("unit") or "")) or "een langere termijn"
    why = str(facts.get("reason") or "").rstrip(".")
    told = f"Verlengd tot {length} door een beslissing van {_day(facts, 'extended_on')}"
    return f"{told}: {why}." if why else f"{told}."


def _restarted(facts: Facts) -> str:
    day = facts.get("restarted_on")
    first = long_date(day + timedelta(days=1)) if isinstance(day, date) else "een onbekende dag"
    return f"Opnieuw begonnen: een volledige nieuwe termijn loopt vanaf {first}."


def _resumed(facts: Facts) -> str:
    since, until = facts.get("suspended_from"), facts.get("suspended_until")
    around = f"Opgeschort tot en met {_day(facts, 'suspended_until')}"
    if isinstance(since, date) and isinstance(until, date):
        around = f"Opgeschort van {since:%d/%m} tot en met {until:%d/%m/%Y}"
    again = facts.get("runs_from")
    first = f"{again:%d/%m}" if isinstance(again, date) else "een nog onbekende dag"
    told = f"{around}{_because(facts)}: {_shares(facts)}"
    return f"{told}, loopt opnieuw vanaf {first}, einde {_day(facts, 'end')}."


def _shares(facts: Facts) -> str:
    used, total = facts.get("used", 0), facts.get("total", 0)
    return f"{used} van {count(total, 'dag', 'dagen')} verbruikt"


def _target(facts: Facts) -> str:
    told = f"Wettelijk einde {_day(facts, 'end')}"
    first, last = facts.get("closed_from"), facts.get("closed_until")
    if isinstance(first, date) and isinstance(last, date) and first != last:
        told += f"; de dienst is gesloten van {_period(first, last)}"
    else:
        told += "; de dienst is die dag gesloten"
    target = facts.get("target")
    aim = day_and_month(target) if isinstance(target, date) else _day(facts, "target")
    return f"{told}. Streefdatum: {aim}."


def _period(first: date, last: date) -> str:
    begin = str(first.day) if first.month == last.month else day_in_month(first)
    return f"{begin} tot en met {day_in_month(last)}"


def _met(facts: Facts) -> str:
    return f"Gehaald op {_day(facts, 'met_on')}, voor het einde op {_day(facts, 'end')}."


def _late(facts: Facts) -> str:
    met, end = facts.get("met_on"), facts.get("end")
    late = ""
    if isinstance(met, date) and isinstance(end, date):
        late = f", {count((met - end) // timedelta(days=1), 'dag', 'dagen')} te laat"
    return f"Afgerond op {_day(facts, 'met_on')}{late}: het einde was {_day(facts, 'end')}."


def _closed(facts: Facts) -> str:
    day = facts.get("closed_on")
    when = f" op {long_date(day)}" if isinstance(day, date) else ""
    return f"Niet verder geteld: de procedure liep af{when}."


def _passed(facts: Facts) -> str:
    end = facts.get("end")
    day = day_and_month(end) if isinstance(end, date) else _day(facts, "end")
    told = f"Termijn verstreken op {day}."
    if not facts.get("by_citizen"):
        return f"{told} Rond de taak zo snel mogelijk af."
    if facts.get("post_may_come"):
        return f"{told} Er kan nog post onderweg zijn tot en met {_day(facts, 'grace_end')}."
    return (
        f"{told} Kijk de post na voor je verdergaat; "
        "pas jouw bevestiging heeft gevolg voor de aanvrager."
    )


def _letter_unconfirmed(facts: Facts) -> str:
    names = [part for part in str(facts.get("terms") or "").split("; ") if part]
    told = " en ".join(f"de {name}" for name in names) or "een termijn"
    what = "is" if len(names) < 2 else "zijn"
    ask = "Vraag een jurist om ze te bevestigen."
    return f"Niet verzonden: {told} in deze brief {what} niet bevestigd. {ask}"


def _day(facts: Facts, name: str) -> str:
    day = facts.get(name)
    return long_date(day) if isinstance(day, date) else "een nog onbekende dag"


SENTENCES: Mapping[str, str | Callable[[Facts], str]] = {
    "term_counts": _counts,
    "term_extended": _extended,
    "term_restarted": _restarted,
    "term_suspended": _suspended,
    "term_resumed": _resumed,
    "term_target": _target,
    "term_met": _met,
    "term_late": _late,
    "term_closed": _closed,
    "term_passed": _passed,
    "letter_unconfirmed": _letter_unconfirmed,
    "closing_without_day": "Een sluitingsdag heeft geen datum. Vul de datum in.",
    "closing_period": "Een sluitingsperiode eindigt voor ze begint. Kijk de datums na.",
    "toml_syntax": "Dit bestand is geen geldige TOML[ ({why})]. Verbeter de schrijfwijze.",
    "register_shape": "Het register van termijnen heeft een onbekende vorm[ bij ‘{name}’].",
    "term_without_key": "Een termijn heeft geen sleutel. Geef elke rij een unieke sleutel.",
    "term_word_unknown": "Een termijn gebruikt een onbekend woord[: ‘{value}’]. Kijk de lijst na.",
    "term_without_valid_from": "Deze termijn heeft geen begindatum. Vul ‘valid_from’ in.",
    "term_valid_to": "De einddatum ‘valid_to’ is geen datum. Vul een datum in of laat ze weg.",
    "term_value": "De waarde[ ‘{value}’] is geen getal. Vul een geheel getal in.",
    "term_value_zero": "Een termijn van 0 telt niets. Vul een waarde groter dan 0 in.",
    "term_fixed_value": "De vaste datum[ ‘{value}’] is onleesbaar. Schrijf dag en maand.",
    "term_fixed_cannot_stop": "Een vaste datum kan niet opschorten. Zet ‘stop’ op ‘geen’.",
    "term_grace": "De dagen extra voor de post zijn geen getal. Vul 0 of meer in.",
    "term_twice": "Deze termijn staat twee keer in het register. Laat er één staan.",
}
