"""Files that come and go: a register beside the CSV of a system, however hostile the CSV is."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from engine import connectors, registers
from engine.connectors import Compared, Count, Standing, sheets
from engine.errors import InvalidInput, NotFound
from engine.model import SYSTEM
from tests import recording
from tests.house import House

NAMES = {"nummer": "Nummer", "naam": "Naam", "plaatsen": "Aantal plaatsen"}


@pytest.fixture
def numbers(house: House) -> list[str]:
    """Return the numbers of two organisers, of whom one is known elsewhere too."""
    return [
        recording.add(house, recording.organiser(), confirmed=True),
        recording.add(house, recording.organiser("Madelief vzw", "0403.019.261"), confirmed=True),
    ]


def table(house: House, system: str = "edison", sheet: str = "organisatoren") -> connectors.Table:
    return connectors.table_of(house.runtime, system, sheet, SYSTEM)


def compared(house: House, text: str | bytes) -> tuple[list[Compared], Count]:
    data = text.encode() if isinstance(text, str) else text
    count = Count()
    found = connectors.compare(house.runtime, table(house), io.BytesIO(data), SYSTEM, count)
    return list(found), count


def test_each_thing_is_equal_different_only_here_or_only_there(
    house: House, numbers: list[str]
) -> None:
    found, count = compared(
        house,
        "Ondernemingsnummer;Naam;Kleur\n0428.759.497;Zonnebloem BV;rood\n"
        "0202.239.951;Elders vzw;blauw\n",
    )
    assert [(e.standing, e.key, e.row) for e in found] == [
        (Standing.DIFFERENT, "0428759497", 2),
        (Standing.ONLY_THERE, "0202239951", 3),
        (Standing.ONLY_HERE, "0403019261", None),
    ]
    (difference,) = found[0].differences
    assert (difference.column, difference.here, difference.there) == (
        "Naam",
        "Zonnebloem vzw",
        "Zonnebloem BV",
    )
    assert found[2].number == numbers[1]
    assert count.of[Standing.DIFFERENT] == 1
    assert count.strange == ("Kleur",)


def test_what_is_exported_is_equal_when_it_comes_back(house: House, numbers: list[str]) -> None:
    data = b"".join(connectors.export(house.runtime, table(house), SYSTEM))
    found, count = compared(house, data)
    assert {each.standing for each in found} == {Standing.EQUAL}
    assert count.of[Standing.EQUAL] == len(numbers)


def test_a_line_without_their_key_is_known_by_our_number(house: House, numbers: list[str]) -> None:
    found, _ = compared(
        house,
        f"Nummer;Ondernemingsnummer;Naam\n{numbers[0]};;Zonnebloem vzw\n"
        f"{numbers[1]};0403.019.261;Madelief vzw\n{numbers[1]};;Madelief vzw\n;;Niemand\n",
    )
    assert [(each.standing, each.key, each.row) for each in found] == [
        (Standing.DIFFERENT, numbers[0], 2),
        (Standing.EQUAL, "0403019261", 3),
        (Standing.TWICE, numbers[1], 4),
        (Standing.ONLY_THERE, "", 5),
    ]
    assert [each.here for each in found[0].differences] == ["0428759497"]


def test_only_what_changed_since_a_day_is_exported(house: House, numbers: list[str]) -> None:
    assert len(numbers) == 2
    today = house.clock.now.date()
    one = b"".join(connectors.export(house.runtime, table(house), SYSTEM, today))
    none = b"".join(
        connectors.export(house.runtime, table(house), SYSTEM, today + timedelta(days=1))
    )
    assert one.count(b"\r\n") == 3
    assert none.count(b"\r\n") == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_read_as_it_was_written(encoding: str, separator: str, end: str) -> None:
    lines = [["Nummer", "Naam", ""], ["1", '"Café, ""De Zon"" \n; op"', ""], ["2", "b", ""], [""]]
    text = end.join(separator.join(row) for row in lines)
    read = sheets.read(io.BytesIO(text.encode(encoding)), NAMES)
    cells = [cells for _, cells in read.rows]
    assert [each["nummer"] for each in cells] == ["1", "2"]
    assert cells[0]["naam"] == 'Café, "De Zon" ; op'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "transfer.no_table"),
        (b"\n\n", "transfer.no_table"),
        (b"kleur;geur\nrood;zoet", "transfer.no_table"),
        (b"naam;naam\na;b", "connector.twice"),
        (b"naam;plaatsen\na;b;c", "connector.row"),
        (b'naam;plaatsen\n"a;b', "connector.row"),
        (b"naam\n" + b"a" * 200_000, "connector.row"),
        (b'naam\n"' + b"a\n" * 200_000, "connector.row"),
        (b"naam\na\0b", "connector.row"),
        ("naam\na".encode("utf-16")[:-1], "transfer.encoding"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        list(sheets.read(io.BytesIO(data), NAMES).rows)
    assert refused.value.problems[0].code == code


@given(st.binary(max_size=300))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    try:
        list(sheets.read(io.BytesIO(b"naam;plaatsen\n" + data), NAMES).rows)
    except InvalidInput:
        return


@given(st.lists(st.text(max_size=20), min_size=2, max_size=2))
def test_a_line_comes_back_and_is_no_formula(cells: list[str]) -> None:
    line = sheets.row_of(cells).decode()
    for cell in line.strip("\r\n").split(";"):
        assert not cell.lstrip('"').startswith(("=", "+", "-", "@"))
    data = sheets.row_of(["naam", "nummer"]) + line.encode()
    if "\0" in line:
        return
    read = list(sheets.read(io.BytesIO(data), NAMES).rows)
    wanted = [" ".join(each.split()) for each in cells]
    assert (list(read[0][1].values()) if read else ["", ""]) == wanted


@pytest.mark.parametrize(
    ("kind", "text", "ours"),
    [
        ({"type": "number"}, "1.234,50", "1234,5"),
        ({"type": "number"}, "14.0", "14"),
        ({"type": "number"}, "veertien", "veertien"),
        ({"type": "number"}, "1e5", "1e5"),
        ({"type": "boolean"}, "TRUE", "ja"),
        ({"type": "string", "format": "date"}, "2026-03-01", "01/03/2026"),
        ({"type": "string", "format": "date"}, "1-3-2026", "01/03/2026"),
        ({"type": "string", "format": "date"}, "31/02/2026", "31/02/2026"),
    ],
)
def test_a_cell_is_spelled_as_we_do(kind: dict[str, Any], text: str, ours: str) -> None:
    assert sheets.spelled(kind, text) == ours


def test_a_line_that_stands_twice_is_told(house: House, numbers: list[str]) -> None:
    assert numbers
    row = "0428759497;Zonnebloem vzw\n"
    found, _ = compared(house, "ondernemingsnummer;naam\n" + row + row)
    assert [each.standing for each in found][:2] == [Standing.EQUAL, Standing.TWICE]


def test_a_file_without_its_key_is_refused(house: House) -> None:
    with pytest.raises(InvalidInput) as refused:
        compared(house, "naam\nZonnebloem vzw\n")
    assert refused.value.problems[0].code == "connector.key"


def test_a_sheet_that_is_not_there_is_not_found(house: House) -> None:
    for system, sheet in (("edison", "alles"), ("fax", "artsen"), ("kbo", "")):
        with pytest.raises(NotFound):
            table(house, system, sheet)


def test_a_report_is_a_file_with_a_line_for_each_field(house: House, numbers: list[str]) -> None:
    found, _ = compared(house, "nummer;naam\n" + f"{numbers[0]};=1+1\n")
    lines = b"".join(connectors.report(found, {each: str(each) for each in Standing})).decode()
    assert "different" in lines
    assert ";'=1+1\r\n" in lines
    assert "only_here" in lines


def test_what_they_give_back_is_taken_in(house: House, numbers: list[str]) -> None:
    text = "ondernemingsnummer;naam\n0428.759.497;Zonnebloem BV\n0202.239.951;Elders vzw\n"

    def load(*, write: bool) -> list[str]:
        file = io.BytesIO(text.encode())
        found = connectors.load(
            house.runtime, table(house), file, SYSTEM, write=write, reason="Uit Edison"
        )
        return [each.outcome for each in found]

    assert load(write=False) == ["changed", "added"]
    assert load(write=True) == ["changed", "added"]
    assert load(write=True) == ["known", "known"]
    by = house.actors[recording.SARA]
    shown = registers.view(house.runtime, register="organisator", number=numbers[0], by=by)
    assert shown.history[0].reason == "Uit Edison"


class _Long(io.RawIOBase):
    """A file of many lines that is nowhere in memory."""

    def __init__(self, lines: int) -> None:
        self._lines = lines
        self._made = self._parts()
        self._rest = b""

    def _parts(self) -> Iterator[bytes]:
        yield b"nummer;naam\n"
        for at in range(self._lines):
            yield b"ORG-%06d;%s\n" % (at + 500_000, b"n" * 80)

    @override
    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < max(size, 1):
            part = next(self._made, b"")
            if not part:
                break
            self._rest += part
        told, self._rest = self._rest[:size], self._rest[size:]
        return told

    @override
    def seek(self, *_: int) -> int:
        self._made, self._rest = self._parts(), b""
        return 0


def test_a_long_file_is_never_in_memory_as_a_whole() -> None:
    file: Any = _Long(30_000)
    tracemalloc.start()
    try:
        count = sum(1 for _ in sheets.read(file, NAMES).rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 30_000
    assert peak < 1_500_000, "the file has 3 MB"
