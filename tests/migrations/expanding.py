"""What a revision takes away from programs that are older than it, read from its source.

While an upgrade goes on, programs of the version before work on the newer schema. What they need
has to stay: their tables and columns, and rows without the columns that they do not know.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Set

TAKES = frozenset({"drop_table", "drop_column", "rename_table"})
DEMANDS = frozenset(
    {
        "create_unique_constraint",
        "create_check_constraint",
        "create_foreign_key",
        "create_exclude_constraint",
        "create_primary_key",
    }
)
CHANGES = frozenset({"type_", "new_column_name", "nullable"})
_HARSH = re.compile(r"\b(drop|rename|truncate)\b|\bset\s+not\s+null\b|\badd\s+constraint\b", re.I)


def taken(source: str) -> list[str]:
    """Return what the upgrade of a revision takes away or newly demands, one word per place."""
    tree = ast.parse(source)
    made = {_table(node) for node in ast.walk(tree) if _name(node) == "create_table"}
    return [found for node in ast.walk(tree) for found in _of(node, made)]


def says_so(source: str) -> bool:
    """Tell whether a revision says why (`CONTRACT`) and raises the floor to itself."""
    tree = ast.parse(source)
    names = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    why = names.get("CONTRACT")
    raised = any(_name(node) == "only_from" and _is(node, "revision") for node in ast.walk(tree))
    return isinstance(why, ast.Constant) and bool(str(why.value).strip()) and raised


def _of(node: ast.AST, made: Set[str]) -> Iterator[str]:
    name = _name(node)
    if not isinstance(node, ast.Call) or name is None:
        return
    keywords = {each.arg: each.value for each in node.keywords}
    if name in TAKES | DEMANDS:
        yield name
    elif name == "alter_column":
        yield from (f"alter_column {each}" for each in sorted(CHANGES & keywords.keys()))
    elif name == "add_column" and _demanding(node):
        yield "add_column without a default"
    elif name == "create_index" and _table(node, 1) not in made:
        yield "create_index on a table that people work in"
    elif name == "execute":
        yield from (f"execute {word}" for word in _words(node))


def _demanding(node: ast.Call) -> bool:
    """Tell whether a column is added that a row has to have and that nothing fills in."""
    columns = [each for each in node.args if isinstance(each, ast.Call)]
    told = [{each.arg: each.value for each in column.keywords} for column in columns]
    return any(
        ast.unparse(each.get("nullable", ast.Constant(True))) == "False"
        and "server_default" not in each
        for each in told
    )


def _table(node: ast.AST, place: int = 0) -> str:
    given = node.args[place] if isinstance(node, ast.Call) and len(node.args) > place else None
    return str(given.value) if isinstance(given, ast.Constant) else ""


def _words(node: ast.Call) -> list[str]:
    texts = [each for arg in node.args for each in ast.walk(arg) if isinstance(each, ast.Constant)]
    said = " ".join(str(each.value) for each in texts)
    return sorted({found.group(0).lower() for found in _HARSH.finditer(said)})


def _name(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Call):
        return None
    return (
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
    )


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and any(
        isinstance(each, ast.Name) and each.id == name for each in node.args
    )
