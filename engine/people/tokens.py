"""Tokens that only their bearer knows: kept as a digest, given out once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from engine import store
from engine.store import people as rows

LINK_LIFE = timedelta(hours=48)


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def link(tx: store.Tx, person_id: str | None, purpose: str, now: datetime) -> str:
    """Return the token of a new one-time link; the link is kept for `LINK_LIFE`."""
    token = secrets.token_urlsafe(32)
    rows.add_link(tx, digest(token), person_id, purpose, (now, now + LINK_LIFE))
    return token
