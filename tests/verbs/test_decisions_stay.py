"""Nothing of a decision changes in place, whatever happens to it and in whatever order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from engine import errors, jobs
from engine.decisions.happening import ACTS, happen
from engine.store import cases as case_rows
from engine.store import decision_events as event_rows
from engine.store import decisions as rows
from engine.store import locking
from engine.store.rows import DecisionRow
from tests.house import House
from tests.verbs.acting import decide, of_case

DAY = date(2026, 5, 1)
FULL: Mapping[str, Any] = {
    "reason": "om de reden",
    "correction": "zo",
    "annulled_by": "Raad van State",
    "done_in": "propose",
    "reviewed_in": "review",
    "recipients": ["An", "Bo"],
    **dict.fromkeys(
        ("notified_on", "suspended_from", "effective_from", "annulled_on", "rectified_on"), DAY
    ),
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.sets(st.sampled_from(sorted(FULL)))), max_size=8
)


def another(house: House, like: DecisionRow) -> DecisionRow:
    """Write one more decision of the same case in the register."""
    facts = {name: getattr(like, name) for name in like.__dataclass_fields__}
    with house.runtime.store.write("tests.write") as tx:
        return rows.register(tx, **{n: v for n, v in facts.items() if n not in {"id", "number"}})


def play(house: House, row: DecisionRow, steps: list[tuple[str, set[str]]]) -> int:
    """Do each act with the values that are not left out; return how many were written down."""
    reference = f"{row.year}/{row.number:05d}"
    for job, left_out in steps:
        values = {name: value for name, value in FULL.items() if name not in left_out}
        try:
            with house.runtime.store.write("tests.write") as tx:
                case = case_rows.find(tx, row.case_id)
                assert case is not None
                locked = locking.lock(tx, case.id)
                told = jobs.HANDLERS[job].taken({**values, "decision": reference})
                happen(house.runtime, tx, locked, ACTS[job], told)
        except errors.ModelFault:
            continue
    with house.runtime.store.read() as tx:
        return len(event_rows.of_decisions(tx, [row.id])[row.id])


def stays(house: House, number: str) -> None:
    """Raise AssertionError when an order of acts changes a column or takes an event away."""
    first, count = of_case(house, number)[0], [0]

    # The first order of acts that goes wrong is enough: making it smaller takes minutes.
    @settings(
        max_examples=25,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(STEPS)
    def property_(steps: list[tuple[str, set[str]]]) -> None:
        row = another(house, first)
        before = of_case(house, number)
        count[0] += play(house, row, steps)
        assert of_case(house, number) == before

    property_()
    assert count[0] > 0


def test_no_column_of_a_decision_ever_changes(house: House) -> None:
    stays(house, decide(house, effective_from='date("2026-04-01")'))


@contextmanager
def without_the_gate(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Open the register, and let confirmation move the day in place, as a careless hand would."""
    with house.runtime.store.write("tests.write") as tx:
        tx.run(text("DROP TRIGGER decision_kept_update"))
    kept = event_rows.add

    def careless(tx: Any, decision_id: str, kind: Any, **more: Any) -> Any:
        if kind == "confirmed":
            day = "UPDATE decision SET effective_from = '2026-05-01' WHERE id = :id"
            tx.run(text(day), {"id": decision_id})
        return kept(tx, decision_id, kind, **more)

    monkeypatch.setattr(event_rows, "add", careless)
    yield


def test_the_property_finds_the_gate_taken_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = decide(house, effective_from='date("2026-04-01")')
    with without_the_gate(house, monkeypatch), pytest.raises(AssertionError):
        stays(house, number)
