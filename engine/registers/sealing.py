"""Confidential values of records, sealed as they are kept: the only place that seals and opens.

A sealed value stands in a version as `{"@sealed": text}`, bound to the record, the version and the
field. Which fields are sealed is what the type calls confidential when the version is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.feel import tagged
from engine.model import Value
from engine.records import RecordType
from engine.runtime import Runtime
from engine.store import records as rows
from engine.store.records import VersionRow

SEALED = "@sealed"
BATCH = 200


def names_of(what: RecordType) -> frozenset[str]:
    """Return the names of the fields of a register whose values are sealed."""
    return frozenset(one.name for one in what.fields if one.confidential is not None)


def told(what: RecordType) -> str | None:
    """Return these names as a version keeps them; None when there are none."""
    return ",".join(sorted(names_of(what))) or None


def encoded(
    runtime: Runtime, what: RecordType, record_id: str, version: int, values: Mapping[str, Value]
) -> dict[str, Any]:
    """Return values as a version keeps them: tagged, the confidential ones sealed."""
    plain = tagged.encode_all({name: each for name, each in values.items() if each is not None})
    found: dict[str, Any] = dict(plain)
    for name in names_of(what) & plain.keys():
        text = json.dumps(plain[name], ensure_ascii=False)
        found[name] = {SEALED: runtime.box.seal(text, _where(record_id, version, name))}
    return found


def values_of(
    runtime: Runtime, version: VersionRow, seen: frozenset[str] | None = None
) -> dict[str, Value]:
    """Return the values of a version, opened; of sealed ones only those in `seen`, when given.

    Raises Unavailable when the key that sealed them is not there any more.
    """
    plain = {}
    for name, value in version.values.items():
        if isinstance(value, dict) and SEALED in value:
            if seen is not None and name not in seen:
                continue
            where = _where(version.record_id, version.version, name)
            plain[name] = json.loads(runtime.box.open(value[SEALED], where))
        else:
            plain[name] = value
    return tagged.decode_all(plain)


def mark(runtime: Runtime, what: RecordType, name: str, value: str) -> str:
    """Return by what a value is compared: itself, or its mark when the field is confidential."""
    if name not in names_of(what):
        return value[:200]
    return runtime.box.mark(value, f"{what.name}/{name}")


def other_key(runtime: Runtime) -> bool:
    """Tell whether values are there that another key sealed: this key cannot open them."""
    with runtime.store.read() as tx:
        found = rows.any_sealed(tx)
    sealed = next((v[SEALED] for v in found.values() if isinstance(v, dict) and SEALED in v), None)
    return sealed is not None and not str(sealed).startswith(f"{runtime.box.key_id}.")


def _where(record_id: str, version: int, name: str) -> str:
    return f"{record_id}/{version}/{name}"
