"""A lived-in house behind its pages: made once, copied for every test that wants one."""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine import people, post, store, tasks, web
from engine import runtime as wiring
from engine.model import Actor, Permission, RoleInTeam
from engine.store import documents as document_rows
from engine.store import dossiers as dossier_rows
from engine.store import people as people_rows
from engine.store.tables import metadata
from engine.terms import local_day
from tests import house as houses
from tests.house import House
from tests.scenarios import playing

SCENARIOS = houses.ROOT / "processes" / "vergunning" / "scenarios"
JSON = {"Accept": "application/json"}
PROCESS = houses.PROCESS
FORM_TYPE = "application/x-www-form-urlencoded"
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
_numbers = count(1)


@dataclass(frozen=True)
class Known:
    """What there is in the lived-in house, all of team oost.

    `done` is a case with a decision and a letter, `waits` waits for post, `free` has a task that
    nobody took (`free_task`), `taken` one that sara.mertens has (`taken_task`).
    """

    folder: Path
    now: Any
    actors: Mapping[str, Actor]
    done: str
    waits: str
    free: str
    taken: str
    free_task: str
    taken_task: str
    closed_task: str
    document: str
    dossier: str
    post_token: str
    post_message: str


class Visitor:
    """A browser of somebody who is signed in, or of nobody; it answers with the page's token."""

    def __init__(self, app: Flask, token: str | None = None, csrf: str = "") -> None:
        self.client: FlaskClient = app.test_client()
        self.csrf = csrf
        if token is not None:
            self.client.set_cookie("procesregie", token)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        """Post as a form of a page of ours does: with its token."""
        return self.client.post(path, data={"csrf_token": self.csrf, **(data or {})}, **more)

    def send(self, path: str, body: bytes, kind: str, **more: Any) -> TestResponse:
        """Post raw bytes, as a script does: with the token in a header."""
        headers = {"X-CSRF-Token": self.csrf, **more.pop("headers", {})}
        return self.client.post(path, data=body, content_type=kind, headers=headers, **more)


