"""Files of a start form before there is a case: looked at by who sent them, and nobody else."""

from __future__ import annotations

import pytest

from engine import documents
from engine.model import HistoryKind
from engine.store import uploads as pending
from tests import sending
from tests.vetting import samples
from tests.web.site import Site, Visitor
from tests.web.visits import KEY

FILES = "/procedures/nieuw/bestanden"


def sent(site: Site, data: bytes, name: str) -> str:
    """Send a file with an application that is not sent yet; return its address."""
    (row,) = documents.add_to_page(
        site.house.runtime,
        page_key=KEY,
        files=[sending.sent(site.house, data, name)],
        type_key=None,
        by=site.house.actors["an.admin"],
    )
    return f"{FILES}/{row.id}"


@pytest.fixture
def an(site: Site) -> Visitor:
    return site.visit("an.admin")


def test_who_sent_a_file_sees_it_page_by_page(site: Site, an: Visitor) -> None:
    where = sent(site, samples.pdf(pages=3), "grondplan.pdf")
    first, second = an.get(where).text, an.get(f"{where}?blz=2").text
    assert "grondplan.pdf" in first
    assert f'src="{where}/bladzijde/1.png"' in first
    assert f'src="{where}/bladzijde/2.png"' in second
    picture = an.get(f"{where}/bladzijde/3.png")
    assert picture.content_type == "image/png"
    assert picture.data.startswith(b"\x89PNG")
    assert an.get(f"{where}/bladzijde/4.png").status_code == 404


def test_it_is_given_back_to_be_saved_and_never_shown(site: Site, an: Visitor) -> None:
    where = sent(site, "Eén gewone tekst.".encode(), "stuk één.txt")
    assert "<img" not in an.get(where).text
    assert an.get(f"{where}/bladzijde/1.png").status_code == 404
    answer = an.get(f"{where}/bestand")
    assert answer.data == "Eén gewone tekst.".encode()
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''stuk%20")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_it_is_nobody_else_s_and_goes_with_the_case(site: Site, an: Visitor) -> None:
    where = sent(site, samples.pdf(), "plan.pdf")
    addresses = (where, f"{where}/bestand", f"{where}/bladzijde/1.png")
    other = site.visit("sara.mertens")
    assert [other.get(each).status_code for each in addresses] in ([403] * 3, [404] * 3)
    assert [an.get(each).status_code for each in addresses] == [200] * 3
    with site.house.runtime.store.write("tests.write") as tx:
        person = site.house.actors["an.admin"].person_id or ""
        pending.take(tx, person, KEY, [where.rpartition("/")[2]])
    assert [an.get(each).status_code for each in addresses] == [404] * 3


def test_every_look_is_a_line_without_the_name(site: Site, an: Visitor) -> None:
    where = sent(site, samples.pdf(), "geheim-attest.pdf")
    for each in (where, f"{where}/bestand", f"{where}/bladzijde/1.png"):
        before = len(site.logged())
        an.get(each)
        assert [kind for kind, _ in site.logged()[before:]] == [HistoryKind.DOCUMENT_READ]
    assert "geheim" not in str(site.logged())
