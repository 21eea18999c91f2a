"""Small values, encrypted to be kept in the database, and marks by which equal ones are found.

No database, no names of registers. A sealed value is `<key id>.<base64 of nonce ‖ AES-256-GCM>`;
it is bound to its place (`where`), so that one value cannot stand in for another, and padded, so
that its length does not tell yes from no. A mark is an HMAC: equal values have equal marks, and
without the key nobody can try values.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.errors import Unavailable

PURPOSE = b"procesregie record"
NONCE, BLOCK = 12, 64
_END = b"\x80"

Derive = Callable[[bytes], bytes]


class Strongbox:
    """Seals and opens values with keys that `derive` gives (64 bytes for a purpose)."""

    def __init__(self, derive: Derive) -> None:
        self._derive = derive

    def seal(self, text: str, where: str) -> str:
        """Return `text` sealed for the place `where`; equal texts differ once sealed."""
        nonce = secrets.token_bytes(NONCE)
        data = text.encode() + _END
        data += bytes(-len(data) % BLOCK)
        sealed = nonce + self._cipher.encrypt(nonce, data, where.encode())
        return f"{self.key_id}.{base64.urlsafe_b64encode(sealed).decode()}"

    def open(self, sealed: str, where: str) -> str:
        """Return what was sealed for `where`.

        Raises Unavailable when another key sealed it, or when it is not what was put there.
        """
        key_id, _, packed = sealed.partition(".")
        if key_id != self.key_id:
            raise Unavailable("record_key_other")
        try:
            data = base64.urlsafe_b64decode(packed)
            plain = self._cipher.decrypt(data[:NONCE], data[NONCE:], where.encode())
        except (InvalidTag, binascii.Error, ValueError) as wrong:
            raise Unavailable("record_damaged", where=where) from wrong
        return plain.rpartition(_END)[0].decode()

    def mark(self, text: str, where: str) -> str:
        """Return the mark of `text` among the values of `where`, as hex."""
        return hmac.digest(self._keys[32:], f"{where}\0{text}".encode(), "sha256").hex()

    @cached_property
    def key_id(self) -> str:
        """Return what tells this key from another, and nothing else about it."""
        return hmac.digest(self._keys[32:], b"key id", "sha256").hex()[:8]

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self._keys[:32])

    @cached_property
    def _keys(self) -> bytes:
        return self._derive(PURPOSE)
