"""How large the words of a diagram are: the same measure with which the engine draws them."""

from __future__ import annotations

from engine.bpmn.svg_text import LEADING, SIZE, width, wrap
from engine.layout.scheme import Node, Plane

SMALL = 11.0  # px: the words beside a shape or an arrow
LINE = 14  # px: 11 times 1.25
NARROWEST = 70.0  # px: the drawing never wraps a label in less
SLACK = 8.0  # px: the drawing gives a label that much more than its bounds
_ROOMS = (90.0, 110.0, 130.0, 160.0, 200.0)
_WIDTHS = (140, 160, 180, 200, 240)
_PADDING = 14.0
_CEILING = 18.0  # px of an activity that its icon and marker need
_PLAIN = 80


def label_size(text: str) -> tuple[int, int]:
    """Return (width, height) in px of a label; words are whole when they can be. "" is (0, 0)."""
    if not text.strip():
        return 0, 0
    longest = max(width(word, SMALL) for word in text.split())
    room = next((r for r in _ROOMS if longest <= r and len(wrap(text, r, 4, SMALL)) <= 3), 200.0)
    lines = wrap(text, room, 4, SMALL)
    size = _widest(lines)
    for _ in range(4):  # the drawing wraps again, in what we say plus its slack
        lines = wrap(text, max(size + SLACK, NARROWEST), 4, SMALL)
        if _widest(lines) <= size:
            break
        size = _widest(lines)
    return int(size) + 1, LINE * len(lines)


def _widest(lines: list[str]) -> float:
    return max((width(line, SMALL) for line in lines), default=0.0)


def broken_words(text: str, room: float, size: float) -> list[str]:
    """Return the words of `text` that have to be cut to stand in `room` px."""
    return [word for word in text.split() if width(word, size) > room]


def activity_size(node: Node) -> tuple[int, int]:
    """Return (width, height) in px of a task or collapsed sub-process, for its whole name."""
    for wide in _WIDTHS:
        lines = wrap(node.name, wide - _PADDING, 99, SIZE)
        if broken_words(node.name, wide - _PADDING, SIZE):
            continue
        if len(lines) * SIZE * LEADING <= _PLAIN - _CEILING:
            return wide, _PLAIN
    wide = _WIDTHS[-1]
    lines = wrap(node.name, wide - _PADDING, 99, SIZE)[:20]
    return wide, max(_PLAIN, int(len(lines) * SIZE * LEADING + _CEILING) + 2)


def note_size(text: str) -> tuple[int, int]:
    """Return (width, height) in px of a text annotation."""
    for wide in (120, 160, 200, 240):
        lines = wrap(text, wide - 12, 99, SMALL)
        if len(lines) <= 4 and not broken_words(text, wide - 12, SMALL):
            return wide, max(30, LINE * len(lines) + 8)
    return 240, LINE * min(len(wrap(text, 228, 99, SMALL)), 24) + 8


def slot_width(plane: Plane, node: Node) -> int:
    """Return how many px of a border each of its events takes, with its words."""
    widest = max((label_size(plane.nodes[name].name)[0] for name in node.border), default=0)
    return max(60, widest + 26)
