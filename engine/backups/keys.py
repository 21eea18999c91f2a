"""The keys of a house in a backup: sealed with a passphrase, or not in it at all.

They are the key of the documents, the one that signs seals and the one that signs bundles. With the
first, whoever has the backup reads every document; with the second, they can sign a history that
never was. So they never lie in a backup in the clear: one file holds them, encrypted (AES-256-GCM)
under a key that scrypt (RFC 7914) makes of the passphrase.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from engine.config import Settings
from engine.errors import InvalidInput, Problem
from engine.runtime import vault_of
from engine.strongbox import Strongbox

NAMES = ("documents_key", "seal_key", "bundle_key")  # settings that name the file of a key
SHORTEST = 16
COST = 2**16  # scrypt's n: 64 MB and a few tenths of a second for each guess
WHAT = b"procesregie keys 1"


def read_passphrase(file: Path) -> bytes:
    """Return the passphrase in a file, without the end of its line. Raises InvalidInput."""
    found = file.read_bytes().strip()
    if len(found) < SHORTEST:
        raise InvalidInput([Problem(str(file), "backup.short_passphrase", {"least": SHORTEST})])
    return found


def present(settings: Settings) -> Mapping[str, bytes]:
    """Return the keys that are in their places, by the name of their setting."""
    places = {name: Path(getattr(settings, name)) for name in NAMES}
    return {name: each.read_bytes() for name, each in places.items() if each.exists()}


def ids(settings: Settings) -> Mapping[str, str]:
    """Return what tells each key in its place from another, and nothing else about it."""
    found = {name: _public(data) for name, data in present(settings).items() if _signs(name)}
    if Path(settings.documents_key).exists():
        found["documents_key"] = Strongbox(vault_of(settings).derive).key_id
    return found


def sealed(found: Mapping[str, bytes], passphrase: bytes) -> bytes:
    """Return keys as they lie in a backup."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    plain = json.dumps({name: base64.b64encode(data).decode() for name, data in found.items()})
    data = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, plain.encode(), WHAT)
    parts = {"salt": salt.hex(), "nonce": nonce.hex(), "data": base64.b64encode(data).decode()}
    return json.dumps(parts, indent=1).encode()


def opened(file: Path, passphrase: bytes) -> Mapping[str, bytes]:
    """Return the keys that lie in a backup. Raises InvalidInput for another passphrase."""
    try:
        parts = json.loads(file.read_bytes())
        key = _stretched(passphrase, bytes.fromhex(parts["salt"]))
        data = base64.b64decode(parts["data"])
        plain = json.loads(AESGCM(key).decrypt(bytes.fromhex(parts["nonce"]), data, WHAT))
    except (InvalidTag, ValueError, KeyError, TypeError) as wrong:
        raise InvalidInput([Problem(str(file), "backup.other_passphrase")]) from wrong
    return {name: base64.b64decode(plain[name]) for name in NAMES if name in plain}


def put_in_place(settings: Settings, found: Mapping[str, bytes], public: Path) -> None:
    """Write keys where the settings want them, for their owner only; what is there stays.

    `public` is the file with the public half of the key that signs seals.
    """
    wanted = [(Path(getattr(settings, name)), data) for name, data in found.items()]
    beside = Path(settings.seal_key)
    wanted.append((beside.with_name(beside.name + ".pub"), public.read_bytes()))
    for place, data in wanted:
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            made = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(made, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())


def _signs(name: str) -> bool:
    return name != "documents_key"


def _public(data: bytes) -> str:
    private = serialization.load_pem_private_key(data, None)
    assert isinstance(private, Ed25519PrivateKey)
    return private.public_key().public_bytes_raw().hex()


def _stretched(passphrase: bytes, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=COST, r=8, p=1).derive(passphrase)
