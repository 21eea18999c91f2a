"""Scenes of who sets a house up and keeps it: first people, loads, moves, backups, refusals."""

from __future__ import annotations

import os
import random
import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from engine import (
    backups,
    codelists,
    demo,
    deployments,
    errors,
    inbox,
    inventing,
    mailroom,
    mandates,
    people,
    promotion,
    registers,
)
from engine.backups import noting
from engine.model import SYSTEM, Permission
from tests import house as houses
from tests import sending
from tests.faults.desk_scenes import AT_DESKS
from tests.faults.queue_scenes import QUEUE
from tests.faults.scenes import MACHINE, Scene, nothing
from tests.house import House
from tests.verbs import probing
from tests.verbs.test_loading import GOOD, load
from tests.verbs.test_takeover import line, taken
from tests.web.site import Site

Do = Callable[[House, Any], object]
LOGIN = "sara.mertens"


def _sql(site: Site, *statements: str) -> None:
    with site.house.runtime.store.write("tests.scene") as tx:
        for each in statements:
            tx.run(text(each))


# --- the first people ----------------------------------------------------------------------------


def _empty(site: Site) -> None:
    site.empty_of_people()


def _invited(site: Site) -> str:
    site.empty_of_people()
    return people.set_up_link(site.house.runtime) or ""


def _invite(house: House, _about: object) -> None:
    people.set_up_link(house.runtime)


def _set_up(house: House, token: str) -> None:
    asked = {"login": "eerste", "name": "Eerste", "password": houses.PASSWORD}
    people.set_up(house.runtime, token=token, **asked)


def _plan() -> dict[str, Any]:
    return tomllib.loads((houses.ROOT / "processes" / "demo.toml").read_text("utf-8"))


def _invent_people(house: House, _about: object) -> None:
    people.add_invented(house.runtime, _plan()["person"], password=demo.PASSWORD)


def _no_mandates(site: Site) -> None:
    _sql(site, "UPDATE mandate SET state = 'ended'")


def _invent_mandates(house: House, _about: object) -> None:
    mandates.add_invented(house.runtime, _plan()["mandate"], house.actors)


def _session(site: Site) -> str:
    cookie = site.visit(LOGIN).client.get_cookie("procesregie")
    site.house.clock.now += timedelta(minutes=5)
    return cookie.value if cookie else ""


def _touch(house: House, token: str) -> None:
    assert people.session(house.runtime, token=token, touch=True)


def _wrong_password(house: House, _about: object) -> None:
    people.sign_in(house.runtime, login=LOGIN, password="wrong", address="127.0.0.1")


def _not_allowed(house: House, _about: object) -> None:
    by = house.actors["an.admin"]
    people.demand(house.runtime, by=by, permission=Permission.MANAGE_PEOPLE, route="people.add")


def _hidden(house: House, _about: object) -> None:
    hidden = errors.Hidden("case")
    people.note_hidden(house.runtime, by=house.actors["an.admin"], hidden=hidden, route="/zaken/1")


# --- models, codes, terms ------------------------------------------------------------------------


def _upgrade(house: House, _about: object) -> None:
    house.runtime.store.upgrade()


def _fewer_codes(site: Site) -> None:
    _sql(site, "DELETE FROM code")


def _load_codes(house: House, _about: object) -> None:
    codelists.load(house.runtime)


def _load_terms(house: House, _about: object) -> None:
    deployments.load_terms(house.runtime)


def _deploy_badly(house: House, _about: object) -> None:
    probing.deploy(house, probing.row(probing.TASK.format("look").replace("note", "nothing")))


def _bad_bundle(house: House, _about: object) -> None:
    promotion.apply(house.runtime, data=b"no zip", file="proef.zip", by=SYSTEM)


def _two_versions(*second: str) -> Callable[[Site], None]:
    def prepare(site: Site) -> None:
        probing.deploy(site.house, probing.row(probing.TASK.format("assess")))
        probing.start(site.house)
        probing.start(site.house)
        probing.deploy(site.house, probing.row(*map(probing.TASK.format, second)))

    return prepare


