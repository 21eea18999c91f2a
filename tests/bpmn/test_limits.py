"""Wide, long and deep: 1,000 instances, 10,000 rounds, fifty levels, five thousand elements.

Counted where a growth could hide: what a step costs, in nodes visited and functions called.
"""

from __future__ import annotations

import itertools
from decimal import Decimal

from engine import bpmn, xml
from engine.bpmn.normalise import normalise
from tests.bpmn.constructs.model import cardinality, end, inside, line, many, start, sub
from tests.bpmn.driving import Driver, diagram, flows, script, user
from tests.bpmn.test_cost import calls_of, cost

WIDE = 1000


def wide(width: int) -> Driver:
    body = line(user("work", inner=many(cardinality(str(width)))), names="work")
    case = Driver(diagram(body), "p")
    case.start()
    return case


def test_a_thousand_instances_wait_and_are_done_one_by_one() -> None:
    case = wide(WIDE)
    assert case.open == ["work"] * WIDE
    for _ in range(3):
        case.complete("work")
    assert case.open == ["work"] * (WIDE - 3)
    assert len(case.text or "") / WIDE < 130


def test_a_thousand_sub_processes_run_in_one_step() -> None:
    inner = inside("s", script("a", "{total: total + 1}"), names="a")
    body = line(sub("s", inner, many(cardinality(str(WIDE)))), names="s")
    case = Driver(diagram(body), "p")
    case.start(total=Decimal(0))
    assert case.ended
    assert case.variables["total"] == WIDE


def test_an_instance_costs_the_same_in_a_wide_activity_but_for_reading_it() -> None:
    """Only unpacking and packing the document grows with the width: a few calls an instance."""
    narrow, broad = (cost(wide(width)) for width in (10, 210))
    assert narrow[0] == broad[0]
    assert (broad[1] - narrow[1]) / 200 < 60


def test_ten_thousand_rounds_of_a_loop_are_one_step() -> None:
    loop = '<standardLoopCharacteristics loopMaximum="10000"/>'
    task = script("a", "{n: n + 1}").replace("</scriptTask>", f"{loop}</scriptTask>")
    case = Driver(diagram(line(task, names="a")), "p")
    case.start(n=Decimal(0))
    assert case.ended
    assert case.variables["n"] == 10_000


def test_fifty_sub_processes_inside_each_other() -> None:
    inner = inside("x", user("work"), names="work")
    for level in range(50):
        inner = inside(f"l{level}_", sub(f"sub{level}", inner), names=f"sub{level}")
    case = Driver(diagram(inner), "p")
    case.start()
    assert case.open == ["work"]
    assert case.complete("work").ended


def chain(length: int) -> dict[str, bytes]:
    names = [f"t{n}" for n in range(length)]
    nodes = "".join(user(name) for name in names)
    pairs = [("start", "t0"), *itertools.pairwise(names), (names[-1], "end")]
    return diagram(start() + nodes + end() + flows(*pairs))


def test_normalising_and_compiling_cost_the_same_an_element() -> None:
    def calls(length: int) -> int:
        files = chain(length)

        def work() -> None:
            normalise(xml.parse(files["p.bpmn"], "p.bpmn"), "p.bpmn")
            bpmn.load(files, {})

        return calls_of(work)

    small, large = calls(50), calls(500)
    assert large / small < 11


def test_five_thousand_elements_are_deployed_and_start() -> None:
    case = Driver(chain(2500), "p")  # and as many flows
    case.start()
    assert case.open == ["t0"]
