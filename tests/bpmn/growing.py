"""Grows random diagrams out of the blocks; the same seed gives the same diagram."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.bpmn.drawing import Around, Block, Pen, Sheet
from tests.bpmn.driving import diagram
from tests.bpmn.random_diagrams import Fork, Guard, Leaf, Loop, Room, Seq, Wait
from tests.bpmn.random_scopes import Listening, Many

ALL = (
    *("seq", "xor", "and", "or", "implicit", "loop", "wait", "sub", "call", "guarded", "bomb"),
    *("listening", "many"),
)
STOCK = ("seq", "xor", "and", "sub")  # what SpiffWorkflow 3.2.0 runs rightly by itself


class Grower:
    """Grows a random block of about `size` parts out of `kinds`."""

    def __init__(
        self, seed: int, kinds: tuple[str, ...] = ALL, leaves: tuple[str, ...] = ()
    ) -> None:
        self.rng = random.Random(seed)
        self.size = self.rng.choice([4, 8, 14])
        self.kinds = kinds
        self.leaves = leaves or ("script", "user", "service", "message", "timer")
        self.named = self.rng.random() < 0.7

    def block(self, depth: int = 4) -> Block:
        self.size -= 1
        if depth <= 0 or self.size <= 0:
            return Leaf(self.rng.choice(self.leaves))
        make: Callable[[int], Block] = getattr(self, "_" + self.rng.choice(self.kinds))
        return make(depth - 1)

    def _blocks(self, depth: int, low: int, high: int) -> list[Block]:
        return [self.block(depth) for _ in range(self.rng.randint(low, high))]

    def _seq(self, depth: int) -> Block:
        return Seq(self._blocks(depth, 2, 3))

    def _xor(self, depth: int) -> Block:
        first = self.rng.random() < 0.5
        return Fork("exclusive", self._blocks(depth, 2, 2), [first, not first])

    def _and(self, depth: int) -> Block:
        branches = self._blocks(depth, 2, 3)
        return Fork("parallel", branches, [True] * len(branches))

    def _or(self, depth: int) -> Block:
        taken = [True, *[self.rng.random() < 0.6 for _ in range(2)]]
        self.rng.shuffle(taken)
        return Fork("inclusive", self._blocks(depth, 3, 3), taken)

    def _implicit(self, depth: int) -> Block:
        branches = self._blocks(depth, 2, 3)
        return Fork("implicit", branches, [True, *[self.rng.random() < 0.5 for _ in branches[1:]]])

    def _loop(self, depth: int) -> Block:
        return Loop(self.block(depth), self.rng.randint(1, 3))

    def _wait(self, depth: int) -> Block:
        branches = self._blocks(depth, 2, 3)
        return Wait([Leaf(self.rng.choice(["message", "timer"])) for _ in branches], branches)

    def _sub(self, depth: int) -> Block:
        return Room("sub", self.block(depth), self._guards() if self.kinds is ALL else [])

    def _call(self, depth: int) -> Block:
        return Room("call", self.block(depth), self._guards())

    def _guarded(self, _depth: int) -> Block:
        return Room("user", Leaf("user"), self._guards() or self._guards())

    def _bomb(self, depth: int) -> Block:
        kind = self.rng.choice(["sub", "call"])
        bomb = self.rng.choice(["error", "terminate"])
        return Room(kind, self.block(depth), self._guards(), bomb=bomb)

    def _listening(self, depth: int) -> Block:
        return Listening(self.block(depth), self._guards() or self._guards())

    def _many(self, depth: int) -> Block:
        kind = self.rng.choice(["parallel", "sequential", "standard"])
        if kind != "parallel":
            return Many(kind, self.block(depth), self.rng.randint(1, 3))
        leaves = [Leaf(self.rng.choice(self.leaves)) for _ in range(self.rng.randint(1, 3))]
        return Many(kind, Seq(list(leaves)), self.rng.randint(0, 3))

    def _guards(self) -> list[Guard]:
        return [
            Guard(
                Leaf(self.rng.choice(["message", "timer"])),
                self.rng.random() < 0.5,
                Seq([Leaf("script"), Leaf(self.rng.choice(["user", "service"]))]),
            )
            for _ in range(self.rng.choice([0, 1, 1, 2]))
        ]


@dataclass
class Drawn:
    """A random diagram: its files, and the block it was drawn from."""

    files: dict[str, bytes]
    block: Block


def grow(seed: int, kinds: tuple[str, ...] = ALL, leaves: tuple[str, ...] = ()) -> Drawn:
    """Return the random diagram of `seed`; the same seed gives the same diagram."""
    grower = Grower(seed, kinds, leaves)
    block = grower.block()
    sheet = Sheet(named=grower.named)
    body = Pen(sheet).body(block)
    sheet.processes["p"] = body
    top = "".join(sheet.top)
    files: dict[str, bytes] = {}
    for name, inside in sheet.processes.items():
        files |= diagram(inside, process=name, top=top)
    return Drawn(files, block)


__all__ = ["ALL", "STOCK", "Around", "Drawn", "grow"]
