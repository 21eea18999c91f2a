"""The register of decisions: numbers without gaps, rows that stay, what becomes of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import exc, insert, text

from engine.errors import Conflict
from engine.model import DecisionEvent, Reads, Scope
from engine.store import Store, Tx, decision_events, decisions, new_id, rows
from engine.store.tables import record
from tests.store.samples import AT, EVERYTHING, case


def decide(tx: Tx, case_id: str, **change: Any) -> rows.DecisionRow:
    facts: dict[str, Any] = {
        "year": 2026,
        "case_id": case_id,
        "dossier_id": None,
        "type": "licence",
        "outcome": "granted",
        "measure": None,
        "scope": ["location 1"],
        "proposer": "p1",
        "reviewer": "p2",
        "decider": "p3",
        "mandate": None,
        "grounds": "art. 4",
        "decided_on": date(2026, 3, 20),
        "effective_from": None,
        "effective_to": None,
        "remedy": None,
        "registered_at": AT,
    }
    return decisions.register(tx, **{**facts, **change})


def recorded(tx: Tx) -> str:
    values = {
        "id": new_id(),
        "register": "locatie",
        "number": "LOC-1",
        "title": "De Zon",
        "state": "open",
        "version": 1,
        "opened_at": AT,
        "sort": "de zon",
        "search": " de zon",
    }
    tx.run(insert(record), values)
    return str(values["id"])


def test_the_register_of_decisions_has_no_gaps(store: Store) -> None:
    with store.write("tests.write") as tx:
        row = case(tx)
        assert decide(tx, row.id).number == 1

    def fail() -> None:
        with store.write("tests.write") as tx:
            assert decide(tx, row.id).number == 2
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with store.write("tests.write") as tx:
        assert decide(tx, row.id).number == 2
        assert decide(tx, row.id, year=2027).number == 1
        found = decisions.search(tx, EVERYTHING, query="elan")
        assert [(each.year, each.number) for each in found.rows] == [
            (2027, 1),
            (2026, 2),
            (2026, 1),
        ]
        assert decisions.search(tx, Scope(None, Reads.NONE)).total == 0
        assert decisions.by_number(tx, 2026, 2) == decisions.of_case(tx, row.id).rows[1]


def happened(tx: Tx, decision_id: str, kind: DecisionEvent, **facts: Any) -> None:
    decision_events.add(
        tx, decision_id, kind, case_id=None, day=date(2026, 3, 23), at=AT, facts=facts
    )


def test_what_becomes_of_a_decision_stands_beside_it(store: Store) -> None:
    with store.write("tests.write") as tx:
        made = decide(tx, case(tx).id)
        happened(tx, made.id, DecisionEvent.NOTIFIED, carrier="registered")
        happened(tx, made.id, DecisionEvent.SUSPENDED)
        first, last = decision_events.of_decisions(tx, [made.id])[made.id]
        assert decisions.get(tx, made.id) == made
    assert (first.kind, first.day, first.facts) == (
        DecisionEvent.NOTIFIED,
        date(2026, 3, 23),
        {"carrier": "registered"},
    )
    assert last.kind == DecisionEvent.SUSPENDED


@pytest.mark.parametrize("table", ["decision", "decision_event", "decision_location"])
@pytest.mark.parametrize("what", ["UPDATE {} SET decision_id = 'x'", "DELETE FROM {}"])
def test_the_database_keeps_the_register_as_it_is(store: Store, table: str, what: str) -> None:
    with store.write("tests.write") as tx:
        where = recorded(tx)
        made = decide(tx, case(tx).id, locations=[where])
        happened(tx, made.id, DecisionEvent.NOTIFIED)
    statement = what.format(table)
    if table == "decision":
        statement = statement.replace("decision_id", "grounds")
    with pytest.raises((Conflict, exc.DBAPIError)), store.write("tests.write") as tx:
        tx.run(text(statement))
    with store.read() as tx:
        assert decisions.get(tx, made.id) == made
        assert len(decision_events.of_decisions(tx, [made.id])[made.id]) == 1
        assert decisions.locations(tx, made.id) == (("locatie", "LOC-1", "De Zon"),)


def test_decisions_are_found_by_number_type_location_and_what_happened(store: Store) -> None:
    with store.write("tests.write") as tx:
        row, where = case(tx), recorded(tx)
        one = decide(tx, row.id, locations=[where])
        two = decide(tx, row.id, type="fine")
        happened(tx, two.id, DecisionEvent.NOTIFIED)
        happened(tx, two.id, DecisionEvent.SIGNED_COPY)

        def found(query: str = "", **like: str) -> list[int]:
            wanted = decisions.Wanted(**like)
            return [
                r.number for r in decisions.search(tx, EVERYTHING, query=query, like=wanted).rows
            ]

        assert found() == [2, 1]
        assert found("2026/00001") == found("2026/1 elan") == [one.number]
        assert found("elan") == [2, 1]
        assert found("2025/1") == []
        assert found(type="fine") == found(last="notified") == [two.number]
        assert found(record="LOC-1") == found(last="") == [one.number]
        assert [r.id for r in decisions.of_record(tx, where, EVERYTHING)] == [one.id]
        assert decisions.of_record(tx, where, Scope(None, Reads.NONE)) == ()
