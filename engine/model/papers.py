"""Documents of a case: which sorts a procedure knows, who may read them, what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.model.people import Actor

DOCUMENT_EXPIRED = "document_verlopen"  # the message that tells a case of it; nobody sends it


class DocumentKind(StrEnum):
    """Where a document came from: a letter that we made, or a file that somebody sent."""

    LETTER = "letter"
    SENT = "sent"


class DocumentState(StrEnum):
    """How a document stands; what is superseded or destroyed keeps its line."""

    PRESENT = "present"
    SUPERSEDED = "superseded"
    DESTROYED = "destroyed"


class Verdict(StrEnum):
    """What is found of a document; all but `MEETS` want a motivation."""

    MEETS = "meets"
    FAILS = "fails"
    DEVIATES = "deviates"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Confidentiality:
    """A class of documents that only some roles may read."""

    key: str
    title: str
    readers: frozenset[str]
    destroy: bool = False

    def lets(self, actor: Actor) -> bool:
        """Tell whether `actor` holds one of the roles that may read it."""
        return any(held.role in self.readers for held in actor.roles)


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A sort of document that a procedure asks; `several` may stand beside one another."""

    key: str
    title: str
    access: str | None = None
    several: bool = False


@dataclass(frozen=True, slots=True)
class DocumentRules:
    """The sorts and classes of one procedure, as `procedure.toml` lists them."""

    types: Mapping[str, DocumentType]
    classes: Mapping[str, Confidentiality]

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> DocumentRules:
        """Read the rules from the facts of a deployment, which were checked when it was made."""
        types = [
            DocumentType(
                row["key"], row["title"], row.get("confidentiality"), row.get("several", False)
            )
            for row in facts.get("document_type", ())
        ]
        classes = [
            Confidentiality(
                row["key"],
                row["title"],
                frozenset(row["readers"]),
                row.get("destroy_after_assessment", False),
            )
            for row in facts.get("confidentiality", ())
        ]
        return cls({each.key: each for each in types}, {each.key: each for each in classes})

    def lets(self, actor: Actor, access: str | None) -> bool:
        """Tell whether `actor` may read what is of class `access`; an unknown class is nobody's."""
        if access is None:
            return True
        known = self.classes.get(access)
        return known is not None and known.lets(actor)

    def orders_destruction(self, access: str | None) -> bool:
        """Tell whether a document of class `access` is destroyed once it was assessed."""
        known = self.classes.get(access or "")
        return known is not None and known.destroy


def wrong_rules(facts: Mapping[str, Any], roles: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Return key and what is wrong of every sort and class of documents that is not in order."""
    classes = _tables(facts.get("confidentiality", ()))
    types = _tables(facts.get("document_type", ()))
    known = {row.get("key") for row in classes}
    for row in (*classes, *types):
        key = str(row.get("key", ""))
        if not all(isinstance(row.get(name), str) and row[name] for name in ("key", "title")):
            yield key, "key, title"
    for row in classes:
        readers = row.get("readers")
        if not isinstance(readers, list) or not readers or not set(map(str, readers)) <= roles:
            yield str(row.get("key", "")), "readers"
    for row in types:
        if row.get("confidentiality") not in known | {None}:
            yield str(row.get("key", "")), "confidentiality"
    for rows in (classes, types):
        keys = [row.get("key") for row in rows]
        yield from ((str(key), "key") for key in sorted(set(map(str, keys))) if keys.count(key) > 1)


def _tables(given: Any) -> Sequence[Mapping[str, Any]]:
    rows = given if isinstance(given, list | tuple) else [given]
    return [row if isinstance(row, Mapping) else {} for row in rows]
