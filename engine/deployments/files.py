"""The files of a deployment: what each one is, and the hash of them together."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from engine.errors import Finding, InvalidModel
from engine.runtime import FileKind, is_block

SHARED = "gedeeld"
FACTS = "procedure.toml"
FORMS = "forms"

KINDS: tuple[tuple[str, FileKind], ...] = (
    (".bpmn", FileKind.DIAGRAM),
    (".dmn", FileKind.TABLE),
    (".json", FileKind.FORM),
    (".md", FileKind.LETTER),
    (".yaml", FileKind.SCENARIO),
    (".toml", FileKind.FACTS),
)


def content_hash(files: Mapping[str, bytes]) -> str:
    """Return the hash of a deployment: SHA-256 over paths and the hashes of their bytes."""
    whole = hashlib.sha256()
    for path, data in sorted(files.items()):
        whole.update(f"{path}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return whole.hexdigest()


def kind_of(path: str) -> FileKind:
    """Return what the file at `path` is; Raises InvalidModel for a kind we do not know."""
    for ending, kind in KINDS:
        if path.endswith(ending):
            return FileKind.BLOCK if kind is FileKind.LETTER and is_block(path) else kind
    raise InvalidModel([Finding(path, "file.unknown_kind")])


def line_told(wrong: ValueError) -> int | None:
    """Return the line that a message about TOML names."""
    told = re.search(r"at line (\d+)", str(wrong))
    return int(told[1]) if told else None


def of_kind(files: Mapping[str, bytes], kind: FileKind) -> dict[str, bytes]:
    """Return those of `files` that are of one kind."""
    return {path: data for path, data in files.items() if kind_of(path) is kind}
