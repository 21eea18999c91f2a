"""Numbers with a check digit: is it a real one, how is it kept, how is it shown.

A check is named by `properties.controle` of a field. Kept compact, shown with its own punctuation.
Whether the number exists is not asked here: no register, no network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stdnum import iban
from stdnum.be import ogm_vcs, ssn, vat
from stdnum.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class Identifier:
    """How one kind of number is made compact, checked, shown, and called when it is wrong.

    `longest` is how many characters it has at most when it is shown.
    """

    compact: Callable[[str], str]
    is_valid: Callable[[str], bool]
    show: Callable[[str], str]
    problem: str = "bad_check_digits"
    longest: int = 20


def _digits(text: str) -> str:
    """Return the text without the punctuation that people put in numbers."""
    return re.sub(r"[\s./+*-]", "", text)


def _letters(text: str) -> str:
    """Return the text without spaces, in capitals."""
    return re.sub(r"[\s-]", "", text).upper()


def _establishment_is_valid(number: str) -> bool:
    """Check an establishment unit number: ten digits from 2, the last two 97 minus the rest."""
    return bool(re.fullmatch("[2-8][0-9]{9}", number)) and (
        97 - int(number[:8]) % 97 == int(number[8:])
    )


def _iban_is_valid(number: str) -> bool:
    """Check an IBAN by the form that its country gives it and by its check digits.

    The bank code is not looked up: the list in python-stdnum refuses accounts that exist.
    """
    return bool(iban.is_valid(number, check_country=False))


def _insurance_is_valid(number: str) -> bool:
    """Check a RIZIV number: eleven digits, the seventh and eighth 97 minus the six before."""
    return bool(re.fullmatch("[0-9]{11}", number)) and (
        97 - int(number[:6]) % 97 == int(number[6:8])
    )


def _parts(*lengths: int, between: str = ".") -> Callable[[str], str]:
    """Return a function that puts a sign between parts of these lengths."""

    def show(number: str) -> str:
        if len(number) != sum(lengths):
            return number
        ends = [sum(lengths[: at + 1]) for at in range(len(lengths))]
        return between.join(
            number[end - length : end] for end, length in zip(ends, lengths, strict=True)
        )

    return show


def _with(
    module_compact: Callable[[str], str], fallback: Callable[[str], str]
) -> Callable[[str], str]:
    """Return a compacting function that never raises."""

    def compact(text: str) -> str:
        try:
            return module_compact(text)
        except ValidationError:
            return fallback(text)

    return compact


def _enterprise_is_valid(number: str) -> bool:
    """Check an enterprise number: ten digits starting with 0 or 1, modulo 97."""
    return bool(re.fullmatch("[01][0-9]{9}", number)) and bool(vat.is_valid(number))


def _national_is_valid(number: str) -> bool:
    """Check a national register or BIS number."""
    return bool(re.fullmatch("[0-9]{11}", number)) and bool(ssn.is_valid(number))


def _national_shown(number: str) -> str:
    """Return a national number as 85.07.30-033.28."""
    return str(ssn.format(number)) if re.fullmatch("[0-9]{11}", number) else number


def _phone_is_valid(number: str) -> bool:
    """Check a Belgian telephone number: a mobile one has nine digits, another eight, after +32."""
    return bool(re.fullmatch(r"\+32(?:4[5-9][0-9]{7}|[1-9][0-9]{7}|800[0-9]{5})", number))


def _phone(text: str) -> str:
    """Return a number as +32…, also when it was written as 0032 or with a single nought."""
    number = re.sub(r"[\s()./-]", "", text)
    number = re.sub(r"^00", "+", number)
    return f"+32{number[1:]}" if re.fullmatch(r"0[1-9][0-9]*", number) else number


def _phone_shown(number: str) -> str:
    """Return +32 2 533 12 11, +32 9 266 09 00, +32 50 12 34 56 or +32 470 12 34 56."""
    if not _phone_is_valid(number):
        return number
    own = number[3:]
    first = 3 if len(own) == 9 or own.startswith("800") else 1 if own[0] in "2349" else 2
    rest = own[first:]
    start = rest[: len(rest) % 2 and 3]
    pairs = [rest[at : at + 2] for at in range(len(start), len(rest), 2)]
    return " ".join(filter(None, ["+32", own[:first], start, *pairs]))


def _postcode_is_valid(number: str) -> bool:
    """Check that a Belgian postcode has four digits from 1000."""
    return bool(re.fullmatch("[1-9][0-9]{3}", number))


def _reference_is_valid(number: str) -> bool:
    """Check a structured communication: twelve digits, modulo 97."""
    return bool(re.fullmatch("[0-9]{12}", number)) and bool(ogm_vcs.is_valid(number))


def _reference_shown(number: str) -> str:
    """Return a structured communication as +++010/8068/17183+++."""
    return f"+++{_parts(3, 4, 5, between='/')(number)}+++" if len(number) == 12 else number


def _iban_shown(number: str) -> str:
    """Return an IBAN in groups of four."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


IDENTIFIERS: Mapping[str, Identifier] = MappingProxyType(
    {
        "kbo": Identifier(_with(vat.compact, _digits), _enterprise_is_valid, _parts(4, 3, 3)),
        "vestigingsnummer": Identifier(_digits, _establishment_is_valid, _parts(1, 3, 3, 3)),
        "rijksregister": Identifier(_digits, _national_is_valid, _national_shown),
        "iban": Identifier(_letters, _iban_is_valid, _iban_shown),
        "postcode": Identifier(_digits, _postcode_is_valid, str, "not_a_postcode", longest=4),
        "ogm": Identifier(_digits, _reference_is_valid, _reference_shown),
        "telefoon": Identifier(_phone, _phone_is_valid, _phone_shown, "not_a_belgian_phone_number"),
        "riziv": Identifier(_digits, _insurance_is_valid, _parts(1, 5, 2, 3, between="-")),
    }
)
