"""The parts of the grammar that start with a sign of their own: if, for, list, range.

DMN 1.5 §10.3.1.2. Each function takes the cursor before the sign and returns the node.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.feel import kinds, nodes
from engine.feel.cursor import Cursor
from engine.feel.faults import Fault, FeelSyntaxError, suggest
from engine.feel.lexer import unescape
from engine.feel.names import index, joined
from engine.feel.temporal import at_literal

COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")


def conditional(at: Cursor) -> nodes.Node:
    """Read `if … then … else …`."""
    place = at.place(at.step())
    condition = at.expression()
    at.need("then")
    yes = at.expression()
    at.need("else")
    return nodes.If(place=place, condition=condition, yes=yes, no=at.expression())


def loop(at: Cursor) -> nodes.Node:
    """Read `for … return`, `some … satisfies` or `every … satisfies`."""
    first = at.step()
    iterators: list[nodes.Iterator] = []
    at.scopes.open()
    while True:
        name = at.name_until("in")
        at.need("in")
        source = at.expression()
        end = at.expression() if at.eat("..") else None
        iterators.append(nodes.Iterator(name=name, source=source, end=end))
        at.scopes.bind(name)
        if not at.eat(","):
            break
    if first.text == "for":
        at.scopes.bind("partial")
    at.need("return" if first.text == "for" else "satisfies")
    body = at.expression()
    at.scopes.close()
    return nodes.Loop(place=at.place(first), word=first.text, iterators=tuple(iterators), body=body)


def function(at: Cursor) -> nodes.Node:
    """Read `function(a, b: type) body`, or an external function, which has no value here."""
    place = at.place(at.step())
    at.need("(")
    parameters: list[tuple[str, kinds.Type]] = []
    while not at.stands(")"):
        name = at.name_until(":", ",", ")")
        parameters.append((name, type_of(at, strict=False) if at.eat(":") else kinds.ANY))
        if not at.eat(","):
            break
    at.need(")")
    external = at.eat("external")
    at.scopes.open(name for name, _ in parameters)
    body = at.expression()
    at.scopes.close()
    return nodes.Lambda(place=place, parameters=tuple(parameters), body=None if external else body)


def context(at: Cursor) -> nodes.Node:
    """Read `{key: value, "key": value}`; later entries see earlier ones."""
    place = at.place(at.step())
    entries: list[tuple[str, nodes.Node]] = []
    keys: set[str] = set()
    at.scopes.open()
    while not at.stands("}"):
        start = at.token
        key = unescape(at.step().text) if start.kind == "string" else at.name_until(":")
        if key in keys:
            raise FeelSyntaxError("duplicate_key", at.place(start), {"name": key})
        keys.add(key)
        at.need(":")
        if at.stands("function"):  # it may call itself
            at.scopes.bind(key)
        entries.append((key, at.expression()))
        at.scopes.bind(key)
        if not at.eat(","):
            break
    at.need("}")
    at.scopes.close()
    return nodes.ContextOf(place=place, entries=tuple(entries))


def at_sign(at: Cursor) -> nodes.Node:
    """Read `@"…"`: a date, time, date and time or duration."""
    place = at.place(at.step())
    if at.token.kind != "string":
        at.unexpected("string")
    text = unescape(at.step().text)
    try:
        return nodes.Literal(place=place, value=at_literal(text))
    except Fault as fault:
        raise FeelSyntaxError("bad_literal", place, {"text": text}) from fault


def one_sided(at: Cursor) -> nodes.Node:
    """Read `< x`, `<= x`, `> x`, `>= x` `= x` or `!= x` as the interval it describes."""
    sign = at.step()
    operand = at.expression(31)
    below, above = sign.text[0] in "<=!", sign.text[0] in ">=!"
    return nodes.RangeOf(
        place=at.place(sign),
        start=operand if above else None,
        end=operand if below else None,
        start_included=above and "=" in sign.text,
        end_included=below and "=" in sign.text,
        sign=sign.text if below and above else "",
    )


def _item(at: Cursor) -> nodes.Node:
    return one_sided(at) if at.stands(*COMPARISONS) else at.expression()


def finish_range(at: Cursor, start: nodes.Node, sign: str) -> nodes.Node:
    """Read `.. end` and the closing bracket of an interval that was opened by `sign`."""
    place = start.place
    at.need("..")
    end = _range_end(at)
    closing = at.need("]", ")", "[")
    return nodes.RangeOf(
        place=place,
        start=start,
        end=end,
        start_included=sign == "[",
        end_included=closing.text == "]",
    )


def _range_end(at: Cursor) -> nodes.Node:
    """Read the end of an interval; a `[` after it may be a filter or the closing bracket."""
    before = at.mark()
    try:
        end = at.expression()
    except FeelSyntaxError:
        end = None
    if end is not None and at.stands("]", ")"):
        return end
    at.back(before)
    at.no_filter = True
    end = at.expression()
    at.no_filter = False
    return end


def parenthesis(at: Cursor) -> nodes.Node:
    """Read `( expression )`, `(a..b]` or `(< x)`."""
    at.step()
    inner = _item(at)
    if at.stands(".."):
        return finish_range(at, inner, "(")
    at.need(")")
    return inner


def bracket(at: Cursor) -> nodes.Node:
    """Read a list, or an interval with a closed start."""
    sign = at.step()
    items: list[nodes.Node] = []
    while not at.stands("]"):
        items.append(_item(at))
        if len(items) == 1 and at.stands(".."):
            return finish_range(at, items[0], "[")
        if not at.eat(","):
            break
    at.need("]")
    return nodes.ListOf(place=at.place(sign), items=tuple(items))


def open_bracket(at: Cursor) -> nodes.Node:
    """Read `]a..b]`, an interval with an open start."""
    at.step()
    return finish_range(at, at.expression(), "]")


SIGNS: dict[str, Callable[[Cursor], nodes.Node]] = {
    "if": conditional,
    "for": loop,
    "some": loop,
    "every": loop,
    "function": function,
    "{": context,
    "@": at_sign,
    "(": parenthesis,
    "[": bracket,
    "]": open_bracket,
}


# types


_TYPES = index([*kinds.SIMPLE, *kinds.OLD])


def type_of(at: Cursor, *, strict: bool) -> kinds.Type:
    """Read a type. An unknown one is Any, or raises FeelSyntaxError when `strict`."""
    if at.token.kind != "word":
        at.unexpected("type")
    start = at.at
    for signature, name in _TYPES.get(at.token.text, ()):
        end = start + len(signature) + 1
        if joined(at.found[start:end]) == name:
            at.at = end
            return _inside(at, kinds.simple(name))
    name = at.step().text
    while at.eat("."):
        name += "." + at.step().text
    if strict:
        facts = {"name": name, "did_you_mean": suggest(name, kinds.SIMPLE)}
        raise FeelSyntaxError("unknown_type", at.place(at.found[start]), facts)
    return kinds.ANY


def _inside(at: Cursor, plain: kinds.Type) -> kinds.Type:
    if plain.name not in ("list", "range", "context", "function") or not at.stands("<"):
        return plain
    at.step()
    if plain.name in ("list", "range"):
        made = kinds.Type(plain.name, of=type_of(at, strict=True))
        at.need(">")
        return made
    return _fields(at) if plain.name == "context" else _signature(at)


def _fields(at: Cursor) -> kinds.Type:
    fields: dict[str, kinds.Type] = {}
    while not at.stands(">"):
        name = at.name_until(":")
        at.need(":")
        fields[name] = type_of(at, strict=True)
        if not at.eat(","):
            break
    at.need(">")
    return kinds.Type("context", fields=fields)


def _signature(at: Cursor) -> kinds.Type:
    parameters: list[kinds.Type] = []
    while not at.stands(">"):
        parameters.append(type_of(at, strict=True))
        if not at.eat(","):
            break
    at.need(">")
    at.need("->")
    result = type_of(at, strict=True)
    return kinds.Type("function", of=result, parameters=tuple(parameters))
