"""Leases: what one process at a time may do, until it stops or dies."""

from __future__ import annotations

from datetime import timedelta

from engine import store
from engine.runtime import Runtime
from engine.store import leases as rows


class Lease:
    """A lease as one process sees it; `length` is how long it holds without being asked again."""

    def __init__(self, name: str, length: timedelta) -> None:
        self.mine = False
        self._name, self._length, self._who = name, length, store.new_id()

    def ask(self, runtime: Runtime) -> bool:
        """Take or keep the lease for `length` from now; say whether this process has it."""
        self.mine = False  # if this cannot be asked
        with runtime.store.write("leases.take") as tx:
            self.mine = rows.take(tx, self._name, self._who, runtime.now(), self._length)
        return self.mine

    def leave(self, runtime: Runtime) -> None:
        """Let another process have it at once."""
        if self.mine:
            self.mine = False
            with runtime.store.write("leases.leave") as tx:
                rows.leave(tx, self._name, self._who)
