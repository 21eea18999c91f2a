"""The shape of a bundle: a ZIP with a manifest, a signature under it, and the files it names."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256

FORMAT = 1
MANIFEST = "manifest.json"
SIGNATURE = "signature.json"
FILES = "files/"
_SAME_MOMENT = (1980, 1, 1, 0, 0, 0)  # equal content gives equal bytes


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says of itself; all of it is signed.

    `files` is path → SHA-256, `content_hash` that of the deployment they make; `lineage` the hashes
    of every version up to this one where it was made, the oldest first. `version` is the number
    there, `made_at` ISO 8601 in UTC.
    """

    format: int
    process_key: str
    title: str
    version: int
    content_hash: str
    lineage: tuple[str, ...]
    files: Mapping[str, str]
    author: str
    approver: str
    reason: str
    made_at: str
    installation: str

    def as_bytes(self) -> bytes:
        """Return the manifest as it is signed and written."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was opened and found whole: what it says, who signed it, its files."""

    manifest: Manifest
    key: str
    files: Mapping[str, bytes]


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of every file, by path."""
    return {path: sha256(data).hexdigest() for path, data in sorted(files.items())}


def packed(manifest: bytes, key: str, signature: str, files: Mapping[str, bytes]) -> bytes:
    """Return a bundle as one file."""
    held = io.BytesIO()
    signed = json.dumps({"key": key, "signature": signature}, indent=1).encode()
    entries = {MANIFEST: manifest, SIGNATURE: signed}
    entries |= {FILES + path: data for path, data in sorted(files.items())}
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name, _SAME_MOMENT), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()
