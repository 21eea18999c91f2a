"""Forms that a release deployed, said in the language of today.

Whoever deploys writes today's names; the forms of running cases stay as they were deployed, byte
for byte, so what they wrote then is understood when they are loaded. No findings, no values.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from engine.forms.own import UNITS

NAMES_OF_0_1_0: Mapping[str, str] = MappingProxyType(
    {"check": "controle", "unit": "eenheid", "help": "hulp", "legalBasis": "rechtsgrond"}
)


def of_today(raw: dict[str, Any]) -> dict[str, Any]:
    """Return a schema or component with the names of today, and so everything within it.

    A unit that has no name today was a text beside the box; it stays one.
    """
    made = dict(raw)
    own = raw.get("properties")
    if isinstance(own, dict):
        kept = {NAMES_OF_0_1_0.get(name, name): value for name, value in own.items()}
        if "unit" in own and own["unit"] not in UNITS:
            beside = {"suffixAdorner": kept.pop("eenheid")}
            made["appearance"] = beside | (raw.get("appearance") or {})
        made["properties"] = kept
    inner = raw.get("components")
    if isinstance(inner, list):
        made["components"] = [of_today(one) if isinstance(one, dict) else one for one in inner]
    return made
