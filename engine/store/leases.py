"""Leases: who does something that only one process may do at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.tables import lease
from engine.store.transactions import Tx

_NAME: Any = [lease.c.name]
_SQLITE = sqlite.insert(lease)
_POSTGRESQL = postgresql.insert(lease)


def take(tx: Tx, name: str, holder: str, now: datetime, until: datetime) -> bool:
    """Take or prolong the lease `name` until `until`; False while another holder has it."""
    row = {"name": name, "holder": holder, "until": until}
    mine = or_(lease.c.holder == holder, lease.c.until <= now)
    change = {"holder": holder, "until": until}
    if tx.postgresql:
        claim = _POSTGRESQL.values(row)
        return (
            tx.run(claim.on_conflict_do_update(index_elements=_NAME, set_=change, where=mine)) == 1
        )
    return (
        tx.run(
            _SQLITE.values(row).on_conflict_do_update(index_elements=_NAME, set_=change, where=mine)
        )
        == 1
    )


def give_up(tx: Tx, name: str, holder: str) -> bool:
    """Give a lease back before it runs out; False when it was another's."""
    return tx.run(delete(lease).where(lease.c.name == name, lease.c.holder == holder)) == 1
