"""Closed cases of a small procedure, and the shipped procedure that asks to take one up again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from engine import cases, errors, store
from engine.errors import Problem
from engine.store.tables import metadata
from tests.house import House
from tests.verbs import probing
from tests.verbs.acting import HILDE, SARA, dossier_of

ADMIN = "an.admin"
REASON = "De beslissing is vernietigd door de Raad van State."
FIELD = "heropening.procedure"
WORK = probing.row(probing.TASK.format("work")).replace(
    '<startEvent id="begin"', '<startEvent id="begin" pr:form="note"'
)


def running(house: House) -> str:
    """Start a case of the small procedure."""
    probing.deploy(house, WORK)
    return cases.start(
        house.runtime,
        process_id="probe",
        by=house.actors[ADMIN],
        posted={"remark": "Dorpsstraat 12"},
        key=store.new_id(),
    )


def closed(house: House, by: str = SARA) -> str:
    """Start a case of the small procedure and let somebody bring it to its end."""
    number = running(house)
    house.do(number, "work", by, {})
    assert house.case(number).ended_at is not None
    return number


def ask(house: House, number: str, by: str = ADMIN, **more: Any) -> str:
    """Ask to take up a closed case, in its own dossier unless told otherwise."""
    dossier = more.pop("dossier", None) or dossier_of(house, number)
    return cases.start(
        house.runtime,
        process_id="heropening",
        by=house.actors[by],
        posted={
            "heropening.procedure": more.pop("named", number),
            "heropening.reden": REASON,
            "heropening.groep": "kb-ko-oost",
        },
        key=more.pop("key", None) or store.new_id(),
        dossier_number=dossier,
    )


def agree(house: House, asked: str, by: str = HILDE, verdict: str = "akkoord") -> None:
    """Let the coordinator say what becomes of it."""
    more = {"beoordeling.reden": "Niet vernietigd."} if verdict == "geweigerd" else {}
    house.do(asked, "beoordeel_heropening", by, {"beoordeling.oordeel": verdict, **more})


def reopened(house: House, number: str) -> str:
    """Take up a closed case; return the number of the case that goes on with it."""
    agree(house, ask(house, number))
    found = view(house, number).links.reopened_as
    assert found is not None
    return found


def view(house: House, number: str, by: str = ADMIN) -> cases.CaseView:
    return cases.view(house.runtime, number=number, by=house.actors[by])


def refused(house: House, number: str, by: str = ADMIN, **more: Any) -> Problem:
    """Ask to take up a case, and return the one thing that is wrong with that."""
    with pytest.raises(cases.RefusedStart) as found:
        ask(house, number, by, **more)
    (problem,) = found.value.problems
    return problem


def rows_of(house: House, number: str) -> dict[str, list[Any]]:
    """Return all that the database holds of a case, table by table, but for its trail."""
    case = house.case(number)
    found: dict[str, list[Any]] = {}
    with house.runtime.store.read() as tx:
        for name, table in metadata.tables.items():
            if "case_id" in table.c and not name.startswith(("history", "access_log")):
                query = select(table).where(table.c.case_id == case.id)
                found[name] = sorted(map(repr, tx.all(query)))
        own = metadata.tables["case_"]
        kept = [column for column in own.c if not column.name.startswith("chain_")]
        found["case_"] = [repr(row) for row in tx.all(select(*kept).where(own.c.id == case.id))]
    return found


def hidden(house: House, number: str, by: str) -> bool:
    """Tell whether somebody may not read a case."""
    try:
        view(house, number, by)
    except errors.NotFound:
        return True
    return False


def own_dossier(house: House, login: str) -> str:
    """Return the number of a dossier that this person of team west reads: they worked in it."""
    probing.deploy(house, WORK.replace("kb-ko-oost", "kb-ko-west"))
    number = probing.start(house)
    house.do(number, "work", login, {})
    return dossier_of(house, number)
