"""`page`: one page of a list. However long a case becomes, no more rows than that are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Select, func

from engine.store.rows import Page, read
from engine.store.transactions import Tx

R = TypeVar("R")


def page(
    tx: Tx, row: Callable[..., R], query: Select[Any], number: int = 1, size: int = 50
) -> Page[R]:
    """Return page `number` of what `query` finds; one that is not there gives the nearest."""
    counting = query.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    empty: Page[R] = Page((), int(tx.scalar(counting)), 1, size)
    wanted = empty.nearest(number)
    found = query.limit(size).offset((wanted - 1) * size)
    return Page(read(row, tx.all(found)), empty.total, wanted, size)
