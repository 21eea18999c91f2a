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
