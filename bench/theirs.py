"""An equal flow of django-viewflow, served by gunicorn as ours is, in processes of its own.

Equal: ten human tasks in a row, each with a form of three fields checked and posted over HTTP by a
signed-in person with a token against forgery, kept in a database of the same kind with the same
durability, and as many server processes and threads. Not equal: see docs/scaling.md.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, text

from bench import ten
from bench.load import Counter, Post, Visitor, of_group
from tests import house as houses
from tests.faults.serving import PATIENCE, free_port

PASSWORD = "a-password-for-the-bench"
KEEPS = frozenset({"csrftoken", "sessionid"})
OPEN = text(
    "SELECT t.id, t.process_id, t.flow_task FROM viewflow_task t "
    "JOIN auth_user u ON u.id = t.owner_id "
    "WHERE u.username = :login AND t.status = 'ASSIGNED' ORDER BY t.id"
)


@dataclass
class Theirs:
    """The Django project, its people, and their open tasks."""

    url: str
    python: str
    database: Counter | None
    port: int = field(default_factory=free_port)
    group: int = 0
    _visitors: dict[int, Visitor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Connect to its database, to look which tasks are open."""
        self._engine = create_engine(self.url)

    def begin(self, cases: Mapping[int, int]) -> None:
        """Begin cases of which every task is for the person at a desk."""
        asked = [f"desk_{desk}={many}" for desk, many in cases.items()]
        program = (self.python, "-m", "bench.viewflow_flow.begin", *asked)
        subprocess.run(program, check=True, env=self.environment(), cwd=houses.ROOT, timeout=300)

    def visitor(self, desk: int) -> Visitor:
        """Return the visitor of a desk, signed in."""
        if desk not in self._visitors:
            visitor = Visitor(self.port, KEEPS)
            visitor.ask("GET", "/accounts/login/")
            who = {"username": f"desk_{desk}", "password": PASSWORD, "next": "/"}
            token = {"csrfmiddlewaretoken": visitor.cookies["csrftoken"]}
            status, where, _ = visitor.ask("POST", "/accounts/login/", {**who, **token})
            assert (status, where) == (302, "/"), (status, where)
            visitor.token = visitor.cookies["csrftoken"]
            self._visitors[desk] = visitor
        return self._visitors[desk]

    def posts(self, desk: int) -> Sequence[Post]:
        """Return the forms that complete the open tasks of a desk, one a case."""
        form = {**ten.FORM, "csrfmiddlewaretoken": self.visitor(desk).token}
        with self._engine.connect() as connection:
            rows = connection.execute(OPEN, {"login": f"desk_{desk}"}).fetchall()
        return [
            Post(f"/ten/{case}/{node.rpartition('.')[2]}/{task}/execute/", form)
            for task, case, node in rows
        ]

    def groups(self) -> Mapping[str, Counter]:
        """Return what counts the nanoseconds of the server, and of the database if it is apart."""
        apart = {} if self.database is None else {"database": self.database}
        return {"server": lambda: of_group(self.group), **apart}

    def environment(self) -> dict[str, str]:
        """Return the variables that its programs get."""
        return {
            **os.environ,
            "PYTHONPATH": str(houses.ROOT),
            "DJANGO_SETTINGS_MODULE": "bench.viewflow_flow.settings",
            "BENCH_VIEWFLOW_DATABASE": self.url,
        }

    def close(self) -> None:
        """Let its database go."""
        self._engine.dispose()


@contextmanager
def served(theirs: Theirs, folder: Path, processes: int) -> Iterator[None]:
    """Serve the project with as many processes as asked, eight threads in each."""
    program = (theirs.python, "-m", "gunicorn", "bench.viewflow_flow.server:application")
    chosen = {
        "bind": f"127.0.0.1:{theirs.port}",
        "workers": processes,
        "threads": 8,
        "worker-class": "gthread",
        "keep-alive": 15,
        "log-level": "warning",
    }
    options = [f"--{name}={value}" for name, value in chosen.items()]
    with (folder / "viewflow.log").open("ab") as log:
        process = subprocess.Popen(
            [*program, *options],
            cwd=houses.ROOT,
            env=theirs.environment(),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    theirs.group = process.pid
    try:
        _wait(theirs.port, folder / "viewflow.log")
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        theirs.close()


def _wait(port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if Visitor(port, KEEPS).ask("GET", "/accounts/login/")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"viewflow does not answer: {log.read_text('utf-8')[-2000:]}")
