"""The texts that SQLite takes and PostgreSQL does not, through the pages on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from engine import web
from engine.store.tables import metadata
from tests import house as houses
from tests.store.databases import _administer
from tests.web.site import FORM_TYPE, PROCESS, Known, Site, flat, start_values
from tests.web.visits import KEY

pytestmark = pytest.mark.postgres
STRANGE = ["a\0b", "\ufffd", "\u202e", "\U0001f9f8", "x" * 3_000, "'; --", "%", "\\"]
NUMBERS = ["9" * 9, "9" * 30, "-1"]


def empty(url: str) -> None:
    """Empty the database: before, and afterwards for the tests that follow."""
    _administer(make_url(url), f"TRUNCATE {', '.join(metadata.tables)} CASCADE")


@pytest.fixture(scope="module")
def postgres_site(
    postgresql_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Return the pages of a house on PostgreSQL; no case in it yet."""
    empty(postgresql_database)
    folder: Path = tmp_path_factory.mktemp("postgres")
    house = houses.build(folder, database_url=postgresql_database)
    nothing = {name: "" for name in Known.__dataclass_fields__ if name not in {"folder", "actors"}}
    known = Known(folder=folder, actors=house.actors, **nothing)
    yield Site(web.create_app(house.runtime), house, known)
    house.runtime.store.close()
    empty(postgresql_database)


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize(
    "path", ["/dossiers/{}", "/procedures/{}", "/taken/{}", "/dossiers?q={}", "/taken?q={}"]
)
def test_a_strange_address_or_question_is_no_fault(
    postgres_site: Site, path: str, text: str
) -> None:
    quoted = "".join(f"%{byte:02x}" for byte in text.encode())
    answer = postgres_site.visit("an.admin").get(path.format(quoted))
    assert answer.status_code in {200, 404}


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize("name", ["organisator.naam", "_key", "_dossier", "vreemd"])
def test_a_strange_text_in_a_form_is_no_fault(postgres_site: Site, name: str, text: str) -> None:
    fields = {**flat(start_values()), "_key": f"{KEY}{name}{STRANGE.index(text)}", name: text}
    answer = postgres_site.visit("an.admin").post(f"/procedures/nieuw/{PROCESS}", fields)
    assert answer.status_code in {303, 404, 422}


@pytest.mark.parametrize("text", STRANGE)
def test_a_strange_name_or_password_is_no_fault(postgres_site: Site, text: str) -> None:
    postgres_site.house.clock.forward(minutes=16)
    fields = {"login": text, "password": text}
    assert postgres_site.visit().post("/aanmelden", fields).status_code == 422
    admin = postgres_site.visit("bert.beheer")
    person = {"login": f"n{STRANGE.index(text)}", "name": text * 2, "email": f"{text}@x"}
    assert admin.post("/beheer/gebruikers/nieuw", person).status_code in {200, 422}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_beyond_the_database_is_no_fault(postgres_site: Site, number: str) -> None:
    browser = postgres_site.visit("pieter.claeys")
    path = f"/processen/{PROCESS}"
    assert browser.get(f"{path}?versie={number}").status_code in {200, 404}
    body = b"organisator.naam=x"
    answer = postgres_site.visit("an.admin").send(f"/dossiers?blad={number}", body, FORM_TYPE)
    assert answer.status_code == 405
    assert postgres_site.visit("an.admin").get(f"/dossiers?blad={number}").status_code == 200


def test_a_procedure_starts_on_postgresql_too(postgres_site: Site) -> None:
    browser = postgres_site.visit("an.admin")
    fields = {**flat(start_values()), "_key": KEY}
    answer = browser.post(f"/procedures/nieuw/{PROCESS}", fields)
    assert answer.status_code == 303
    assert "Kinderopvang De Zonnebloem" in browser.get(answer.location).text
