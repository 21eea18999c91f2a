"""Expressions of Camunda 7 in the part that is FEEL said otherwise, rewritten as FEEL."""

from __future__ import annotations

from engine.bpmn.juel import is_juel, to_feel
from engine.bpmn.normalise.tree import Tree
from engine.bpmn.tags import CAMUNDA, PR, bpmn, split

EXPRESSIONS = (
    "conditionExpression",
    "condition",
    "loopCardinality",
    "loopCondition",
    "completionCondition",
    "activationCondition",
    "timeDate",
    "timeDuration",
    "timeCycle",
    "messagePath",
    "dataPath",
)


def expressions(tree: Tree) -> None:
    """Rewrite `${x > 1}` as `=x > 1`, in texts and in attributes of Camunda 7 (or ours)."""
    for name in EXPRESSIONS:
        for element in tree.root.iter(bpmn(name)):
            feel = to_feel(element.text or "")
            if feel is not None:
                element.text = f"={feel}"
    for element in tree.root.iter():
        for attribute, text in element.attrib.items():
            ours = split(str(attribute))[0] in (CAMUNDA, PR) and is_juel(str(text))
            feel = to_feel(str(text)) if ours else None
            if feel is not None:
                element.set(str(attribute), f"={feel}")
