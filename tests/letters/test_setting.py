"""Letters as they come out of the machine: their text, their pages, their bytes."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader

from engine.errors import InvalidModel, ModelFault
from engine.letters import Letter, render
from tests.letters.samples import DECISION, META, letter

VALUES: dict[str, Any] = {"place": "Leuven", "name": "An"}


def made(body: str, **values: Any) -> Letter:
    return render(letter(body), {**VALUES, **values}, META)


def seen(made_letter: Letter) -> str:
    """Return the text that the PDF shows, on one line."""
    pages = PdfReader(io.BytesIO(made_letter.pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def fault(body: str, **values: Any) -> ModelFault:
    with pytest.raises(ModelFault) as raised:
        made(body, **values)
    return raised.value


def test_a_letter_shows_its_sheet_and_its_filled_text() -> None:
    text = seen(made("Beste {{ name }}, u hebt **{{ n }}** plaatsen.", n=Decimal(8)))
    for part in (
        "Over Leuven",
        "Beste An, u hebt 8 plaatsen.",
        "An Janssens Tiensestraat 12 3000 Leuven",
        "B-2026-000042",
        "27 april 2026",
        "Sara Mertens 016 00 00 00",
        "Pagina 1 van 1",
    ):
        assert part in text


def test_the_text_of_a_letter_is_kept_for_search() -> None:
    body = "# Kop\n\nBeste *{{ name }}*\n\n- een\n- twee\n\n4. vier\n5. vijf"
    assert made(body).text == "Over Leuven\n\nKop\n\nBeste An\n\n- een\n- twee\n\n4. vier\n5. vijf"


def test_equal_input_gives_equal_bytes_and_other_input_other_bytes() -> None:
    first, again, other = made("Dag"), made("Dag"), made("Dag!")
    assert first == again
    assert len(first.sha256) == 64
    assert first.sha256 != other.sha256


def test_the_pdf_is_archivable_tagged_and_dated_by_the_letter() -> None:
    reader = PdfReader(io.BytesIO(made("Dag").pdf))
    root: Any = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert root["/Lang"].startswith("nl")
    assert reader.metadata is not None
    assert reader.metadata.title == "Over Leuven"
    assert "20260427" in str(reader.metadata["/CreationDate"])


@pytest.mark.parametrize("paragraphs", [1, 30, 120])
def test_pages_are_counted(paragraphs: int) -> None:
    out = made("\n\n".join(["woord " * 60] * paragraphs))
    assert out.pages == len(PdfReader(io.BytesIO(out.pdf)).pages)
    assert f"Pagina {out.pages} van {out.pages}" in seen(out)


@pytest.mark.parametrize(
    "nasty",
    [
        '#import "x.typ"',
        '#read("/etc/passwd")',
        "#panic()",
        "$x$ *vet* _schuin_ `code`",
        "= kop",
        "<label> @ref \\ ~",
        "{{ name }}",
        "**vet**",
        '"; #sys.inputs; "',
        "</script><b>",
        "// geen commentaar",
    ],
)
def test_what_somebody_typed_is_shown_and_never_carried_out(nasty: str) -> None:
    shown = "".join(nasty.split())
    assert shown in seen(made("U schreef: {{ words }}.", words=nasty)).replace(" ", "")
    sheet = replace(META, recipient=(nasty,), contact=nasty, sender=(nasty,))
    around = seen(render(letter("Dag"), {**VALUES, "place": nasty}, sheet)).replace(" ", "")
    assert around.count(shown) >= 4


@pytest.mark.parametrize("nasty", ['#read("/etc/passwd")', "$x$ = @ref ~", "// niets", "a_b_c"])
def test_what_an_analyst_typed_is_shown_and_never_carried_out(nasty: str) -> None:
    assert "".join(nasty.split()) in seen(made(f"Hier: {nasty}")).replace(" ", "")


def test_a_list_alone_in_an_item_becomes_items() -> None:
    out = made("- {{ parts }}\n- en dit", parts=["een", Decimal(2)])
    assert out.text.endswith("- een\n- 2\n- en dit")


def test_a_typed_text_keeps_its_paragraphs_and_lines() -> None:
    assert made("{{ why }}", why="Een.\nTwee.\n\nDrie.").text.endswith("Een.\nTwee.\n\nDrie.")
    assert made("Want: {{ why }}", why="Een.\n\nDrie.").text.endswith("Want: Een.\nDrie.")


def test_a_condition_keeps_or_drops_its_block() -> None:
    body = (
        "{{? n > 8 }} # Groot\n\n{{? n > 8 }} Groot.\n\n- {{? n <= 8 }} klein\n- {{? n > 8 }} groot"
    )
    assert made(body.replace("# ", ""), n=Decimal(3)).text == "Over Leuven\n\n- klein"


def test_a_heading_can_stand_on_a_condition() -> None:
    assert made("# {{? n > 8 }} Groot\n\nDag", n=Decimal(3)).text == "Over Leuven\n\nDag"


@pytest.mark.parametrize("value", [None, "", []])
def test_a_missing_value_is_a_fault_that_names_the_placeholder(value: Any) -> None:
    raised = fault("Beste\n\nU heet {{ who.name }}.", who={"name": value})
    assert raised.code == "letter_value_missing"
    assert (raised.facts["expression"], raised.facts["line"]) == ("who.name", 7)


def test_every_missing_value_is_named_at_once() -> None:
    raised = fault("{{ a }} en {{ b }}, weer {{ a }}")
    assert [p["expression"] for p in raised.facts["placeholders"]] == ["a", "b"]


def test_a_value_without_wording_is_a_fault() -> None:
    assert fault("{{ who }}", who={"name": "An"}).code == "letter_value_unprintable"


def test_a_condition_that_is_neither_true_nor_false_is_a_fault() -> None:
    raised = fault("{{? n > 8 }} Groot.", n=None)
    assert (raised.code, raised.facts["expression"]) == ("letter_condition", "n > 8")


def test_a_sign_that_no_font_has_is_a_fault_not_a_blank() -> None:
    raised = fault("{{ name }}", name="日本")
    assert raised.code == "letter_cannot_be_set"
    assert "日" in raised.facts["why"]


@pytest.mark.parametrize("name", ["Łukasz Żółć", "Дмитрий", "Ελένη", "José Ñuñez", "Ștefan", "ß€²"])
def test_names_from_all_over_europe_can_be_written(name: str) -> None:
    assert made("{{ name }}", name=name).text.endswith(name)


def test_today_in_a_letter_is_the_day_of_the_letter() -> None:
    assert made("{{ today() }}").text.endswith("27 april 2026")
    assert made("{{ d }}", d=date(2026, 1, 2)).text.endswith("2 januari 2026")


@pytest.mark.parametrize(
    ("demo", "unconfirmed", "words"),
    [
        (True, False, ["DEMO", "geen rechtsgevolg"]),
        (False, True, ["TE BEVESTIGEN", "Niet verzenden"]),
        (True, True, ["DEMO", "geen rechtsgevolg", "Niet verzenden"]),
    ],
)
def test_a_demo_or_unconfirmed_letter_says_so(
    *, demo: bool, unconfirmed: bool, words: list[str]
) -> None:
    text = seen(render(DECISION, {}, replace(META, demo=demo, unconfirmed=unconfirmed)))
    assert [word for word in words if word not in text] == []


def test_an_ordinary_letter_bears_no_mark() -> None:
    text = seen(render(DECISION, {}, META))
    assert "DEMO" not in text
    assert "Niet verzenden" not in text


def test_headings_that_skip_a_level_still_give_a_readable_pdf() -> None:
    assert made("### Diep\n\na\n\n# Hoog\n\nb\n\n### Weer\n\nc").pages == 1


def test_a_sheet_without_contact_or_addressee_can_be_set() -> None:
    bare = replace(META, contact="", recipient=(), sender=())
    out = render(DECISION, {}, bare)
    assert out.pages == 1
    assert "Opgroeien Regie" in seen(out)


def test_a_text_that_is_no_letter_is_refused() -> None:
    with pytest.raises(InvalidModel) as refused:
        render("geen kop", {}, META)
    assert [found.rule for found in refused.value.findings] == ["letter_front_matter"]
