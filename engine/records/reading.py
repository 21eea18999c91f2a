"""Read types of records from JSON, and say everything that is wrong with them, each by name.

The tables in this module are the only place where the words of the files meet the engine's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.errors import Finding, InvalidModel
from engine.forms.identifiers import IDENTIFIERS
from engine.forms.own import CLASSES
from engine.records.kinds import ABOUT, FieldKind, FieldType, RecordType

MOST_BYTES = 200_000
MOST_FIELDS = 60
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,5}")
_HOLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_KINDS: Mapping[str, FieldKind] = MappingProxyType(
    {
        "tekst": FieldKind.TEXT,
        "lange_tekst": FieldKind.LINES,
        "getal": FieldKind.NUMBER,
        "datum": FieldKind.DAY,
        "ja_nee": FieldKind.YES_NO,
        "keuze": FieldKind.CHOICE,
        "verwijzing": FieldKind.REFERENCE,
        "medewerker": FieldKind.COLLEAGUE,
    }
)
_TYPE_WORDS = frozenset(
    {
        *("type", "titel", "meervoud", "doel", "voorvoegsel", "toon", "velden"),
        *("dubbel", "lezers", "dossier"),
    }
)
_FIELD_WORDS = frozenset(
    {
        *("naam", "titel", "soort", "verplicht", "uniek", "controle", "keuzes", "lijst"),
        *("naar", "vertrouwelijk", "hulp", "verloopt"),
    }
)
_DOUBLE_WORDS = frozenset({"gelijk", "adres", "lijkt_op"})
_ONLY_FOR: Mapping[str, FieldKind] = MappingProxyType(
    {
        "controle": FieldKind.TEXT,
        "naar": FieldKind.REFERENCE,
        "keuzes": FieldKind.CHOICE,
        "lijst": FieldKind.CHOICE,
        "verloopt": FieldKind.DAY,
    }
)
_COMPARED = frozenset({FieldKind.TEXT, FieldKind.CHOICE, FieldKind.REFERENCE})
Raw = Mapping[str, Any]
Types = Mapping[str, RecordType]


def read_folder(folder: Path, lists: Collection[str], roles: Collection[str]) -> Types:
    """Return the types that a folder declares, by name. Raises InvalidModel with every finding."""
    files = {f"registers/{path.name}": path.read_bytes() for path in sorted(folder.glob("*.json"))}
    return read_types(files, lists, roles)


def read_types(
    files: Mapping[str, bytes], lists: Collection[str], roles: Collection[str]
) -> Mapping[str, RecordType]:
    """Return the types of `files` (path → bytes) by name.

    `lists` are the lists of codes that there are, `roles` the roles. Raises InvalidModel with every
    finding of every file.
    """
    raws: dict[str, Raw] = {}
    findings: list[Finding] = []
    for path, data in files.items():
        raw = _parsed(data)
        if raw is None:
            findings.append(Finding(path, "register.not_json"))
        else:
            raws[path] = raw
    known = frozenset(str(raw.get("type")) for raw in raws.values())
    checks = [
        _Check(path, raw, known, frozenset(lists), frozenset(roles)) for path, raw in raws.items()
    ]
    for check in checks:
        findings += check.findings()
    findings += _doubles(raws)
    if findings:
        raise InvalidModel(findings)
    types = (_type(raw) for raw in raws.values())
    return MappingProxyType({each.name: each for each in types})


def _parsed(data: bytes) -> Raw | None:
    try:
        raw = json.loads(data) if len(data) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("velden"), list) else None


def _doubles(raws: Mapping[str, Raw]) -> Iterator[Finding]:
    """Yield a type or a prefix that two files declare."""
    for word, rule in (("type", "register.twice"), ("voorvoegsel", "register.prefix_twice")):
        seen: dict[str, str] = {}
        for path, raw in raws.items():
            name = str(raw.get(word))
            if name in seen:
                yield Finding(path, rule, facts={"name": name, "other": seen[name]})
            seen.setdefault(name, path)


class _Check:
    """What is wrong with one file."""

    def __init__(
        self,
        path: str,
        raw: Raw,
        types: frozenset[str],
        lists: frozenset[str],
        roles: frozenset[str],
    ) -> None:
        self.path, self.raw = path, raw
        self.types, self.lists, self.roles = types, lists, roles
        self.fields = [each if isinstance(each, dict) else {} for each in raw["velden"]]
        self.by_name = {str(each.get("naam")): each for each in self.fields}

    def findings(self) -> Iterator[Finding]:
        """Yield every finding."""
        yield from self._words(self.raw, _TYPE_WORDS, None)
        yield from self._head()
        if not 0 < len(self.fields) <= MOST_FIELDS:
            yield self._of(None, "register.fields", most=MOST_FIELDS)
        names = [str(each.get("naam")) for each in self.fields]
        for name in sorted({each for each in names if names.count(each) > 1}):
            yield self._of(name, "register.field_twice", name=name)
        for each in self.fields:
            yield from self._field(each)
        yield from self._shown()
        yield from self._double()
        yield from self._readers()

    def _head(self) -> Iterator[Finding]:
        for word in ("titel", "meervoud", "doel", "toon"):
            if not _is_text(self.raw.get(word)):
                yield self._of(None, "register.missing", word=word)
        named = {"type": _NAME, "voorvoegsel": _PREFIX}
        if "dossier" in self.raw:
            named["dossier"] = _PREFIX
        for word, form in named.items():
            name = str(self.raw.get(word))
            if not form.fullmatch(name):
                yield self._of(None, "register.name", word=word, name=name)

    def _field(self, raw: Raw) -> Iterator[Finding]:
        name = str(raw.get("naam"))
        yield from self._words(raw, _FIELD_WORDS, name)
        if name == ABOUT or not _NAME.fullmatch(name):
            yield self._of(name, "register.name", word="naam", name=name)
        if not _is_text(raw.get("titel")):
            yield self._of(name, "register.missing", word="titel")
        for word in ("verplicht", "uniek", "verloopt"):
            if not isinstance(raw.get(word, False), bool):
                yield self._of(name, "register.value", word=word, value=str(raw[word]))
        kind = _KINDS.get(str(raw.get("soort")))
        if kind is None:
            known = sorted(_KINDS)
            yield self._of(
                name, "register.value", word="soort", value=str(raw.get("soort")), known=known
            )
        else:
            yield from self._details(name, kind, raw)

    def _details(self, name: str, kind: FieldKind, raw: Raw) -> Iterator[Finding]:
        """Check what only some kinds have."""
        known: Mapping[str, Collection[str]] = {
            "controle": IDENTIFIERS.keys(),
            "lijst": self.lists,
            "naar": self.types,
            "vertrouwelijk": CLASSES,
        }
        for word in known.keys() & raw.keys():
            if raw[word] not in known[word]:
                names = sorted(known[word])
                yield self._of(name, "register.value", word=word, value=str(raw[word]), known=names)
        for word in sorted(_ONLY_FOR.keys() & raw.keys()):
            if kind is not _ONLY_FOR[word]:
                yield self._of(name, "register.word", word=word)
        if kind is FieldKind.REFERENCE and "naar" not in raw:
            yield self._of(name, "register.missing", word="naar")
        if kind is FieldKind.CHOICE:
            yield from self._choice(name, raw)
        if raw.get("uniek") and kind is not FieldKind.TEXT:
            yield self._of(name, "register.unique")

    def _choice(self, name: str, raw: Raw) -> Iterator[Finding]:
        if ("keuzes" in raw) == ("lijst" in raw):
            yield self._of(name, "register.choices")
        elif "keuzes" in raw and not _choices(raw["keuzes"]):
            yield self._of(name, "register.value", word="keuzes", value=str(raw["keuzes"])[:60])

    def _shown(self) -> Iterator[Finding]:
        """Refuse a title of a field that there is not, or that not everybody reads."""
        for name in _HOLE.findall(str(self.raw.get("toon"))):
            each = self.by_name.get(name)
            if each is None:
                yield self._of(None, "register.unknown_field", word="toon", name=name)
            elif "vertrouwelijk" in each or each.get("soort") in {"verwijzing", "medewerker"}:
                yield self._of(name, "register.not_in_title", name=name)

    def _double(self) -> Iterator[Finding]:
        raw = self.raw.get("dubbel", {})
        if not isinstance(raw, dict):
            yield self._of(None, "register.value", word="dubbel", value=str(raw)[:60])
            return
        yield from self._words(raw, _DOUBLE_WORDS, None)
        for word in sorted(_DOUBLE_WORDS & raw.keys()):
            for name in raw[word] if isinstance(raw[word], list) else [raw[word]]:
                each = self.by_name.get(str(name))
                if each is None:
                    yield self._of(None, "register.unknown_field", word=word, name=str(name))
                elif _KINDS.get(str(each.get("soort"))) not in _COMPARED:
                    yield self._of(str(name), "register.word", word=word)

    def _readers(self) -> Iterator[Finding]:
        raw = self.raw.get("lezers", {})
        readers = raw if isinstance(raw, dict) else {}
        for name, roles in readers.items():
            known = name in CLASSES and isinstance(roles, list) and roles
            if not known or not set(map(str, roles)) <= self.roles:
                yield self._of(None, "register.readers", name=name)
        used = {str(each["vertrouwelijk"]) for each in self.fields if "vertrouwelijk" in each}
        for name in sorted(used - readers.keys()):
            yield self._of(None, "register.readers", name=name)

    def _words(self, raw: Raw, known: frozenset[str], name: str | None) -> Iterator[Finding]:
        for word in sorted(raw.keys() - known):
            yield self._of(name, "register.word", word=str(word)[:60])

    def _of(self, element: str | None, rule: str, **facts: Any) -> Finding:
        return Finding(self.path, rule, element, facts=facts)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= 400


def _choices(raw: Any) -> Mapping[str, str]:
    """Return code → label of a list of texts or of `waarde` and `label`; empty when it is none."""
    found: dict[str, str] = {}
    for each in raw if isinstance(raw, list) else ():
        pair = each if isinstance(each, dict) else {"waarde": each, "label": _words(each)}
        code, label = pair.get("waarde"), pair.get("label")
        if not isinstance(code, str) or not _is_text(code) or not _is_text(label) or code in found:
            return {}
        found[code] = str(label)
    return found


def _words(code: Any) -> str:
    text = str(code).replace("_", " ")
    return text[:1].upper() + text[1:]


def _type(raw: Raw) -> RecordType:
    """Return the type of a file in which nothing is wrong."""
    double = raw.get("dubbel", {})
    fields = tuple(_field(each) for each in raw["velden"])
    unique = tuple(each.name for each in fields if each.unique)
    return RecordType(
        name=raw["type"],
        title=raw["titel"],
        plural=raw["meervoud"],
        purpose=raw["doel"],
        prefix=raw["voorvoegsel"],
        shown=raw["toon"],
        fields=fields,
        same=tuple(dict.fromkeys((*unique, *double.get("gelijk", ())))),
        address=tuple(double.get("adres", ())),
        alike=double.get("lijkt_op"),
        readers={name: frozenset(roles) for name, roles in raw.get("lezers", {}).items()},
        dossier=raw.get("dossier"),
    )


def _field(raw: Raw) -> FieldType:
    return FieldType(
        name=raw["naam"],
        title=raw["titel"],
        kind=_KINDS[raw["soort"]],
        required=raw.get("verplicht", False),
        unique=raw.get("uniek", False),
        check=raw.get("controle"),
        choices=_choices(raw.get("keuzes")),
        code_list=raw.get("lijst"),
        register=raw.get("naar"),
        confidential=raw.get("vertrouwelijk"),
        help=str(raw.get("hulp", "")),
        expires=raw.get("verloopt", False),
    )
