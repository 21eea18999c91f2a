"""Changes of codes in a house, for tests of lists and for pages that show them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from engine import codelists, store
from engine.model import ChangeState, CodeAct
from engine.store import codes
from engine.terms import local_day
from tests.house import House

ANALYST, JURIST = "pieter.claeys", "nele.aerts"
LIST = "rechtsvormen"


def tomorrow(house: House) -> date:
    return local_day(house.clock.now) + timedelta(days=1)


def proposed(house: House, code: str = "vzw", act: CodeAct = CodeAct.END, **more: Any) -> str:
    """Return a change of a code that waits; one that is there already serves again."""
    with house.runtime.store.read() as tx:
        waiting = codes.waiting(tx)
    for each in waiting:
        if (each.code, each.act, each.state) == (code, act, ChangeState.PROPOSED):
            return each.id
    said = {
        "name": LIST,
        "effective_on": tomorrow(house),
        "source": "Wetboek van vennootschappen en verenigingen",
        "reason": "De rechtsvorm verandert.",
        "by": house.actors[ANALYST],
    }
    return codelists.propose(house.runtime, act=act, code=code, **{**said, **more})


def added(house: House) -> str:
    """Return a change that waits and adds a code that nobody used before."""
    return proposed(house, fresh(), CodeAct.ADD, label="Vennootschap met sociaal oogmerk")


def fresh() -> str:
    """Return a code that is in no list."""
    return f"vorm_{store.new_id()}"


def confirmed(house: House, code: str, act: CodeAct, **more: Any) -> None:
    """Put a change of a code into force, and let its day come."""
    change_id = proposed(house, code, act, **more)
    codelists.confirm(house.runtime, change_id=change_id, by=house.actors[JURIST])
    house.clock.forward(days=1)
