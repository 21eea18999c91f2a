"""What a mapping lets pass: what it names, everything beside that, or nothing."""

from __future__ import annotations

import pytest

from tests.bpmn.driving import Driver, diagram, extra, flows, user


def mapped(*pairs: str) -> str:
    return extra(f"<pr:mapping>{''.join(pairs)}</pr:mapping>")


NAMED_IN = '<pr:in source="=a" target="b"/>'
NAMED_OUT = '<pr:out source="=c" target="d"/>'
ALL_IN, ALL_OUT = '<pr:in variables="all"/>', '<pr:out variables="all"/>'
NO_IN, NO_OUT = '<pr:in variables="none"/>', '<pr:out variables="none"/>'


def line(node: str) -> str:
    ends = '<startEvent id="start"/>', '<endEvent id="end"/>'
    return ends[0] + node + ends[1] + flows(("start", "x"), ("x", "end"))


def calling(*pairs: str) -> Driver:
    call = f'<callActivity id="x" calledElement="q">{mapped(*pairs)}</callActivity>'
    files = {**diagram(line(call)), **diagram(line(user("x")), process="q")}
    case = Driver(files, "p")
    case.start(a=1)
    return case


@pytest.mark.parametrize(
    ("pairs", "seen"),
    [
        ((NAMED_IN,), {"b": 1}),
        ((NAMED_IN, ALL_IN), {"a": 1, "b": 1}),
        ((ALL_IN,), {"a": 1}),
        ((NO_IN,), {}),
    ],
)
def test_a_called_process_is_given_what_passes(
    pairs: tuple[str, ...], seen: dict[str, int]
) -> None:
    case = calling(*pairs, ALL_OUT)
    case.complete("x")
    assert case.variables == {"a": 1, **seen}


@pytest.mark.parametrize(
    ("pairs", "given"),
    [
        ((NAMED_OUT,), {"d": 2}),
        ((NAMED_OUT, ALL_OUT), {"c": 2, "d": 2, "b": 1}),
        ((NO_OUT,), {}),
        ((), {"c": 2}),
    ],
)
def test_a_called_process_gives_what_passes(pairs: tuple[str, ...], given: dict[str, int]) -> None:
    case = calling(NAMED_IN, *pairs)
    case.complete("x", c=2)
    assert case.variables == {"a": 1, **given}


def test_a_task_gives_all_that_it_wrote_beside_what_is_named() -> None:
    case = Driver(diagram(line(user("x", inner=mapped(NAMED_OUT, ALL_OUT)))), "p")
    case.start()
    case.complete("x", c=2, e=3)
    assert case.variables == {"c": 2, "d": 2, "e": 3}


@pytest.mark.parametrize(
    ("pairs", "seen"), [((NAMED_IN,), {"b": 1}), ((NAMED_IN, ALL_IN), {"a": 1, "b": 1})]
)
def test_a_job_sees_what_passes(pairs: tuple[str, ...], seen: dict[str, int]) -> None:
    task = f'<serviceTask id="x" pr:job="work">{mapped(*pairs)}</serviceTask>'
    case = Driver(diagram(line(task)), "p")
    step = case.start(a=1)
    assert step.jobs_wanted[0].values == {
        name: {"@number": str(value)} for name, value in seen.items()
    }
