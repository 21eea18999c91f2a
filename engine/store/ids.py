"""Ids: UUIDv7 as text, so that rows made later sort later; or one that follows from what it is."""

import uuid

import uuid6

_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "procesregie")


def new_id() -> str:
    """Return a fresh UUIDv7 in its 36-character text form."""
    return str(uuid6.uuid7())


def named_id(*parts: str) -> str:
    """Return the id of what these texts say: the same for the same texts, so that twice is once."""
    return str(uuid.uuid5(_OURS, "\0".join(parts)))


def once_id(key: str, *parts: str) -> str:
    """Return the id of what a page with this key asks for; without a key a fresh one each time.

    The same page sent twice asks for the same thing; with something else in it, for another.
    """
    return named_id(key, *parts) if key else new_id()
