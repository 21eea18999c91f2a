"""Rules of links, repetitions, complex gateways and sizes."""

import itertools

import pytest

from engine.bpmn.rules.feel_syntax import MOST
from engine.bpmn.rules.structure import MOST_FINDINGS, MOST_PARTS
from tests.bpmn.rules.models import (
    GROUP,
    PLAIN,
    Case,
    E,
    S,
    boundary,
    catch,
    extra,
    file,
    flow,
    line,
    process,
    task,
)
from tests.bpmn.rules.test_structure_to_timers import found

THROW = '<intermediateThrowEvent id="{}" name="Spring"><linkEventDefinition name="{}"/>'
CATCH = '<intermediateCatchEvent id="{}" name="Land"><linkEventDefinition name="{}"/>'
JUMP = THROW.format("j", "naar") + "</intermediateThrowEvent>"
LAND = CATCH.format("l", "naar") + "</intermediateCatchEvent>"
TO_AND_FROM = S + JUMP + E + flow("s", "j") + flow("l", "e")
MULTI = "<multiInstanceLoopCharacteristics {}>{}</multiInstanceLoopCharacteristics>"
TWO_TIMES = "<loopCardinality>2</loopCardinality>"
LOOP = "<standardLoopCharacteristics {}/>"

SIGNAL = "<signalEventDefinition {}/>"
UNDO = task("u", f'isForCompensation="true" {GROUP}')
LINE = '<association id="a" sourceRef="b" targetRef="u"/>'


def catches(inner: str) -> str:
    return line(catch(inner, of="t"))


def written(count: int) -> str:
    """Return a task with so many mappings of 9,000 characters."""
    pair = f'<pr:in source="={"1 + " * 2_250}1" target="a{{}}"/>'
    pairs = "".join(pair.format(n) for n in range(count))
    return line(task(inner=extra(f"<pr:mapping>{pairs}</pr:mapping>")))


def throws(inner: str) -> str:
    return line(f'<intermediateThrowEvent id="t" name="Gooi">{inner}</intermediateThrowEvent>')


def undone(more: str) -> str:
    """Return a task with a compensation event at its border."""
    handler = "" if "isForCompensation" in more or "association" not in more else UNDO
    return line(task() + boundary("<compensateEventDefinition/>"), more + handler)


def repeated(inner: str, more: str = "") -> str:
    return line(task(inner=inner, more=f"{GROUP} {more}"))


def waits(inner: str) -> str:
    """Return a split in two that comes together in a complex gateway."""
    gateway = f'<complexGateway id="c" name="Genoeg?">{inner}</complexGateway>'
    split = '<parallelGateway id="g"/>' + flow("s", "g") + flow("g", "t") + flow("g", "u")
    joined = flow("t", "c") + flow("u", "c") + flow("c", "e")
    return file(process(S + task() + task("u") + E + gateway + split + joined))


def tangled(width: int, height: int) -> str:
    """Return rows of inclusive gateways, each connected to all of the next row."""
    names = [[f"g{row}x{at}" for at in range(width)] for row in range(height)]
    gateways = "".join(f'<inclusiveGateway id="{name}"/>' for row in names for name in row)
    rows = itertools.pairwise(names)
    flows = [flow(a, b) for row, under in rows for a in row for b in under]
    ends = [flow("s", name) for name in names[0]] + [flow(name, "e") for name in names[-1]]
    return file(process(S + E + gateways + "".join(flows + ends)))


CASES = [
    Case(
        "bpmn.structure.too_large",
        file(process("".join(task(f"t{n}") for n in range(MOST_PARTS)))),
        PLAIN,
    ),
    Case("bpmn.structure.misplaced", repeated(task("u")), PLAIN),
    Case(
        "bpmn.structure.more",
        file(process(S + "".join(task(f"t{n}", "") for n in range(MOST_FINDINGS)))),
        file(process(S + "".join(task(f"t{n}", "") for n in range(MOST_FINDINGS // 4)))),
    ),
    Case(
        "bpmn.gateway.no_activation",
        waits(""),
        waits("<activationCondition>a</activationCondition>"),
    ),
    Case("bpmn.gateway.tangle", tangled(30, 5), tangled(4, 30)),
    Case("bpmn.link.unpaired", file(process(TO_AND_FROM)), file(process(TO_AND_FROM + LAND))),
    Case(
        "bpmn.link.twice",
        file(process(TO_AND_FROM + LAND + LAND.replace('"l"', '"l2"') + flow("l2", "e"))),
        file(process(TO_AND_FROM + LAND)),
    ),
    Case(
        "bpmn.link.flows",
        file(process(TO_AND_FROM + LAND + flow("j", "e"))),
        file(process(TO_AND_FROM + LAND)),
    ),
    Case(
        "bpmn.repeat.how_many",
        repeated(MULTI.format("", "")),
        repeated(MULTI.format("", TWO_TIMES)),
    ),
    Case(
        "bpmn.event.no_signal", catches(SIGNAL.format("")), catches(SIGNAL.format('signalRef="s"'))
    ),
    Case(
        "bpmn.event.no_escalation",
        throws("<escalationEventDefinition/>"),
        throws('<escalationEventDefinition escalationRef="x"/>'),
    ),
    Case(
        "bpmn.event.no_condition",
        catches("<conditionalEventDefinition><condition/></conditionalEventDefinition>"),
        catches(
            "<conditionalEventDefinition><condition>a</condition></conditionalEventDefinition>"
        ),
    ),
    Case("bpmn.undo.no_handler", undone(""), undone(LINE)),
    Case("bpmn.undo.unused", undone(UNDO), undone(LINE + UNDO)),
    Case("bpmn.undo.in_flow", undone(LINE + UNDO + flow("u", "e")), undone(LINE + UNDO)),
    Case("bpmn.feel.too_much", written(MOST // 9_000 + 1), written(2)),
    Case(
        "bpmn.repeat.endless",
        repeated(LOOP.format("")),
        repeated(LOOP.format('loopMaximum="3"')),
    ),
    Case(
        "bpmn.repeat.maximum",
        repeated(LOOP.format('loopMaximum="drie"')),
        repeated(LOOP.format('loopMaximum="3"')),
    ),
    Case(
        "bpmn.repeat.output",
        repeated(MULTI.format('pr:outputCollection="adviezen"', TWO_TIMES)),
        repeated(MULTI.format('pr:outputCollection="adviezen" pr:outputElement="a"', TWO_TIMES)),
    ),
    Case(
        "bpmn.repeat.name",
        repeated(MULTI.format('pr:element="een stuk"', TWO_TIMES)),
        repeated(MULTI.format('pr:element="stuk"', TWO_TIMES)),
    ),
    Case(
        "bpmn.repeat.quantity",
        repeated("", 'startQuantity="1e6"'),
        repeated("", 'startQuantity="2"'),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_a_broken_model_is_found_and_a_whole_one_is_not(case: Case) -> None:
    assert case.rule in found(case.bad)
    assert case.rule not in found(case.good)