@dataclass
class Site:
    """The pages of one house, and everybody who may visit them."""

    app: Flask
    house: House
    known: Known
    persons: dict[tuple[str, str | None], str] = field(default_factory=dict)

    def visit(self, login: str | None = None) -> Visitor:
        """Return the browser of `login` with a session of its own; None: nobody is signed in."""
        if login is None:
            return Visitor(self.app)
        person_id = self.house.actors[login].person_id
        assert person_id is not None
        return self.session_of(person_id)

    def visit_as(self, *roles: RoleInTeam) -> Visitor:
        """Return the browser of somebody new who holds exactly `roles`."""
        return self.session_of(self.newcomer(*roles))

    def newcomer(self, *roles: RoleInTeam) -> str:
        """Add somebody who holds exactly `roles` and return who it is."""
        person_id, now = store.new_id(), self.house.clock.now
        login = f"nieuw.{next(_numbers)}"
        with self.house.runtime.store.write("tests.write") as tx:
            people_rows.add(tx, id=person_id, login=login, name="Nieuw Hier", email=None, at=now)
            for role in roles:
                people_rows.grant(tx, store.new_id(), person_id, role, local_day(now))
        self.house.actors[login] = Actor(person_id, "Nieuw Hier", roles)
        return person_id

    def session_of(self, person_id: str) -> Visitor:
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        now = self.house.clock.now
        with self.house.runtime.store.write("tests.write") as tx:
            people_rows.open_session(
                tx,
                id=hashlib.sha256(token.encode()).hexdigest(),
                person_id=person_id,
                csrf=csrf,
                at=now,
                expires=now + timedelta(hours=10),
            )
        return Visitor(self.app, token, csrf)

    def password_link(self, login: str) -> str:
        """Return a one-time link for a password, as the administrator makes it."""
        person_id = self.house.actors[login].person_id
        assert person_id is not None
        admin = self.house.actors["bert.beheer"]
        return people.reset_link(self.house.runtime, person_id=person_id, by=admin)

    def empty_of_people(self) -> None:
        """Build the house anew with nobody in it."""
        url = f"sqlite:///{self.house.runtime.settings.data_dir}/{next(_numbers)}.db"
        object.__setattr__(self.house.runtime, "store", store.Store(url))
        self.house.runtime.store.upgrade()

    def rows(self, *without: str) -> dict[str, list[Any]]:
        """Return every row of every table except `without`: what a refused post may not change."""
        with self.house.runtime.store.read() as tx:
            return {
                name: sorted(map(repr, tx.all(select(table))))
                for name, table in metadata.tables.items()
                if name not in without
            }

    def kept(self) -> dict[str, list[Any]]:
        """Return every row but those that tell who looked, tried or was there."""
        return self.rows("access_log", "attempt", "session", "counter")

    def events(self) -> int:
        """Return how many lines the trail and the log hold together."""
        with self.house.runtime.store.read() as tx:
            return sum(
                int(tx.scalar(select(func.count()).select_from(metadata.tables[name])))
                for name in ("history", "access_log")
            )

    def logged(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Return kind and facts of every line of the log, the oldest first."""
        log = metadata.tables["access_log"]
        with self.house.runtime.store.read() as tx:
            return tx.pairs(select(log.c.kind, log.c.meta).order_by(log.c.seq))

    def typed(self, task_id: str, login: str) -> dict[str, Any]:
        """Return what a browser posts when nothing was changed on the page of a task."""
        by = self.house.actors[login]
        return self.house.filled_in(task_id, by, {})


def sign_in(
    browser: Visitor, login: str, password: str = houses.PASSWORD, after: str = ""
) -> TestResponse:
    """Sign in through the form and remember the token of the pages that follow."""
    answer = browser.post("/aanmelden", {"login": login, "password": password, "_after": after})
    if answer.status_code == 303:
        browser.csrf = csrf_in(browser.get("/hulp").text)
    return answer


def csrf_in(page: str) -> str:
    found = _TOKEN.search(page)
    return found[1] if found else ""


def start_values() -> dict[str, Any]:
    """Return the values of an application that is accepted."""
    plan = yaml.safe_load((SCENARIOS / "volledig_dossier_toegekend.yaml").read_text("utf-8"))
    return dict(houses.plain(plan["start"]))


def flat(values: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Return nested values as the fields of a form post them."""
    found: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found.update(flat(value, f"{before}{name}."))
        else:
            found[f"{before}{name}"] = str(value)
    return found


REGISTERED = {"registratie.nagekeken": True, "registratie.ontvangstmelding_op": "2026-03-24"}
INCOMPLETE = {
    "ontvankelijkheid.in_orde": ["formulier", "ondernemingsnummer", "leeftijd", "startdatum"],
    "ontvankelijkheid.oordeel": "onvolledig",
    "ontvankelijkheid.ontbreekt": "Het attest van de module ontbreekt.",
}
ASKED = {
    "vraag.tekst": "Bezorg ons het attest van de module.",
    "vraag.wijze": "ebox",
    "vraag.verzenddatum": "2026-03-26",
    "vraag.kennisgevingsdatum": "2026-03-27",
}


def live_in(folder: Path) -> Known:
    """Build the lived-in house in `folder`."""
    house = houses.build(folder)
    waits, free, taken = (_started(house, key) for key in ("waits", "free", "taken"))
    house.do(waits, "beoordeel_ontvankelijkheid", "sara.mertens", INCOMPLETE)
    house.do(waits, "vraag_aanvulling", "sara.mertens", ASKED)
    done = playing.play(house, SCENARIOS / "volledig_dossier_toegekend.yaml").number
    (free_task,), (taken_task,) = house.open_tasks(free), house.open_tasks(taken)
    tasks.claim(house.runtime, task_id=taken_task.id, by=house.actors["sara.mertens"])
    waiting = post.expected(house.runtime, number=waits, by=house.actors["an.admin"])
    with house.runtime.store.read() as tx:
        case = house.case(done)
        documents = document_rows.of_case(tx, case.id).rows
        reader = house.runtime.policy.scope(house.actors["an.admin"], Permission.READ_CASES)
        dossier = dossier_rows.search(tx, reader, query="", page=1, size=10).rows
        closed = store.tasks.of_case(tx, case.id)
    house.runtime.store.close()
    return Known(
        folder=folder,
        now=house.clock.now,
        actors=house.actors,
        done=done,
        waits=waits,
        free=free,
        taken=taken,
        free_task=free_task.id,
        taken_task=taken_task.id,
        closed_task=closed[0].id,
        document=documents[0].id,
        dossier=next(row.number for row in dossier if row.id == case.dossier_id),
        post_token=waiting[0].token,
        post_message=waiting[0].message,
    )


def _started(house: House, key: str) -> str:
    number = house.start(start_values(), key=f"{key:->20}")
    house.work_off()
    house.do(number, "controleer_registratie", "an.admin", REGISTERED)
    return number


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """Return the lived-in house that every site is a copy of; nobody writes in it."""
    return live_in(tmp_path_factory.mktemp("lived_in"))


def open_site(known: Known, folder: Path, **more: Any) -> Site:
    """Return a copy of the lived-in house in `folder`, with its pages."""
    shutil.copy(known.folder / "house.db", folder / "house.db")
    clock = houses.Clock(known.now)
    runtime = wiring.build(houses.settings(folder, **more), clock)
    house = House(runtime, clock, dict(known.actors))
    app = web.create_app(runtime)
    app.testing = False
    return Site(app, house, known)


@pytest.fixture
def site(lived_in: Known, tmp_path: Path) -> Iterator[Site]:
    """Return the pages of a house of this test's own."""
    opened = open_site(lived_in, tmp_path)
    yield opened
    opened.house.runtime.store.close()


@pytest.fixture(scope="module")
def shared_site(lived_in: Known, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the pages of a house that the tests of one module share."""
    opened = open_site(lived_in, tmp_path_factory.mktemp("shared"))
    yield opened
    opened.house.runtime.store.close()
