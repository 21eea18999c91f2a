"""The key that signs bundles here, and the keys whose bundles are believed (Ed25519, RFC 8032)."""

from __future__ import annotations

import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

CONTEXT = b"procesregie-bundle-1\n"  # a signature for this says nothing about anything else
_KEY = re.compile(r"[0-9a-f]{64}")
_RAW = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def own_key(path: Path) -> str:
    """Return the public half of our key as 64 hex digits; the key is made at first use.

    Only its owner may read it, and it is never replaced.
    """
    return _public(_private(path))


def sign(path: Path, data: bytes) -> tuple[str, str]:
    """Return our public key and our signature under `data`, both in hex."""
    private = _private(path)
    return _public(private), private.sign(CONTEXT + data).hex()


def holds(key: str, signature: str, data: bytes) -> bool:
    """Tell whether the owner of `key` signed `data`; anything that is no key or signature: no."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), CONTEXT + data)
    except (ValueError, InvalidSignature):
        return False
    return True


def trusted(setting: str) -> frozenset[str]:
    """Return the keys that a setting lists, apart by commas or spaces.

    Raises ValueError for what is no key: a misspelt one would silently trust nobody.
    """
    found = setting.replace(",", " ").lower().split()
    if wrong := [each for each in found if not _KEY.fullmatch(each)]:
        raise ValueError(f"no public key of a bundle: {wrong[0][:20]}")
    return frozenset(found)


def _private(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(made)
    private = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError("the key of bundles is not an Ed25519 key")
    return private


def _public(private: Ed25519PrivateKey) -> str:
    return private.public_key().public_bytes(*_RAW).hex()
