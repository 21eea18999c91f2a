"""Reachability in one diagram: from where a token can still come. Pure graph work."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def upstream(
    incoming: Collection[tuple[str, str]], sources: Mapping[str, frozenset[str]], gateway: str
) -> dict[str, frozenset[str]]:
    """Return, per incoming flow of `gateway`, the nodes that lead to it without passing `gateway`.

    `incoming` gives (flow id, source node); `sources` the direct predecessors of every node (BPMN
    2.0.2 §13.4.2), which may be the activity for the events at its border.
    """
    behind = {source: _behind(source, sources, gateway) for source in {s for _, s in incoming}}
    return {flow: behind[source] for flow, source in incoming}


def _behind(start: str, sources: Mapping[str, frozenset[str]], stop: str) -> frozenset[str]:
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        node = ahead.pop()
        if node == stop or node in seen:
            continue
        seen.add(node)
        ahead.extend(sources.get(node, frozenset()))
    return frozenset(seen)
