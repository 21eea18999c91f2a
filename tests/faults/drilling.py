"""Cut the commands behind the pages at every boundary: `python -m tests.faults.drilling [ROUTE…]`.

One JSON object comes out: what was cut, what no command reached, and what was wrong. What a visit
needs is prepared in a process of its own, for one that has drawn a letter cannot be forked.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from bench.registers import postgresql
from engine import runtime as wiring
from engine import web
from engine.errors import EngineError
from engine.http import status_of
from engine.store import Store
from tests import house as houses
from tests.faults.again import AGAIN, STANDS
from tests.faults.beginnings import SCENES
from tests.faults.cutting import Ask, Drill, boundaries
from tests.faults.queue_scenes import QUEUE
from tests.faults.scenes import Scene
from tests.furnished import fill
from tests.house import House
from tests.web import site as sites
from tests.web.site import Known, Site, Visitor
from tests.web.visiting import Visit
from tests.web.visits import VISITS, address, pay, routes
from tools import transactions

T = TypeVar("T")


@dataclass(frozen=True)
class Prepared:
    """What is ready to be done: in which house, at what time, and what its doing has to know."""

    database_url: str
    now: datetime
    about: Any


@dataclass(frozen=True)
class Call:
    """A visit that is ready to be paid: by whom, and of what."""

    visit: Visit
    path: str
    method: str
    cookie: str | None
    csrf: str


def apart(work: Callable[[], T]) -> T:
    """Do something in a process of its own and return what it gave. Raises RuntimeError."""
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(here)
        try:
            said = pickle.dumps((work(), ""))
        except BaseException:  # noqa: BLE001 - told to whoever waits
            said = pickle.dumps((None, traceback.format_exc()[-1500:]))
        with os.fdopen(there, "wb") as telling:
            telling.write(said)
        os._exit(0)
    os.close(there)
    with os.fdopen(here, "rb") as told:
        given, broken = pickle.loads(told.read() or pickle.dumps((None, "it died")))
    os.waitpid(child, 0)
    if broken:
        raise RuntimeError(broken)
    return given  # type: ignore[no-any-return] # what `work` returned


def prepared(known: Known, folder: Path, name: str, postgresql_url: str) -> Prepared:
    """Make a copy of the lived-in house in `folder` and prepare a visit or a scene in it."""
    site = sites.open_site(known, folder)
    if name in QUEUE:
        _move(site, postgresql_url)
    about = SCENES[name].prepare(site) if name in SCENES else _call(site, name)
    url = site.house.runtime.store.engine.url.render_as_string(hide_password=False)
    site.house.runtime.store.close()
    return Prepared(url, site.house.clock.now, about)


def _move(site: Site, url: str) -> None:
    """Let the database of a site be on PostgreSQL, where it was on SQLite."""
    here, there = site.house, Store(url)
    there.upgrade()
    fill(here, url)
    object.__setattr__(here.runtime, "store", there)


def _call(site: Site, endpoint: str) -> Call:
    visit = VISITS[endpoint](site)
    browser = site.visit(visit.login)
    cookie = browser.client.get_cookie("procesregie")
    path, method = address(site.app, endpoint, visit), routes(site.app)[endpoint]
    return Call(visit, path, method, None if cookie is None else cookie.value, browser.csrf)


def opened(known: Known, folder: Path, here: Prepared) -> Site:
    """Open the house in which something was prepared."""
    clock = houses.Clock(here.now)
    runtime = wiring.build(houses.settings(folder, database_url=here.database_url), clock)
    app = web.create_app(runtime)
    app.testing = False
    return Site(app, House(runtime, clock, dict(known.actors)), known)


def asking(site: Site, name: str, about: Any) -> Ask:
    """Return what does it, as often as one likes."""
    if name in SCENES:
        return lambda: _done(site, SCENES[name], about)
    call: Call = about
    browser = Visitor(site.app, call.cookie, call.csrf)
    return lambda: pay(browser, call.path, call.method, call.visit).status_code


def _done(site: Site, scene: Scene, about: Any) -> int:
    """Do a scene; what the engine refuses has the status that a page would have."""
    try:
        scene.do(site.house, about)
    except EngineError as refusal:
        if scene.refused:
            return 200
        return status_of(refusal)
    return 200


def drill(names: Iterable[str], folder: Path) -> tuple[Drill, list[str]]:
    """Cut what the visits pass; return what was found, and which visits could not be paid."""
    place = folder / "lived-in"
    place.mkdir()
    known, done = apart(lambda: sites.live_in(place)), Drill(AGAIN, STANDS)
    unpaid: list[str] = []
    wanted = list(names)
    with postgresql() if QUEUE.keys() & wanted else nullcontext("") as url:
        for number, name in enumerate(wanted):
            _try(done, unpaid, known, folder / str(number), name, url)
    return done, unpaid


def _try(done: Drill, unpaid: list[str], known: Known, here: Path, name: str, url: str) -> None:
    here.mkdir()
    try:
        ready = apart(lambda: prepared(known, here, name, url))
        site = opened(known, here, ready)
        done.run(name, site, asking(site, name, ready.about))
        site.house.runtime.store.close()
    except Exception as problem:  # noqa: BLE001 - counted: what it would reach is not covered
        unpaid.append(f"{name}: {str(problem)[-700:]}")
    finally:
        shutil.rmtree(here, ignore_errors=True)


def report(done: Drill, unpaid: list[str]) -> dict[str, Any]:
    """Return the figures and the places; covered are boundaries that were cut, of all there are."""
    every = boundaries(each.name for each in transactions.named("engine"))
    cut = done.cut.keys() & every
    return {
        "boundaries": len(every),
        "boundaries_cut": len(cut),
        "boundaries_covered_percent": round(100 * len(cut) / len(every), 1),
        "uncovered": sorted({name for name, _ in every - cut}),
        "lost": done.lost,
        "doubled": done.doubled,
        "stuck": done.stuck,
        "chain": done.chain,
        "unpaid": unpaid,
    }


def main() -> int:
    """Print the report of the routes that are named, else of all."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # a kill leaves either alone
    with tempfile.TemporaryDirectory(prefix="procesregie-drill-", dir=memory) as folder:
        found = report(*drill(sys.argv[1:] or [*sorted(VISITS), *SCENES], Path(folder)))
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
