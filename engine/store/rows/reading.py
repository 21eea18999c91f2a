"""Rows of any table: selected by the names of a class, and read into it.

A row class lists columns of its table in any number; `columns` selects them and `read` fills it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, FromClause

R = TypeVar("R")


@cache
def columns(table: FromClause, row: type[Any]) -> tuple[ColumnElement[Any], ...]:
    """Return the columns of `table` that `row` names, in its order."""
    return tuple(table.c[field.name] for field in fields(row))


def read(row: Callable[..., R], found: Iterable[Sequence[Any]]) -> tuple[R, ...]:
    """Return `found` (selected by `columns`) as instances of `row`."""
    return tuple(row(*each) for each in found)


def one(row: Callable[..., R], found: Sequence[Any] | None) -> R | None:
    """Return `found` as an instance of `row`, or None."""
    return None if found is None else row(*found)


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """One page of a list, its number (from 1), and the number of rows that match in all."""

    rows: tuple[R, ...]
    total: int
    number: int = 1
    size: int = 50

    @property
    def pages(self) -> int:
        """Return how many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    def nearest(self, number: int) -> int:
        """Return the number of a page that is there."""
        return min(max(1, number), self.pages)
