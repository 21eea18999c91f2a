"""A planted fault: completing a task answers first and commits a moment later, in a thread."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from engine import cli
from engine.runtime import Runtime
from engine.store import Store, Tx
from engine.store import engine as engines
from engine.tasks import completing

LATE = 0.1


@contextmanager
def write_late(store: Store) -> Iterator[Tx]:
    """Do what `Store.write` does, but leave the commit to a thread; the lock is held until then."""
    with ExitStack() as stack:
        stack.enter_context(store._turn())
        connection = stack.enter_context(store.engine.connect())
        connection.execution_options(**{engines.WRITES: True})
        transaction = connection.begin()
        yield Tx(connection, [])
        rest = stack.pop_all()

    def finish() -> None:
        time.sleep(LATE)
        transaction.commit()
        rest.close()

    threading.Thread(target=finish, daemon=True).start()


def in_one_late_transaction(
    runtime: Runtime, work: Callable[[Tx], Any], *, transaction: str
) -> Any:
    """Do what `advance.in_one_transaction` does, but answer before the commit."""
    with write_late(runtime.store) as tx:
        return work(tx)


if __name__ == "__main__":
    setattr(completing, "in_one_transaction", in_one_late_transaction)  # noqa: B010 - not its to export
    sys.exit(cli.main(sys.argv[1:]))
