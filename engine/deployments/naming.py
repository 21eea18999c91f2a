"""Which paths a file of a deployment may have, before any of them becomes a place on a disk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.deployments.files import FORMS, KINDS, SHARED
from engine.errors import Finding

MOST_LETTERS = 200
_PART = re.compile(r"(?!\.)[^\x00-\x1f\x7f/\\:*?\"<>|]{1,100}(?<![. ])")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def wrong_paths(process_key: str, paths: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for every path that a procedure's files may not have.

    A path stands in the folder of the procedure or in the shared one, or in those of their forms;
    has no part that means something to a disk; ends as a kind of file that we know; and differs
    from all others in more than capitals.
    """
    seen: dict[str, str] = {}
    for path in paths:
        if not is_safe(process_key, path):
            yield Finding(path[:MOST_LETTERS], "file.unsafe_path")
        other = seen.setdefault(path.casefold(), path)
        if other != path:
            yield Finding(path, "file.same_path", facts={"other": other})


def is_safe(process_key: str, path: str) -> bool:
    """Tell whether a procedure may have a file at this path."""
    parts = path.split("/")
    inside = parts[1:] if parts[0] == FORMS else parts
    return (
        len(path) <= MOST_LETTERS
        and len(inside) > 1
        and inside[0] in {process_key, SHARED}
        and inside[0] != FORMS
        and all(_PART.fullmatch(part) and not _DEVICE.fullmatch(part) for part in parts)
        and any(path.endswith(ending) for ending, _ in KINDS)
    )
