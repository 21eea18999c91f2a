"""Rules of what a job must be told: a mapping that leaves it out stops every case at that task."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import Tree
from engine.errors import Finding

UNTOLD = Rule("bpmn.task.job_untold")
RULES = (UNTOLD,)


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:
    """Yield tasks whose mapping does not give what their job needs.

    A task without a mapping, or with one that passes everything on, gives what there is.
    """
    for node in tree.of_kind("serviceTask", "sendTask"):
        added = tree.extensions(node)
        if added.inputs is None or added.all_in:
            continue
        told = {each.target.partition(".")[0] for each in added.inputs}
        missing = [name for name in known.needed.get(added.job or "", ()) if name not in told]
        if missing:
            yield UNTOLD.on(tree, node, job=added.job, missing=", ".join(missing))
