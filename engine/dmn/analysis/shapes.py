"""What a column may hold, as far as the model says: its type, or that of the declared input.

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.dmn.analysis.cells import path_of, tree_of
from engine.dmn.model import Input
from engine.dmn.types import ANY, Type
from engine.feel import UnaryTests

_WHOLE = frozenset({"integer", "long"})


@dataclass(frozen=True, slots=True)
class Shape:
    """A type, flat: the FEEL type, whether its numbers are whole, every test a value passes.

    `parts` when it is a list or a context, of which the tests of a cell say something else.
    """

    base: str = "Any"
    whole: bool = False
    allowed: tuple[UnaryTests, ...] = ()
    parts: bool = False


def shape_of(type_: Type) -> Shape:
    """Return a type and all those inside it as one."""
    allowed: list[UnaryTests] = []
    while type_.inner is not None:
        allowed += [type_.allowed] if type_.allowed else []
        type_ = type_.inner
    allowed += [type_.allowed] if type_.allowed else []
    parts = type_.item is not None or bool(type_.components) or type_.base in {"context", "list"}
    return Shape(type_.base, type_.name in _WHOLE, tuple(allowed), parts)


def column_shape(column: Input, known: Mapping[str, Type]) -> Shape:
    """Return the shape of a column, or of the declared input it reads when it has none itself."""
    own = shape_of(column.type)
    return own if own.base != "Any" or own.parts else shape_of(declared(column, known))


def declared(column: Input, known: Mapping[str, Type]) -> Type:
    """Return the type of the declared input that a column reads; any when that is not plain."""
    tree = tree_of(column.expression)
    path = path_of(tree) if tree is not None else ()
    found = known.get(path[0], ANY) if path else ANY
    for word in path[1:]:
        while found.inner is not None:
            found = found.inner
        found = dict(found.components).get(word, ANY)
    return found
