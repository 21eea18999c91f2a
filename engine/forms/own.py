"""Our own properties: what an analyst sets beside what the form editor knows.

They stand in `properties` of a component, where form-js keeps what it does not know. No reading
of what people fill in, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from engine.forms.schema import MOST_ROWS, Own
from engine.forms.source import Piece
from engine.wording.nl.forms import MOTIVATION, VERDICT, VERDICTS

UNITS: Mapping[str, int] = MappingProxyType({"EUR": 2, "m²": 2, "plaatsen": 0, "uren": 2})
"""The units that are known, each with the decimals that a number in it may have."""

CLASSES = ("intern", "persoonsgegeven", "gevoelig")
"""How confidential a field is, from least to most."""

MOST_MOTIVATION = Decimal(4_000)


def read_own(own: Piece, kind: str) -> Own:
    """Read the properties that say something of a field of this kind."""
    prefill = own.expression("bron")
    if prefill is None and "bronNaam" in own.raw:
        own.refuse("missing", "bron")
    return Own(
        unit=own.one_of("eenheid", UNITS.keys()) if kind in {"number", "textfield"} else None,
        legal_basis=own.text("rechtsgrond"),
        confidential=own.one_of("vertrouwelijk", CLASSES),
        prefill=prefill,
        source=own.template("bronNaam"),
        before=own.expression("vergelijk"),
    )


def read_bounds(own: Piece, *, fixed: bool) -> tuple[int, int]:
    """Read how few and how many rows a list may have; a fixed list has those of the case."""
    if fixed:
        return 0, MOST_ROWS
    least = own.whole("minRijen", 0, MOST_ROWS)
    most = own.whole("maxRijen", 1, MOST_ROWS)
    least, most = least or 0, MOST_ROWS if most is None else most
    if least > most:
        own.refuse("bad_value", "minRijen", value=str(least))
    return least, most


def is_verdict(own: Piece) -> bool:
    """Tell whether a radio group is a verdict on an item."""
    value = own.take("oordeel")
    if value not in (None, True, False, "ja", "nee"):
        own.refuse("unknown_value", "oordeel", value=str(value)[:100], known=["ja", "nee"])
    return value in (True, "ja")


def verdict_parts(raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the two components that a verdict is: the choice, and the motivation it may ask.

    The motivation is asked, and required, for every verdict but the first of `VERDICTS`.
    """
    key = raw.get("key")
    key = key if isinstance(key, str) else ""
    own = raw.get("properties")
    own = {name: value for name, value in own.items() if name != "oordeel"} if own else {}
    options = [{"value": code, "label": label} for code, label in VERDICTS.items()]
    judged = {**raw, "key": key and f"{key}.oordeel", "label": VERDICT, "properties": own}
    judged.setdefault("values", options)
    met = f'{key}.oordeel = "{next(iter(VERDICTS))}"'
    motivation = {
        "type": "textarea",
        "key": key and f"{key}.motivering",
        "label": MOTIVATION,
        "validate": {"required": True, "maxLength": MOST_MOTIVATION},
        "conditional": {"hide": f"={key}.oordeel = null or {met}" if key else ""},
    }
    if "vertrouwelijk" in own:
        motivation["properties"] = {"vertrouwelijk": own["vertrouwelijk"]}
    locks = {name: raw[name] for name in ("disabled", "readonly") if name in raw}
    return judged, motivation | locks
