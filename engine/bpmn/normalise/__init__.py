"""Rewrite legal BPMN into the small regular subset that the machine executes.

One function per construct, tree in place, in a fixed order. What a function makes carries a
derived id and the analyst's id it came from, so that tokens and pages survive. A running case
executes the normalised XML that its deployment stored: never normalise it again.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from engine.bpmn.normalise.adhoc import ad_hoc
from engine.bpmn.normalise.behaviours import behaviours
from engine.bpmn.normalise.compensation import compensation, transactions
from engine.bpmn.normalise.data import associations, documentary, loop_data
from engine.bpmn.normalise.ends import starts_and_ends
from engine.bpmn.normalise.expressions import expressions
from engine.bpmn.normalise.flows import documentary_pools, message_flows
from engine.bpmn.normalise.globals import global_tasks
from engine.bpmn.normalise.identity import (
    message_names,
    missing_ids,
    reserved_ids,
    unique_ids,
)
from engine.bpmn.normalise.links import links
from engine.bpmn.normalise.multiples import multiples
from engine.bpmn.normalise.splits import gateways, implicit_splits
from engine.bpmn.normalise.tree import Tree
from engine.errors import Finding

NORMALISER = 3  # raise this when the same source would give another tree

STEPS = (
    unique_ids,
    global_tasks,
    missing_ids,
    reserved_ids,
    behaviours,
    message_flows,
    documentary_pools,
    message_names,
    expressions,
    loop_data,
    associations,
    compensation,
    transactions,
    documentary,
    links,
    multiples,
    ad_hoc,
    starts_and_ends,
    implicit_splits,
    gateways,
)


def normalise(root: etree._Element, file: str) -> tuple[etree._Element, list[Finding]]:
    """Return the normalised copy of `root` and what could not be normalised.

    `root` itself stays as it is. With findings the tree must not be executed.
    """
    tree = Tree(deepcopy(root), file)
    for step in STEPS:
        step(tree)
        tree.index()
    return tree.root, tree.findings
