"""Operator moves: other values, once more, another place, the end."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engine.bpmn import document as documents
from engine.bpmn import moving, standing
from engine.errors import AlreadyDone, InvalidInput, ModelFault, NotFound
from engine.model import CancelCase, MoveToken, Retry, SetVariables
from tests.bpmn.driving import Driver, diagram, extra, flows, script, user

BEGIN, FINISH = '<startEvent id="begin"/>', '<endEvent id="finish"/>'
WAIT = (
    '<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>P1D</timeDuration>'
    "</timerEventDefinition></intermediateCatchEvent>"
)
LATE = (
    '<boundaryEvent id="late" attachedToRef="{0}"><timerEventDefinition><timeDuration>P2D'
    '</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="too_late"/>'
)
GATE = '<exclusiveGateway id="gate" default="gate_finish"/>'


def run(*elements: str, top: str = "") -> Driver:
    driver = Driver(diagram("".join(elements), top=top), "p")
    driver.start()
    return driver


def token(driver: Driver, element: str) -> str:
    """Return the token that stands on an element, whatever it waits for."""
    (found,) = [i for i, at in places(driver).items() if at == element]
    return found


def places(driver: Driver) -> dict[str, str]:
    return {i: t["at"] for i, t in driver.steps[-1].document["tokens"].items()}


def why(driver: Driver, element: str, to: str) -> str:
    """Return why a token cannot be moved; nothing may have happened."""
    with pytest.raises(InvalidInput) as refused:
        driver.do(MoveToken(token(driver, element), to))
    return refused.value.problems[0].code


def given(source: str, target: str) -> str:
    """Return the extension that gives an element an input of its own."""
    return extra(f'<pr:mapping><pr:in source="={source}" target="{target}"/></pr:mapping>')


def row(*elements: str) -> Driver:
    """Run elements in a row."""
    ids = ["begin", *(each.split('id="')[1].split('"')[0] for each in elements), "finish"]
    return run(BEGIN, *elements, FINISH, flows(*pairwise(ids)))


# --- variables -----------------------------------------------------------------------------------


def test_a_variable_of_the_process_gets_another_value_and_the_step_says_both() -> None:
    driver = row(user("ask"))
    driver.do(SetVariables({"amount": 1, "owner.name": "Ann"}))
    step = driver.do(SetVariables({"amount": 2}))
    (change,) = step.variables
    assert (change.name, change.old, change.new, change.scope) == (
        "amount",
        {"@number": "1"},
        {"@number": "2"},
        None,
    )
    assert driver.variables == {"amount": 2, "owner": {"name": "Ann"}}
    assert driver.open == ["ask"]


def test_what_failed_on_a_missing_value_succeeds_when_it_is_given() -> None:
    driver = run(
        BEGIN,
        user("ask"),
        GATE,
        user("more"),
        FINISH,
        flows(
            ("begin", "ask"),
            ("ask", "gate"),
            ("gate", "more", "amount &gt; 10"),
            ("gate", "finish"),
            ("more", "finish"),
        ),
    )
    with pytest.raises(ModelFault):
        driver.complete("ask")
    driver.do(SetVariables({"amount": 12}))
    driver.complete("ask")
    assert driver.open == ["more"]


def test_a_condition_that_becomes_true_by_it_goes_on() -> None:
    driver = row(
        '<intermediateCatchEvent id="paid"><conditionalEventDefinition><condition>paid'
        "</condition></conditionalEventDefinition></intermediateCatchEvent>",
        user("ship"),
    )
    assert driver.open == []
    driver.do(SetVariables({"paid": True}))
    assert driver.open == ["ship"]


def test_a_value_is_written_where_the_name_lives() -> None:
    inner = user("ask", inner=given("outer", "local"))
    body = (
        f'<subProcess id="sub">{given("1", "mine")}<startEvent id="in"/>{inner}<endEvent id="out"/>'
        + flows(("in", "ask"), ("ask", "out"))
        + "</subProcess>"
    )
    driver = run(BEGIN, body, FINISH, flows(("begin", "sub"), ("sub", "finish")))
    at = token(driver, "ask")
    step = driver.do(SetVariables({"local": 5, "mine": 6, "new": 7}, at))
    document = step.document
    assert document["tokens"][at]["vars"] == {"local": {"@number": "5"}}
    scopes = {i: s.get("vars", {}) for i, s in document["scopes"].items()}
    assert scopes.pop("1") == {"new": {"@number": "7"}}
    assert list(scopes.values()) == [{"mine": {"@number": "6"}}]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("", "not_a_variable"),
        ("@date", "not_a_variable"),
        ("a..b", "not_a_variable"),
        ("a.@number", "not_a_variable"),
        ("1a", "not_a_variable"),
        ("a" * 101, "not_a_variable"),
        ("day.month", "variable_without_parts"),
        ("text.part", "variable_without_parts"),
    ],
)
def test_what_is_no_name_or_has_no_parts_is_refused(path: str, code: str) -> None:
    driver = row(user("ask"))
    driver.do(SetVariables({"day": driver.now.date(), "text": "x"}))
    with pytest.raises(InvalidInput) as refused:
        driver.do(SetVariables({path: 1}))
    assert [problem.code for problem in refused.value.problems] == [code]


# --- once more -----------------------------------------------------------------------------------


def test_work_of_the_machine_is_asked_once_more_with_the_values_of_now() -> None:
    work = f'<serviceTask id="stamp" pr:job="stamp">{given("address", "to")}</serviceTask>'
    driver = row(work)
    at = driver.job("stamp")
    assert driver.jobs[at].values == {"to": None}
    driver.do(SetVariables({"address": "Gent"}))
    step = driver.do(Retry(at))
    assert step.jobs_dropped == (at,)
    assert driver.jobs[at].values == {"to": "Gent"}
    assert step.activities == ()
    driver.finish("stamp")
    assert driver.ended


def test_an_error_that_nobody_handled_can_be_tried_again_and_fails_again() -> None:
    driver = run(
        BEGIN,
        '<endEvent id="broken"><errorEventDefinition errorRef="e"/></endEvent>',
        flows(("begin", "broken")),
        top='<error id="e" errorCode="E1"/>',
    )
    step = driver.do(Retry(token(driver, "broken")))
    assert step.failed is not None
    assert (step.failed.element, step.failed.code) == ("broken", "E1")
    assert not step.ended


def test_a_service_task_whose_error_nobody_handled_does_its_work_again() -> None:
    driver = row('<serviceTask id="stamp" pr:job="stamp"/>')
    driver.error("stamp", "E1")
    driver.do(Retry(token(driver, "stamp")))
    driver.finish("stamp")
    assert driver.ended


def test_what_did_not_fail_is_not_done_again() -> None:
    driver = row(user("ask"))
    with pytest.raises(InvalidInput) as refused:
        driver.do(Retry(token(driver, "ask")))
    assert refused.value.problems[0].code == "nothing_to_retry"
    with pytest.raises(NotFound):
        driver.do(Retry("99"))
    with pytest.raises(AlreadyDone):
        driver.do(Retry("2"))


# --- another place -------------------------------------------------------------------------------


def test_a_task_is_taken_back_with_its_boundary_events_and_the_element_is_entered() -> None:
    driver = run(
        BEGIN,
        user("ask"),
        LATE.format("ask"),
        user("check"),
        FINISH,
        flows(("begin", "ask"), ("ask", "check"), ("check", "finish"), ("late", "too_late")),
    )
    assert driver.open == ["ask", "late"]
    step = driver.do(MoveToken(driver.task("ask"), "check"))
    assert driver.passed(step) == ["xask", "+check"]
    assert driver.open == ["check"]
    driver.complete("check")
    assert driver.ended


def test_a_task_may_be_entered_anew_where_it_stands() -> None:
    driver = row(user("ask", 'pr:assignee="=who"'))
    before = driver.task("ask")
    driver.do(SetVariables({"who": "ann"}))
    driver.do(MoveToken(before, "ask"))
    assert driver.task("ask") != before
    assert driver.tasks[driver.task("ask")].assignee == "ann"


def test_a_timer_and_a_message_are_taken_back() -> None:
    hear = '<receiveTask id="hear" messageRef="m"/>'
    flow = flows(("begin", "wait"), ("wait", "hear"), ("hear", "ask"), ("ask", "finish"))
    message = '<message id="m" name="answer"/>'
    driver = run(BEGIN, WAIT, hear, user("ask"), FINISH, flow, top=message)
    driver.do(MoveToken(driver.job("wait"), "hear"))
    assert driver.open == ["hear"]
    driver.do(MoveToken(token(driver, "hear"), "ask"))
    assert driver.open == ["ask"]


def test_an_unhandled_error_is_left_for_another_place() -> None:
    driver = run(
        BEGIN,
        user("ask"),
        '<endEvent id="broken"><errorEventDefinition errorRef="e"/></endEvent>',
        flows(("begin", "ask"), ("ask", "broken")),
        top='<error id="e" errorCode="E1"/>',
    )
    driver.complete("ask")
    step = driver.do(MoveToken(token(driver, "broken"), "ask"))
    assert driver.passed(step) == ["xbroken", "+ask"]


SUB = (
    '<subProcess id="sub"><startEvent id="in"/>'
    + user("one")
    + '<endEvent id="out"/>'
    + flows(("in", "one"), ("one", "out"))
    + "</subProcess>"
)


def around(sub: str = SUB) -> Driver:
    return run(
        BEGIN,
        sub,
        user("after"),
        FINISH,
        flows(("begin", "sub"), ("sub", "after"), ("after", "finish")),
    )


def test_the_only_token_of_a_sub_process_may_leave_it() -> None:
    driver = around()
    step = driver.do(MoveToken(driver.task("one"), "after"))
    assert sorted(driver.passed(step)) == ["+after", "xone", "xsub"]
    assert driver.open == ["after"]
    assert list(step.document["scopes"]) == ["1"]


def test_a_whole_sub_process_is_taken_back() -> None:
    driver = around()
    driver.do(MoveToken(token(driver, "sub"), "after"))
    assert driver.open == ["after"]


def test_a_token_does_not_leave_others_behind() -> None:
    two = SUB.replace(user("one"), user("one") + user("two") + '<parallelGateway id="fork"/>')
    two = two.replace(flows(("in", "one"), ("one", "out")), "").replace(
        "</subProcess>",
        flows(("in", "fork"), ("fork", "one"), ("fork", "two"), ("one", "out"), ("two", "out"))
        + "</subProcess>",
    )
    driver = around(two)
    assert driver.open == ["one", "two"]
    assert why(driver, "one", "after") == "move_not_alone"
    driver.complete("two")
    driver.do(MoveToken(driver.task("one"), "after"))
    assert driver.open == ["after"]


def test_a_repeated_activity_leaves_with_its_instances() -> None:
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
    many = SUB.replace(user("one"), user("one", inner=f"{loop}</multiInstanceLoopCharacteristics>"))
    driver = around(many)
    tokens = driver.steps[-1].document["tokens"]
    whole = next(i for i, t in tokens.items() if t["at"] == "one" and "nr" not in t)
    driver.do(MoveToken(whole, "after"))
    assert driver.open == ["after"]


def test_nobody_is_put_inside_a_sub_process() -> None:
    driver = around()
    driver.complete("one")
    assert why(driver, "after", "one") == "move_into_scope"
    driver.do(MoveToken(driver.task("after"), "sub"))
    assert driver.open == ["one"]


def test_a_place_that_no_flow_enters_or_that_joins_tokens_is_refused() -> None:
    driver = run(
        BEGIN,
        user("ask"),
        LATE.format("ask"),
        '<parallelGateway id="fork"/>',
        user("a"),
        user("b"),
        '<parallelGateway id="join"/>',
        FINISH,
        flows(
            ("begin", "ask"),
            ("ask", "fork"),
            ("fork", "a"),
            ("fork", "b"),
            ("a", "join"),
            ("b", "join"),
            ("join", "finish"),
            ("late", "too_late"),
        ),
    )
    assert why(driver, "ask", "begin") == "move_never_entered"
    assert why(driver, "ask", "late") == "move_never_entered"
    assert why(driver, "ask", "join") == "move_onto_join"
    assert why(driver, "ask", "nowhere") == "move_element_unknown"
    assert why(driver, "late", "finish") == "move_listens"
    driver.do(MoveToken(driver.task("ask"), "fork"))
    assert driver.open == ["a", "b"]
    driver.complete("a")
    driver.do(MoveToken(token(driver, "join"), "a"))
    assert driver.open == ["a", "b"]


def test_one_instance_stays_and_the_whole_activity_may_go() -> None:
    many = user(
        "ask",
        inner="<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>",
    )
    driver = row(many, user("after"))
    assert driver.open == ["ask", "ask", "ask"]
    document = driver.steps[-1].document["tokens"]
    whole = next(i for i, t in document.items() if "nr" not in t)
    one = next(i for i, t in document.items() if "nr" in t)
    with pytest.raises(InvalidInput) as refused:
        driver.do(MoveToken(one, "after"))
    assert refused.value.problems[0].code == "move_instance"
    driver.do(MoveToken(whole, "after"))
    assert driver.open == ["after"]


def test_the_places_that_are_offered_are_those_that_are_taken() -> None:
    driver = around()
    state = documents.read(driver.steps[-1].document)
    at = state.tokens[driver.task("one")]
    offered = [node.origin for node in moving.targets(driver.bundle, state, at)]
    assert offered == ["one", "out", "sub", "after", "finish"]
    for element in offered:
        fresh = around()
        fresh.do(MoveToken(fresh.task("one"), element))


# --- the end -------------------------------------------------------------------------------------


def test_a_cancelled_case_takes_everything_back_and_reaches_no_end() -> None:
    driver = run(
        BEGIN,
        '<parallelGateway id="fork"/>',
        SUB,
        LATE.format("sub"),
        '<serviceTask id="stamp" pr:job="stamp"/>',
        WAIT,
        FINISH,
        flows(
            ("begin", "fork"),
            ("fork", "sub"),
            ("fork", "stamp"),
            ("fork", "wait"),
            ("sub", "finish"),
            ("stamp", "finish"),
            ("wait", "finish"),
            ("late", "too_late"),
        ),
    )
    assert driver.open == ["late", "one", "stamp", "wait"]
    driver.do(SetVariables({"amount": 1}))
    step = driver.do(CancelCase())
    assert (step.ended, step.cancelled, step.end_event) == (True, True, None)
    assert driver.open == []
    assert sorted(driver.passed(step)) == ["xone", "xstamp", "xsub", "xwait"]
    assert driver.variables == {"amount": 1}


def test_a_script_that_moved_on_by_itself_is_not_a_place_to_come_from() -> None:
    driver = row(script("sum", "{total: 1}"), user("ask"))
    with pytest.raises(AlreadyDone):
        driver.do(MoveToken("3", "ask"))


# --- where it stands -----------------------------------------------------------------------------


def test_every_token_says_what_it_waits_for_and_why_it_stays() -> None:
    many = user(
        "many",
        inner="<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
        "</multiInstanceLoopCharacteristics>",
    )
    driver = run(
        BEGIN,
        '<parallelGateway id="fork"/>',
        SUB,
        LATE.format("sub"),
        '<serviceTask id="stamp" pr:job="stamp"/>',
        WAIT,
        many,
        '<parallelGateway id="join"/>',
        FINISH,
        flows(
            ("begin", "fork"),
            *(("fork", each) for each in ("sub", "stamp", "wait", "many", "join")),
            *((each, "join") for each in ("sub", "stamp", "wait", "many")),
            ("join", "finish"),
            ("late", "too_late"),
        ),
    )
    found = standing.standing(driver.bundle, driver.steps[-1].document)
    told = {(each.element, each.number): (each.waits, each.stays) for each in found}
    assert told == {
        ("sub", None): ("inside", None),
        ("one", None): ("person", None),
        ("stamp", None): ("machine", None),
        ("wait", None): ("timer", None),
        ("many", None): ("inside", None),
        ("many", 1): ("person", "move_instance"),
        ("many", 2): ("person", "move_instance"),
        ("join", None): ("others", None),
    }
    whole = next(each for each in found if each.element == "many" and each.number is None)
    assert {each.around for each in found if each.number is not None} == {whole.token}
    first = next(each for each in found if each.number == 1)
    assert first.own == {"loopCounter": {"@number": "1"}}
