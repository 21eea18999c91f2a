"""Broken models without end: the same number always gives the same one."""

from __future__ import annotations

import random
from copy import deepcopy

from lxml import etree

from engine.bpmn.tags import NODES, kind
from tests.bpmn.broken import on_bytes, on_trees
from tests.bpmn.broken.seeds import seed

Files = dict[str, bytes]
_DEEP = etree.XMLParser(huge_tree=True)  # what is too deep is broken once more


def mutant(number: int) -> tuple[str, Files]:
    """Return a broken model, and what it was made of."""
    rng = random.Random(number)
    name, files = seed(rng)
    words = [name]
    file = rng.choice(sorted(files))
    if rng.random() < 0.8:
        for _ in range(rng.choice([1, 1, 2, 3, 6])):
            files[file], word = _on_tree(rng, files[file])
            words.append(word)
    if rng.random() < 0.15:
        files[file], word = _crossed(rng, files[file])
        words.append(word)
    if rng.random() < 0.25:
        change = rng.choice(on_bytes.BREAKS)
        files[file] = change(rng, files[file] or b" ")
        words.append(change.__name__)
    if rng.random() < 0.05:
        files[f"twee {file}"] = files[file]
        words.append("twice")
    return f"{number}: {', '.join(words)}", files


def _on_tree(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    root = etree.fromstring(data, _DEEP)
    change = rng.choice(on_trees.BREAKS)
    try:
        change(rng, root)
    except ValueError:  # lxml refuses what XML cannot hold
        return data, f"{change.__name__} refused"
    return etree.tostring(root), change.__name__


def _crossed(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    """Put a part of another model into this one."""
    name, others = seed(rng)
    root, other = (
        etree.fromstring(data, _DEEP),
        etree.fromstring(rng.choice(sorted(others.values())), _DEEP),
    )
    places = [element for element in root.iter() if kind(element)]
    parts = [element for element in other.iter() if kind(element) in NODES | {"process"}]
    for part in rng.sample(parts, min(3, len(parts))):
        rng.choice(places or [root]).append(deepcopy(part))
    return etree.tostring(root), f"crossed with {name}"
