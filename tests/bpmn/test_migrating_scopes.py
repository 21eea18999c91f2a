"""What runs inside something goes along with it: scopes, joins, instances, what can be undone."""

from __future__ import annotations

import pytest

from tests.bpmn.constructs.model import (
    TOP,
    boundary,
    cardinality,
    catch,
    end,
    event,
    flows,
    handler,
    inside,
    line,
    many,
    message,
    start,
    sub,
    throw,
    timer,
    user,
)
from tests.bpmn.constructs.undoing import CANCEL, UNDO, undone
from tests.bpmn.driving import diagram
from tests.bpmn.migrated import TASK, begun, model

# --- scopes --------------------------------------------------------------------------------------


def around(*parts: str) -> str:
    """Return a sub-process `s` with a task `a` in it and whatever else."""
    return line(sub("s", inside("s", user("a"), names="a") + "".join(parts)), names="s")


def test_a_sub_process_and_what_runs_in_it_go_along() -> None:
    case = begun(model(around()))
    new = line(sub("t", inside("t", user("b"), user("c"), names="b c")), user("d"), names="t d")
    assert case.reasons(model(new)) == {("migration.gone", "s")}
    case.migrate(model(new), {"s": "t", "a": "b"})
    for task in "bcd":
        case.complete(task)
    assert case.ended


def test_a_token_stays_in_the_sub_process_it_runs_in() -> None:
    case = begun(model(around()))
    beside = line(sub("s", inside("s", user("b"), names="b")), user("a"), names="s a")
    assert case.reasons(model(beside)) == {("migration.other_scope", "a")}


@pytest.mark.parametrize("cancel", [True, False])
def test_an_event_sub_process_that_is_added_listens(*, cancel: bool) -> None:
    added = handler("h", message(), user("r"), names="r", cancel=cancel)
    for old, new in ((TASK, TASK + added), (around(), around(added))):
        case = begun(model(old))
        case.migrate(model(new))
        case.deliver("h_s")
        assert case.open == (["r"] if cancel else ["a", "h_s", "r"])


def test_an_event_sub_process_that_is_removed_no_longer_listens() -> None:
    case = begun(model(TASK + handler("h", message(), user("r"), names="r")))
    case.migrate(model(TASK))
    assert case.open == ["a"]
    case.complete("a")
    assert case.ended


def test_an_event_sub_process_that_runs_goes_along() -> None:
    running = TASK + handler("h", message(), user("r"), names="r")
    case = begun(model(running))
    case.deliver("h_s")
    assert case.reasons(model(TASK)) == {("migration.gone", "h")}
    other = handler("k", message("m2"), user("q"), names="q", cancel=False)
    case.migrate(model(running + other))
    assert case.open == ["r"], "what was interrupted listens to nothing new"
    case.complete("r")
    assert case.ended


CALL = line('<callActivity id="c" name="c" calledElement="{0}"/>', names="c")


def test_a_called_process_goes_along() -> None:
    case = begun(model(CALL.format("q"), TASK))
    new = model(CALL.format("q"), line(user("a"), user("b"), names="a b"))
    case.migrate(new)
    case.complete("a")
    case.complete("b")
    assert case.ended


def test_a_called_process_with_another_name_needs_a_plan() -> None:
    case = begun(model(CALL.format("q"), TASK))
    new = model(CALL.format("z"), line(user("b"), names="b"), "z")
    assert case.reasons(new) == {("migration.other_call", "c")}
    done = case.migrate(new, {"q": "z", "q/a": "z/b"})
    assert done.moved[0].process == "z"
    case.complete("b")
    assert case.ended


def test_the_process_itself_may_get_another_name() -> None:
    case = begun(model(TASK))
    new = diagram(TASK, process="z", top=TOP)
    assert case.reasons(new) == {("migration.process_gone", None)}
    assert case.migrate(new, {"p": "z"}).process == "z"
    case.complete("a")
    assert case.ended


# --- gateways ------------------------------------------------------------------------------------


