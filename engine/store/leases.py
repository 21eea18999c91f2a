"""Leases: which process does what only one should do, until when."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, update

from engine.store.tables import lease
from engine.store.transactions import Tx
from engine.store.upserts import Upsert

_MOMENT = lease.c.until.type
_TAKE = (
    update(lease)
    .where(
        lease.c.name == bindparam("the_name"),
        or_(
            lease.c.holder == bindparam("who"),
            lease.c.holder.is_(None),
            lease.c.until <= bindparam("now", type_=_MOMENT),
            lease.c.until > bindparam("never", type_=_MOMENT),
        ),
    )
    .values(holder=bindparam("who"), until=bindparam("to", type_=_MOMENT))
)
_LEAVE = (
    update(lease)
    .where(lease.c.name == bindparam("the_name"), lease.c.holder == bindparam("who"))
    .values(holder=None)
)
_MAKE = Upsert(lease, ["name"])


def take(tx: Tx, name: str, who: str, now: datetime, length: timedelta) -> bool:
    """Take the lease `name` for `length`, or keep it; False when somebody else has it.

    A lease that ends later than anybody could have taken it is of a clock that was set back.
    """
    until, never = now + length, now + 2 * length
    if tx.run(_TAKE, {"the_name": name, "who": who, "now": now, "to": until, "never": never}):
        return True
    return _MAKE.run(tx, [{"name": name, "holder": who, "until": until}]) == 1


def leave(tx: Tx, name: str, who: str) -> None:
    """Let somebody else have the lease `name`, if `who` has it."""
    tx.run(_LEAVE, {"the_name": name, "who": who})
