"""Pieces of large models, as short as they can be written."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping

from tests.bpmn.driving import diagram

Files = Mapping[str, bytes]
START, END = '<startEvent id="s" name="s"/>', '<endEvent id="e" name="e"/>'
MESSAGES = '<message id="m" name="m"/>'
MESSAGE = '<messageEventDefinition messageRef="m"/>'


def one(body: str, top: str = "") -> Files:
    """Return one file with one process."""
    return diagram(body, top=top)


def many(make: Callable[[int], str], count: int) -> str:
    return "".join(make(n) for n in range(count))


def flow(name: str, source: str, target: str, inner: str = "") -> str:
    ends = f'sourceRef="{source}" targetRef="{target}"'
    return f'<sequenceFlow id="{name}" {ends}>{inner}</sequenceFlow>'


def when(text: str) -> str:
    return f"<conditionExpression>{text}</conditionExpression>"


def line(middle: str, first: str = "x", last: str = "x") -> str:
    """Return a start that leads to `first`, what is between, and an end behind `last`."""
    return START + middle + END + flow("f0", "s", first) + flow("f1", last, "e")


def row(make: Callable[[int], str], count: int, prefix: str = "t") -> str:
    """Return `count` nodes called t0, t1, … one after the other, from start to end."""
    pairs = itertools.pairwise(range(count))
    flows = "".join(flow(f"q{n}", f"{prefix}{n}", f"{prefix}{m}") for n, m in pairs)
    return line(many(make, count) + flows, f"{prefix}0", f"{prefix}{count - 1}")


def task(number: int) -> str:
    return f'<task id="t{number}" pr:candidateGroup="g"/>'


def catch(name: str, inner: str) -> str:
    return f'<intermediateCatchEvent id="{name}">{inner}</intermediateCatchEvent>'


def boundary(name: str, host: str, inner: str) -> str:
    return f'<boundaryEvent id="{name}" attachedToRef="{host}">{inner}</boundaryEvent>'