def forked(kind: str, *branches: str, more: str = "") -> str:
    """Return a fork over user tasks to a join `j`; the flows into it have the tasks' names."""
    split = f'<parallelGateway id="f"/><{kind} id="j">{more}</{kind}>'
    pairs = [pair for name in branches for pair in (("f", name), (name, "j"))]
    body = split + "".join(user(name) for name in branches)
    return start() + body + end() + flows(("start", "f"), ("j", "end"), *pairs)


@pytest.mark.parametrize("kind", ["parallelGateway", "inclusiveGateway"])
def test_a_join_that_is_half_filled_waits_for_the_rest(kind: str) -> None:
    case = begun(model(forked(kind, "a", "b")))
    case.complete("a")
    case.migrate(model(forked(kind, "x", "b")), {"a": "x"})
    assert case.open == ["b"]
    case.complete("b")
    assert case.ended


def test_a_join_goes_on_when_the_new_version_waits_for_nothing_more() -> None:
    case = begun(model(forked("parallelGateway", "a", "b", "c")))
    case.complete("a")
    case.complete("b")
    beside = forked("parallelGateway", "a", "b") + user("c") + flows(("f", "c"), ("c", "end"))
    done = case.migrate(model(beside))
    assert case.passed(done.step) == ["-j", "-j", "-end"]
    assert case.open == ["c"]
    case.complete("c")
    assert case.ended


def test_a_token_that_came_by_a_flow_that_is_gone_is_refused() -> None:
    case = begun(model(forked("parallelGateway", "a", "b")))
    case.complete("a")
    new = model(forked("parallelGateway", "x", "b"))
    assert case.reasons(new) == {("migration.flow_gone", "j")}
    case.migrate(new, {"a_j": "x_j"})
    case.complete("b")
    assert case.ended


def test_two_ways_in_do_not_become_one() -> None:
    case = begun(model(forked("parallelGateway", "a", "b", "c")))
    case.complete("a")
    case.complete("b")
    plan = {"a_j": "b_j", "b_j": "b_j"}
    files = model(forked("parallelGateway", "a", "b", "c"))
    assert case.reasons(files, plan) == {("migration.flows_merged", "j")}


def test_a_complex_gateway_remembers_what_came() -> None:
    def gateway(first: str) -> dict[str, bytes]:
        rule = "<activationCondition>activationCount &gt;= 2</activationCondition>"
        body = forked("complexGateway", first, "b", "c", more=rule)
        return model(
            body.replace('targetRef="end"', 'targetRef="d"') + user("d") + flows(("d", "end"))
        )

    case = begun(gateway("a"))
    case.complete("a")
    case.complete("b")
    assert case.open == ["c", "d"]
    case.migrate(gateway("x"), {"a": "x"})
    case.complete("c")
    assert case.open == ["d"], "the third that came is taken without a token"
    case.complete("d")
    assert case.ended


def choosing(*events: str) -> str:
    names = [each.split('id="')[1].split('"')[0] for each in events]
    pairs = [pair for name in names for pair in (("g", name), (name, "end"))]
    gateway = '<eventBasedGateway id="g"/>'
    return start() + gateway + "".join(events) + end() + flows(("start", "g"), *pairs)


def test_a_waiting_gateway_listens_to_what_the_new_version_says() -> None:
    case = begun(model(choosing(catch("c", message("m1")), catch("t", timer()))))
    case.migrate(model(choosing(catch("c", message("m1")), catch("d", message("m2")))))
    assert case.open == ["c", "d"]
    case.deliver("d")
    assert case.ended


# --- repeated activities -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "loop", [many(cardinality("3")), many(cardinality("3"), 'isSequential="true"')]
)
def test_instances_go_along(loop: str) -> None:
    case = begun(model(line(user("a", inner=loop), names="a")))
    case.complete("a")
    done_when = loop.replace(
        "</multi",
        "<completionCondition>numberOfCompletedInstances = 2</completionCondition></multi",
    )
    case.migrate(model(line(user("b", inner=done_when), names="b")), {"a": "b"})
    case.complete("b")
    assert case.ended, "the completion condition of the new version holds"


def test_a_standard_loop_goes_along() -> None:
    def loop(most: int) -> str:
        rule = f'<standardLoopCharacteristics loopMaximum="{most}"/>'
        return line(user("a", inner=rule), names="a")

    case = begun(model(loop(5)))
    case.complete("a")
    case.migrate(model(loop(2)))
    case.complete("a")
    assert case.ended


