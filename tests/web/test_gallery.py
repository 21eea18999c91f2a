"""The gallery of forms as HTML: sound, complete, and the same with and without what is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from lxml import html
from lxml.html import HtmlElement

from engine.forms import gallery
from tests.web.site import Site

HERE = "/hulp/formulieren"
ANALYST = "pieter.claeys"
ROWS = "dynamiclist-ingevuld"
CONTROLS = "//input[not(@type='hidden')] | //select | //textarea"


def page(site: Site, path: str = HERE) -> HtmlElement:
    answer = site.visit(ANALYST).get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def faults(tree: HtmlElement) -> Iterator[str]:
    """Yield what is wrong with the ids of a page and with what names its controls."""
    ids = Counter(tree.xpath("//@id"))
    yield from (f"{name} is the id of {count}" for name, count in ids.items() if count > 1)
    for each in tree.xpath("//*[@aria-describedby or @aria-labelledby]"):
        told = f"{each.get('aria-describedby', '')} {each.get('aria-labelledby', '')}"
        yield from (f"{name} describes, but is not there" for name in told.split() if not ids[name])
    labels = Counter(tree.xpath("//label/@for"))
    yield from (f"label for {name}, which is not there" for name in labels if not ids[name])
    for control in tree.xpath(CONTROLS):
        if labels[control.get("id")] != 1:
            yield f"{control.get('id')} has {labels[control.get('id')]} labels"
    for fieldset in tree.xpath("//fieldset"):
        if fieldset.xpath(".//input[@type='radio']") and not fieldset.xpath("./legend"):
            yield "radios without a legend"
    yield from (
        f"a link to #{name}"
        for name in tree.xpath("//a/@href[starts-with(., '#')]")
        if not ids[name[1:]]
    )


def test_ids_are_unique_and_every_control_has_one_label(shared_site: Site) -> None:
    assert list(faults(page(shared_site))) == []


def test_every_example_has_its_heading_its_form_and_its_schema(shared_site: Site) -> None:
    tree = page(shared_site)
    for showcase in gallery.showcases():
        for one in showcase.examples:
            (heading,) = tree.xpath(f"//h3[@id='{one.anchor}']")
            assert heading.text_content() == one.title
            (form,) = tree.xpath(f"//form[@id='vorm-{one.anchor}']")
            assert form.get("method") == "get"
            assert [each.text_content() for each in tree.xpath("//code")].count(one.schema) >= 1


@pytest.mark.parametrize("showcase", gallery.showcases(), ids=lambda each: each.component)
def test_an_example_has_a_page_of_its_own_with_the_same_form(
    shared_site: Site, showcase: gallery.Showcase
) -> None:
    whole = page(shared_site)
    for one in showcase.examples:
        alone = page(shared_site, f"{HERE}/{one.component}/{one.name}")
        assert list(faults(alone)) == []
        where = f"//form[@id='vorm-{one.anchor}']"
        (here,), (there,) = whole.xpath(where), alone.xpath(where)
        assert html.tostring(here, with_tail=False) == html.tostring(there, with_tail=False)


def test_what_was_typed_is_looked_over_and_nothing_is_kept(shared_site: Site) -> None:
    before = shared_site.kept()
    typed = f"{HERE}/textfield/leeg?textfield-leeg.naam="
    assert "Vul dit veld in." in page(shared_site, f"{typed}&_nakijken=ja").text_content()
    good = page(shared_site, f"{typed}De+Zon&_nakijken=ja")
    assert "Vul dit veld in." not in good.text_content()
    assert good.xpath("//input[@name='textfield-leeg.naam']/@value") == ["De Zon"]
    assert shared_site.kept() == before


def test_rows_come_and_go_without_scripts(shared_site: Site) -> None:
    own = f"{HERE}/dynamiclist/ingevuld"
    typed = f"?{ROWS}.personen=2&{ROWS}.personen.0.naam=An&{ROWS}.personen.1.naam=Bo"
    names = f"//input[starts-with(@name, '{ROWS}.personen.') and contains(@name, 'naam')]/@value"
    more = page(shared_site, f"{own}{typed}&_add={ROWS}.personen")
    assert more.xpath(names) == ["An", "Bo", ""]
    assert more.xpath("//*[@autofocus]/@name") == [f"{ROWS}.personen.2.naam"]
    less = page(shared_site, f"{own}{typed}&_remove={ROWS}.personen.0")
    assert less.xpath(names) == ["Bo"]


@pytest.mark.parametrize("path", ["textfield/onbestaand", "script/leeg", "text/opmaak.json"])
def test_an_example_that_there_is_not_is_not_found(shared_site: Site, path: str) -> None:
    answer = shared_site.visit(ANALYST).get(f"{HERE}/{path}")
    assert answer.status_code == 404
    assert "Dit voorbeeld bestaat niet." in answer.text


def test_hostile_names_and_values_are_only_text(shared_site: Site) -> None:
    name = "textfield-ingevuld"
    path = (
        f"{HERE}/textfield/ingevuld?{name}.naam=<script>&{name}.{'x' * 300}=1&_add=../..&{name}=2"
    )
    for more in ("", "&_nakijken=ja"):
        answer = shared_site.visit(ANALYST).get(path + more)
        assert answer.status_code == 200
        assert "<script>&" not in answer.text
        assert 'value="&lt;script&gt;"' in answer.text
