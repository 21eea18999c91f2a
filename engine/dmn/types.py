"""Types of decision models: does a value conform, and what is it converted to (DMN 1.5 §10.3.2.9).

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from types import MappingProxyType

from engine.feel import UnaryTests
from engine.feel.values import kind
from engine.model import Value

_DATETIME = "date and time"
_DAYS = "days and time duration"
_MONTHS = "years and months duration"

# what a typeRef may say (DMN 1.1 to 1.5, and Camunda's own words) → the FEEL type
BUILT_IN: Mapping[str, str] = MappingProxyType(
    {
        "Any": "Any",
        "any": "Any",
        "string": "string",
        "number": "number",
        "integer": "number",
        "long": "number",
        "double": "number",
        "boolean": "boolean",
        "date": "date",
        "time": "time",
        "dateTime": _DATETIME,
        _DATETIME: _DATETIME,
        "dayTimeDuration": _DAYS,
        _DAYS: _DAYS,
        "yearMonthDuration": _MONTHS,
        _MONTHS: _MONTHS,
        "duration": "duration",
        "context": "context",
        "list": "list",
    }
)


@dataclass(frozen=True, slots=True)
class Type:
    """A built-in type (`base`), or an item definition over one, with components or as a list."""

    name: str
    base: str = "Any"
    components: tuple[tuple[str, Type], ...] = ()
    item: Type | None = None
    allowed: UnaryTests | None = None
    inner: Type | None = None

    def accept(self, value: Value) -> tuple[bool, Value]:
        """Return whether a value conforms, and the value as this type has it.

        Null conforms always. A list of one is unpacked, one item becomes a list, a date becomes
        midnight UTC where the type asks so (DMN 1.5 §10.3.2.9.4).
        """
        if value is None:
            return True, None
        good, made = self._as_is(value)
        if good:
            return True, made
        if self.item is not None and not isinstance(value, list):
            good, made = self.item.accept(value)
            return good, [made] if good else None
        if self.item is None and isinstance(value, list) and len(value) == 1:
            return self._as_is(value[0])
        return False, None

    def _as_is(self, value: Value) -> tuple[bool, Value]:
        """Check a value without unpacking or packing lists."""
        if self.inner is not None:
            good, value = self.inner.accept(value)
        elif self.item is not None:
            good, value = self._list(value)
        elif self.components:
            good, value = self._context(value)
        else:
            good, value = _built_in(self.base, value)
        if good and self.allowed is not None:
            good = self._is_allowed(value)
        return good, value if good else None

    def _is_allowed(self, value: Value) -> bool:
        """Check the allowed values; of a list, those of each item."""
        items = value if isinstance(value, list) else [value]
        assert self.allowed is not None
        return all(self.allowed.matches(item, {}).value is True for item in items)

    def _list(self, value: Value) -> tuple[bool, Value]:
        """Check every item of a list."""
        if not isinstance(value, list) or self.item is None:
            return False, None
        checked = [self.item.accept(one) for one in value]
        return all(good for good, _ in checked), [made for _, made in checked]

    def _context(self, value: Value) -> tuple[bool, Value]:
        """Check the components of a context; entries that the type does not name stay."""
        if not isinstance(value, dict):
            return False, None
        made = dict(value)
        for name, component in self.components:
            good, made_one = component.accept(value.get(name))
            if not good:
                return False, None
            if name in value:
                made[name] = made_one
        return True, made


ANY = Type("Any")


def _built_in(base: str, value: Value) -> tuple[bool, Value]:
    """Check a value against a type of FEEL itself."""
    if base == "Any":
        return True, value
    if base == _DATETIME and isinstance(value, date) and not isinstance(value, datetime):
        return True, datetime.combine(value, time(0), tzinfo=UTC)
    what = kind(value)
    if base == "duration":
        return what in {_DAYS, _MONTHS}, value
    return what == base, value
