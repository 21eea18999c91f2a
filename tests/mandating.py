"""Mandates in a house, for pages and verbs that are about one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engine import mandates
from engine.mandates import Wanted
from engine.store import mandates as mandate_rows
from engine.terms import local_day
from tests.house import House

PROPOSER, CONFIRMER, HOLDER = "nele.aerts", "griet.lambrecht", "hilde.vandamme"


def wanted(house: House, **more: Any) -> Wanted:
    """Return a mandate that may be proposed; `more` changes it."""
    facts: dict[str, Any] = {
        "person_id": str(house.actors[HOLDER].person_id),
        "types": ("handhaving.aanmaning",),
        "office": "teamcoordinator-ko",
        "acting": False,
        "source": "Delegatiebesluit, artikel 9",
        "reason": "Nieuwe bevoegdheid.",
        "valid_from": house.clock.now.date(),
    }
    return Wanted(**{**facts, **more})


def proposed(house: House, **more: Any) -> str:
    """Return the id of a mandate that waits for its confirmation."""
    return mandates.propose(house.runtime, wanted=wanted(house, **more), by=house.actors[PROPOSER])


def confirmed(house: House, **more: Any) -> str:
    """Return the id of a mandate that somebody else confirmed."""
    mandate_id = proposed(house, **more)
    mandates.confirm(house.runtime, mandate_id=mandate_id, by=house.actors[CONFIRMER])
    return mandate_id


def ended(house: House) -> None:
    """End every mandate that holds today, yesterday."""
    today = local_day(house.clock.now)
    with house.runtime.store.read() as tx:
        rows = mandate_rows.valid_on(tx, today)
    for row in rows:
        mandates.end(
            house.runtime,
            mandate_id=row.id,
            last=today - timedelta(days=1),
            reason="Proef.",
            by=house.actors[PROPOSER],
        )


def typed(house: House) -> dict[str, str]:
    """Return what the form of a new mandate posts."""
    day = house.clock.now.date() + timedelta(days=1)
    return {
        "person": str(house.actors[HOLDER].person_id),
        "office": "teamcoordinator-ko",
        "scope": "enkele",
        "types": "handhaving.aanmaning",
        "max_amount": "",
        "valid_from": day.isoformat(),
        "valid_to": "",
        "source": "Delegatiebesluit, artikel 9",
        "reason": "Nieuwe bevoegdheid.",
    }
