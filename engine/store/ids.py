"""Ids: UUIDv7 as text, so that rows made later sort later."""

import uuid6


def new_id() -> str:
    """Return a fresh UUIDv7 in its 36-character text form."""
    return str(uuid6.uuid7())
