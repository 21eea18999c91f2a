"""The built-in functions of FEEL (DMN 1.5 §10.3.4), by name."""

from engine.feel.library import (
    contexts,
    conversion,
    lists,
    numeric,
    ranges,
    strings,
    temporal,
    totals,
)
from engine.feel.library.registry import BUILTINS

NAMES = frozenset(BUILTINS)

__all__ = [
    "BUILTINS",
    "NAMES",
    "contexts",
    "conversion",
    "lists",
    "numeric",
    "ranges",
    "strings",
    "temporal",
    "totals",
]
