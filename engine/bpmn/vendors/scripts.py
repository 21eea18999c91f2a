"""Scripts in other languages: the FEEL that would do what simple assignments do. Nothing runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from inspect import cleandoc
from typing import Any

from engine.bpmn import juel

_LONGEST = 2_000
_SET = re.compile(
    r"(?:execution|task|delegateTask|delegateExecution)\s*\.\s*setVariable(?:Local)?"
    r"\(\s*['\"](\w+)['\"]\s*,(.+)\)"
)
_ASSIGN = re.compile(
    r"(?:(?:var|let|const|def|final|String|int|double|boolean)\s+)?(\w+)\s*=(?!=)(.+)"
)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_PYTHON = frozenset({"python", "jython", "python3"})
_COMPARE = {ast.Eq: "=", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_CALCULATE = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
_CALLS = {"len": "count", "str": "string", "sum": "sum", "min": "min", "max": "max", "abs": "abs"}


def proposal(language: str, text: str) -> str | None:
    """Return the FEEL for a script of simple assignments or one expression, else `None`.

    Assignments become one context, in which a later entry sees the earlier ones.
    """
    if not text.strip() or len(text) > _LONGEST:
        return None
    if language.strip().lower() in _PYTHON:
        return _python(text)
    if juel.is_juel(text):
        return juel.proposal(text)
    return _braces(text)


def python_expression(text: str) -> str | None:
    """Return a simple expression of Python as FEEL, `None` when it says more than FEEL can."""
    try:
        tree = ast.parse(text.strip(), mode="eval") if len(text) <= _LONGEST else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    try:
        return None if tree is None else _feel(tree.body, 0)
    except _NotSimple:
        return None


# --- JavaScript, Groovy: braces and semicolons ---------------------------------------------------


def _braces(text: str) -> str | None:
    statements = [part.strip() for part in re.split(r"[;\n]", _COMMENT.sub("", text))]
    made = [_statement(statement) for statement in statements if statement]
    if not made or any(one is None for one in made):
        return None
    found = [one for one in made if one is not None]
    if any(not target for target, _ in found):
        return found[0][1] if len(found) == 1 else None
    return _context(found)


def _statement(text: str) -> tuple[str, str] | None:
    match = _SET.fullmatch(text) or _ASSIGN.fullmatch(text)
    target, source = (match[1], match[2]) if match else ("", text.removeprefix("return "))
    made = juel.proposal(source.strip().replace("===", "==").replace("!==", "!="))
    return None if made is None else (target, made)


def _context(pairs: list[tuple[str, str]]) -> str | None:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names) or not all(juel.is_name(name) for name in names):
        return None
    return "{" + ", ".join(f"{name}: {source}" for name, source in pairs) + "}"


# --- Python --------------------------------------------------------------------------------------


class _NotSimple(Exception):
    """The script does more than assign and compare."""


def _python(text: str) -> str | None:
    try:
        body = ast.parse(cleandoc(text)).body
        if len(body) == 1 and isinstance(body[0], ast.Expr):
            return _feel(body[0].value, 0)
        return _context(list(_assignments(body)))
    except (SyntaxError, ValueError, RecursionError, MemoryError, _NotSimple):
        return None


def _assignments(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for statement in body:
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            raise _NotSimple
        target = statement.targets[0]
        if not isinstance(target, ast.Name):
            raise _NotSimple
        yield target.id, _feel(statement.value, 0)


def _feel(node: ast.expr, depth: int) -> str:
    if depth > 40:
        raise _NotSimple
    for cls, write in _WRITE.items():
        if isinstance(node, cls):
            return write(node, depth + 1)
    raise _NotSimple


def _inner(node: ast.expr, depth: int) -> str:
    """Return an operand; whatever binds less tightly than a name gets parentheses."""
    made = _feel(node, depth)
    loose = isinstance(node, ast.Compare | ast.BoolOp | ast.BinOp | ast.IfExp)
    return f"({made})" if loose else made


def _name(node: ast.Name, depth: int) -> str:  # noqa: ARG001 - one shape for all
    if not juel.is_name(node.id):
        raise _NotSimple
    return node.id


def _constant(node: ast.Constant, depth: int) -> str:  # noqa: ARG001 - one shape for all
    if node.value is None or isinstance(node.value, bool):
        return {None: "null", True: "true", False: "false"}[node.value]
    if isinstance(node.value, str):
        return juel.quoted(node.value)
    if isinstance(node.value, int | float) and "e" not in repr(node.value).lower():
        return repr(node.value)
    raise _NotSimple


def _compare(node: ast.Compare, depth: int) -> str:
    if len(node.ops) != 1:
        raise _NotSimple
    one, other = _inner(node.left, depth), _inner(node.comparators[0], depth)
    if isinstance(node.ops[0], ast.In):
        return f"list contains({other}, {one})"
    if type(node.ops[0]) in (ast.Is, ast.IsNot):
        return f"{one} {'=' if isinstance(node.ops[0], ast.Is) else '!='} {other}"
    sign = _COMPARE.get(type(node.ops[0]))
    if sign is None:
        raise _NotSimple
    return f"{one} {sign} {other}"


def _logic(node: ast.BoolOp, depth: int) -> str:
    word = " and " if isinstance(node.op, ast.And) else " or "
    return word.join(
        f"({made})" if isinstance(value, ast.BoolOp | ast.IfExp) else made
        for value in node.values
        for made in [_feel(value, depth)]
    )


def _calculation(node: ast.BinOp, depth: int) -> str:
    sign = _CALCULATE.get(type(node.op))
    if sign is None:
        raise _NotSimple
    return f"{_inner(node.left, depth)} {sign} {_inner(node.right, depth)}"


def _unary(node: ast.UnaryOp, depth: int) -> str:
    if isinstance(node.op, ast.Not):
        return f"not({_feel(node.operand, depth)})"
    if isinstance(node.op, ast.USub):
        return f"-{_inner(node.operand, depth)}"
    raise _NotSimple


def _choice(node: ast.IfExp, depth: int) -> str:
    test, body, other = (_feel(part, depth) for part in (node.test, node.body, node.orelse))
    return f"if {test} then {body} else {other}"


def _member(node: ast.Attribute, depth: int) -> str:
    return f"{_inner(node.value, depth)}.{node.attr}"


def _item(node: ast.Subscript, depth: int) -> str:
    if not isinstance(node.slice, ast.Constant):
        raise _NotSimple
    key, value = node.slice.value, _inner(node.value, depth)
    if isinstance(key, str):
        return f"{value}.{key}" if juel.is_name(key) else f"get value({value}, {juel.quoted(key)})"
    if isinstance(key, int) and not isinstance(key, bool):
        return f"{value}[{key + 1 if key >= 0 else key}]"
    raise _NotSimple


def _call(node: ast.Call, depth: int) -> str:
    known = _CALLS.get(node.func.id) if isinstance(node.func, ast.Name) else None
    if known is None or node.keywords:
        raise _NotSimple
    return f"{known}({', '.join(_feel(one, depth) for one in node.args)})"


def _list(node: ast.List, depth: int) -> str:
    return f"[{', '.join(_feel(one, depth) for one in node.elts)}]"


def _dict(node: ast.Dict, depth: int) -> str:
    entries = []
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            raise _NotSimple
        entries.append(f"{juel.quoted(key.value)}: {_feel(value, depth)}")
    return "{" + ", ".join(entries) + "}"


_WRITE: Mapping[type[ast.expr], Callable[[Any, int], str]] = {
    ast.Name: _name,
    ast.Constant: _constant,
    ast.Compare: _compare,
    ast.BoolOp: _logic,
    ast.BinOp: _calculation,
    ast.UnaryOp: _unary,
    ast.IfExp: _choice,
    ast.Attribute: _member,
    ast.Subscript: _item,
    ast.Call: _call,
    ast.List: _list,
    ast.Dict: _dict,
}
