"""List the write transactions of the code by name: `python -m tools.transactions`.

A transaction is `with store.write("noun.verb")`. A function that opens one for its callers takes
the name as its parameter `transaction`, and each caller says it: `transaction="noun.verb"`.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
GIVEN = "transaction"


@dataclass(frozen=True, slots=True)
class Named:
    """Where a transaction gets its name; an empty name is one that is not said literally."""

    file: Path
    line: int
    name: str


def named(folder: str) -> list[Named]:
    """Return every place under `folder` where a write transaction gets its name."""
    files = sorted((ROOT / folder).rglob("*.py"))
    return [
        found
        for file in files
        for found in in_code(file.relative_to(ROOT), ast.parse(file.read_text("utf-8")))
    ]


def in_code(file: Path, tree: ast.Module) -> list[Named]:
    """Return the names in one module, in the order of its lines."""
    reader = _Reader(file)
    reader.visit(tree)
    return sorted(reader.found, key=lambda each: each.line)


class _Reader(ast.NodeVisitor):
    """Collect what is said as a name; a function's parameter `transaction` is said elsewhere."""

    def __init__(self, file: Path) -> None:
        self.found: list[Named] = []
        self._file = file
        self._parameters: frozenset[str] = frozenset()
        self._opened: set[int] = set()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        around = self._parameters
        given = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        self._parameters = frozenset(each.arg for each in given)
        self.generic_visit(node)
        self._parameters = around

    def visit_With(self, node: ast.With) -> None:
        self._opened |= {
            id(item.context_expr)
            for item in node.items
            if isinstance(item.context_expr, ast.Call) and _named_write(item.context_expr.func)
        }
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        for keyword in node.keywords:
            if keyword.arg == GIVEN:
                self._say(node, keyword.value)
        if id(node) not in self._opened and not _of_a_store(node.func):
            self.generic_visit(node)
            return
        self._say(node, node.args[0] if node.args else None)
        for child in (*node.args, *node.keywords):
            self.visit(child)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if _of_a_store(node):  # not called here: whoever does says no name
            self._say(node, None)
        self.generic_visit(node)

    def _say(self, node: ast.expr, said: ast.expr | None) -> None:
        if isinstance(said, ast.Name) and said.id == GIVEN and GIVEN in self._parameters:
            return
        literal = isinstance(said, ast.Constant) and isinstance(said.value, str)
        self.found.append(Named(self._file, node.lineno, said.value if literal else ""))


def _named_write(func: ast.expr) -> bool:
    return isinstance(func, ast.Attribute) and func.attr == "write"


def _of_a_store(func: ast.expr) -> bool:
    """Tell whether this is `write` of something called a store, as `runtime.store`."""
    if not isinstance(func, ast.Attribute) or func.attr != "write":
        return False
    owner = func.value
    last = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return str(last).endswith("store")


def main() -> int:
    """Print every name of the engine with its place."""
    for each in sorted(named("engine"), key=lambda each: each.name):
        sys.stdout.write(f"{each.name:<32} {each.file}:{each.line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
