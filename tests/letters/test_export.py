"""A letter as DOCX: a copy with the same headings, lists and references."""

import io
from typing import Any

from docx import Document

from engine.letters import docx, render
from tests.letters import casework
from tests.letters.samples import META, letter

BODY = "# Eén\n\nU *leest* **dit**.\n\n- a\n- b\n\n3. drie\n4. vier\n\n## Twee\n\n1. opnieuw"


def opened(data: bytes) -> Any:
    return Document(io.BytesIO(docx(data)))


def test_a_copy_keeps_headings_lists_and_the_table_of_references() -> None:
    found = opened(render(letter(BODY), {"place": "Gent"}, META).data)
    told = [(p.style.name, p.text) for p in found.paragraphs if p.style.name != "Normal"]
    assert told == [
        ("Heading 1", "Over Gent"),
        ("Heading 2", "Eén"),
        ("List Bullet", "a"),
        ("List Bullet", "b"),
        ("List Number", "drie"),
        ("List Number", "vier"),
        ("Heading 3", "Twee"),
        ("List Number", "opnieuw"),
    ]
    cells = [cell.text for row in found.tables[0].rows for cell in row.cells]
    assert cells == ["Ons kenmerk", "Datum", META.number, "27 april 2026"]
    runs = next(p for p in found.paragraphs if p.text == "U leest dit.").runs
    assert [(r.text, r.bold, r.italic) for r in runs][1::2] == [
        ("leest", None, True),
        ("dit", True, None),
    ]


def test_each_numbered_list_begins_at_its_own_number() -> None:
    found = opened(render(letter(BODY), {"place": "Gent"}, META).data)
    numbers = [p._p.pPr.numPr.numId.val for p in found.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]
    starts = found.part.numbering_part.element.xpath("//w:startOverride/@w:val")
    assert starts == ["3", "1"]


def test_every_page_of_a_copy_says_that_it_is_one() -> None:
    found = opened(render(letter("Dag u"), {"place": "Gent"}, META).data)
    (section,) = found.sections
    for part in (section.header, section.footer):
        assert "Kopie, niet het origineel" in part.paragraphs[0].text


def test_every_letter_of_ours_has_all_its_words_in_the_copy() -> None:
    for name in casework.LETTERS:
        made = render(casework.text(name), casework.VALUES, META)
        words = " ".join(p.text for p in opened(made.data).paragraphs).split()
        assert set(made.text.replace("- ", " ").split()) <= set(words) | {"-"}


def test_equal_letters_have_equal_copies() -> None:
    data = render(letter(BODY), {"place": "Gent"}, META).data
    assert docx(data) == docx(data)