def _migrate(house: House, _about: object) -> None:
    deployments.migrate(
        house.runtime,
        process_key="probe",
        from_version=1,
        to_version=2,
        mapping={},
        reason="the new rules hold for all",
        by=SYSTEM,
        dry_run=False,
    )


# --- records, post, files ------------------------------------------------------------------------


def _take_over(house: House, _about: object) -> None:
    taken(house, line(1), line(2))


def _load_records(house: House, _about: object) -> None:
    load(house, *GOOD)


def _invent_records(house: House, _about: object) -> None:
    registers.generate(house.runtime, count=3, register="organisator")


def _played(site: Site) -> inventing.Played:
    return inventing.play(site.house.runtime, cases=1, chance=random.Random(7))


def _invent_cases(house: House, played: inventing.Played) -> None:
    wanted = inventing.Wanted(open=2, finished=8, add=True)
    inventing.multiply(house.runtime, played, wanted=wanted)


def _count_urgent(house: House, _about: object) -> None:
    mailroom.urgent(house.runtime, by=house.actors["an.admin"])


def _case(site: Site) -> str:
    return site.known.taken


def _refused_file(house: House, number: str) -> None:
    sending.add(house, number, b"MZ" + bytes(100), "plan.pdf", by=house.actors[LOGIN])


# --- lists of tasks ------------------------------------------------------------------------------


def _unordered(site: Site) -> None:
    columns = "case_id, name, value, folded"
    added = f"INSERT INTO case_field ({columns}) SELECT id, 'x', '1', '1' FROM case_"
    _sql(site, added, "UPDATE case_field SET sort = NULL")


def _put_in_order(house: House, _about: object) -> None:
    inbox.put_in_order(house.runtime)


# --- backups -------------------------------------------------------------------------------------


def _back_up(house: House, _about: object) -> None:
    place = Path(house.runtime.settings.data_dir).with_name(f"backups-{os.getpid()}")
    backups.make(house.runtime, place=place, passphrase=None)
    noting.made(house.runtime, {"backup": "x", "bytes": 1})


def _restored(house: House, _about: object) -> None:
    noting.restored(house.runtime, {"backup": "x"})


SCENES: Mapping[str, Scene] = {
    **MACHINE,
    **AT_DESKS,
    **QUEUE,
    "the first administrator is invited": Scene(_empty, _invite),
    "the first administrator comes": Scene(_invited, _set_up),
    "people are invented": Scene(_empty, _invent_people),
    "mandates are invented": Scene(_no_mandates, _invent_mandates),
    "a session goes on": Scene(_session, _touch),
    "a wrong password": Scene(nothing, _wrong_password, refused=True),
    "what one may not": Scene(nothing, _not_allowed, refused=True),
    "what one may not see": Scene(nothing, _hidden),
    "a start of the program": Scene(nothing, _upgrade),
    "codes are loaded": Scene(_fewer_codes, _load_codes),
    "terms are loaded": Scene(nothing, _load_terms),
    "a model is refused": Scene(nothing, _deploy_badly, refused=True),
    "a bundle is refused": Scene(nothing, _bad_bundle, refused=True),
    "cases go to another version": Scene(_two_versions("assess", "decide"), _migrate),
    "cases that cannot go along": Scene(_two_versions("decide"), _migrate),
    "cases are taken over": Scene(nothing, _take_over),
    "records are loaded": Scene(nothing, _load_records),
    "records are invented": Scene(nothing, _invent_records),
    "cases are invented": Scene(_played, _invent_cases),
    "urgent post is counted": Scene(nothing, _count_urgent),
    "a file is refused": Scene(_case, _refused_file, refused=True),
    "fields of an older version are put in order": Scene(_unordered, _put_in_order),
    "a backup is made": Scene(nothing, _back_up),
    "a house is restored": Scene(nothing, _restored),
}
