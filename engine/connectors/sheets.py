"""A CSV of another system, read a line at a time: whatever it holds, it is read or refused.

UTF-8 (with or without a mark), UTF-16 with its mark, else Windows-1252; semicolons, commas or tabs.
No line and no file is ever held in memory as a whole, however long it is.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BufferedIOBase
from typing import IO, Any

from engine.connectors.contracts import Schema
from engine.connectors.typed import titles
from engine.errors import InvalidInput, Problem
from engine.wording.nl.transfer import NO, YES

LONGEST_LINE = 100_000  # characters
MOST_LINES = 1_000_000
BLOCK = 64 * 1024
SEPARATORS = ";,\t"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:[ .][0-9]{3})*(?:,[0-9]+)?|-?[0-9]+(?:,[0-9]+)?")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
File = IO[bytes] | BufferedIOBase


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that is being read: its columns by name of the contract, and its rows as they come.

    Each row has its line in the file and its cells by column; a cell is text.
    """

    columns: tuple[str, ...]
    strange: tuple[str, ...]
    rows: Iterator[tuple[int, dict[str, str]]]


def read(file: File, names: Mapping[str, str]) -> Sheet:
    """Read a file whose columns are called by name or title; `names` are those that may be there.

    Raises InvalidInput when the file as a whole is no table, here or while the rows are read.
    """
    lines = _lines(file, _encoding(file))
    first = next((line for line in lines if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    head = next(csv.reader([first], delimiter=separator), [])
    known = {title.casefold(): name for name, title in names.items()}
    known |= {name.casefold(): name for name in names}
    found = [known.get(plain(cell).casefold(), "") for cell in head]
    columns = [each for each in found if each]
    if not columns:
        raise _wrong("transfer.no_table")
    for each in columns:
        if columns.count(each) > 1:
            raise _wrong("connector.twice", column=names[each])
    strange = [cell for cell, name in zip(head, found, strict=True) if not name and cell.strip()]
    return Sheet(tuple(columns), tuple(strange), _rows(lines, separator, found))


def _rows(
    lines: Iterator[str], separator: str, found: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        for row in reader:
            if len(row) > len(found) and any(map(str.strip, row[len(found) :])):
                raise _wrong("connector.row", row=reader.line_num + 1)
            cells = {name: plain(cell) for name, cell in zip(found, row, strict=False) if name}
            if any(cells.values()):
                yield reader.line_num + 1, cells
    except csv.Error as error:
        raise _wrong("connector.row", row=reader.line_num + 1) from error


def _encoding(file: File) -> str:
    """Return how a file is written, after one look at all of it; it is at its beginning again."""
    start = file.read(4)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8-sig"


def _lines(file: File, encoding: str) -> Iterator[str]:
    reader = codecs.getreader(encoding)(file)
    count = 0
    while True:
        try:
            line = _line(reader)
        except UnicodeDecodeError as error:
            raise _wrong("transfer.encoding") from error
        if not line and reader.bytebuffer:  # the file ends in the middle of a sign
            raise _wrong("transfer.encoding")
        if not line:
            return
        count += 1
        if count > MOST_LINES:
            raise _wrong("transfer.too_long", most=MOST_LINES)
        if len(line) > LONGEST_LINE or "\0" in line:
            raise _wrong("connector.row", row=count)
        yield line


def _line(reader: codecs.StreamReader) -> str:
    """Return the next line with its end; of one that is far too long only the beginning."""
    made = ""
    while len(made) <= LONGEST_LINE:
        part = reader.readline(size=LONGEST_LINE)
        made += part
        if not part or part.endswith(("\n", "\r")):
            break
    return made


def plain(cell: str) -> str:
    """Return the text of a cell, without the sign that keeps a spreadsheet from calculating it."""
    text = " ".join(cell.split())
    return text[1:] if text.startswith("'") and text[1:].startswith((*FORMULA, "'")) else text


def spelled(schema: Schema, text: str) -> str:
    """Return the text of a cell as we would write it; what cannot be read stays as it is."""
    kind = schema.get("type")
    if not text:
        return ""
    if kind == "boolean":
        return _yes_or_no(text)
    if kind in {"number", "integer"}:
        return _number(text)
    if schema.get("format") == "date":
        return _day(text)
    return text


def _yes_or_no(text: str) -> str:
    word = text.casefold()
    return shown(word in YES) if word in YES | NO else text


def _number(text: str) -> str:
    if _PLAIN_NUMBER.fullmatch(text):
        made = text
    elif _GROUPED.fullmatch(text):
        made = text.replace(" ", "").replace(".", "").replace(",", ".")
    else:
        return text
    try:
        return shown(Decimal(made))
    except InvalidOperation:
        return text


def _day(text: str) -> str:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return f"{datetime.strptime(text, form):%d/%m/%Y}"  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
    return text


def shown(value: Any) -> str:
    """Return a value as it stands in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return " ".join(str(value).split())


def row_of(cells: Sequence[str]) -> bytes:
    """Return one line of a CSV in which no cell is a formula."""
    return (";".join(_quoted(_harmless(cell)) for cell in cells) + "\r\n").encode()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def _quoted(text: str) -> str:
    if any(sign in text for sign in ';"\r\n'):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def names_of(schema: Schema) -> dict[str, str]:
    """Return the columns that a sheet of these things may have: name → title."""
    return titles(schema)


def _wrong(code: str, **facts: object) -> InvalidInput:
    return InvalidInput([Problem("", code, facts)])
