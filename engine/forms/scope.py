"""What FEEL sees while a form is read or drawn: the names, and the moment.

No database, no clock, no network; the moment is the one that the caller passes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.feel import Expression
from engine.model import Value


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables, and what `now()` and `today()` speak of (`None`: they are null)."""

    names: Mapping[str, Value]
    now: datetime | None = None

    def value(self, expression: Expression) -> Value:
        """Evaluate an expression; what cannot be computed is null."""
        return expression.evaluate(self.names, self.now).value

    def truth(self, condition: Expression | bool, /) -> bool:  # noqa: FBT001 - a flag of a form
        """Evaluate a flag; anything but true is false."""
        return condition if isinstance(condition, bool) else self.value(condition) is True
