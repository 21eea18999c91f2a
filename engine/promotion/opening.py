"""Opens a bundle without believing anything in it before the signature holds; nothing is unpacked.

Entries are read into memory, counted as they come out, and compared with the manifest.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any

from engine.deployments import content_hash
from engine.deployments.naming import wrong_paths
from engine.errors import Finding, InvalidModel
from engine.promotion.bundles import FILES, FORMAT, MANIFEST, SIGNATURE, Bundle, Manifest, digests
from engine.promotion.keys import holds

MOST_BYTES = 20 * 1024 * 1024  # of the file
MOST_ENTRIES = 2_000
MOST_OF_ONE = 2 * 1024 * 1024
MOST_OF_ALL = 50 * 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError)
_TEXTS = (
    *("process_key", "title", "content_hash", "author", "approver"),
    *("reason", "made_at", "installation"),
)


def opened(data: bytes, file: str, trusted: Iterable[str]) -> Bundle:
    """Return the bundle in `data`, signed by one of the keys that are `trusted`.

    Raises InvalidModel (rules `bundle.…`): too large, no such file, unsigned, an unknown key, a
    signature that does not hold, files that are not those of the manifest, unsafe paths.
    """
    if len(data) > MOST_BYTES:
        raise refused(file, "bundle.too_large")
    entries = _entries(data, file)
    said = entries.pop(MANIFEST, None)
    if said is None:
        raise refused(file, "bundle.not_one")
    key = _signed(entries.pop(SIGNATURE, None), said, file, frozenset(trusted))
    manifest = _manifest(said, file)
    files = {name.removeprefix(FILES): each for name, each in entries.items()}
    if any(not name.startswith(FILES) for name in entries) or digests(files) != manifest.files:
        raise refused(file, "bundle.changed")
    wrong = list(wrong_paths(manifest.process_key, files))
    if wrong:
        raise InvalidModel(wrong)
    if content_hash(files) != manifest.content_hash:
        raise refused(file, "bundle.changed")
    return Bundle(manifest, key, files)


def refused(file: str, rule: str, **facts: Any) -> InvalidModel:
    """Return the refusal of a bundle."""
    return InvalidModel([Finding(file, rule, facts=facts)])


def _entries(data: bytes, file: str) -> dict[str, bytes]:
    """Return what is in the archive by name; as little as possible of it is believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
            if len(listed) > MOST_ENTRIES or sum(one.file_size for one in listed) > MOST_OF_ALL:
                raise refused(file, "bundle.too_large")
            if len({one.filename.casefold() for one in listed}) != len(listed):
                raise refused(file, "bundle.not_one")
            found: dict[str, bytes] = {}
            for one in listed:
                with archive.open(one) as entry:
                    found[one.filename] = entry.read(MOST_OF_ONE + 1)
                if len(found[one.filename]) > MOST_OF_ONE:
                    raise refused(file, "bundle.too_large")
            return found
    except _BROKEN as wrong:
        raise refused(file, "bundle.not_one") from wrong


def _signed(signature: bytes | None, said: bytes, file: str, trusted: frozenset[str]) -> str:
    """Return the key that signed the manifest; Raises InvalidModel unless it is trusted."""
    if signature is None:
        raise refused(file, "bundle.unsigned")
    given = _object(signature, file)
    key, under = str(given.get("key", "")), str(given.get("signature", ""))
    if key not in trusted:
        raise refused(file, "bundle.unknown_key", key=key[:64])
    if not holds(key, under, said):
        raise refused(file, "bundle.changed")
    return key


def _manifest(said: bytes, file: str) -> Manifest:
    given = _object(said, file)
    lineage, files = given.get("lineage"), given.get("files")
    whole = (
        given.get("format") == FORMAT
        and all(isinstance(given.get(name), str) for name in _TEXTS)
        and isinstance(given.get("version"), int)
        and isinstance(lineage, list)
        and isinstance(files, dict)
        and set(given) == set(Manifest.__dataclass_fields__)
    )
    if not whole:
        raise refused(file, "bundle.other_format")
    return Manifest(**{**given, "lineage": tuple(str(each) for each in lineage or ())})


def _object(data: bytes, file: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as wrong:
        raise refused(file, "bundle.not_one") from wrong
    if not isinstance(found, dict):
        raise refused(file, "bundle.not_one")
    return found
