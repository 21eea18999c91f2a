"""The JSON of a form as an analyst's file: bounded, without doubles, every property accounted for.

A Piece hands out properties one by one; what nobody asked for is a finding, so that nothing in a
schema is ever silently ignored. No database, no clock, no network.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.errors import Finding, InvalidModel
from engine.feel import Expression, FeelSyntaxError, compile_expression
from engine.forms.markup import Markup, Template, TemplateError, read_markup, read_template

MAX_BYTES = 512 * 1024
MAX_DEPTH = 20
MAX_COMPONENTS = 500
_MAX_FINDINGS = 200
_MAX_NUMBER = 40


class _Doubled(Exception):
    """An object names a property twice."""


@dataclass(slots=True)
class Findings:
    """What is wrong so far; the names that FEEL of this form may use, the lists that there are.

    `used` are the free names that its FEEL does use.
    """

    file: str
    found: list[Finding] = field(default_factory=list)
    names: frozenset[str] = frozenset()
    lists: Collection[str] | None = None
    used: set[str] = field(default_factory=set)

    def add(self, rule: str, element: str | None, /, **facts: Any) -> None:
        """Note one finding; after two hundred the rest is left out."""
        if len(self.found) < _MAX_FINDINGS:
            self.found.append(Finding(self.file, f"form.{rule}", element, facts=facts))


def parse(data: bytes, file: str) -> dict[str, Any]:
    """Return the JSON object in `data`, numbers as Decimal.

    Raises InvalidModel with one finding when it is too large, not UTF-8, malformed, nested deeper
    than 20 levels, holds a property twice, or is not an object.
    """
    if len(data) > MAX_BYTES:
        raise _invalid(file, "too_large", limit=MAX_BYTES)
    try:
        tree = json.loads(
            data.decode("utf-8"),
            parse_float=_number,
            parse_int=_number,
            parse_constant=_number,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        finding = Finding(file, "form.malformed", None, error.lineno, error.colno)
        raise InvalidModel([finding]) from error
    except _Doubled as error:
        raise _invalid(file, "property_twice", name=str(error)) from error
    except RecursionError as error:
        raise _invalid(file, "too_deep", limit=MAX_DEPTH) from error
    except (ValueError, InvalidOperation) as error:
        raise _invalid(file, "malformed") from error
    if _deeper_than(tree, MAX_DEPTH):
        raise _invalid(file, "too_deep", limit=MAX_DEPTH)
    if not isinstance(tree, dict):
        raise _invalid(file, "not_an_object")
    return tree


def _invalid(file: str, rule: str, **facts: Any) -> InvalidModel:
    """Make the error for a file that cannot be read at all."""
    return InvalidModel([Finding(file, f"form.{rule}", facts=facts)])


def _number(text: str) -> Decimal:
    """Read a JSON number; NaN, Infinity and endless digits are not numbers here."""
    if len(text) > _MAX_NUMBER or text.strip("-") in {"NaN", "Infinity"}:
        raise ValueError(text[:_MAX_NUMBER])
    return Decimal(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make a dict of an object's pairs, refusing a name that stands there twice."""
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise _Doubled(name[:100])
        made[name] = value
    return made


def _deeper_than(tree: Any, limit: int) -> bool:
    """Tell whether objects and lists are nested more than `limit` deep; no recursion."""
    level = [tree]
    for _ in range(limit + 1):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return False
    return any(isinstance(node, dict | list) for node in level)


