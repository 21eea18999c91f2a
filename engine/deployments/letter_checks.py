"""What is wrong with the letters and blocks of a deployment; nothing is written here."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from engine import letters
from engine.deployments import confidential
from engine.deployments.files import kind_of, of_kind
from engine.errors import Finding, InvalidModel
from engine.model import Term
from engine.runtime import LETTER_KINDS, FileKind, letter_blocks
from engine.terms import is_confirmed, term_on

MAX_BYTES = 4 * letters.MAX_CHARACTERS
_SPACES = frozenset("\t\n\r")


def check(files: Mapping[str, bytes], terms: Collection[str] | None) -> Iterator[Finding]:
    """Yield what is wrong with every letter and block; `terms` are the keys of the register.

    A key that a block names is said of the block, not of every letter that has it.
    """
    blocks = letter_blocks(files)
    texts = {**of_kind(files, FileKind.LETTER), **of_kind(files, FileKind.BLOCK)}
    seen: dict[str, str] = {}
    for path, data in texts.items():
        text, kind = data.decode("utf-8", "replace"), kind_of(path)
        yield from _unsafe(data, path)
        if kind is FileKind.BLOCK:
            yield from letters.check_block(letters.Source(path, text))
        else:
            yield from letters.check(text, path, blocks)
        for key in own_terms(text, kind_of(path)):
            if terms is not None and key not in terms:
                yield _about_term("letter_term_unknown", key, text, path)
        key = f"{kind}/{PurePosixPath(path).stem}"
        if key in seen:
            facts = {"name": PurePosixPath(path).stem, "other": seen[key]}
            yield Finding(path, "letter_name_twice", line=1, facts=facts)
        seen[key] = path


def safe(content: bytes, path: str) -> None:
    """Raise InvalidModel for what is not even safe to keep: no text, or far too much of it."""
    found = list(_unsafe(content, path))
    if len(content) > MAX_BYTES or (not found and len(content.decode()) > letters.MAX_CHARACTERS):
        facts = {"limit": letters.MAX_CHARACTERS}
        found = [Finding(path, "letter_too_long", facts=facts)]
    if found:
        raise InvalidModel(found)


def look_over(
    files: Mapping[str, bytes], path: str, terms: Sequence[Term], today: date
) -> list[Finding]:
    """Return what is wrong with one text as it is being written.

    Of a block also what it makes wrong in the letters that have it. A term or amount that nobody
    confirmed yet is a warning: a letter with it goes into force, and does not leave.
    """
    about = {path, *users(files, path)}
    others = [each for each in files if kind_of(each) not in LETTER_KINDS]
    blocks = of_kind(files, FileKind.BLOCK)
    texts = {**blocks, **{each: files[each] for each in about}}
    found = [
        *check(texts, {term.key for term in terms}),
        *confidential.in_letters({**{each: files[each] for each in others}, **texts}),
    ]
    own = [each for each in found if each.file == path]
    broken = [each for each in found if each.file in about - {path} and each.severity == "error"]
    return [
        *own,
        *_unconfirmed(files[path].decode("utf-8", "replace"), path, terms, today),
        *broken,
    ]


def users(files: Mapping[str, bytes], path: str) -> tuple[str, ...]:
    """Return the letters that have the block at `path`; none for a letter."""
    if kind_of(path) is not FileKind.BLOCK:
        return ()
    name = PurePosixPath(path).stem
    texts = of_kind(files, FileKind.LETTER)
    return tuple(
        sorted(
            each
            for each, data in texts.items()
            if name in letters.included(data.decode("utf-8", "replace"))
        )
    )


def _unsafe(data: bytes, path: str) -> Iterator[Finding]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield Finding(path, "letter_not_text")
        return
    for number, line in enumerate(text.split("\n"), 1):
        column = next((n for n, sign in enumerate(line, 1) if _unseen(sign)), None)
        if column is not None:
            yield Finding(path, "letter_not_text", line=number, column=column)
            return


def _unseen(sign: str) -> bool:
    """Tell whether a sign is one that nobody can see or type: a control, a half of another."""
    return sign not in _SPACES and (ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0)


def own_terms(text: str, kind: FileKind) -> Sequence[str]:
    """Return the keys of the terms and amounts that a text names itself."""
    return letters.block_terms(text) if kind is FileKind.BLOCK else letters.read(text).terms


def _unconfirmed(text: str, path: str, terms: Sequence[Term], today: date) -> Iterator[Finding]:
    for key in dict.fromkeys(own_terms(text, kind_of(path))):
        row = term_on(terms, key, today)
        if row is not None and not is_confirmed(row):
            found = _about_term("letter_term_unconfirmed", key, text, path)
            facts = {**found.facts, "title": row.title or key}
            yield dataclasses.replace(found, severity="warning", facts=facts)


def _about_term(rule: str, key: str, text: str, path: str) -> Finding:
    """Return a finding at the place where the front matter names a term."""
    for number, line in enumerate(text.split("\n"), 1):
        at = line.find(f'"{key}"')
        if at >= 0:
            return Finding(path, rule, line=number, column=at + 1, facts={"term": key})
    return Finding(path, rule, line=1, facts={"term": key})
