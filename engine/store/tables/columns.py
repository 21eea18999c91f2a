"""What every table is made with: the metadata, and columns that must or may hold something."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, MetaData, Text, text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def the_id(name: str = "id") -> Column[str]:
    """Return a primary key of text."""
    return Column(name, Text, primary_key=True)


def must(name: str, kind: Any = Text, *rest: Any, **options: Any) -> Column[Any]:
    """Return a column that always holds a value."""
    return Column(name, kind, *rest, nullable=False, **options)


def may(name: str, kind: Any = Text, *rest: Any, **options: Any) -> Column[Any]:
    """Return a column that may be empty."""
    return Column(name, kind, *rest, nullable=True, **options)


def of_case(*, key: bool = False) -> Column[str]:
    """Return the reference to the case that a row belongs to."""
    return Column("case_id", Text, ForeignKey("case_.id"), primary_key=key, nullable=False)


def only(condition: str) -> dict[str, Any]:
    """Return what makes an index hold only the rows of a condition."""
    return {"postgresql_where": text(condition), "sqlite_where": text(condition)}