@dataclass(slots=True)
class Piece:
    """One JSON object of a schema, read property by property."""

    raw: Mapping[str, Any]
    findings: Findings
    element: str | None
    where: str = ""
    _taken: set[str] = field(default_factory=set)

    def refuse(self, rule: str, name: str, /, **facts: Any) -> None:
        """Note that the property `name` is wrong."""
        self.findings.add(rule, self.element, property=self._path(name), **facts)

    def take(self, name: str) -> Any:
        """Return a property as it stands, null when absent, and count it as understood."""
        self._taken.add(name)
        return self.raw.get(name)

    def skip(self, *names: str) -> None:
        """Count properties as understood that only matter to an editor or to the layout."""
        self._taken.update(names)

    def end(self) -> None:
        """Refuse every property that nobody asked for."""
        for name in self.raw:
            if name not in self._taken:
                self.refuse("unknown_property", name[:100], name=self._path(name[:100]))

    def text(self, name: str) -> str | None:
        """Return a text property; anything else is a finding."""
        value = self.take(name)
        if value is None or isinstance(value, str):
            return value
        self.refuse("wrong_type", name, expected="text")
        return None

    def one_of(self, name: str, known: Collection[str]) -> str | None:
        """Return a text out of a closed list; empty counts as absent."""
        value = self.text(name)
        if not value or value in known:
            return value or None
        self.refuse("unknown_value", name, value=value[:100], known=sorted(known))
        return None

    def flag(self, name: str) -> Expression | bool:
        """Return a boolean, or FEEL that starts with `=`."""
        value = self.take(name)
        if isinstance(value, str) and value.startswith("="):
            return self.feel(name, value) or False
        if value is None or isinstance(value, bool):
            return bool(value)
        self.refuse("wrong_type", name, expected="boolean")
        return False

    def number(self, name: str) -> Decimal | None:
        """Return a number, also when it is written as a text, as editors do."""
        value = self.take(name)
        if isinstance(value, str) and value:
            try:
                value = _number(value)
            except (ValueError, InvalidOperation):
                self.refuse("wrong_type", name, expected="number")
                return None
        if isinstance(value, Decimal):
            return value
        if value not in (None, ""):
            self.refuse("wrong_type", name, expected="number")
        return None

    def number_or_feel(self, name: str) -> Decimal | Expression | None:
        """Return a number, or FEEL that starts with `=`."""
        value = self.raw.get(name)
        if isinstance(value, str) and value.startswith("="):
            self.take(name)
            return self.feel(name, value)
        return self.number(name)

    def feel(self, name: str, text: str) -> Expression | None:
        """Compile FEEL (a leading `=` is allowed); a syntax error is a finding."""
        try:
            made = compile_expression(text.removeprefix("="), self.findings.names)
        except FeelSyntaxError as error:
            self._bad_feel(name, text, error)
            return None
        self.findings.used |= made.names
        return made

    def expression(self, name: str) -> Expression | None:
        """Return FEEL with or without a leading `=`; absent and empty are null."""
        text = self.text(name)
        return self.feel(name, text) if text and text.strip() else None

    def whole(self, name: str, least: int, most: int) -> int | None:
        """Return a whole number between two bounds."""
        value = self.number(name)
        if value is None:
            return None
        if value != value.to_integral_value() or not least <= value <= most:
            self.refuse("bad_value", name, value=str(value))
            return None
        return int(value)

    def template(self, name: str) -> Template:
        """Return a label or another text with `{{feel}}` in it."""
        text = self.text(name) or ""
        try:
            made = read_template(text, self.findings.names)
        except TemplateError as error:
            self.refuse(error.code, name, text=error.text[:200])
            return Template()
        except FeelSyntaxError as error:
            self._bad_feel(name, text, error)
            return Template()
        self.findings.used |= made.names
        return made

    def markup(self, name: str) -> Markup:
        """Return the Markdown of a text component."""
        text = self.text(name) or ""
        try:
            made = read_markup(text, self.findings.names)
        except TemplateError as error:
            self.refuse(error.code, name, text=error.text[:200])
            return Markup((), ())
        except FeelSyntaxError as error:
            self._bad_feel(name, text, error)
            return Markup((), ())
        self.findings.used |= made.names
        return made

    def piece(self, name: str) -> Piece:
        """Return a nested object, empty when absent."""
        value = self.take(name)
        if value is not None and not isinstance(value, dict):
            self.refuse("wrong_type", name, expected="object")
        raw = value if isinstance(value, dict) else {}
        return Piece(raw, self.findings, self.element, self._path(name))

    def pieces(self, name: str) -> list[Piece]:
        """Return the objects of a list; anything else in it is a finding."""
        value = self.take(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse("wrong_type", name, expected="list")
            return []
        made = []
        for at, raw in enumerate(value):
            where = f"{name}[{at}]"
            if isinstance(raw, dict):
                made.append(Piece(raw, self.findings, self.element, self._path(where)))
            else:
                self.refuse("wrong_type", where, expected="object")
        return made

    def _path(self, name: str) -> str:
        """Return the place of a property within the component."""
        return f"{self.where}.{name}" if self.where else name

    def _bad_feel(self, name: str, text: str, error: FeelSyntaxError) -> None:
        """Note FEEL that does not parse, with its place in the expression."""
        self.refuse(
            "feel_syntax",
            name,
            text=text[:200],
            code=error.code,
            line=error.line,
            column=error.column,
            **{key: fact for key, fact in error.facts.items() if key not in {"text", "property"}},
        )
