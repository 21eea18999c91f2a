"""What a machine does not do comes to a person; what a job does not know is told to the analyst."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import xml
from engine.bpmn import rules
from tests.bpmn.rules.models import (
    GROUP,
    KNOWN,
    Case,
    E,
    S,
    boundary,
    extra,
    file,
    flow,
    line,
    process,
    sub,
    task,
)

ERRORS = (
    '<error id="err_weg" name="weg" errorCode="weg"/><error id="err_nee" name="nee" '
    'errorCode="nee"/><error id="err_x" name="x" errorCode="x"/>'
)
CATCH_ALL = boundary("<errorEventDefinition/>")
CALL = '<callActivity id="u" name="Met de hand" calledElement="kennisgeving"/>\n'


def asks(job: str = "vraag", *pairs: tuple[str, str]) -> str:
    given = "".join(f"<pr:in source='{source}' target=\"{target}\"/>" for target, source in pairs)
    inner = extra(f"<pr:mapping>{given}</pr:mapping>") if pairs else ""
    return task(what="serviceTask", more=f'pr:job="{job}"', inner=inner)


def caught(*events: tuple[str, str], step: str = "", after: str = "") -> str:
    """Return a file in which a task has boundary events (id, code) that all lead to `after`."""
    drawn = "".join(
        boundary(
            f'<errorEventDefinition errorRef="err_{code}"/>' if code else "<errorEventDefinition/>",
            of=of,
        )
        for of, code in events
    )
    nodes = S + (step or asks()) + drawn + (after or task("u")) + E
    flows = flow("s", "t") + flow("t", "e") + flow("u", "e")
    return file(process(nodes + flows + "".join(flow(of, "u") for of, _ in events)), ERRORS)


HELD = caught(("b", ""))
TOPIC = task(what="serviceTask", more='pr:topic="kbo.zoek"')
SEARCH = asks("zoek", ("naam", "=naam"))
CASES = [
    Case("bpmn.fallback.none", line(asks()), HELD),
    Case("bpmn.fallback.none", line(TOPIC), caught(("b", ""), step=TOPIC)),
    Case("bpmn.fallback.none", caught(("b", ""), after=SEARCH.replace('"t"', '"u"')), HELD),
    Case("bpmn.fallback.uncaught", caught(("b", "weg")), caught(("b", "weg"), ("c", "nee"))),
    Case("bpmn.fallback.uncaught", line(SEARCH), caught(("b", ""), step=SEARCH)),
    Case("bpmn.fallback.never_thrown", caught(("b", ""), ("c", "x")), HELD),
    Case("bpmn.task.job_unheard", line(asks("zoek", ("nam", "=1"))), line(SEARCH)),
    Case(
        "bpmn.name.system",
        line(asks("vraag", ("system", '="edisson"'), ("operation", '="lees"'))),
        line(asks("vraag", ("system", "=systeem"), ("operation", '="lees"'))),
    ),
    Case(
        "bpmn.name.operation",
        line(asks("vraag", ("system", '="edison"'), ("operation", '="leest"'))),
        line(asks("vraag", ("system", '="edison"'), ("operation", '="lees"'))),
    ),
]


def found(text: str, known: rules.KnownNames = KNOWN) -> list[str]:
    every = rules.check(xml.parse(text.encode(), "proef.bpmn"), "proef.bpmn", known)
    return [finding.rule for finding in every]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_model_that_breaks_a_rule_is_told_and_one_that_keeps_it_is_not(case: Case) -> None:
    assert case.rule in found(case.bad)
    assert case.rule not in found(case.good)


def test_a_process_that_asks_a_person_first_is_a_way_by_hand() -> None:
    text = caught(("b", ""), after=CALL)
    assert "bpmn.fallback.none" in found(text)
    known = replace(KNOWN, asking=frozenset({"kennisgeving"}))
    assert "bpmn.fallback.none" not in found(text, known)


@pytest.mark.parametrize(
    ("way", "held"),
    [
        (boundary("<errorEventDefinition/>"), True),
        (boundary("<escalationEventDefinition/>"), False),
        ("", False),
    ],
)
def test_an_error_may_be_caught_around_the_part_in_which_it_happens(way: str, held: bool) -> None:
    inner = asks().replace('id="t"', 'id="x"')
    part = (
        '<startEvent id="is" name="In"/><endEvent id="ie" name="Uit"/>'
        + inner
        + flow("is", "x")
        + flow("x", "ie")
    )
    nodes = S + sub(part) + way + task("u", GROUP) + E
    flows = flow("s", "t") + flow("t", "e") + flow("u", "e") + (flow("b", "u") if way else "")
    assert ("bpmn.fallback.none" not in found(file(process(nodes + flows)))) is held


def test_what_is_a_remark_at_a_deployment_is_demanded_of_our_own_models() -> None:
    assert {"bpmn.fallback.none", "bpmn.fallback.uncaught"} == rules.DEMANDED
    assert {rules.CATALOGUE[each].severity for each in rules.DEMANDED} == {"warning"}