@pytest.mark.parametrize(
    "other",
    ["", many(cardinality("3"), 'isSequential="true"'), many(cardinality("3"), 'pr:element="x"')],
)
def test_running_instances_cannot_be_repeated_otherwise(other: str) -> None:
    case = begun(model(line(user("a", inner=many(cardinality("3"))), names="a")))
    new = model(line(user("a", inner=other), names="a"))
    assert case.reasons(new) == {("migration.loop_changed", "a")}


def test_instances_of_a_sub_process_go_along_with_their_scopes() -> None:
    def body(name: str) -> str:
        task = sub("s", inside("s", user(name), names=name) + many(cardinality("2")))
        return line(task, names="s")

    case = begun(model(body("a")))
    case.migrate(model(body("b")), {"a": "b"})
    assert case.open == ["b", "b"]
    case.complete("b")
    case.complete("b")
    assert case.ended


def test_a_boundary_event_is_added_to_the_whole_and_not_to_its_instances() -> None:
    def body(guard: str) -> str:
        return line(user("a", inner=many(cardinality("2"))), names="a") + guard

    case = begun(model(body("")))
    case.migrate(model(body(boundary("b", "a", message()) + flows(("b", "end")))))
    assert case.open == ["a", "a", "b"]
    case.deliver("b")
    assert case.ended


# --- compensation --------------------------------------------------------------------------------


def undoing(name: str, thrown: str = UNDO) -> str:
    return line(undone(name), user("w"), throw("t", thrown), names=f"{name} w t")


def test_what_was_done_is_undone_by_the_handler_of_the_new_version() -> None:
    case = begun(model(undoing("x")))
    new = model(undoing("y"))
    assert case.reasons(new) == {("migration.undo_gone", "x")}
    case.migrate(new, {"x": "y"})
    case.complete("w")
    assert case.variables["u_y"] is True


def test_what_was_done_is_forgotten_when_the_plan_says_so() -> None:
    case = begun(model(undoing("x")))
    case.migrate(model(undoing("y")), {"x": None})
    case.complete("w")
    assert case.ended
    assert "u_y" not in case.variables


def test_a_sub_process_that_was_done_is_undone_from_within() -> None:
    def body(name: str, task: str) -> str:
        done = sub(name, inside(name, undone(task), names=task))
        return line(done, user("w"), throw("t", UNDO), names=f"{name} w t")

    case = begun(model(body("s", "x")))
    new = model(body("z", "y"))
    assert case.reasons(new) == {("migration.undo_gone", "s")}
    assert case.reasons(new, {"s": "z"}) == {("migration.undo_gone", "x")}
    case.migrate(new, {"s": "z", "x": "y"})
    case.complete("w")
    assert case.variables["u_y"] is True


def test_a_compensation_that_runs_goes_along() -> None:
    def body(*names: str) -> str:
        nodes = "".join(undone(name, waits=True) for name in names)
        return line(nodes, throw("t", UNDO), names=" ".join([*names, "t"]))

    case = begun(model(body("x", "y")))
    assert case.open == ["un_y"]
    new = model(body("v", "w"))
    plan: dict[str, str | None] = {"x": "v", "y": "w", "un_x": "un_v", "un_y": "un_w"}
    assert case.reasons(new, {**plan, "x": None, "un_y": None}) == {("migration.unmapped", "un_y")}
    case.migrate(new, plan)
    case.complete("un_w")
    case.complete("un_v")
    assert case.ended


def test_a_cancelled_transaction_listens_to_nothing_new() -> None:
    inner = inside("s", undone("x", waits=True), names="x").replace(end("se"), end("se", CANCEL))
    body = (
        line(f'<transaction id="s">{inner}</transaction>', names="s")
        + event("boundaryEvent", "b", CANCEL, 'attachedToRef="s"')
        + flows(("b", "end"))
    )
    case = begun(model(body))
    assert case.open == ["un_x"]
    added = handler("h", message(), user("r"), names="r")
    case.migrate(model(body.replace("</transaction>", f"{added}</transaction>")))
    assert case.open == ["un_x"]
    case.complete("un_x")
    assert case.ended
