"""The one place where YAML is parsed: by libyaml, and nothing that is nested too deeply.

libyaml takes a tenth of the time of YAML in Python, but goes down without a limit: brackets within
brackets end the process. So a text is looked over first, one event after the other.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml import MappingNode, Node, SequenceNode, YAMLError

__all__ = [
    "MOST_DEEP",
    "MappingNode",
    "Node",
    "SequenceNode",
    "TooDeep",
    "YAMLError",
    "compose",
    "load",
    "value",
]

MOST_DEEP = 40


class TooDeep(ValueError):
    """Values stand deeper inside one another than `MOST_DEEP`; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def compose(text: str) -> Node | None:
    """Return the tree of a text, each node with its line. Raises YAMLError and TooDeep."""
    _look_over(text)
    root: Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    return root


def value(node: Node) -> Any:
    """Return the values below a node. Raises YAMLError and ValueError."""
    return yaml.SafeLoader("").construct_document(node)


def load(data: bytes | str) -> Any:
    """Return the values of a text in UTF-8; aliases are not written out.

    Raises YAMLError, TooDeep, and ValueError (UnicodeDecodeError and the like).
    """
    text = data.decode("utf-8") if isinstance(data, bytes) else data
    _look_over(text)
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _look_over(text: str) -> None:
    deep = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        deep += isinstance(event, yaml.CollectionStartEvent)
        deep -= isinstance(event, yaml.CollectionEndEvent)
        if deep > MOST_DEEP:
            raise TooDeep(event.start_mark.line + 1 if event.start_mark else 1)
