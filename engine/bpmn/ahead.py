"""What comes right behind a task: whether completing it may make a letter before anybody acts."""

from __future__ import annotations

from engine.bpmn.bundle import Bundle

_GOES_ON = frozenset(
    {"throw", "decision", "script", "exclusive", "inclusive", "complex", "parallel", "passing"}
)


def makes_letter(bundle: Bundle, process_id: str, element: str) -> bool:
    """Tell whether a way on from the element leads to a letter without another person or event.

    Conditions are not looked at: on a case only one of the ways may be taken.
    """
    nodes = bundle.diagram(process_id).nodes
    todo = [node for node in nodes.values() if node.origin == element]
    seen = {node.id for node in todo}
    while todo:
        node = todo.pop()
        for flow in node.outgoing:
            ahead = nodes[flow.target]
            if ahead.behaviour == "job" and ahead.extensions.letter:
                return True
            if ahead.id not in seen and (ahead.behaviour in _GOES_ON or ahead.behaviour == "job"):
                seen.add(ahead.id)
                todo.append(ahead)
    return False
