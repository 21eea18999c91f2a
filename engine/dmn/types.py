"""Types of decision models: does a value conform, and what is it converted to (DMN 1.5 §10.3.2.9).

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from types import MappingProxyType

from engine.feel import UnaryTests
from engine.feel.values import Function, kind
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
        "function": "function",
        "range": "range",
    }
)


@dataclass(frozen=True, slots=True)
class Type:
    """A built-in type (`base`), or an item definition over one.

    `components` make it a context, `item` a list, `parameters` and `result` a function, `inner`
    another type with something added; `allowed` tests the value, or each item of a list, `whole`
    tests a list as one.
    """

    name: str
    base: str = "Any"
    components: tuple[tuple[str, Type], ...] = ()
    item: Type | None = None
    allowed: UnaryTests | None = None
    inner: Type | None = None
    parameters: tuple[tuple[str, Type], ...] | None = None
    result: Type | None = None
    whole: UnaryTests | None = None

    def accept(self, value: Value, *, partial: bool = False) -> tuple[bool, Value]:
        """Return whether a value conforms, and the value as this type has it.

        Null conforms always. A list of one is unpacked, one item becomes a list, a date becomes
        midnight UTC where the type asks so (DMN 1.5 §10.3.2.9.4). With `partial` a context may
        lack components, as what comes from outside often does.
        """
        if value is None:
            return True, None
        good, made = self._as_is(value, partial)
        if good:
            return True, made
        if self.is_list:
            return (False, None) if isinstance(value, list) else self._as_is([value], partial)
        if isinstance(value, list) and len(value) == 1:
            return (True, None) if value[0] is None else self._as_is(value[0], partial)
        return False, None

    @property
    def is_list(self) -> bool:
        """Tell whether values of this type are lists."""
        if self.inner is not None:
            return self.inner.is_list
        return self.item is not None or self.base == "list"

    @property
    def returns(self) -> Type:
        """Return what a function of this type gives; of any other type, the type itself."""
        if self.inner is not None and self.inner.parameters is not None:
            return self.inner.returns
        return self if self.parameters is None else (self.result or ANY)

    def values(self) -> UnaryTests | None:
        """Return the allowed values, those of the type below when it has none of its own."""
        if self.allowed is not None or self.inner is None:
            return self.allowed
        return self.inner.values()

    def _as_is(self, value: Value, partial: bool) -> tuple[bool, Value]:  # noqa: FBT001 - internal
        """Check a value without unpacking or packing lists."""
        if self.inner is not None:
            good, value = self._inside(value, partial)
        elif self.item is not None:
            good, value = self._list(value, partial)
        elif self.components:
            good, value = self._context(value, partial)
        elif self.parameters is not None:
            good = _takes(value, self.parameters)
        else:
            good, value = _built_in(self.base, value)
        if good and self.allowed is not None:
            good = self._is_allowed(value)
        if good and self.whole is not None:
            good = self.whole.matches(value, {}).value is True
        return good, value if good else None

    def _inside(self, value: Value, partial: bool) -> tuple[bool, Value]:  # noqa: FBT001 - internal
        """Check a value against the type below."""
        assert self.inner is not None
        return self.inner._as_is(value, partial)  # noqa: SLF001 - another of this class

    def _is_allowed(self, value: Value) -> bool:
        """Check the allowed values; of a list, those of each item."""
        items = value if isinstance(value, list) else [value]
        assert self.allowed is not None
        return all(self.allowed.matches(item, {}).value is True for item in items)

    def _list(self, value: Value, partial: bool) -> tuple[bool, Value]:  # noqa: FBT001 - internal
        """Check every item of a list."""
        if not isinstance(value, list) or self.item is None:
            return False, None
        checked = [self.item.accept(one, partial=partial) for one in value]
        return all(good for good, _ in checked), [made for _, made in checked]

    def _context(self, value: Value, partial: bool) -> tuple[bool, Value]:  # noqa: FBT001 - internal
        """Check the components of a context; entries that the type does not name stay."""
        if not isinstance(value, dict):
            return False, None
        made = dict(value)
        for name, component in self.components:
            if name not in value:
                if partial:
                    continue
                return False, None
            good, made[name] = component.accept(value[name], partial=partial)
            if not good:
                return False, None
        return True, made


ANY = Type("Any")


def _takes(value: Value, parameters: tuple[tuple[str, Type], ...]) -> bool:
    """Tell whether a value is a function of so many parameters."""
    if not isinstance(value, Function):
        return False
    return value.name != "function" or len(value.parameters) == len(parameters)


def _built_in(base: str, value: Value) -> tuple[bool, Value]:
    """Check a value against a type of FEEL itself."""
    if base == "Any":
        return True, value
    what = kind(value)
    if base == _DATETIME and what == "date":
        if isinstance(value, date) and not isinstance(value, datetime):
            return True, datetime.combine(value, time(0), tzinfo=UTC)
        return False, None
    if base == "duration":
        return what in {_DAYS, _MONTHS}, value
    return what == base, value
