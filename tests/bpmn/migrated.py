"""Cases that migrate while they are driven; what moved is called by its new name, as in a store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lxml import etree
from typing_extensions import override

from engine import bpmn
from engine.bpmn import Bundle, MigrationPlan
from engine.bpmn.case import Pick
from engine.bpmn.tags import NODES, kind
from engine.errors import Finding
from engine.model import Command, Migrated, Signal, Step, TaskChanged, TaskOpened
from tests.bpmn.constructs.model import TOP, line, user
from tests.bpmn.driving import Driver, diagram, loaded

Mapping_ = Mapping[str, str | None]
NOTHING = Signal("of nobody")  # a command that answers no job
NEW = "nieuw_"


class Migrating(Driver):
    """A case that can be brought to another version between its commands."""

    def migrate(self, files: Mapping[str, bytes], mapping: Mapping_ | None = None) -> Migrated:
        """Bring the case to another version, as a list of what changed."""
        done = self.follow(MigrationPlan(self.bundle, loaded(files), mapping or {}))
        self.steps.append(done.step)
        return done

    def reasons(
        self, files: Mapping[str, bytes], mapping: Mapping_ | None = None
    ) -> set[tuple[str, str | None]]:
        """Return why the case cannot be brought to another version: codes with elements."""
        found = self._asked(MigrationPlan(self.bundle, loaded(files), mapping or {}))
        assert not isinstance(found, Migrated), found.step
        return {(reason.rule, reason.element) for reason in found}

    def follow(self, plan: MigrationPlan) -> Migrated:
        """Bring the case to another version by a plan that carries it."""
        done = self._asked(plan)
        assert isinstance(done, Migrated), done
        self.bundle, self.process = plan.new, done.process
        self.text = json.dumps(done.step.document)
        for moved in done.moved:
            element = self.called(moved.element)
            if moved.token in self.jobs:
                self.jobs[moved.token] = replace(self.jobs[moved.token], element=element)
            if moved.token in self.waiting:
                self.waiting[moved.token] = replace(self.waiting[moved.token], element=element)
            if moved.token in self.inside:
                self.inside[moved.token] = element
        for task in done.tasks:
            self.tasks[task.token] = self._changed(self.tasks[task.token], task)
        self._keep(done.step, NOTHING)
        return done

    def called(self, element: str) -> str:
        """Return what the test calls an element."""
        return element

    def _changed(self, before: TaskOpened, task: TaskChanged) -> TaskOpened:
        return replace(
            before,
            element=self.called(task.element),
            process=task.process,
            name=task.name,
            form=task.form,
            kind=task.kind,
            four_eyes=task.four_eyes,
            candidate_group=task.candidate_group if task.new_group else before.candidate_group,
            due=task.due if task.new_due else before.due,
        )

    def _asked(self, plan: MigrationPlan) -> Migrated | tuple[Finding, ...]:
        document = json.loads(self.text or "")
        found = bpmn.migrate(plan, document, self.now, self.clocks)
        assert document == json.loads(self.text or ""), "the stored document was changed"
        return found


def model(body: str, called: str = "", name: str = "q") -> dict[str, bytes]:
    files = diagram(body, top=TOP)
    return files | diagram(called, process=name, top=TOP) if called else files


def begun(files: dict[str, bytes], **values: Any) -> Migrating:
    case = Migrating(files, "p")
    case.start(**values)
    return case


TASK = line(user("a"), names="a")


class Restless(Migrating):
    """A case that migrates after every command: to the version with other ids, and back.

    Tests know its elements by the names of the first version.
    """

    def __init__(self, files: Mapping[str, bytes], process: str, pick: Pick | None = None) -> None:
        super().__init__(files, process, pick=pick)
        there = loaded({name: renamed(data) for name, data in files.items()})
        mapping = {name: f"{NEW}{name}" for name in _drawn(self.bundle)}
        self.way = MigrationPlan(self.bundle, there, mapping)
        self.back = MigrationPlan(there, self.bundle, self.way.inverse())

    @override
    def do(self, command: Command) -> Step:
        step = super().do(command)
        if not step.ended:
            done = self.follow(self.way)
            assert not done.step.activities, "nothing goes on by being called otherwise"
            self.way, self.back = self.back, self.way
        return step

    @override
    def called(self, element: str) -> str:
        return element.removeprefix(NEW)

    @override
    def passed(self, step: Step) -> list[str]:
        return [line[0] + self.called(line[1:]) for line in super().passed(step)]

    @override
    def _keep(self, step: Step, command: Command) -> None:
        super()._keep(
            replace(
                step,
                activities=self._plain(step.activities),
                tasks_opened=self._plain(step.tasks_opened),
                jobs_wanted=self._plain(step.jobs_wanted),
                subscriptions_opened=self._plain(step.subscriptions_opened),
            ),
            command,
        )

    def _plain(self, found: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(replace(each, element=self.called(each.element)) for each in found)


def _drawn(bundle: Bundle) -> set[str]:
    """Return what the analyst drew of a version that a mapping may name: elements and flows."""
    nodes = [node for diagram in bundle.diagrams.values() for node in diagram.nodes.values()]
    flows = {flow.shown for node in nodes for flow in node.outgoing if flow.shown is not None}
    return {node.id for node in nodes if node.id == node.origin and node.shown} | flows


def renamed(data: bytes) -> bytes:
    """Return the diagram with other ids for all nodes and flows; names and forms stay."""
    root = etree.fromstring(data)
    drawn = [each for each in root.iter() if kind(each) in NODES | {"sequenceFlow"}]
    known = {each.get("id") for each in drawn} - {None}
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if value in known and attribute not in ("name", "errorCode"):
                element.set(attribute, f"{NEW}{value}")
    return etree.tostring(root)
