"""Tokens → syntax tree: a Pratt parser of FEEL (DMN 1.5 §10.3.1.2)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from engine.feel import nodes
from engine.feel.cursor import Cursor
from engine.feel.faults import MAX_LOOKS, Fault, FeelSyntaxError
from engine.feel.forms import COMPARISONS, SIGNS, finish_range, type_of
from engine.feel.lexer import KEYWORDS, unescape
from engine.feel.library import NAMES
from engine.feel.names import Scopes, index, joined, normal
from engine.feel.numbers import number

_POWERS = {
    "or": 10,
    "and": 20,
    **dict.fromkeys((*COMPARISONS, "between", "in", "instance"), 30),
    "+": 40,
    "-": 40,
    "*": 50,
    "/": 50,
    "**": 60,
}
_IN_NAMES = frozenset(["-", "+", "'", ".", "*", "/"])
_CONSTANTS = {"true": True, "false": False, "null": None}
_NAMES = index(NAMES)


class Parsed(NamedTuple):
    """What a text says, and the names it needs from outside."""

    tree: nodes.Node
    free: frozenset[str]


class ParsedTests(NamedTuple):
    """What a cell says: `negated` for not(…), no tests at all for `-`."""

    tests: tuple[nodes.UnaryTest, ...]
    negated: bool
    free: frozenset[str]


class Parser(Cursor):
    """Reads one text once."""

    def __init__(self, text: str, names: Iterable[str]) -> None:
        known = frozenset(normal(name) for name in names)
        super().__init__(text, Scopes((_NAMES, index(known)), known), self._expression)

    def _expression(self, power: int) -> nodes.Node:
        self.deeper()
        left = self._postfix(self._prefix())
        while True:
            sign = self.token.text if self.token.kind in ("op", "word") else ""
            strength = _POWERS.get(sign, -1)
            if strength < max(power, 1):
                break
            left = self._infix(left, sign, strength)
        self.higher()
        return left

    def _infix(self, left: nodes.Node, sign: str, strength: int) -> nodes.Node:
        place = self.place(self.step())
        if sign == "between":
            low = self.expression(strength + 1)
            self.need("and")
            high = self.expression(strength + 1)
            return nodes.Between(place=place, value=left, low=low, high=high)
        if sign == "in":
            return nodes.In(place=place, value=left, tests=self._in_tests())
        if sign == "instance":
            self.need("of")
            return nodes.InstanceOf(place=place, value=left, type=type_of(self, strict=True))
        right = self.expression(strength + 1)
        return nodes.Binary(place=place, op=sign, left=left, right=right)

    def _prefix(self) -> nodes.Node:
        token = self.token
        if token.kind == "number":
            return self._number()
        if token.kind == "string":
            return nodes.Literal(place=self.place(self.step()), value=unescape(token.text))
        if token.kind == "word":
            return self._word()
        if token.kind == "end":
            self.unexpected()
        return self._sign()

    def _number(self) -> nodes.Node:
        token = self.step()
        try:
            return nodes.Literal(place=self.place(token), value=number(token.text))
        except Fault as fault:
            raise FeelSyntaxError("bad_literal", self.place(token), {"text": token.text}) from fault

    def _sign(self) -> nodes.Node:
        token = self.token
        if token.text == "-":
            place = self.place(self.step())
            self.deeper()
            operand = self._postfix(self._prefix())
            self.higher()
            if isinstance(operand, nodes.Literal) and isinstance(operand.value, Decimal):
                return nodes.Literal(place=place, value=operand.value.copy_negate())
            return nodes.Unary(place=place, operand=operand)
        if token.text == "?":
            self.inputs += 1
            return nodes.Name(place=self.place(self.step()), name="?", own=True)
        form = SIGNS.get(token.text)
        if form is None:
            self.unexpected()
        blocked, self.no_filter = self.no_filter, False
        node = form(self)
        self.no_filter = blocked
        return node

    def _word(self) -> nodes.Node:
        token = self.token
        known = self.scopes.longest(self.found, self.at)
        if self.scopes.looked > MAX_LOOKS:
            raise FeelSyntaxError("too_complex", self.place(token))
        is_name = known is not None and (known[0] > 1 or token.text not in KEYWORDS)
        if not is_name and token.text in _CONSTANTS:
            place = self.place(self.step())
            return nodes.Literal(place=place, value=_CONSTANTS[token.text])
        if not is_name and token.text in SIGNS:
            return SIGNS[token.text](self)
        if not is_name and token.text in KEYWORDS:
            self.unexpected()
        return self._name(known)

    def _name(self, known: tuple[int, str] | None) -> nodes.Node:
        start = self.at
        place = self.place()
        if known is not None:
            self.at += known[0]
            name = known[1]
        else:
            self.step()
            while self.filters and self.token.kind == "word" and self.token.text not in KEYWORDS:
                self.step()  # an item's key that nobody named here
            name = joined(self.found[start : self.at])
        bound = self.scopes.is_bound(name)
        if not bound and self._is_free(name):
            self.free.add(name)
        own = bound or self.scopes.is_known(name)
        return nodes.Name(place=place, name=name, own=own)

    def _is_free(self, name: str) -> bool:
        if self.scopes.is_known(name):
            return True
        return name not in NAMES and not self.filters

    def _postfix(self, node: nodes.Node) -> nodes.Node:
        while True:
            if self.stands("."):
                place = self.place(self.step())
                node = nodes.Path(place=place, source=node, name=self.words())
            elif self.stands("[") and not self.no_filter:
                node = self._filter(node)
            elif self.stands("("):
                node = self._call(node)
            else:
                return node

    def _filter(self, source: nodes.Node) -> nodes.Node:
        place = self.place(self.step())
        self.filters += 1
        self.scopes.open(["item"])
        condition = self.expression()
        self.scopes.close()
        self.filters -= 1
        self.need("]")
        return nodes.Filter(place=place, source=source, condition=condition)

    def _call(self, callee: nodes.Node) -> nodes.Node:
        blocked, self.no_filter = self.no_filter, False
        place = callee.place
        self.step()
        arguments: list[nodes.Node] = []
        named: list[tuple[str, nodes.Node]] = []
        by_name = self._names_its_arguments()
        while not self.stands(")"):
            if by_name:
                name = self.name_until(":")
                self.need(":")
                named.append((name, self.expression()))
            else:
                arguments.append(self.expression())
            if not self.eat(","):
                break
        self.need(")")
        self.no_filter = blocked
        return nodes.Call(
            place=place,
            callee=callee,
            arguments=tuple(arguments),
            named=tuple(named) if by_name else None,
        )

    def _names_its_arguments(self) -> bool:
        by = 0
        while self.ahead(by).kind in ("word", "number") or self.ahead(by).text in _IN_NAMES:
            by += 1
        return by > 0 and self.ahead(by).text == ":" and self.ahead(by).kind == "op"

    # unary tests

    def _test(self, power: int = 0) -> nodes.UnaryTest:
        before = self.inputs
        place = self.place()
        op = self.step().text if self.stands(*COMPARISONS) else None
        operand = self.expression(31 if op else power)
        return nodes.UnaryTest(place=place, op=op, operand=operand, uses_input=self.inputs > before)

    def _in_tests(self) -> tuple[nodes.UnaryTest, ...]:
        if not self.stands("("):
            return (self._test(31),)
        before = self.mark()
        blocked, self.no_filter = self.no_filter, False
        self.step()
        tests = [self._test()]
        if self.stands("..") and tests[0].op is None:
            interval = finish_range(self, tests[0].operand, "(")
            tests = [nodes.UnaryTest(place=interval.place, op=None, operand=interval)]
        else:
            while self.eat(","):
                tests.append(self._test())
            self.need(")")
        self.no_filter = blocked
        if len(tests) == 1 and self._goes_on():  # the bracket was only the start of the value
            self.back(before)
            return (self._test(31),)
        return tuple(tests)

    def _goes_on(self) -> bool:
        if self.token.kind != "op":
            return False
        if self.token.text == "[":
            return not self.no_filter
        return self.token.text in (".", "(") or _POWERS.get(self.token.text, 0) > 30

    def all_tests(self) -> ParsedTests:
        """Read the whole text as unary tests: `-`, `not(…)`, or tests between commas."""
        if self.stands("-") and self.ahead().kind == "end":
            return ParsedTests((), negated=False, free=frozenset())
        if self.stands("not") and self.ahead().text == "(":
            before = self.mark()
            self.at = 2
            tests = self._list_of_tests()
            if tests is not None and self.eat(")") and self.token.kind == "end":
                return ParsedTests(tests, negated=True, free=frozenset(self.free))
            self.back(before)
        found = [self._test()]
        while self.eat(","):
            found.append(self._test())
        if self.token.kind != "end":
            self.unexpected()
        return ParsedTests(tuple(found), negated=False, free=frozenset(self.free))

    def _list_of_tests(self) -> tuple[nodes.UnaryTest, ...] | None:
        try:
            found = [self._test()]
            while self.eat(","):
                found.append(self._test())
        except FeelSyntaxError:
            return None
        return tuple(found)


def parse(text: str, names: Iterable[str] = ()) -> Parsed:
    """Return the tree of the expression `text`.

    Raises FeelSyntaxError (line, column, code, facts) when it is no FEEL.
    """
    reader = Parser(text, names)
    tree = reader.expression()
    if reader.token.kind != "end":
        reader.unexpected()
    return Parsed(tree, frozenset(reader.free))


def parse_tests(text: str, names: Iterable[str] = ()) -> ParsedTests:
    """Return the unary tests `text` (the cell of a decision table). Raises FeelSyntaxError."""
    return Parser(text, names).all_tests()
