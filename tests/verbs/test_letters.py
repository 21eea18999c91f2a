"""A letter that was made: kept with what it was made of, posted, returned, copied."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from docx import Document

from engine import documents, errors
from engine.letters import set_pdf
from engine.store import documents as rows
from engine.store.documents import DocumentRow
from tests.house import House
from tests.verbs import probing

LETTER = '+++\nonderwerp = "Uw aanvraag"\nsoort = "brief"\n+++\n\nBeste\n\n{{> slot }}\n'
BLOCK = "U mag ons altijd bellen.\n"
SEND = probing.row(
    '<serviceTask id="send" name="Send" pr:job="make_letter" pr:letter="note"/>',
    probing.TASK.format("look"),
)


@pytest.fixture
def number(house: House) -> str:
    files = {
        "probe/brieven/note.md": LETTER.encode(),
        "probe/brieven/blokken/slot.md": BLOCK.encode(),
    }
    probing.deploy(house, SEND, files=files)
    house.runtime = replace(house.runtime, _deployed={})
    number = probing.start(house)
    house.work_off()
    return number


def made(house: House, number: str) -> DocumentRow:
    with house.runtime.store.read() as tx:
        (row,) = rows.of_case(tx, house.case(number).id).rows
    return row


def post(house: House, number: str, by: str = "an.admin", **given: Any) -> None:
    told = {"sent_on": house.clock.now.date(), "carrier": "aangetekend", "evidence": "RR 12"}
    documents.record_posting(
        house.runtime,
        number=number,
        document_id=made(house, number).id,
        by=house.actors[by],
        **{**told, **given},
    )


def come_back(house: House, number: str, **given: Any) -> None:
    told = {"returned_on": house.clock.now.date(), "reason": "niet afgehaald"}
    documents.record_return(
        house.runtime,
        number=number,
        document_id=made(house, number).id,
        by=house.actors["an.admin"],
        **{**told, **given},
    )


def test_a_letter_is_kept_with_everything_it_was_made_of(house: House, number: str) -> None:
    row = made(house, number)
    with house.runtime.store.read() as tx:
        template, data, pdf = (
            rows.content(tx, each or "")
            for each in (row.template_hash, row.data_hash, row.content_hash)
        )
    assert template is not None
    assert data is not None
    assert BLOCK.strip() in template.decode()
    assert json.loads(data)["subject"] == "Uw aanvraag"
    assert row.layout_hash == house.runtime.layout.sha256
    assert row.inspected == {"pages": 1}
    assert set_pdf(data, house.runtime.layout) == pdf


def test_how_a_letter_was_posted_is_kept_and_told(house: House, number: str) -> None:
    post(house, number)
    by = house.actors["an.admin"]
    row = made(house, number)
    found = documents.letter(house.runtime, number=number, document_id=row.id, by=by)
    day = house.clock.now.date().isoformat()
    assert found.posting == {"sent_on": day, "carrier": "aangetekend", "evidence": "RR 12"}
    assert "letter:posted" in probing.kinds(house, number)


def test_a_letter_that_came_back_keeps_how_it_went(house: House, number: str) -> None:
    post(house, number)
    come_back(house, number)
    posting = made(house, number).posting or {}
    assert (posting["evidence"], posting["reason"]) == ("RR 12", "niet afgehaald")
    assert "letter:returned" in probing.kinds(house, number)


def test_a_posting_that_is_mended_keeps_what_others_wrote_with_it(
    house: House, number: str
) -> None:
    post(house, number)
    house.clock.forward(days=3)
    come_back(house, number)
    post(house, number, evidence="RR 13", sent_on=house.clock.now.date() - timedelta(days=1))
    posting = made(house, number).posting or {}
    assert (posting["evidence"], posting["reason"]) == ("RR 13", "niet afgehaald")
    house.clock.forward(days=1)
    with pytest.raises(errors.InvalidInput) as refused:
        post(house, number)
    assert [each.code for each in refused.value.problems] == ["after_return"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"sent_on": None}, "not_a_date"),
        ({"sent_on": date(2020, 1, 1)}, "before_the_letter"),
        ({"sent_on": date(2040, 1, 1)}, "in_future"),
        ({"carrier": " "}, "required"),
        ({"evidence": "x" * 201}, "too_long"),
    ],
)
def test_a_posting_that_cannot_be_is_refused(
    house: House, number: str, given: dict[str, Any], code: str
) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        post(house, number, **given)
    assert [each.code for each in refused.value.problems] == [code]
    assert made(house, number).posting is None


def test_a_letter_cannot_come_back_before_it_went(house: House, number: str) -> None:
    with pytest.raises(errors.NotFound):
        come_back(house, number)
    house.clock.forward(days=3)
    post(house, number)
    with pytest.raises(errors.InvalidInput) as refused:
        come_back(house, number, returned_on=house.clock.now.date() - timedelta(days=1))
    assert [each.code for each in refused.value.problems] == ["before_posting"]


def test_who_may_not_register_post_writes_nothing_down(house: House, number: str) -> None:
    with pytest.raises(errors.NotAllowed):
        post(house, number, by="ann.auditor")
    assert made(house, number).posting is None


def test_a_copy_says_what_it_is(house: House, number: str) -> None:
    by, row = house.actors["an.admin"], made(house, number)
    data = documents.copy(house.runtime, number=number, document_id=row.id, by=by)
    copied = Document(io.BytesIO(data))
    assert copied.sections[0].header.paragraphs[0].text == "Kopie, niet het origineel"
    assert "U mag ons altijd bellen." in [each.text for each in copied.paragraphs]
