"""Tables that come and go as CSV: which encoding, which separator, and no formulas. No records."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from engine import errors
from engine.errors import Problem

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Numbered = tuple[int, list[str]]


def text_of(data: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, else Windows-1252.

    Raises InvalidInput when it is none of these.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        names: tuple[str, ...] = ("utf-16",)
    else:
        names = ("utf-8-sig", "cp1252")
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise wrong("transfer.encoding")


def rows_of(text: str, *, most: int, longest: int) -> list[Numbered]:
    """Return the rows that hold something, each with the line on which it ends.

    The separator is the comma, semicolon or tab that stands most in the first line. Not more than
    `most` rows under the first, of `longest` characters together. Raises InvalidInput.
    """
    if len(text) > longest:
        raise wrong("transfer.too_long", most=most)
    text = text.removeprefix(MARK)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise wrong("transfer.no_table") from error
    if not rows:
        raise wrong("transfer.no_table")
    if len(rows) > most + 1:
        raise wrong("transfer.too_long", most=most)
    return _without_empty_columns(rows)


def _without_empty_columns(rows: list[Numbered]) -> list[Numbered]:
    """Leave out what a spreadsheet writes behind the last column: no name, and nothing in it."""
    width = max(len(row) for _, row in rows)
    while width > 1 and not any("".join(row[width - 1 : width]).strip() for _, row in rows):
        width -= 1
    return [(at, row[:width]) for at, row in rows]


def sheet(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as a CSV that a spreadsheet opens: with a mark, semicolons, and no formulas."""
    out = io.StringIO(MARK, newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(each) for each in row] for row in rows)
    return out.getvalue().encode()


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet reads as a formula; `plain` gives the text back."""
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def plain(cell: str) -> str:
    """Return the text of a cell, without the sign that `harmless` put before it."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")) else text


def wrong(code: str, place: str = "", **facts: object) -> errors.InvalidInput:
    """Return what is wrong with a file as a whole."""
    return errors.InvalidInput([Problem(place, code, facts)])
