"""A case goes along to another version of its diagram, or says why not: construct by construct."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.bpmn import MigrationPlan
from engine.errors import InvalidInput
from engine.model import Signal
from tests.bpmn.constructs.model import (
    boundary,
    cardinality,
    catch,
    conditional,
    error,
    event,
    flows,
    inside,
    line,
    many,
    message,
    script,
    signal,
    sub,
    timer,
    user,
)
from tests.bpmn.driving import NINE, extra, loaded
from tests.bpmn.migrated import TASK, begun, model

GUARDED = TASK + user("r") + flows(("r", "end"))


def guarded(inner: str, *, cancel: bool = True, host: str = "a") -> str:
    """Return the task `a` with a boundary event `b` that leads to the task `r`."""
    return GUARDED + boundary("b", host, inner, cancel=cancel) + flows(("b", "r"))


# --- user tasks ----------------------------------------------------------------------------------


def test_a_task_is_what_the_new_version_says() -> None:
    case = begun(model(TASK))
    new = (
        '<userTask id="a" name="Beoordeel" pr:form="nieuw" pr:candidateGroup="h" '
        'pr:dueDate="2026-04-01" pr:fourEyes="c"/>'
    )
    done = case.migrate(model(line(new, user("c"), names="a c")))
    (task,) = case.tasks.values()
    assert (task.name, task.form, task.candidate_group) == ("Beoordeel", "nieuw", "h")
    assert (str(task.due), task.four_eyes) == ("2026-04-01", ("c",))
    assert not done.step.activities
    assert not done.step.tasks_closed
    case.complete("a")
    assert case.open == ["c"]


def test_what_both_versions_define_alike_stays_as_it_was_evaluated() -> None:
    words = 'pr:candidateGroup="= groep" pr:dueDate="= now() + duration(&quot;P1D&quot;)"'
    task = f'<userTask id="a" name="a" {words}/>'
    case = begun(model(line(task, script("x", "{n: 1}"), names="a x")), groep="g")
    (before,) = case.tasks.values()
    case.now += timedelta(days=3)
    done = case.migrate(model(line(task, names="a")))
    assert not done.tasks[0].new_group
    assert not done.tasks[0].new_due
    assert list(case.tasks.values()) == [before]


def test_a_task_goes_to_the_element_that_is_mapped() -> None:
    case = begun(model(line(user("a"), user("b"), names="a b")))
    new = model(line(user("b"), user("c"), names="b c"))
    assert case.reasons(new) == {("migration.gone", "a")}
    done = case.migrate(new, {"a": "b", "b": "c"})
    assert case.open == ["b"]
    assert done.renamed == {("p", "a"): ("p", "b"), ("p", "b"): ("p", "c")}
    assert [each.element for each in done.moved] == ["b"]
    case.complete("b")
    assert case.open == ["c"]


def test_an_element_that_another_one_became_is_no_longer_itself() -> None:
    both = line(user("a"), user("b"), names="a b")
    case = begun(model(both))
    case.complete("a")
    assert case.reasons(model(TASK.replace('"a"', '"b"')), {"a": "b"}) == {("migration.gone", "b")}


def test_swapped_elements_swap() -> None:
    both = line(user("a"), user("b"), names="a b")
    case = begun(model(both))
    case.migrate(model(both), {"a": "b", "b": "a"})
    assert case.open == ["b"]


def test_new_inputs_of_a_task_are_evaluated_and_old_ones_go() -> None:
    def task(pair: str) -> str:
        return line(user("a", "", extra(f"<zeebe:ioMapping>{pair}</zeebe:ioMapping>")), names="a")

    case = begun(model(task('<zeebe:input source="= n" target="oud"/>')), n=1)
    done = case.migrate(model(task('<zeebe:input source="= n + 1" target="nieuw"/>')))
    token = done.step.document["tokens"][case.task("a")]
    assert token["vars"] == {"nieuw": {"@number": "2"}}


def test_what_cannot_be_evaluated_is_a_reason() -> None:
    case = begun(model(TASK))
    new = line('<userTask id="a" name="a" pr:candidateGroup="g" pr:dueDate="= 1"/>', names="a")
    assert case.reasons(model(new)) == {("not_a_date", "a")}


# --- refusals of any token -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "mapping", "reason"),
    [
        (line(user("b"), names="b"), {}, "migration.gone"),
        (TASK, {"a": None}, "migration.unmapped"),
        (line(script("a", "{n: 1}"), names="a"), {}, "migration.other_kind"),
        (line(catch("a", timer()), names="a"), {}, "migration.other_kind"),
        (line(sub("s", inside("s", user("a"), names="a")), names="s"), {}, "migration.other_scope"),
        (line(user("a", inner=many(cardinality("2"))), names="a"), {}, "migration.loop_changed"),
    ],
)
def test_a_task_that_cannot_stand_there(
    body: str, mapping: dict[str, str | None], reason: str
) -> None:
    assert begun(model(TASK)).reasons(model(body), mapping) == {(reason, "a")}


def test_every_reason_is_told_once() -> None:
    task = line(user("a", inner=many(cardinality("5"))), names="a")
    plan = {"a": None}
    assert begun(model(task)).reasons(model(task), plan) == {("migration.unmapped", "a")}


def test_a_mapping_with_unknown_names_is_no_plan() -> None:
    bundle = loaded(model(TASK))
    with pytest.raises(InvalidInput) as refused:
        MigrationPlan(
            bundle, bundle, {"weg": "a", "a": "nergens", "q/a": "p/a", "start": "p/start"}
        )
    told = [(each.code, each.facts["element"]) for each in refused.value.problems]
    assert told == [
        ("migration.unknown_source", "weg"),
        ("migration.unknown_source", "q/a"),
        ("migration.unknown_target", "nergens"),
    ]


def test_a_plan_tells_the_counterpart_of_every_element() -> None:
    old = loaded(
        model(line(user("a"), user("b"), user("c"), script("x", "{n: 1}"), names="a b c x"))
    )
    new = loaded(model(line(user("b"), user("d"), user("x"), names="b d x")))
    plan = MigrationPlan(old, new, {"a": "d", "c": None})
    assert {each.element: (each.target, each.how) for each in plan.lines()} == {
        "start": ("start", "same"),
        "a": ("d", "mapped"),
        "b": ("b", "same"),
        "c": (None, "unmapped"),
        "x": ("x", "other_kind"),
        "end": ("end", "same"),
    }


# --- timers, messages, signals, conditions -------------------------------------------------------


def test_a_timer_keeps_its_remaining_time() -> None:
    case = begun(model(line(catch("t", timer("P10D")), names="t")))
    case.now += timedelta(days=4)
    done = case.migrate(model(line(catch("t", timer("P1D")), names="t")))
    assert not done.step.jobs_wanted
    assert not done.step.jobs_dropped
    assert case.jobs[case.job("t")].due_at == NINE + timedelta(days=10)
    case.fire("t")
    assert case.ended


def test_a_cycle_keeps_its_next_moment_and_what_it_did_counts() -> None:
    def cycling(text: str) -> dict[str, bytes]:
        return model(guarded(timer(text, "timeCycle"), cancel=False))

    case = begun(cycling("R3/P1D"))
    case.fire("b")
    case.migrate(cycling("R4/P7D"))
    due = []
    for _ in range(3):
        due.append(case.jobs[case.job("b")].due_at)
        case.fire("b")
    assert due == [NINE + timedelta(days=days) for days in (2, 9, 16)]
    assert case.open == ["a", "r", "r", "r", "r"]


def test_a_timer_that_becomes_a_cycle_goes_on_as_one() -> None:
    case = begun(model(guarded(timer("P3D"), cancel=False)))
    case.migrate(model(guarded(timer("R2/P1D", "timeCycle"), cancel=False)))
    for days in (3, 4):
        assert case.jobs[case.job("b")].due_at == NINE + timedelta(days=days)
        case.fire("b")
    assert case.open == ["a", "r", "r"]


def test_a_timer_follows_the_legal_term_of_the_new_version() -> None:
    def waiting(inner: str, more: str = "") -> dict[str, bytes]:
        clock = extra('<pr:clock term="beslissing" action="start" on="leave"/>')
        made = event("intermediateCatchEvent", "t", inner, more)
        return model(line(user("c", inner=clock), made, names="c t"))

    case = begun(waiting(timer("P3D")))
    case.complete("c")
    term = waiting("<timerEventDefinition/>", 'pr:term="beslissing"')
    done = case.migrate(term)
    (job,) = done.step.jobs_wanted
    assert (job.name, job.due_at) == ("beslissing", case.clocks.fires_at("beslissing"))
    case.migrate(waiting(timer("P3D")))
    (job,) = case.jobs.values()
    assert (job.name, job.due_at) == ("", case.clocks.fires_at("beslissing"))


def test_a_message_is_awaited_by_its_new_name_only() -> None:
    case = begun(model(line(catch("c", message("m1")), names="c")))
    done = case.migrate(model(line(catch("c", message("m2")), names="c")))
    (waiting,) = case.waiting.values()
    assert waiting.message == "m2"
    assert done.step.subscriptions_closed == (waiting.token,)
    case.deliver("c")
    assert case.ended


def test_a_catch_event_that_waits_for_something_else_is_another_kind() -> None:
    case = begun(model(line(catch("c", message()), names="c")))
    new = model(line(catch("c", timer()), names="c"))
    assert case.reasons(new) == {("migration.other_kind", "c")}


def test_a_new_condition_that_holds_goes_on_at_once() -> None:
    case = begun(model(line(catch("c", conditional("n > 5")), names="c")), n=3)
    case.migrate(model(line(catch("c", conditional("n > 4")), names="c")))
    assert case.open == []
    assert not case.ended
    done = case.migrate(model(line(catch("c", conditional("n > 2")), names="c")))
    assert done.step.ended


# --- boundary events -----------------------------------------------------------------------------


@pytest.mark.parametrize("cancel", [True, False])
@pytest.mark.parametrize(
    ("inner", "happen"),
    [
        (timer("P2D"), lambda case: case.fire("b")),
        (message(), lambda case: case.deliver("b")),
        (signal(), lambda case: case.do(Signal("s1", {}))),
    ],
)
def test_a_boundary_event_added_to_the_active_task_works(
    inner: str, happen: Any, *, cancel: bool
) -> None:
    case = begun(model(TASK))
    case.now += timedelta(days=5)
    case.migrate(model(guarded(inner, cancel=cancel)))
    assert case.open == ["a", "b"]
    happen(case)
    assert case.open == (["r"] if cancel else ["a", "r"] if "timer" in inner else ["a", "b", "r"])
    case.complete("r")


def test_a_timer_that_is_added_begins_now() -> None:
    case = begun(model(TASK))
    case.now += timedelta(days=5)
    case.migrate(model(guarded(timer("P2D"))))
    assert case.jobs[case.job("b")].due_at == NINE + timedelta(days=7)


def test_an_error_event_added_to_a_running_job_catches() -> None:
    service = '<serviceTask id="a" name="a" pr:job="work"/>'
    plain = line(service, names="a")
    case = begun(model(plain))
    case.migrate(model(plain + boundary("b", "a", error()) + flows(("b", "end"))))
    case.error("a", "e1")
    assert case.ended


@pytest.mark.parametrize("inner", [timer(), message(), signal(), conditional("n > 1")])
def test_a_boundary_event_that_is_removed_is_withdrawn(inner: str) -> None:
    case = begun(model(guarded(inner)), n=1)
    case.migrate(model(TASK))
    assert case.open == ["a"]
    assert len(case.steps[-1].document["tokens"]) == 1
    case.complete("a")
    assert case.ended


def test_a_boundary_event_of_another_kind_takes_the_place_of_the_old_one() -> None:
    case = begun(model(guarded(timer())))
    case.migrate(model(guarded(message())))
    assert not case.jobs
    case.deliver("b")
    assert case.open == ["r"]


def test_a_boundary_event_that_has_fired_is_not_armed_again() -> None:
    files = model(guarded(timer(), cancel=False))
    case = begun(files)
    case.fire("b")
    case.migrate(files)
    assert case.open == ["a", "r"]


def test_a_boundary_event_that_is_mapped_elsewhere_is_refused() -> None:
    two = line(user("a"), user("c"), names="a c") + user("r") + flows(("r", "end"), ("b", "r"))
    case = begun(model(guarded(message())))
    moved = model(two + boundary("b", "c", message()))
    assert case.reasons(moved, {"b": "b"}) == {("migration.boundary_elsewhere", "b")}
    case.migrate(moved)
    assert case.open == ["a"]


# --- back again ----------------------------------------------------------------------------------


def test_the_inverse_of_a_plan_leads_back() -> None:
    old, new = model(guarded(timer("P9D"))), model(line(user("z"), user("a"), names="z a"))
    case = begun(old)
    there = MigrationPlan(case.bundle, loaded(new), {"a": "z"})
    case.follow(there)
    back = there.inverse()
    assert back == {"p/z": "a", "p/a": None}
    case.follow(MigrationPlan(there.new, there.old, back))
    assert case.open == ["a", "b"]


def test_what_two_elements_became_leads_nowhere_back() -> None:
    both = loaded(model(line(user("a"), user("b"), names="a b")))
    one = loaded(model(line(user("b"), names="b")))
    plan = MigrationPlan(both, one, {"a": "b", "b": "b"})
    assert plan.inverse() == {"p/b": None}
