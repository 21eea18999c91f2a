"""A lease is one process's at a time."""

from __future__ import annotations

import threading
from datetime import timedelta

from engine.store import Store, leases
from tests.store.samples import AT

LONG = timedelta(seconds=30)


def test_a_lease_is_kept_by_who_has_it_until_it_runs_out(store: Store) -> None:
    with store.write("tests.lease") as tx:
        assert leases.take(tx, "rounds", "one", AT, LONG)
        assert not leases.take(tx, "rounds", "two", AT + LONG / 2, LONG)
        assert leases.take(tx, "rounds", "one", AT + LONG / 2, LONG)
        assert not leases.take(tx, "rounds", "two", AT + LONG, LONG)
        assert leases.take(tx, "other", "two", AT, LONG)
        assert leases.take(tx, "rounds", "two", AT + 2 * LONG, LONG)
        assert not leases.take(tx, "rounds", "one", AT + 2 * LONG, LONG)


def test_who_leaves_lets_another_one_in_at_once(store: Store) -> None:
    with store.write("tests.lease") as tx:
        assert leases.take(tx, "rounds", "one", AT, LONG)
        leases.leave(tx, "rounds", "two")
        assert not leases.take(tx, "rounds", "two", AT, LONG)
        leases.leave(tx, "rounds", "one")
        assert leases.take(tx, "rounds", "two", AT, LONG)


def test_a_lease_of_a_clock_that_was_set_back_holds_nobody_up(store: Store) -> None:
    with store.write("tests.lease") as tx:
        assert leases.take(tx, "rounds", "one", AT + timedelta(hours=1), LONG)
        assert leases.take(tx, "rounds", "two", AT, LONG)


def test_of_many_that_ask_at_the_same_time_one_gets_it(store: Store) -> None:
    start, got = threading.Barrier(4), []

    def ask(who: str) -> None:
        start.wait()
        with store.write("tests.race") as tx:
            if leases.take(tx, "rounds", who, AT, LONG):
                got.append(who)

    threads = [threading.Thread(target=ask, args=[f"w{n}"]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1
