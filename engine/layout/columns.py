"""In which column every node of one scope stands: the longest path from where it begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Arrows = Mapping[str, Sequence[str]]


def forward(names: Sequence[str], arrows: Arrows) -> dict[str, list[str]]:
    """Return the arrows without those that close a loop, seen from where the work begins.

    `names` come in the order in which they were drawn, beginnings first.
    """
    kept: dict[str, list[str]] = {name: [] for name in names}
    state: dict[str, int] = {}  # 1: being walked, 2: done
    for first in names:
        if first in state:
            continue
        state[first] = 1
        walk = [(first, iter(arrows.get(first, ())))]
        while walk:
            name, left = walk[-1]
            after = next(left, None)
            if after is None:
                state[name] = 2
                walk.pop()
            elif state.get(after) != 1:
                kept[name].append(after)
                if after not in state:
                    state[after] = 1
                    walk.append((after, iter(arrows.get(after, ()))))
    return kept


def ordered(names: Sequence[str], arrows: Arrows) -> list[str]:
    """Return `names` so that every arrow points to a later one; the arrows make no loop."""
    waits = dict.fromkeys(names, 0)
    for name in names:
        for after in arrows[name]:
            waits[after] += 1
    ready = [name for name in names if not waits[name]]
    for name in ready:  # grows while it is walked
        for after in arrows[name]:
            waits[after] -= 1
            if not waits[after]:
                ready.append(after)
    return ready


def columns(order: Sequence[str], arrows: Arrows, spans: Mapping[str, int]) -> dict[str, int]:
    """Return the first column of every node; `spans` tells how many columns each one takes.

    What nothing leads to stands just before what it leads to.
    """
    place = dict.fromkeys(order, 0)
    for name in order:
        for after in arrows[name]:
            place[after] = max(place[after], place[name] + spans[name])
    reached = {after for name in order for after in arrows[name]}
    for name in reversed(order):
        if name not in reached and arrows[name]:
            place[name] = min(place[after] for after in arrows[name]) - spans[name]
    return place


def ahead(order: Sequence[str], arrows: Arrows) -> dict[str, int]:
    """Return how many nodes may still follow each one, along the longest path."""
    left = dict.fromkeys(order, 0)
    for name in reversed(order):
        left[name] = max((left[after] + 1 for after in arrows[name]), default=0)
    return left


def groups(names: Sequence[str], arrows: Arrows) -> list[list[str]]:
    """Return the nodes that hang together, group by group, in the order of `names`."""
    near: dict[str, list[str]] = {name: [] for name in names}
    for name in names:
        for after in arrows[name]:
            near[name].append(after)
            near[after].append(name)
    found: list[list[str]] = []
    seen: set[str] = set()
    for first in names:
        if first in seen:
            continue
        seen.add(first)
        reached = [first]
        for name in reached:
            fresh = [other for other in near[name] if other not in seen]
            seen.update(fresh)
            reached += dict.fromkeys(fresh)
        found.append(reached)
    return found
