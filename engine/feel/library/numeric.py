"""The built-in functions on numbers (DMN 1.5 §10.3.4.5)."""

from __future__ import annotations

import decimal
from datetime import timedelta
from decimal import Decimal

from engine.feel.faults import Fault
from engine.feel.library.registry import function
from engine.feel.numbers import DECIMAL128, ZERO, exact, rounded
from engine.feel.operators import DAYS, YEARS, negated
from engine.feel.values import Value, YearMonthDuration, kind


def _rounding(name: str, mode: str, scale: str) -> None:
    @function(name, "n: number", f"scale: {scale}")
    def _round(value: Decimal, digits: Decimal | None) -> Decimal:
        return rounded(value, ZERO if digits is None else digits, mode)


_rounding("decimal", decimal.ROUND_HALF_EVEN, "number")
_rounding("floor", decimal.ROUND_FLOOR, "number?!")
_rounding("ceiling", decimal.ROUND_CEILING, "number?!")
_rounding("round up", decimal.ROUND_UP, "number")
_rounding("round down", decimal.ROUND_DOWN, "number")
_rounding("round half up", decimal.ROUND_HALF_UP, "number")
_rounding("round half down", decimal.ROUND_HALF_DOWN, "number")


@function("abs", "n: number|days|months")
def absolute(value: Value) -> Value:
    """Return the number or duration without its sign."""
    negative = {"number": ZERO, YEARS: YearMonthDuration(0), DAYS: timedelta()}
    return negated(value) if value < negative[kind(value)] else value


@function("modulo", "dividend: number", "divisor: number")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Return the remainder, with the sign of the divisor."""
    if divisor == 0:
        raise Fault("division_by_zero")
    rest = exact(DECIMAL128.remainder, dividend, divisor)
    if rest != 0 and (rest < 0) != (divisor < 0):
        return DECIMAL128.add(rest, divisor)
    return rest


@function("sqrt", "number: number")
def square_root(value: Decimal) -> Decimal:
    """Return the square root."""
    return exact(DECIMAL128.sqrt, value)


@function("log", "number: number")
def logarithm(value: Decimal) -> Decimal:
    """Return the natural logarithm."""
    if value <= 0:
        raise Fault("not_a_number")
    return exact(DECIMAL128.ln, value)


@function("exp", "number: number")
def exponential(value: Decimal) -> Decimal:
    """Return e to that power."""
    return exact(DECIMAL128.exp, value)


@function("odd", "number: number")
def odd(value: Decimal) -> bool:
    """Return whether the number is odd; a fraction is neither odd nor even."""
    return abs(_rest(value)) == 1


@function("even", "number: number")
def even(value: Decimal) -> bool:
    """Return whether the number is even."""
    return _rest(value) == 0


def _rest(value: Decimal) -> Decimal:
    """Return what is left of a number after halving; a number too large for that is even."""
    if value.adjusted() > 33:
        return ZERO
    return DECIMAL128.remainder(value, Decimal(2))
