"""What is in the models, beside what scenarios came by: nodes, flows, rules, conditions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine import bpmn
from engine.runtime import Deployed


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A node or flow of a process, or a rule of a decision table, with the file it stands in."""

    file: str
    inside: str
    id: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything in the models that a scenario should come by."""

    nodes: frozenset[Place]
    flows: frozenset[Place]
    rules: frozenset[Place]
    flips: tuple[bpmn.Flip, ...]


def contents_of(deployed: Iterable[Deployed], own: Collection[str]) -> Contents:
    """Return what stands in the files of the folders `own`, each once."""
    nodes: set[Place] = set()
    flows: set[Place] = set()
    rules: set[Place] = set()
    found: set[bpmn.Flip] = set()
    for each in deployed:
        mine = {
            name: diagram.file
            for name, diagram in each.bundle.diagrams.items()
            if PurePosixPath(diagram.file).parts[0] in own
        }
        for name, file in mine.items():
            process = each.bundle.process(name)
            nodes |= {Place(file, name, element.id) for element in process.elements}
            shown = bpmn.shown_flows(each.bundle.diagrams[name])
            flows |= {Place(file, name, flow) for flow in shown}
        found |= {flip for flip in bpmn.flips(each.bundle) if flip.process in mine}
        rules |= {
            Place(model.file, decision, rule.id)
            for model in set(each.bundle.tables.values())
            if PurePosixPath(model.file).parts[0] in own
            for decision, table in model.tables()
            for rule in table.rules
        }
    return Contents(frozenset(nodes), frozenset(flows), frozenset(rules), tuple(sorted(found)))
