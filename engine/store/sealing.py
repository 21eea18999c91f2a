"""Seals: signed Merkle roots over the heads of all chains, kept in the database and outside it.

A chain alone cannot show that its tail was cut, that a whole case is gone, or that somebody who can
write to the database computed all hashes anew. A seal can: it is signed with a key that is not in
the database, follows the seal before it, and is appended to a file in another place.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from sqlalchemy import bindparam, func, insert, or_, select

from engine.store.history import GENESIS, LOG
from engine.store.tables import case_, counter, sealed_head
from engine.store.tables import seal as seal_
from engine.store.transactions import Tx
from engine.store.types import canonical, moment_text
from engine.store.upserts import Upsert

FILE = "seals.jsonl"

_NEW_CASES = (
    select(case_.c.id, case_.c.chain_length, case_.c.chain_head)
    .join(sealed_head, sealed_head.c.chain == case_.c.id, isouter=True)
    .where(or_(sealed_head.c.chain.is_(None), sealed_head.c.length < case_.c.chain_length))
    .where(case_.c.chain_length > 0)
)
_NEW_LOG = (
    select(counter.c.name, counter.c.value, counter.c.head)
    .join(sealed_head, sealed_head.c.chain == counter.c.name, isouter=True)
    .where(counter.c.name == LOG, counter.c.value > 0)
    .where(or_(sealed_head.c.chain.is_(None), sealed_head.c.length < counter.c.value))
)
_LAST = select(seal_.c.seq, seal_.c.hash, seal_.c.at).order_by(seal_.c.seq.desc()).limit(1)
_SINCE = select(seal_).where(seal_.c.seq > bindparam("after")).order_by(seal_.c.seq)
_HEADS = Upsert(sealed_head, ["chain"], ["length", "seal"])
_COUNT = select(func.count()).select_from(seal_)


def create_key(key: Path) -> None:
    """Make the signing key (only its owner may read it) and its public half beside it.

    Does nothing when the key is there: a key is never replaced.
    """
    if key.exists():
        return
    key.parent.mkdir(parents=True, exist_ok=True)
    private = Ed25519PrivateKey.generate()
    data = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    public_file(key).write_bytes(
        private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )


def due(tx: Tx, now: datetime, every: timedelta) -> bool:
    """Tell whether the last seal is at least `every` old and something has happened since."""
    last = tx.first(_LAST)
    if last is not None and now - last[2] < every:
        return False
    return tx.first(_NEW_CASES.limit(1)) is not None or tx.first(_NEW_LOG) is not None


def seal(tx: Tx, directory: Path, key: Path, now: datetime) -> bool:
    """Seal every chain that grew since its last seal; False when none did.

    The line in `directory` is written (and synced) after the commit; lines that a crash kept from
    being written are added by the next seal. Makes the key when there is none yet.
    """
    leaves = sorted([row[0], row[1], row[2]] for row in (*tx.all(_NEW_CASES), *tx.all(_NEW_LOG)))
    if not leaves:
        return False
    create_key(key)
    last = tx.first(_LAST)
    row = _signed(
        {
            "seq": 1 if last is None else last[0] + 1,
            "at": now,
            "leaves": leaves,
            "root": merkle_root(leaves),
            "previous": GENESIS if last is None else last[1],
        },
        _private(key),
    )
    tx.run(insert(seal_), row)
    _HEADS.run(
        tx, [{"chain": chain, "length": size, "seal": row["seq"]} for chain, size, _ in leaves]
    )
    written = read_file(directory)
    after = max((line["seq"] for line in written), default=0)
    missing = [
        as_line(dict(zip(seal_.c.keys(), each, strict=True)))
        for each in tx.all(_SINCE, {"after": after})
    ]
    tx.after_commit(lambda: _append(directory, missing))
    return True


def merkle_root(leaves: Sequence[Sequence[Any]]) -> str:
    """Return the Merkle root of `leaves` as hex (RFC 6962: leaves and nodes hash apart)."""
    level = [hashlib.sha256(b"\x00" + canonical(list(leaf)).encode()).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [
            hashlib.sha256(b"\x01" + pair[0] + pair[1]).digest() if len(pair) == 2 else pair[0]
            for pair in pairs
        ]
    return level[0].hex()


def seal_hash(line: Mapping[str, Any]) -> str:
    """Return the hash of a seal in the form of the file (`at` as text)."""
    covered = [line["seq"], line["at"], line["root"], len(line["leaves"]), line["previous"]]
    return hashlib.sha256(canonical(covered).encode()).hexdigest()


def as_line(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of the table in the form of the file."""
    return {**row, "at": moment_text(row["at"])}


def read_file(directory: Path) -> list[dict[str, Any]]:
    """Return the seals outside the database, as they were appended.

    A last line that a crash cut short is left out; the next seal writes it again.
    """
    file = directory / FILE
    if not file.exists():
        return []
    lines = file.read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines[:-1] if line]


def lines_until(directory: Path, seq: int | None = None) -> list[str]:
    """Return the seals outside the database, up to number `seq`, each as its line."""
    return [canonical(line) for line in read_file(directory) if seq is None or line["seq"] <= seq]


def put_lines(directory: Path, source: Path) -> None:
    """Begin the file of the seals outside the database with what is in `source`."""
    _append(directory, [json.loads(line) for line in source.read_text("utf-8").splitlines()])


def signature_holds(line: Mapping[str, Any], public: Ed25519PublicKey) -> bool:
    """Tell whether a seal's hash, root and signature belong together."""
    if line["root"] != merkle_root(line["leaves"]) or line["hash"] != seal_hash(line):
        return False
    try:
        public.verify(bytes.fromhex(line["signature"]), line["hash"].encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(key: Path) -> Ed25519PublicKey | None:
    """Return the public half of the signing key; None when there is no key yet."""
    file = public_file(key)
    if not file.exists():
        return None
    public = serialization.load_pem_public_key(file.read_bytes())
    if not isinstance(public, Ed25519PublicKey):
        raise TypeError("the seal key is not an Ed25519 key")
    return public


def stored(tx: Tx) -> list[dict[str, Any]]:
    """Return the seals of the table, in the form of the file."""
    names = seal_.c.keys()
    rows = tx.all(_SINCE, {"after": -1})
    return [as_line(dict(zip(names, row, strict=True))) for row in rows]


def count(tx: Tx) -> int:
    """Return how many seals there are."""
    return int(tx.scalar(_COUNT))


def _signed(row: dict[str, Any], private: Ed25519PrivateKey) -> dict[str, Any]:
    found = seal_hash(as_line(row))
    public = private.public_key().public_bytes_raw()
    return {
        **row,
        "hash": found,
        "signature": private.sign(found.encode()).hex(),
        "key_id": hashlib.sha256(public).hexdigest()[:16],
    }


def _private(key: Path) -> Ed25519PrivateKey:
    private = serialization.load_pem_private_key(key.read_bytes(), None)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError("the seal key is not an Ed25519 key")
    return private


def public_file(key: Path) -> Path:
    """Return where the public half of the signing key lies."""
    return key.with_name(key.name + ".pub")


def _append(directory: Path, lines: Sequence[Mapping[str, Any]]) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / FILE
    whole = file.read_bytes() if file.exists() else b""
    with file.open("r+b" if whole else "wb") as out:
        out.truncate(whole.rfind(b"\n") + 1)
        out.seek(0, os.SEEK_END)
        out.write("".join(canonical(line) + "\n" for line in lines).encode())
        out.flush()
        os.fsync(out.fileno())
