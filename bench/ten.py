"""A case of ten human tasks in a row, in our house and as a diagram: what throughput plays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench import house as bench
from bench.load import Counter, Post, Visitor, of_group
from engine import deployments, store
from engine.model import SYSTEM
from tests import house as houses
from tests.faults.killing import PEOPLE
from tests.faults.serving import Server
from tests.house import House

TASKS = 10
PROCESS = "bench_ten"
FORM = {name: str(value) for name, value in bench.ANSWERS.items()}


def diagram() -> bytes:
    """Return the diagram: a start, ten tasks with one form for whom the start says, an end."""
    names = [f"task_{number}" for number in range(1, TASKS + 1)]
    tasks = [
        f'<userTask id="{name}" name="{name}" pr:form="bench_task" '
        'pr:candidateGroup="admin-medewerker" pr:assignee="=who"/>'
        for name in names
    ]
    along = ["begin", *names, "finish"]
    flows = [
        f'<sequenceFlow id="{one}_{other}" sourceRef="{one}" targetRef="{other}"/>'
        for one, other in pairwise(along)
    ]
    body = "".join(
        [
            '<startEvent id="begin" name="Begin" pr:form="bench_start"/>',
            *tasks,
            '<endEvent id="finish" name="Finish"/>',
            *flows,
        ]
    )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:pr="https://procesregie.be/schema/bpmn/1" '
        'targetNamespace="https://procesregie.be/bench" id="definitions_bench_ten">'
        f'<process id="{PROCESS}" name="Ten tasks in a row" isExecutable="true">{body}</process>'
        "</definitions>"
    ).encode()


def build(folder: Path, **settings: Any) -> House:
    """Build a house of today with the procedures that ship, the bench's models and this one."""
    house = bench.build(folder, datetime.now(UTC), **settings)
    forms = {f"forms/bench/{each.name}": each.read_bytes() for each in bench.MODELS.glob("*.json")}
    procedure = (
        f'title = "Ten tasks"\nmain = "{PROCESS}"\nstart = ["{PROCESS}"]\nnumber_prefix = "BT"\n'
    )
    deployments.deploy(
        house.runtime,
        process_key=PROCESS,
        files={
            **forms,
            f"{PROCESS}/{PROCESS}.bpmn": diagram(),
            f"{PROCESS}/procedure.toml": procedure.encode(),
        },
        by=SYSTEM,
        reason="to be measured",
        source="folder",
    )
    return house


class Ours:
    """A served house, the people who work in it, and their open tasks of this diagram."""

    def __init__(self, house: House, server: Server, database: Counter | None) -> None:
        self.house, self.server, self._database = house, server, database
        self._visitors: dict[int, Visitor] = {}
        self._numbers: dict[int, set[str]] = {}

    def begin(self, cases: Mapping[int, int]) -> None:
        """Begin so many cases of which every task is for the person at a desk."""
        for desk, many in cases.items():
            who = PEOPLE[desk % len(PEOPLE)]
            self._numbers[desk] = {bench.start(self.house, PROCESS, who) for _ in range(many)}

    def visitor(self, desk: int) -> Visitor:
        """Return the visitor of a desk, signed in."""
        if desk not in self._visitors:
            visitor = Visitor(self.server.port, frozenset({"procesregie"}))
            who = {"login": PEOPLE[desk % len(PEOPLE)], "password": houses.PASSWORD}
            assert visitor.ask("POST", "/aanmelden", {**who, "csrf_token": ""})[0] == 303
            _, _, page = visitor.ask("GET", "/taken")
            visitor.token = page.split('name="csrf-token" content="')[1].split('"')[0]
            self._visitors[desk] = visitor
        return self._visitors[desk]

    def posts(self, desk: int) -> Sequence[Post]:
        """Return the forms that complete the open tasks of a desk, one a case."""
        form = {**FORM, "csrf_token": self.visitor(desk).token}
        return [
            Post(f"/taken/{task}/afronden", {**form, "_key": store.new_id()})
            for task in self.open(desk)
        ]

    def pages(self, desk: int) -> Sequence[Post]:
        """Return the pages of the open tasks of a desk."""
        return [Post(f"/taken/{task}") for task in self.open(desk)]

    def open(self, desk: int) -> list[str]:
        """Return the ids of the open tasks of a desk, the oldest first."""
        found = text(
            "SELECT user_task.id, case_.number FROM user_task "
            "JOIN case_ ON case_.id = user_task.case_id WHERE user_task.state = 'open'"
        )
        with self.house.runtime.store.read() as tx:
            rows = tx.all(found)
        return sorted(str(row[0]) for row in rows if row[1] in self._numbers[desk])

    def groups(self) -> Mapping[str, Counter]:
        """Return what counts the nanoseconds of the server, and of the database if it is apart."""
        group = self.server.group
        apart = {} if self._database is None else {"database": self._database}
        return {"server": lambda: of_group(group), **apart}

    def counted(self) -> Counted:
        """Return what the server says that it has counted, this question not among it."""
        _, _, page = Visitor(self.server.port, frozenset()).ask("GET", "/metrics")
        found = re.findall(r"(?m)^procesregie_request_statements_(\S+) (\S+)$", page)
        told = {name: float(value) for name, value in found}
        few = {
            float(name[len('bucket{le="') : -2]): value
            for name, value in told.items()
            if name.startswith("bucket")
        }
        return Counted(told["count"], told["sum"], few)


@dataclass(frozen=True)
class Counted:
    """How many requests were answered, with how many statements, and how many with at most x."""

    requests: float
    statements: float
    few: Mapping[float, float]

    def since(self, before: Counted) -> Counted:
        """Return what came between."""
        few = {most: number - before.few[most] for most, number in self.few.items()}
        return Counted(self.requests - before.requests, self.statements - before.statements, few)

    @property
    def most(self) -> float:
        """Return the least bound that no request went over."""
        return min(most for most, number in self.few.items() if number == self.requests)
