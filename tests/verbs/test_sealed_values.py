"""Confidential values of records are sealed in the database; keys of them are marks only."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from engine import errors, records, registers
from engine import runtime as wiring
from engine.registers import sealing
from engine.runtime import Runtime
from engine.store import record_keys
from engine.store import records as rows
from tests.house import House
from tests.recording import SARA, about, add, organiser

MAIL, PHONE = "geheim.adres@voorbeeld.example", "025331211"
AUDITOR = "ann.auditor"


def secret() -> dict[str, Any]:
    return {**organiser(), "email": MAIL, "contactpersoon": "Wilhelmina Onvindbaar"}


def file_of(house: House) -> bytes:
    """Return every byte that SQLite keeps of the house: the file, and its log."""
    folder = Path(house.runtime.settings.data_dir)
    return b"".join(each.read_bytes() for each in sorted(folder.glob("house.db*")))


def change(house: House, number: str, seen: int = 1, **posted: Any) -> None:
    given, by = {**secret(), **about("24/03/2026"), **posted}, house.actors[SARA]
    registers.change(
        house.runtime, register="organisator", number=number, by=by, posted=given, seen=seen
    )


def facts(runtime: Runtime, house: House, number: str, by: str = SARA) -> dict[str, str]:
    actor = house.actors[by]
    shown = registers.view(runtime, register="organisator", number=number, by=actor)
    return {each.name: each.text for each in shown.facts}


def hidden_key(house: House) -> Runtime:
    """Return the house with another key, as when the file was lost and made again."""
    key = Path(house.runtime.settings.documents_key)
    key.unlink()
    return wiring.build(house.runtime.settings, house.clock)


def test_no_plain_value_stands_in_the_database_in_any_version(house: House) -> None:
    number = add(house, secret())
    change(house, number, email="ander.geheim@voorbeeld.example")
    kept = file_of(house)
    assert b"Zonnebloem" in kept, "what is open is there to read"
    for value in (MAIL, "ander.geheim", "Onvindbaar", PHONE, "32 2 533 12 11", "3225331211"):
        assert value.encode() not in kept
    assert facts(house.runtime, house, number)["email"] == MAIL
    by = house.actors[SARA]
    history = registers.view(house.runtime, register="organisator", number=number, by=by).history
    assert ("E-mailadres", MAIL) in {(c.title, c.before) for v in history for c in v.changes}


def test_who_may_not_read_a_field_sees_that_it_is_there_and_no_more(house: House) -> None:
    number = add(house, secret())
    by = house.actors[AUDITOR]
    shown = registers.view(house.runtime, register="organisator", number=number, by=by)
    assert "E-mailadres" in shown.hidden
    assert MAIL not in str(shown)


def test_a_lost_key_is_told_and_what_is_open_can_still_be_read(house: House) -> None:
    number = add(house, secret())
    assert not registers.other_key(house.runtime)
    runtime = hidden_key(house)
    assert registers.other_key(runtime)
    with pytest.raises(errors.Unavailable) as fault:
        facts(runtime, house, number)
    assert fault.value.code == "record_key_other"
    assert facts(runtime, house, number, by=AUDITOR)["naam"] == "Zonnebloem vzw"


def test_a_value_that_was_put_in_another_version_does_not_open(house: House) -> None:
    number = add(house, secret())
    change(house, number, email="ander@voorbeeld.example")
    with house.runtime.store.write("tests.write") as tx:
        row = rows.get(tx, number)
        assert row is not None
        first, second = rows.versions(tx, row.id)
        rows.seal(tx, replace(second, values=first.values))
        with pytest.raises(errors.Unavailable):
            sealing.values_of(house.runtime, rows.versions(tx, row.id)[1])


def test_a_unique_confidential_value_is_compared_by_its_mark(house: House) -> None:
    add(house, organiser())
    what = marked(house)
    add(house, {**organiser("Andere", "0403.170.701"), "email": MAIL}, confirmed=True)
    with pytest.raises(errors.InvalidInput, match=r"register\.not_unique"):
        add(house, {**organiser("Derde", "0417.497.106"), "email": MAIL}, confirmed=True)
    with house.runtime.store.read() as tx:
        mark = sealing.mark(house.runtime, what, "email", MAIL)
        assert len(record_keys.with_key(tx, what.name, "email", [mark])) == 1
        assert not record_keys.with_key(tx, what.name, "email", [MAIL])
    assert MAIL.encode() not in file_of(house)


def marked(house: House) -> records.RecordType:
    """Make the mail address of an organiser something that only one may have."""
    what = house.runtime.registers["organisator"]
    fields = tuple(
        replace(each, unique=True) if each.name == "email" else each for each in what.fields
    )
    other = replace(what, fields=fields, same=(*what.same, "email"))
    found = {**house.runtime.registers, "organisator": other}
    object.__setattr__(house.runtime, "registers", found)
    return other


def test_what_was_written_plain_is_sealed_once_and_is_gone_from_the_file(house: House) -> None:
    number = add(house, secret())
    plain = {"naam": "Zonnebloem vzw", "kbo": "0428759497", "email": MAIL}
    with house.runtime.store.write("tests.write") as tx:
        tx.run(
            text('update record_version set sealed = null, "values" = :values'),
            {"values": json.dumps(plain)},
        )
    assert MAIL.encode() in file_of(house)
    assert registers.seal(house.runtime) == 1
    assert MAIL.encode() not in file_of(house)
    assert registers.seal(house.runtime) == 0
    assert facts(house.runtime, house, number)["email"] == MAIL


def test_generated_records_are_sealed_too(house: House) -> None:
    registers.generate(house.runtime, count=5, register="organisator")
    with house.runtime.store.read() as tx:
        for row in rows.numbered(tx, "organisator", "", 10):
            for version in rows.versions(tx, row.id):
                assert version.sealed == "contactpersoon,email,telefoon"
                sealed = {n for n, v in version.values.items() if sealing.SEALED in str(v)}
                assert sealed == {"contactpersoon", "email", "telefoon"} & version.values.keys()
