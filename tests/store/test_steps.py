"""The single writer: everything a step changed, in few statements, or nothing at all."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import AlreadyDone, Conflict, Stale
from engine.model import (
    ActivityState,
    Actor,
    Clock,
    ClockState,
    Evaluation,
    MessageThrown,
    ModelFailure,
    SignalThrown,
    Step,
    SubscriptionOpened,
    TaskClosed,
)
from engine.store import (
    Store,
    cases,
    history,
    incidents,
    jobs,
    locking,
    people,
    steps,
    tasks,
    terms,
    whereabouts,
)
from engine.store.rows import RecordedStep
from engine.store.steps import Cause
from engine.store.tables import case_, job, user_task
from tests.store.samples import (
    AT,
    FACT,
    activity,
    case,
    open_store,
    opened,
    started,
    term,
    typical,
)

LATER = AT + timedelta(days=3)


def complete(
    store: Store, recorded: RecordedStep, by: Actor, key: str = "k1", **change: Any
) -> RecordedStep:
    step, happened = typical(by)
    with store.write("tests.write") as tx:
        locked = locking.lock_for_task(tx, recorded.tasks[0])
        return steps.record(
            tx,
            locked.case,
            replace(step, **change),
            happened,
            at=LATER,
            cause=Cause(by, completion_key=key),
        )


def test_a_completion_is_within_its_budget(store: Store) -> None:
    """One commit; with the session, the lock and the terms at most 12 statements."""
    recorded, by = open_store(store)
    with store.write("tests.write") as tx:
        terms.add(tx, [term()])
        people.open_session(tx, id="s", person_id=str(by.person_id), csrf="c", at=AT, expires=LATER)
    step, happened = typical(by)
    with store.counting() as counts:
        with store.read() as tx:
            assert people.session(tx, "s", AT, timedelta(hours=1)) is not None
        with store.write("tests.write") as tx:
            locked = locking.lock_for_task(tx, recorded.tasks[0])
            terms.for_case(tx, locked.case.id)
            steps.record(tx, locked.case, step, happened, at=LATER, cause=Cause(by, "k"))
    assert counts.commits == 1
    assert counts.statements <= 12


def test_a_step_that_opens_200_tasks_is_still_few_statements(store: Store) -> None:
    with store.write("tests.write") as tx:
        row = case(tx)
    step = Step(
        document={},
        activities=tuple(activity(f"t{n}", "a", ActivityState.ENTERED) for n in range(200)),
        tasks_opened=tuple(opened(f"t{n}") for n in range(200)),
    )
    with store.counting() as counts, store.write("tests.write") as tx:
        steps.record(tx, row, step, [FACT], at=AT)
    assert counts.statements <= 5


def test_a_step_writes_everything_it_changed(store: Store) -> None:
    recorded, by = open_store(store)
    done = complete(store, recorded, by)
    with store.read() as tx:
        row = cases.find(tx, done.case.id)
        first, second = tasks.of_case(tx, done.case.id)
        walked = whereabouts.activities(tx, done.case.id)
        (timer,) = jobs.of_case(tx, done.case.id)
        document = whereabouts.document(tx, done.case.id)
        trail = history.of_case(tx, done.case.id)
    assert row == done.case
    assert (done.case.version, done.case.status, document) == (2, "judged", {"v": 1, "n": 2})
    assert (first.state, first.closed_by, first.completion_key) == ("completed", by.person_id, "k1")
    assert first.closed_at == LATER
    assert (second.state, second.token, second.id) == ("open", "t2", done.tasks[0])
    assert [(a.element, a.state) for a in walked] == [
        ("start", "left"),
        ("judge", "left"),
        ("fork", "left"),
        ("review", "entered"),
        ("too_late", "entered"),
    ]
    assert (walked[1].entered_step, walked[1].left_step, walked[1].left_at) == (1, 2, LATER)
    assert (timer.kind, timer.name, timer.due_at, timer.state) == (
        "timer",
        "licence.term",
        AT,
        "open",
    )
    assert [line.kind for line in trail] == ["case:started", "task:completed"]
    assert trail[1].meta["step"] == 2
    assert trail[1].meta["deployment"] == done.case.deployment_id
    assert trail[1].payload == {
        "form": {"advice": "yes"},
        "changes": [{"name": "advice", "old": None, "new": "favourable", "scope": None}],
    }


def test_a_case_that_moved_on_is_stale(store: Store) -> None:
    recorded, by = open_store(store)
    complete(store, recorded, by)
    step, happened = typical(by)
    with pytest.raises(Stale), store.write("tests.write") as tx:
        steps.record(tx, recorded.case, step, happened, at=LATER)


def test_a_task_is_not_completed_twice(store: Store) -> None:
    recorded, by = open_store(store)
    complete(store, recorded, by)
    with pytest.raises(AlreadyDone):
        complete(store, recorded, by, "k2")
    with store.read() as tx:
        assert tx.scalar(select(case_.c.version)) == 2
        assert len(history.of_case(tx, recorded.case.id)) == 2


def test_a_completion_key_is_used_once(store: Store) -> None:
    recorded, by = open_store(store)
    complete(store, recorded, by, jobs_dropped=())
    again, happened = typical(by)
    second = replace(
        again,
        activities=(),
        tasks_opened=(),
        jobs_wanted=(),
        tasks_closed=(TaskClosed("t2", completed=True),),
    )

    def repeat() -> None:
        with store.write("tests.write") as tx:
            locked = locking.lock(tx, recorded.case.id)
            steps.record(tx, locked.case, second, happened, at=LATER, cause=Cause(by, "k1"))

    with pytest.raises(Conflict):
        repeat()


def test_a_step_without_a_reason_is_refused(store: Store) -> None:
    with store.write("tests.write") as tx:
        row = case(tx)
        with pytest.raises(ValueError, match="reason"):
            steps.record(tx, row, Step({}), [], at=AT)


def test_a_cancelled_task_keeps_its_draft_and_has_no_closer(store: Store) -> None:
    recorded, by = open_store(store)
    with store.write("tests.write") as tx:
        tasks.save_draft(tx, recorded.case.id, recorded.tasks[0], {"a": 1}, 0)
    complete(store, recorded, by, tasks_closed=(TaskClosed("t1", completed=False),))
    with store.read() as tx:
        task = tasks.of_case(tx, recorded.case.id)[0]
    assert (task.state, task.closed_by, task.draft) == ("cancelled", None, {"a": 1})


def test_a_completed_task_loses_its_draft(store: Store) -> None:
    recorded, by = open_store(store)
    with store.write("tests.write") as tx:
        tasks.save_draft(tx, recorded.case.id, recorded.tasks[0], {"a": 1}, 0)
    complete(store, recorded, by)
    with store.read() as tx:
        assert tasks.of_case(tx, recorded.case.id)[0].draft is None


def test_the_end_of_a_case_is_written_down(store: Store) -> None:
    recorded, by = open_store(store)
    done = complete(store, recorded, by, ended=True, end_event="granted")
    assert (done.case.state, done.case.ended_at, done.case.end_event) == ("ended", LATER, "granted")


def test_fields_become_columns_and_search_words(store: Store) -> None:
    fields = {"team": "desk-oost", "title": "Huis Élan", "place": "Sint-Truiden", "kbo": "0123"}
    with store.write("tests.write") as tx:
        row = started(tx, fields=fields).case
    with store.read() as tx:
        assert cases.find(tx, row.id) == row
        assert cases.case_fields(tx, row.id) == {"kbo": "0123"}
        assert tx.scalar(select(case_.c.search)) == " p 2026 00001 huis elan sint truiden"
    assert (row.team, row.title, row.place) == ("desk-oost", "Huis Élan", "Sint-Truiden")


def test_a_field_that_is_unknown_again_leaves_the_title(store: Store) -> None:
    with store.write("tests.write") as tx:
        first = started(tx, fields={"title": "Huis", "team": "desk-oost"}).case
        step = Step({}, fields={"title": None, "team": None})
        second = steps.record(tx, first, step, [FACT], at=AT).case
    assert (second.title, second.team) == ("Huis", None)


def test_clocks_are_added_and_changed(store: Store) -> None:
    with store.write("tests.write") as tx:
        row = case(tx)
        register = term()
        terms.add(tx, [register])
        clock = Clock(
            "c1",
            row.id,
            register.id,
            register.key,
            ClockState.RUNNING,
            date(2026, 3, 20),
            date(2026, 4, 19),
        )
        first = steps.record(tx, row, Step({}), [FACT], at=AT, clocks=[clock]).case
        held = replace(
            clock, state=ClockState.SUSPENDED, end=None, suspended_on=date(2026, 3, 24), used_days=4
        )
        steps.record(tx, first, Step({}), [FACT], at=LATER, clocks=[held])
    with store.read() as tx:
        assert terms.for_case(tx, row.id) == ((register,), (held,))
        assert terms.for_case(tx, row.id, [register.key]) == ((register,), (held,))
        assert terms.for_case(tx, row.id, ["another.term"]) == ((register,), (held,))
        assert terms.clocks_of(tx, row.id) == ((held, register),)


def test_evaluations_subscriptions_and_messages_are_kept(store: Store) -> None:
    run = Evaluation("team", "decide_team", {"post": "3000"}, ("r1",), "oost", "team.dmn")
    waits = SubscriptionOpened("m1", "supplement", "supplement", {"number": "P-1"})
    step = Step(
        {},
        evaluations=(run,),
        subscriptions_opened=(waits,),
        messages=(
            MessageThrown("told", {"a": 1}, {"key": "P-1"}, "P1D"),
            MessageThrown("told", {"a": 2}),
        ),
        signals=(SignalThrown("alarm", {"b": 3}),),
    )
    with store.write("tests.write") as tx:
        row = case(tx)
        first = steps.record(tx, row, step, [FACT], at=AT)
    with store.read() as tx:
        (kept,) = whereabouts.evaluations(tx, row.id).rows
        (waiting,) = whereabouts.waiting_for(tx, "supplement")
        sent = {(job.kind, job.unique_key): job.values for job in jobs.of_case(tx, row.id)}
    assert (kept.decision, kept.inputs, kept.matched, kept.outputs, kept.table_file) == (
        "team",
        {"post": "3000"},
        ["r1"],
        "oost",
        "team.dmn",
    )
    assert (waiting.token, waiting.keys, waiting.kind) == ("m1", {"number": "P-1"}, "message")
    assert sent == {
        ("message", f"{row.id}:1:message:0"): {
            "keys": {"key": "P-1"},
            "values": {"a": 1},
            "keep": "P1D",
        },
        ("message", f"{row.id}:1:message:1"): {"keys": {}, "values": {"a": 2}, "keep": None},
        ("signal", f"{row.id}:1:signal:2"): {"values": {"b": 3}},
    }
    with store.write("tests.write") as tx:
        steps.record(tx, first.case, Step({}, subscriptions_closed=("m1",)), [FACT], at=AT)
    with store.read() as tx:
        assert whereabouts.subscriptions(tx, row.id) == ()


def test_an_unhandled_error_waits_as_an_incident(store: Store) -> None:
    with store.write("tests.write") as tx:
        row = case(tx)
        steps.record(tx, row, Step({}, failed=ModelFailure("judge", "E1")), [FACT], at=AT)
    with store.read() as tx:
        (found,) = incidents.of_case(tx, row.id)
    assert (found.code, found.element, found.state) == ("unhandled_error", "judge", "open")
    assert found.facts["error"] == "E1"


def test_the_job_that_a_step_answers_is_done_with_it(store: Store) -> None:
    recorded, by = open_store(store)
    done = complete(store, recorded, by)

    def answer() -> None:
        with store.write("tests.write") as tx:
            locked = locking.lock_for_job(tx, done.jobs[0])
            step = Step({}, jobs_dropped=("b2",))
            steps.record(tx, locked.case, step, [FACT], at=LATER, cause=Cause(job_id=done.jobs[0]))

    answer()
    with store.read() as tx:
        assert tx.scalar(select(job.c.state)) == "done"
    with pytest.raises(AlreadyDone):
        answer()


def test_a_dropped_token_drops_its_open_job_only(store: Store) -> None:
    recorded, by = open_store(store)
    done = complete(store, recorded, by)
    with store.write("tests.write") as tx:
        steps.record(tx, done.case, Step({}, jobs_dropped=("b2", "zz")), [FACT], at=LATER)
    with store.read() as tx:
        assert tx.scalar(select(job.c.state)) == "dropped"


def test_what_is_due_late_in_the_evening_is_due_that_day_in_brussels(store: Store) -> None:
    evening = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    step = Step({}, tasks_opened=(opened("a", due=evening), opened("b", due=date(2026, 7, 1))))
    with store.write("tests.write") as tx:
        row = case(tx)
        steps.record(tx, row, step, [FACT], at=AT)
    with store.read() as tx:
        first, second = tasks.of_case(tx, row.id)
    assert (first.due_on, first.due_at) == (date(2026, 7, 2), evening)
    assert (second.due_on, second.due_at) == (date(2026, 7, 1), None)


def test_two_people_complete_one_task_and_one_of_them_wins(store: Store) -> None:
    recorded, by = open_store(store)
    start, outcomes = threading.Barrier(4), []

    def work(n: int) -> None:
        start.wait()
        try:
            complete(store, recorded, by, f"k{n}")
        except (AlreadyDone, Stale) as late:
            outcomes.append(type(late).__name__)
        else:
            outcomes.append("done")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["AlreadyDone"] * 3 + ["done"]
    with store.read() as tx:
        assert tx.scalar(select(case_.c.version)) == 2


def test_who_waited_for_a_lock_sees_what_the_other_closed(store: Store) -> None:
    """Four eyes looks at closed tasks: after a wait they must be those of now."""
    recorded, by = open_store(store)
    with store.write("tests.write") as tx:
        both = steps.record(
            tx,
            recorded.case,
            Step({}, tasks_opened=(opened("t9", four_eyes=("judge",)),)),
            [FACT],
            at=AT,
        )
    seen: list[Any] = []
    holding = threading.Event()

    def second() -> None:
        holding.wait()
        with store.write("tests.write") as tx:
            locked = locking.lock_for_task(tx, both.tasks[0])
            seen.extend(cases.completed_by(tx, locked.case.id, ["judge"]))

    thread = threading.Thread(target=second)
    thread.start()
    step, happened = typical(by)
    with store.write("tests.write") as tx:
        locked = locking.lock_for_task(tx, recorded.tasks[0])
        steps.record(tx, locked.case, step, happened, at=LATER, cause=Cause(by, "k"))
        holding.set()
        time.sleep(0.2)
    thread.join()
    assert [(c.element, c.closed_by) for c in seen] == [("judge", by.person_id)]


def test_the_document_survives_as_it_is(store: Store) -> None:
    document = {"v": 1, "text": "é\u2028'\"", "n": [1, None, True, {"@number": "12.50"}]}
    with store.write("tests.write") as tx:
        row = case(tx)
        steps.record(tx, row, Step(document), [FACT], at=AT)
    with store.read() as tx:
        assert whereabouts.document(tx, row.id) == document


def test_moments_come_back_in_utc_to_the_microsecond(store: Store) -> None:
    moment = datetime(2026, 3, 29, 0, 59, 59, 999_999, tzinfo=UTC)
    with store.write("tests.write") as tx:
        row = case(tx)
        steps.record(tx, row, Step({}, tasks_opened=(opened(),)), [FACT], at=moment)
    with store.read() as tx:
        assert tx.scalar(select(user_task.c.opened_at)) == moment
        (line,) = history.of_case(tx, row.id)
    assert line.at == moment
    assert line.at.tzinfo is UTC
