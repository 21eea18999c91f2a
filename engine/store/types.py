"""Column types that behave the same on SQLite and PostgreSQL, and the folded search text.

No tables, no queries.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine
from typing_extensions import override


def moment_text(moment: datetime) -> str:
    """Return an aware `moment` as fixed-width UTC text (27 characters, sorts as time)."""
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its zone")
    bare = moment.astimezone(UTC).replace(tzinfo=None)
    return bare.isoformat(timespec="microseconds") + "Z"


class Moment(TypeDecorator[datetime]):
    """A timezone-aware moment, UTC in and out: `timestamptz` on PostgreSQL, text on SQLite."""

    impl = DateTime
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(27))
        return dialect.type_descriptor(DateTime(timezone=True))

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return moment_text(value)
        if value.tzinfo is None:
            raise ValueError("a moment must carry its zone")
        return value

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromisoformat(value)
        moment: datetime = value
        return moment.astimezone(UTC)


def canonical(value: Any) -> str:
    """Return plain JSON `value` as its one canonical text: sorted keys, no spaces, no escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def plain(value: Any) -> Any:
    """Return `value` as plain JSON: lists for tuples, ISO text for days and moments.

    A decimal becomes its text: what is kept apart from the state is read, not calculated with.
    """
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [plain(each) for each in value]
        return sorted(items) if isinstance(value, set | frozenset) else items
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | Decimal):
        return str(value)
    return value


class Json(TypeDecorator[Any]):
    """Plain JSON kept as text; NULL is Python's None (a JSON null is never stored as text)."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, separators=(",", ":"), default=plain)

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


SortKey = Text().with_variant(Text(collation="C"), "postgresql")
"""Folded text that both databases order by code point."""


def fold(*parts: object) -> str:
    """Return `parts` as one lower-case line without accents, words separated by one space.

    It starts with a space, so that a word's beginning is found with `LIKE '% word%'`.
    """
    text = " ".join(str(part) for part in parts if part not in (None, ""))
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        char if char.isalnum() else " " for char in bare if not unicodedata.combining(char)
    )
    return " " + " ".join(kept.split())


_LONGEST_KEY = 200


def number_key(number: Decimal) -> str:
    """Return the text by which a number is ordered among others, to six decimals.

    Beyond 10^15 numbers are alike. Raises decimal.InvalidOperation for what is no number.
    """
    most = Decimal(10**15)
    return f"n{max(-most, min(most, number)) + most:024.6f}"


def sort_key(value: Any) -> str | None:
    """Return the text by which the tagged value of a field is ordered: numbers by their size.

    Text begins with a space, a number with `n`, a day or moment with `d`, the rest with `z`; None
    for no value. No more than fits in an index.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return fold(value)[:_LONGEST_KEY]
    if isinstance(value, Mapping) and len(value) == 1:
        ((tag, inside),) = value.items()
        if tag == "@number":
            return number_key(Decimal(str(inside)))
        if str(tag).startswith("@date"):
            return f"d{inside}"
    return f"z{canonical(value)}"[:_LONGEST_KEY]


def like_words(query: str) -> tuple[str, ...]:
    """Return one LIKE pattern per word of `query`; all must match a folded text."""
    return tuple(f"% {word}%" for word in fold(query).split())
