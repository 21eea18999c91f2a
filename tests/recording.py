"""Records for tests: what is typed in the forms of registers, and records that are there."""

from __future__ import annotations

from typing import Any

from engine import registers
from tests.house import House

SARA = "sara.mertens"


def about(day: str = "23/03/2026", **more: str) -> dict[str, Any]:
    """Return since when and why."""
    return {"about.valid_from": day, "about.reason": "Omdat het zo is.", **more}


def organiser(name: str = "Zonnebloem vzw", kbo: str = "0428.759.497") -> dict[str, Any]:
    """Return an organiser as it is typed."""
    return {"naam": name, "kbo": kbo, "telefoon": "02 533 12 11", **about()}


def location(organiser_number: str, **more: str) -> dict[str, Any]:
    """Return a location as it is typed."""
    return {
        "organisator": organiser_number,
        "straat": "Kerkstraat",
        "huisnummer": "12",
        "postcode": "3300",
        "nis_code": "24107",
        **about(),
        **more,
    }


def add(house: House, posted: dict[str, Any], register: str = "organisator", **more: Any) -> str:
    """Add a record; return its number."""
    by = house.actors[SARA]
    made = registers.add(house.runtime, register=register, by=by, posted=posted, **more)
    return made.number
