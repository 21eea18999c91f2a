"""What a backup says of itself: one signed file beside what it names.

A backup is a folder. `manifest.json` names every other file with its size and SHA-256, and is
signed with the key that signs seals (Ed25519, RFC 8032); `signature.json` holds that. Nothing of
it is believed before the signature holds.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from engine.errors import InvalidInput, Problem

FORMAT = 1
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
SEALS, SEAL_KEY, KEYS = "seals.jsonl", "seal-key.pub", "keys.sealed"
DOCUMENTS = "documents"
CONTEXT = b"procesregie-backup-1\n"  # a signature for this says nothing about anything else
STEP = 1024 * 1024
_NAME = re.compile(
    r"database\.(sqlite|dump)|seals\.jsonl|seal-key\.pub|keys\.sealed|"
    r"documents/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}"
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    `moment` (ISO 8601, UTC) is when it was begun: what was acknowledged before that is in it.
    `version` is that of the program, `holds` what the database held (`Contents` as JSON), `files`
    path → [bytes, SHA-256], `key_ids` what tells the keys apart that belong to it, by the name of
    their setting.
    """

    format: int
    name: str
    moment: str
    version: str
    installation: str
    database: str
    holds: Mapping[str, Any]
    files: Mapping[str, tuple[int, str]]
    key_ids: Mapping[str, str]

    @property
    def size(self) -> int:
        """Return how many bytes its files have together."""
        return sum(size for size, _ in self.files.values())

    @property
    def documents(self) -> list[str]:
        """Return the hash of every document in it."""
        return sorted(each.rpartition("/")[2] for each in self.files if each.startswith(DOCUMENTS))

    @property
    def sealed(self) -> bool:
        """Tell whether the keys are in it."""
        return KEYS in self.files

    def write(self, folder: Path, seal_key: Path) -> None:
        """Write it into the folder of the backup, signed."""
        data = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()
        private = serialization.load_pem_private_key(seal_key.read_bytes(), None)
        assert isinstance(private, Ed25519PrivateKey)
        signed = {
            "key": private.public_key().public_bytes_raw().hex(),
            "signature": private.sign(CONTEXT + data).hex(),
        }
        (folder / MANIFEST).write_bytes(data)
        (folder / SIGNATURE).write_text(json.dumps(signed, indent=1), "utf-8")


def read(folder: Path, trusted: str | None = None) -> tuple[Manifest, str]:
    """Return the manifest in a folder, and the key that signed it, as hex.

    `trusted` is the only key that may have signed it; without one, any may. Raises InvalidInput
    when there is none, when its signature does not hold, or when it is of another format.
    """
    try:
        data = (folder / MANIFEST).read_bytes()
        signed = json.loads((folder / SIGNATURE).read_bytes())
        key, signature = str(signed["key"]), bytes.fromhex(signed["signature"])
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, CONTEXT + data)
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise InvalidInput([Problem(str(folder), "backup.not_one")]) from missing
    except (ValueError, KeyError, TypeError, InvalidSignature) as wrong:
        raise InvalidInput([Problem(str(folder), "backup.unsigned")]) from wrong
    if trusted is not None and key != trusted:
        raise InvalidInput([Problem(str(folder), "backup.other_key", {"key": key})])
    said = json.loads(data)
    names = {each.name for each in fields(Manifest)}
    if not isinstance(said, dict) or set(said) != names or said["format"] != FORMAT:
        raise InvalidInput([Problem(str(folder), "backup.other_format")])
    if wrong_names := [each for each in said["files"] if not _NAME.fullmatch(each)]:
        raise InvalidInput([Problem(wrong_names[0][:80], "backup.other_format")])
    files = {name: (int(size), str(digest)) for name, (size, digest) in said["files"].items()}
    return Manifest(**{**said, "files": files}), key


def place_of(digest: str) -> str:
    """Return where the document with this hash stands in a backup."""
    return f"{DOCUMENTS}/{digest[:2]}/{digest[2:4]}/{digest}"


def measured(file: Path) -> tuple[int, str]:
    """Return how many bytes a file has, and their SHA-256."""
    found, size = hashlib.sha256(), 0
    with file.open("rb") as data:
        while piece := data.read(STEP):
            found.update(piece)
            size += len(piece)
    return size, found.hexdigest()
