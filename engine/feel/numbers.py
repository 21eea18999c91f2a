"""FEEL numbers: decimals of 34 digits, rounded half even (IEEE 754 decimal128). Pure."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal

from engine.feel.faults import Fault

DECIMAL128 = decimal.Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    clamp=0,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
ZERO = Decimal(0)
ONE = Decimal(1)


def number(text: str) -> Decimal:
    """Return the number that `text` spells, rounded to 34 digits. Raises Fault if it is none."""
    try:
        return DECIMAL128.create_decimal(text)
    except decimal.DecimalException as error:
        raise Fault("not_a_number", value=text[:40]) from error


def exact(operation: Callable[..., Decimal], *args: Decimal) -> Decimal:
    """Return `operation` of DECIMAL128 on `args`. Raises Fault when it has no finite result."""
    try:
        return operation(*args)
    except ZeroDivisionError as error:
        raise Fault("division_by_zero") from error
    except decimal.Overflow as error:
        raise Fault("number_too_large") from error
    except (decimal.DecimalException, ValueError) as error:
        raise Fault("not_a_number") from error


def rounded(value: Decimal, scale: Decimal, mode: str) -> Decimal:
    """Return `value` with `scale` digits after the point.

    Raises Fault when scale is beyond -6111…6176 (DMN 1.5 §10.3.4.5), or the result has more
    than 34 digits.
    """
    digits = int(scale)  # 2.5 digits are 2
    if not -6111 <= digits <= 6176:
        raise Fault("scale_out_of_range", value=str(scale))
    if value.is_zero() and digits < 0:
        return ZERO
    exponent = Decimal(1).scaleb(-digits, DECIMAL128) if digits <= 6143 else None
    if exponent is None or value.as_tuple().exponent >= -digits:  # type: ignore[operator] # finite
        return value
    result = exact(lambda: value.quantize(exponent, rounding=mode, context=DECIMAL128))
    return result if digits >= 0 else DECIMAL128.plus(Decimal(int(result)))


def whole(value: Decimal) -> int:
    """Return `value` as an int. Raises Fault when it is not whole or beyond any use."""
    value = Decimal(value)  # callers' own ints included
    if value.adjusted() > 15 or value != value.to_integral_value():
        raise Fault("not_whole", value=str(value))
    return int(value)


def written(value: Decimal) -> str:
    """Return `value` as FEEL writes it: no exponent, no sign before zero."""
    text = format(Decimal(value), "f")
    return text.removeprefix("-") if value == 0 else text
