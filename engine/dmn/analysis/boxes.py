"""Boxes of bits: what a set of boxes leaves uncovered, and where two of them meet.

A box has one integer per axis, whose bits are the pieces of that axis it holds. Nothing here
knows what a piece is. Pure: no FEEL, no XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Box = tuple[int, ...]


class TooLarge(Exception):
    """The work went over its budget; nothing can be said."""


class Budget:
    """Steps that one check may take."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def spend(self, steps: int = 1) -> None:
        """Count steps. Raises TooLarge when they are used up."""
        self._left -= steps
        if self._left < 0:
            raise TooLarge


def bits_of(number: int) -> Iterator[int]:
    """Iterate over the places of the bits that are set, lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def runs_of(number: int) -> Iterator[tuple[int, int]]:
    """Iterate over stretches of bits that are set: the first place, and the first one after."""
    at = 0
    while number:
        skipped = (number & -number).bit_length() - 1
        number >>= skipped
        length = (~number & number + 1).bit_length() - 1
        number >>= length
        yield at + skipped, at + skipped + length
        at += skipped + length


def is_empty(box: Box) -> bool:
    """Return whether a box holds nothing."""
    return not all(box)


def meet(one: Box, other: Box) -> Box:
    """Return what two boxes share; empty (see `is_empty`) when they do not touch."""
    return tuple(a & b for a, b in zip(one, other, strict=True))


def uncovered(domain: Box, boxes: Sequence[Box], budget: Budget) -> list[Box]:
    """Return disjoint boxes that together are exactly what `boxes` leave of `domain`.

    Raises TooLarge.
    """
    if is_empty(domain):
        return []
    return [tuple(box) for box in _Cover(domain, boxes, budget).left(0, (1 << len(boxes)) - 1)]


class _Cover:
    """One sweep, axis by axis; at each the boxes still in play are a bit set."""

    def __init__(self, domain: Box, boxes: Sequence[Box], budget: Budget) -> None:
        self.domain = domain
        self.budget = budget
        self.known: dict[tuple[int, int], tuple[Box, ...]] = {}
        self.classes = [
            classes(held, [box[axis] for box in boxes], budget) for axis, held in enumerate(domain)
        ]
        self.full = self._full(boxes)

    def _full(self, boxes: Sequence[Box]) -> list[int]:
        """Return per axis the boxes that hold everything from there on."""
        found = [(1 << len(boxes)) - 1]
        for axis in reversed(range(len(self.domain))):
            held = self.domain[axis]
            here = sum(1 << at for at, box in enumerate(boxes) if box[axis] & held == held)
            found.append(found[-1] & here)
        return found[::-1]

    def left(self, axis: int, active: int) -> tuple[Box, ...]:
        """Return what the `active` boxes leave of the axes from `axis` on."""
        if not active:
            return (self.domain[axis:],)
        if active & self.full[axis]:
            return ()
        found = self.known.get((axis, active))
        if found is None:
            found = self.known[axis, active] = self._swept(axis, active)
        return found

    def _swept(self, axis: int, active: int) -> tuple[Box, ...]:
        groups: dict[int, int] = {}
        for mask, held in self.classes[axis]:
            groups[active & mask] = groups.get(active & mask, 0) | held
        self.budget.spend(len(self.classes[axis]))
        merged: dict[tuple[Box, ...], int] = {}
        for still, held in groups.items():
            rest = self.left(axis + 1, still)
            merged[rest] = merged.get(rest, 0) | held
        made = tuple((held, *box) for rest, held in merged.items() for box in rest)
        self.budget.spend(len(made))
        return made


def classes(domain: int, held: Sequence[int], budget: Budget) -> list[tuple[int, int]]:
    """Return the pieces of one axis in groups: which boxes hold them, the pieces.

    `held` is what each box holds of the axis. Raises TooLarge.
    """
    everywhere = 0
    turns: dict[int, int] = {0: 0}  # piece → the boxes that begin or end there
    for at, pieces in enumerate(held):
        inside = pieces & domain
        if inside == domain:
            everywhere |= 1 << at
            continue
        for start, end in runs_of(inside):
            budget.spend(1)
            turns[start] = turns.get(start, 0) ^ 1 << at
            turns[end] = turns.get(end, 0) ^ 1 << at
    groups: dict[int, int] = {}
    places = sorted(turns)
    mask = everywhere
    for start, end in zip(places, [*places[1:], domain.bit_length()], strict=True):
        mask ^= turns[start]
        pieces = domain & (1 << end) - (1 << start) if start < end else 0
        if pieces:
            groups[mask] = groups.get(mask, 0) | pieces
    return list(groups.items())


def crossings(domain: Box, boxes: Sequence[Box], budget: Budget) -> Iterator[tuple[int, int, Box]]:
    """Iterate over pairs of boxes (lower place first) that share something, and what they share.

    Raises TooLarge.
    """
    grouped = [
        classes(held, [box[axis] for box in boxes], budget) for axis, held in enumerate(domain)
    ]
    for at, box in enumerate(boxes):
        others = (1 << len(boxes)) - (2 << at)
        for axis, groups in enumerate(grouped):
            budget.spend(1 + len(groups) // 8)  # cheap ones
            touching = 0
            for mask, held in groups:
                if held & box[axis]:
                    touching |= mask
            others &= touching
        for other in bits_of(others):
            yield at, other, meet(meet(box, boxes[other]), domain)
