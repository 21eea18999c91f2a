"""A house behind a real server on loopback: pages, verbs, database and the poller, in threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from typing_extensions import override
from werkzeug.serving import WSGIRequestHandler, make_server

from engine import store, tasks, web
from engine.store import jobs as job_rows
from engine.store import tasks as task_rows
from engine.store.rows import TaskRow
from engine.worker import Poller
from tests import house as houses
from tests.house import House

LONG_SESSION = 100_000


@dataclass(frozen=True)
class Served:
    """A house and the address where browsers find it."""

    house: House
    url: str

    def case_at(self, element: str) -> str:
        """Start the example application and play it, through the verbs, up to a task."""
        number = self.played(plan(), lambda step: step.get("taak") == element)
        self.task(number, element)
        return number

    def played(self, scenario: dict[str, Any], until: Callable[[dict[str, Any]], bool]) -> str:
        """Play a scenario's tasks, on one and the same day, up to a step; return the case."""
        number = self.house.start(houses.plain(scenario["start"]), key=store.new_id())
        for step in scenario["stappen"]:
            if until(step):
                break
            if "taak" in step:
                self.does(number, step)
        return number

    def does(self, number: str, step: dict[str, Any]) -> None:
        """Play one task of a scenario in a case."""
        self.task(number, step["taak"])
        self.house.do(number, step["taak"], step["door"], flat(step["antwoord"]))

    def task_names(self, number: str) -> set[str]:
        """Return the names of all tasks that a case has had."""
        with self.house.runtime.store.read() as tx:
            return {task.name for task in task_rows.of_case(tx, self.house.case(number).id)}

    def task(self, number: str, element: str) -> TaskRow:
        """Wait until the poller has done what comes before the task `element`; return the task."""
        for _ in range(200):
            found = [task for task in self.house.open_tasks(number) if task.element == element]
            if found:
                return found[0]
            time.sleep(0.05)
        raise AssertionError(f"{element} never opens in {number}")

    def at_rest(self) -> None:
        """Wait until the poller has done everything that is due at the time of the house."""
        for _ in range(200):
            with self.house.runtime.store.read() as tx:
                running = job_rows.listing(tx, state="running")
                if not running and not job_rows.anything_due(tx, self.house.clock.now):
                    return
            time.sleep(0.05)
        raise AssertionError("the poller never comes to rest")

    def ended(self, number: str, end: str) -> None:
        """Wait until the poller has brought a case to its end event `end`."""
        for _ in range(200):
            if self.house.case(number).end_event == end:
                return
            time.sleep(0.05)
        raise AssertionError(f"{number} never ends at {end}")

    def claimed(self, element: str, login: str) -> TaskRow:
        """Play a new case up to a task and let somebody take it; return the task."""
        task = self.task(self.case_at(element), element)
        tasks.claim(self.house.runtime, task_id=task.id, by=self.house.actors[login])
        return task


class Quiet(WSGIRequestHandler):
    """Speaks HTTP/1.1 as production does, and writes no access log."""

    protocol_version = "HTTP/1.1"

    @override
    def log(self, type: str, message: str, *args: Any) -> None:
        pass


@contextmanager
def serving(folder: Path, **settings: Any) -> Iterator[Served]:
    """Serve a new house in `folder` until the block ends."""
    chosen = {"demo": True, "session_idle_minutes": LONG_SESSION, **settings}
    chosen.setdefault("session_absolute_minutes", LONG_SESSION)
    house = houses.build(folder, **chosen)
    app = web.create_app(house.runtime)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    poller = Poller(house.runtime)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    if house.runtime.settings.poller:
        poller.start()
    try:
        yield Served(house, f"http://127.0.0.1:{server.server_port}")
    finally:
        if house.runtime.settings.poller:
            poller.stop()
        server.shutdown()
        thread.join(10)
        server.server_close()


def application() -> dict[str, Any]:
    """Return what intake types for the example application, at an address in Tienen."""
    found: dict[str, Any] = houses.plain(plan()["start"])
    return found


def plan(name: str = "volledig_dossier_toegekend", family: str = "vergunning") -> dict[str, Any]:
    """Return a scenario; by default the one from intake to a signed decision."""
    file = houses.ROOT / "processes" / family / "scenarios" / f"{name}.yaml"
    found: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return found


def flat(values: dict[str, Any], before: str = "") -> dict[str, Any]:
    """Return nested values by the name that their field posts under."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found.update(flat(value, f"{before}{name}."))
        else:
            found[f"{before}{name}"] = value
    return found
