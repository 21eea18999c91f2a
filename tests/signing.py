"""Decisions that wait for a signature, and copies that were signed, for tests of any door."""

from __future__ import annotations

from typing import Any

import yaml

from engine import cases, documents
from engine.store.rows import DecisionRow
from tests import house as houses
from tests.house import House
from tests.scenarios.playing import FOLDER
from tests.vetting.certificates import Identity, identity, sign

SCENARIO = FOLDER / "vergunning" / "scenarios" / "volledig_dossier_toegekend.yaml"
DECIDE = "neem_beslissing"


def plan() -> dict[str, Any]:
    return dict(yaml.safe_load(SCENARIO.read_text("utf-8")))


def decider() -> str:
    """Return who decides in the scenario."""
    return str(next(step["door"] for step in plan()["stappen"] if step.get("taak") == DECIDE))


def waiting(house: House, key: str, *, dated: bool = True) -> str:
    """Bring a new case to where a decision waits for its decider; return its number.

    `dated` goes to the day of the scenario first; a house that others live in keeps its own.
    """
    told = plan()
    if dated:
        house.clock.to(houses.morning(told["dag"]))
    number = house.start(houses.plain(told["start"]), key=f"{key:->20}")
    house.work_off()
    for step in told["stappen"]:
        if step.get("taak") == DECIDE:
            return number
        if "taak" in step:
            house.do(number, step["taak"], step["door"], step["antwoord"])
            house.work_off()
    raise AssertionError("the scenario never decides")


def decision_of(house: House, number: str, login: str = "sara.mertens") -> DecisionRow:
    """Return the newest decision of a case."""
    by = house.actors[login]
    return cases.view(house.runtime, number=number, by=by).decisions.rows[0].row


def letter_of(house: House, number: str, login: str = "sara.mertens") -> bytes:
    """Return the PDF of the newest letter of a case."""
    by = house.actors[login]
    papers = cases.view(house.runtime, number=number, by=by).documents.rows
    row = next(each.row for each in papers if each.row.kind == "letter")
    file = documents.read(house.runtime, number=number, document_id=row.id, by=by)
    return b"".join(file.data)


def signed(house: House, number: str, who: Identity | None = None) -> bytes:
    """Return the newest letter of a case as somebody signed it."""
    return sign(letter_of(house, number), who or identity("Jan De Smet", identity("Proef")))
