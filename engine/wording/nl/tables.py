"""What the analysis of decision tables says to analysts, and trying one out: all in words."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.wording.nl.dates import count
from engine.wording.nl.feel import SENTENCES as FEEL
from engine.wording.nl.feel import UNKNOWN

_KINDS: Mapping[str, tuple[str, str]] = {
    "number": ("een getal", "getallen"),
    "string": ("een tekst", "teksten"),
    "boolean": ("ja of nee", "ja of nee"),
    "date": ("een datum", "datums"),
    "time": ("een uur", "uren"),
    "date and time": ("een datum met uur", "datums met uur"),
    "days and time duration": ("een duur in dagen of uren", "duren in dagen of uren"),
    "years and months duration": ("een duur in jaren of maanden", "duren in jaren of maanden"),
    "duration": ("een duur", "duren"),
    "list": ("een lijst", "lijsten"),
    "context": ("een samengesteld gegeven", "samengestelde gegevens"),
}
_WHY: Mapping[str, str] = {
    "expression": "er staat meer in dan een vergelijking met vaste waarden",
    "names": "er staat een ander gegeven in; is het een tekst, zet er dan aanhalingstekens rond",
    "text_order": "teksten worden er op volgorde vergeleken",
    "mixed": "er staan verschillende soorten waarden door elkaar; kies een type voor de kolom",
    "zones": "uren met en zonder tijdzone zijn niet te vergelijken",
    "collection": "de kolom bevat een lijst of een samengesteld gegeven",
    "allowed": "de toegelaten waarden zelf zijn niet na te kijken",
    "far": "er staat een datum of duur in die veel te ver ligt",
    "related": "ze leest hetzelfde gegeven als een eerdere kolom",
}
_CHECKS: Mapping[str, str] = {
    "gap": "ontbrekende regels",
    "overlap": "regels die samen passen",
    "unreachable": "regels die nooit passen",
}
_DURATION = re.compile(
    r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\S+)S)?)?"
)
_UNITS = (
    ("jaar", "jaar"),
    ("maand", "maanden"),
    ("dag", "dagen"),
    ("uur", "uur"),
    ("minuut", "minuten"),
    ("seconde", "seconden"),
)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)(?::00)?(.*))?")
_NUMBER = re.compile(r"(-?)(\d{1,40})(?:\.(\d{1,40}))?")
_MOST_WORDS = 5
_MOST = 80

Facts = Mapping[str, Any]


def gap(facts: Facts) -> str:
    """Say for which values there is no rule."""
    told = f"{_when(facts)} is er geen regel: de tabel heeft dan geen uitkomst."
    if facts.get("computed"):
        return f"{told} Kan dat voorkomen, voeg dan een regel toe."
    near = facts.get("numbers")
    beside = f" Het dichtst erbij: regel {_numbers(near)}." if near else ""
    return f"{told} Voeg een regel toe of vul een standaarduitkomst in.{beside}"


def overlap(facts: Facts) -> str:
    """Say which rules match the same values under UNIQUE."""
    return (
        f"{_when(facts)} {_pass(facts)}, en deze tabel laat er maar één toe. "
        "Maak de regels smaller of kies een andere werkwijze."
    )


def any_differs(facts: Facts) -> str:
    """Say which rules match the same values with different results under ANY."""
    return (
        f"{_when(facts)} {_pass(facts)}, met verschillende uitkomsten. "
        "Geef ze dezelfde uitkomst of maak de regels smaller."
    )


def any_unknown(facts: Facts) -> str:
    """Say of which rules the results cannot be compared under ANY."""
    return (
        f"{_when(facts)} {_pass(facts)}. Of hun uitkomsten gelijk zijn, is niet vooraf te zeggen. "
        "Kijk het zelf na."
    )


def never(facts: Facts) -> str:
    """Say which rule matches nothing, and by which cells."""
    cells = [one for one in facts.get("cells") or () if isinstance(one, Mapping)]
    shown = " en ".join(f"{_column(one.get('column'))} ‘{_cut(one.get('text'))}’" for one in cells)
    where = f": aan {shown} voldoet geen enkele waarde" if shown else ""
    return f"{_rule(facts, 'numbers')} past nooit{where}. Verbeter of verwijder die regel."


def shadowed(facts: Facts) -> str:
    """Say which rule never has its turn, and which ones go before it."""
    by = facts.get("by_numbers") or []
    others = f"regel {_numbers(by)}" if by else "een andere regel"
    return (
        f"{_rule(facts, 'numbers')} komt nooit aan de beurt: {others} "
        f"{'gaan' if len(by) > 1 else 'gaat'} altijd voor. "
        "Verwijder die regel of verander de volgorde."
    )


def opaque(facts: Facts) -> str:
    """Say what was not analysed, and why."""
    why = _WHY.get(str(facts.get("reason")), _WHY["expression"])
    where = f", regel {_numbers(facts['numbers'])}" if facts.get("numbers") else ""
    return (
        f"De kolom {_column(facts.get('column'))}{where} is niet nagekeken op ontbrekende of "
        f"overlappende regels: {why}."
    )


def too_large(facts: Facts) -> str:
    """Say which check was stopped."""
    what = _CHECKS.get(str(facts.get("check")), "ontbrekende en overlappende regels")
    return f"Deze tabel is te groot om na te kijken op {what}. Splits ze, of kijk het zelf na."


def more(facts: Facts) -> str:
    """Say how many findings of a kind were left out."""
    left = facts.get("count")
    told = f"Er zijn nog {left}" if isinstance(left, int) else "Er zijn nog meer"
    return f"{told} zulke meldingen over deze tabel. Verbeter eerst de eerste."


def cell_type(facts: Facts) -> str:
    """Say which cell holds another kind of value than its column."""
    return (
        f"{_rule(facts, 'numbers')}, kolom {_column(facts.get('column'))}: hier staat "
        f"{_kind(facts.get('got'))}, maar in de kolom komt {_kind(facts.get('expected'))}. "
        "Verbeter de cel of het type van de kolom."
    )


def input_type(facts: Facts) -> str:
    """Say which column has another type than what it reads."""
    return (
        f"De kolom {_column(facts.get('column'))} verwacht {_kind(facts.get('expected'))}, maar "
        f"het gegeven is {_kind(facts.get('got'))}. Maak de types gelijk."
    )


def output_type(facts: Facts) -> str:
    """Say which result is of another type than its column."""
    where = (
        f"{_rule(facts, 'numbers')}, uitkomst" if facts.get("numbers") else "De standaarduitkomst"
    )
    return (
        f"{where} {_column(facts.get('column'))}: ‘{_cut(facts.get('text'))}’ is niet "
        f"{_kind(facts.get('expected'))}; de uitkomst wordt leeg. Verbeter de cel of het type."
    )


def no_value(facts: Facts) -> str:
    """Say which cell holds a constant without a value."""
    sentence = FEEL.get(f"feel.{facts.get('code')}", UNKNOWN)
    why = re.sub(r"\[[^\]]*\]", "", sentence)
    return (
        f"{_rule(facts, 'numbers')}, kolom {_column(facts.get('column'))}: "
        f"‘{_cut(facts.get('text'))}’ heeft geen waarde ({why}). Verbeter de cel."
    )


def _when(facts: Facts) -> str:
    """Return "Voor leeftijd van 18 tot en met 20 en gehuwd ja"."""
    told = [
        f"{_column(one.get('column'))} {_or([_part(part) for part in one['parts']])}"
        for one in facts.get("where") or ()
        if isinstance(one, Mapping) and one.get("parts")
    ]
    return f"Voor {' en '.join(told)}" if told else "Voor alle waarden"


def _pass(facts: Facts) -> str:
    numbers = facts.get("numbers") or []
    return f"passen regel {_numbers(numbers)} allebei" if numbers else "passen er twee regels"


def _rule(facts: Facts, key: str) -> str:
    numbers = facts.get(key) or []
    return f"Regel {_numbers(numbers)}" if numbers else "Een regel"


def _numbers(numbers: Sequence[Any]) -> str:
    """Return "1", "1 en 2", "1, 2, 3 en nog 4 andere"."""
    shown = [str(one) for one in numbers[:_MOST_WORDS]]
    if len(numbers) > len(shown):
        return f"{', '.join(shown)} en nog {len(numbers) - len(shown)} andere"
    return " en ".join([part for part in (", ".join(shown[:-1]), shown[-1]) if part])


def _column(name: Any) -> str:
    return _cut(name) if name else "…"


def _cut(text: Any) -> str:
    shown = str(text) if text not in (None, "") else "…"
    return shown if len(shown) <= _MOST else shown[: _MOST - 1] + "…"


def _kind(name: Any) -> str:
    return _KINDS.get(str(name), (f"‘{_cut(name)}’", ""))[0]


def _or(parts: Sequence[str]) -> str:
    if len(parts) > _MOST_WORDS:
        parts = [*parts[:_MOST_WORDS], "nog andere waarden"]
    return " of ".join([part for part in (", ".join(parts[:-1]), parts[-1]) if part])


def _part(part: Facts) -> str:
    """Return one part of a column in words."""
    kind = str(part.get("kind"))
    if kind == "string":
        return f"‘{_cut(part.get('value'))}’"
    if kind == "boolean":
        return "ja" if part.get("value") else "nee"
    if kind == "null":
        return "niet ingevuld"
    if kind == "other":
        words = part.get("except") or ()
        named = _or([f"‘{_cut(word)}’" for word in words]) if len(words) <= _MOST_WORDS else ""
        return f"met een andere tekst dan {named or 'die in de tabel'}"
    if part.get("low") is None and part.get("high") is None:
        return "ingevuld"
    return _interval(part, kind)


def _interval(part: Facts, kind: str) -> str:
    """Return a stretch of numbers, days, hours or durations in words."""
    low, high = _value(part.get("low")), _value(part.get("high"))
    below, above = (
        ("vóór", "na") if "date" in kind or kind == "time" else ("kleiner dan", "groter dan")
    )
    from_low = f"vanaf {low}" if part.get("low_in") else f"{above} {low}"
    to_high = f"tot en met {high}" if part.get("high_in") else f"{below} {high}"
    if part.get("low") is None:
        return to_high
    if part.get("high") is None:
        return from_low
    if low == high:
        return low
    if part.get("low_in") and part.get("high_in"):
        return f"van {low} tot en met {high}"
    return f"{from_low} en {to_high}"


def _value(text: Any) -> str:
    """Return a number, day, moment, hour or duration as people write it."""
    shown = str(text)
    day = _DAY.fullmatch(shown)
    if day:
        clock = f" {day[4]}{day[5]}" if day[4] else ""
        return f"{day[3]}/{day[2]}/{day[1]}{clock}"
    span = _DURATION.fullmatch(shown)
    if span and len(shown) > 1:
        return _span(span) or shown
    number = _NUMBER.fullmatch(shown)
    if number:
        grouped = f"{int(number[2]):,}".replace(",", ".") if len(number[2]) > 4 else number[2]
        return number[1] + grouped + (f",{number[3]}" if number[3] else "")
    return shown


def _span(span: re.Match[str]) -> str:
    told = []
    for number, (one, many) in zip(span.groups()[1:], _UNITS, strict=True):
        if number and number.isdigit():
            told.append(count(int(number), one, many) if int(number) else f"0 {many}")
        elif number:
            told.append(f"{number.replace('.', ',')} {many}")
    return ("min " if span[1] else "") + " ".join(told)


SENTENCES: Mapping[str, str | Callable[[Facts], str]] = {
    "dmn.analysis.gap": gap,
    "dmn.analysis.overlap": overlap,
    "dmn.analysis.any_differs": any_differs,
    "dmn.analysis.any_unknown": any_unknown,
    "dmn.analysis.never": never,
    "dmn.analysis.shadowed": shadowed,
    "dmn.analysis.opaque": opaque,
    "dmn.analysis.too_large": too_large,
    "dmn.analysis.more": more,
    "dmn.analysis.cell_type": cell_type,
    "dmn.analysis.input_type": input_type,
    "dmn.analysis.output_type": output_type,
    "dmn.analysis.no_value": no_value,
    "dmn.analysis.not_allowed": "De waarde[ ‘{value}’][ in regel {numbers}] staat niet bij de "
    "toegelaten waarden[ van {column}]. Verbeter de cel of vul de toegelaten waarden aan.",
    "dmn.analysis.output_not_allowed": "De uitkomst[ ‘{column}’] geeft een waarde die niet "
    "toegelaten is[: {text}]; ze wordt leeg. Verbeter de cel of de toegelaten waarden.",
    "dmn.analysis.unknown_name": "De tabel gebruikt een gegeven dat niet als invoer is "
    "aangegeven[: ‘{name}’]. Verbeter de naam of teken de invoer erbij.",
    "dmn.analysis.unknown_part": "Het gegeven[ ‘{name}’] heeft dit onderdeel niet[: ‘{part}’]. "
    "Verbeter de naam of vul het type aan.",
    "try.not_json": "Dit is geen JSON. Verbeter het bestand.",
    "try.not_an_object": "Dit bestand bevat geen namen met waarden. Zet er accolades rond.",
    "try.not_of_type": "Dit past niet bij de kolom[: die verwacht {type}]. Verbeter wat je typte.",
    "try.inside_another": "Dit zit in een ander gegeven dat je al invulde. Laat er een leeg.",
    "try.not_an_assignment": "Schrijf een naam, een is-teken en een uitdrukking.",
}
