"""Messages that come twice, before anybody waits for them, and in any order: each told once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from engine import messages
from engine.store.tables import history
from tests.house import House
from tests.verbs.test_messages import start, waiting_procedure, work

CASES, SEED = 40, 3
COPIES = (1, 2, 3)
WORKED_OFF = 0.3  # how often the jobs are done before the next thing happens


@dataclass(frozen=True)
class Told:
    """How many cases waited and messages came, and what did not come together.

    `before` are cases for which a message came before they waited.
    """

    cases: int
    sent: int
    before: int
    lost: int
    doubled: int


def play(house: House, cases: int = CASES, seed: int = SEED) -> Told:
    """Let cases begin and messages come in, in an order that `seed` chooses; count who was told."""
    waiting_procedure(house)
    chance, begun = random.Random(seed), dict[str, str]()
    early, doings = set[str](), list[Callable[[], None]]()

    def begin(key: str) -> None:
        begun[key] = start(house, "waiter", dossier=key)

    def send(key: str) -> None:
        if key not in begun:
            early.add(key)
        messages.publish(
            house.runtime,
            name="answer",
            keys={"key": key},
            values={"news": key},
            by=house.actors["an.admin"],
            unique_key=f"sent-{key}",
        )

    keys = [f"K{number}" for number in range(cases)]
    for key in keys:
        doings += [partial(begin, key)]
        doings += [partial(send, key)] * chance.choice(COPIES)
    chance.shuffle(doings)
    for do in doings:
        do()
        if chance.random() < WORKED_OFF:
            work(house)
    work(house)
    told = _told(house)
    got = [told[house.case(begun[key]).id] for key in keys]
    return Told(
        cases=len(keys),
        sent=len(doings) - len(keys),
        before=len(early),
        lost=sum(times == 0 for times in got),
        doubled=sum(times > 1 for times in got),
    )


def _told(house: House) -> Counter[str]:
    with house.runtime.store.read() as tx:
        found = select(history.c.case_id).where(history.c.kind == "message:delivered")
        return Counter(str(row[0]) for row in tx.all(found))
