"""Models as large and as tangled as the checks let through, and some that are larger."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping

from tests.bpmn.broken.pieces import (
    END,
    MESSAGE,
    MESSAGES,
    START,
    Files,
    boundary,
    catch,
    flow,
    line,
    many,
    one,
    row,
    task,
    when,
)
from tests.bpmn.driving import script, user

MULTI = (
    "<multiInstanceLoopCharacteristics><loopCardinality>{}</loopCardinality>"
    "</multiInstanceLoopCharacteristics>"
)


def ladder(kind: str, rungs: int) -> Files:
    """Return gateways one after the other, each with two ways to the next."""
    nodes = many(lambda n: f'<{kind} id="g{n}" default="a{n}"/>', rungs)
    both = "".join(
        flow(f"a{n}", f"g{n}", f"g{m}") + flow(f"b{n}", f"g{n}", f"g{m}", when("1 = 1"))
        for n, m in itertools.pairwise(range(rungs))
    )
    return one(line(nodes + both, "g0", f"g{rungs - 1}"))


def square(kind: str, width: int, height: int = 2) -> Files:
    """Return layers of gateways, every one connected to every one of the next layer."""
    inner = when("1 = 1") if kind in ("inclusiveGateway", "exclusiveGateway") else ""
    flows = "".join(
        flow(f"f{layer}_{a}_{b}", f"g{layer * width + a}", f"g{(layer + 1) * width + b}", inner)
        for layer in range(height - 1)
        for a in range(width)
        for b in range(width)
    )
    nodes = many(lambda n: f'<{kind} id="g{n}"/>', width * height)
    out = many(lambda n: flow(f"o{n}", f"g{(height - 1) * width + n}", "e"), width)
    into = many(lambda n: flow(f"i{n}", "s", f"g{n}"), width)
    return one(START + END + nodes + flows + out + into)


def nested(levels: int, what: str = "subProcess", loop: str = "") -> Files:
    inner = script("x", "{a: 1}")
    for level in range(levels):
        inner = f'<{what} id="n{level}">{inner}{loop}</{what}>'
    return one(line(inner, f"n{levels - 1}", f"n{levels - 1}"))


def split(width: int) -> Files:
    tasks = many(lambda n: f'<task id="t{n}"/>' + flow(f"a{n}", "g", f"t{n}"), width)
    joins = many(lambda n: flow(f"b{n}", f"t{n}", "j"), width)
    gateways = '<parallelGateway id="g"/><parallelGateway id="j"/>'
    return one(line(gateways + tasks + joins, "g", "j"))


def parallel_flows(count: int, source: str, target: str, inner: str = "") -> Files:
    """Return flows between two nodes, or one and the same."""
    flows = many(lambda n: flow(f"a{n}", source, target, inner), count)
    return one(START + END + task(0) + flow("f0", "s", "t0") + flow("f1", "t0", "e") + flows)


def doubling(times: int) -> Files:
    """Return tasks in a row with two unconditional flows each: tokens double at every one."""
    twice = "".join(
        flow(f"{x}{n}", f"t{n}", f"t{m}") for n, m in itertools.pairwise(range(times)) for x in "ab"
    )
    tasks = many(lambda n: script(f"t{n}", "{a: 1}"), times)
    return one(line(tasks + twice, "t0", f"t{times - 1}"))


def boundaries(count: int) -> Files:
    made = many(
        lambda n: boundary(f"b{n}", "x", MESSAGE) + flow(f"c{n}", f"b{n}", "e"),
        count,
    )
    return one(line(user("x") + made), MESSAGES)


def compensations(count: int) -> Files:
    def undone(n: int) -> str:
        return (
            task(n)
            + boundary(f"b{n}", f"t{n}", "<compensateEventDefinition/>")
            + f'<task id="u{n}" isForCompensation="true" pr:candidateGroup="g"/>'
            + f'<association id="as{n}" sourceRef="b{n}" targetRef="u{n}"/>'
        )

    return one(row(undone, count))


def links(count: int) -> Files:
    link = '<linkEventDefinition name="l"/>'
    throw = '<intermediateThrowEvent id="t{}">{}</intermediateThrowEvent>'
    nodes = many(lambda n: throw.format(n, link) + catch(f"c{n}", link), count)
    ends = many(lambda n: flow(f"i{n}", "s", f"t{n}") + flow(f"o{n}", f"c{n}", "e"), count)
    return one(START + END + nodes + ends)


def ways(count: int) -> Files:
    """Return an event-based gateway with many ways."""
    ends = many(lambda n: flow(f"i{n}", "x", f"c{n}") + flow(f"o{n}", f"c{n}", "e"), count)
    events = many(lambda n: catch(f"c{n}", MESSAGE), count)
    gateway = '<eventBasedGateway id="x"/>'
    return one(START + END + gateway + events + flow("f0", "s", "x") + ends, MESSAGES)


def ad_hoc(count: int) -> Files:
    tasks = many(task, count)
    return one(line(f'<adHocSubProcess id="x" ordering="Sequential">{tasks}</adHocSubProcess>'))


def quantities(times: int) -> Files:
    more = 'completionQuantity="100" scriptFormat="feel"'
    made = '<scriptTask id="t{}" {}><script>{{a: 1}}</script></scriptTask>'
    return one(row(lambda n: made.format(n, more), times))


def starts(count: int) -> Files:
    return one(many(lambda n: f'<startEvent id="s{n}">{MESSAGE}</startEvent>', count), MESSAGES)


def same_identity(count: int) -> Files:
    tasks = many(lambda _: '<task id="x"/>', count)
    return one(START + tasks + many(lambda n: flow(f"a{n}", "x", "x"), count))


BOMBS: Mapping[str, Callable[[], Files]] = {
    "elements without end": lambda: one("<task/>" * 49_000),
    "tasks beside each other": lambda: one(many(lambda n: f'<task id="t{n}"/>', 45_000)),
    "as many tasks as there may be": lambda: one(many(lambda n: f'<task id="t{n}"/>', 9_900)),
    "twice as many steps as there may be": lambda: split(6_600),
    "a wide split": lambda: split(3_300),
    "a row of tasks": lambda: one(row(task, 4_900)),
    "steps of one identity": lambda: same_identity(4_900),
    "starts of one message": lambda: starts(4_900),
    "flows between two nodes": lambda: parallel_flows(9_900, "s", "t0"),
    "conditional flows between two nodes": lambda: parallel_flows(9_900, "t0", "e", when("1 = 1")),
    "flows to themselves": lambda: parallel_flows(9_900, "t0", "t0"),
    "a ladder of choices": lambda: ladder("exclusiveGateway", 3_300),
    "a ladder of inclusive gateways": lambda: ladder("inclusiveGateway", 3_300),
    "a ladder of splits": lambda: ladder("parallelGateway", 3_300),
    "a ladder of tasks": lambda: doubling(3_300),
    "a square of inclusive gateways": lambda: square("inclusiveGateway", 95),
    "a small square of inclusive gateways": lambda: square("inclusiveGateway", 30),
    "a high square of inclusive gateways": lambda: square("inclusiveGateway", 4, 40),
    "a square of exclusive gateways": lambda: square("exclusiveGateway", 95),
    "a square of parallel gateways": lambda: square("parallelGateway", 95),
    "a square of complex gateways": lambda: square("complexGateway", 95),
    "a square of event gateways": lambda: square("eventBasedGateway", 95),
    "a square of tasks": lambda: square("task", 95),
    "boundary events": lambda: boundaries(2_400),
    "compensations": lambda: compensations(1_900),
    "links of one name": lambda: links(1_600),
    "ways of an event gateway": lambda: ways(2_400),
    "an ad-hoc sub-process": lambda: ad_hoc(9_900),
    "triggers of one event": lambda: one(line(catch("x", MESSAGE * 9_900)), MESSAGES),
    "sub-processes in each other": lambda: nested(90),
    "sub-processes too deep": lambda: nested(5_000),
    "transactions in each other": lambda: nested(90, "transaction"),
    "ad-hoc sub-processes in each other": lambda: nested(90, "adHocSubProcess"),
    "loops in loops": lambda: nested(90, loop=MULTI.format(1000)),
    "a loop of a billion": lambda: nested(1, loop=MULTI.format(10**12)),
    "tokens that double": lambda: doubling(40),
    "a hundred tokens a step": lambda: quantities(8),
}
