"""A real server in a process group of its own, on a free port of this machine, to be killed."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests import house as houses

PATIENCE = 40.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Server:
    """`procesregie serve` on a house's folder; `program` is what Python runs instead, if given.

    `more` are settings beside those that keep everything in the folder.
    """

    folder: Path
    program: tuple[str, ...] = ("-m", "engine")
    port: int = field(default_factory=free_port)
    more: Mapping[str, Any] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and return after how many seconds it answered."""
        began = time.monotonic()
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.program, "serve"],
                cwd=houses.ROOT,
                env={**os.environ, **self._environment()},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while time.monotonic() - began < PATIENCE:
            if self._process.poll() is not None:
                raise AssertionError(self.log()[-2000:])
            try:
                if Browser(self.port).get("/aanmelden").status == 200:
                    return time.monotonic() - began
            except OSError:
                time.sleep(0.05)
        self.kill()
        raise AssertionError(f"no answer after {PATIENCE} s: {self.log()[-2000:]}")

    def kill(self) -> None:
        """Kill the whole process group at once, as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
            self._process = None

    @property
    def group(self) -> int:
        """Return the number of its process group."""
        assert self._process is not None, "it does not run"
        return self._process.pid

    def log(self) -> str:
        return (self.folder / "server.log").read_text("utf-8", "replace")

    def _environment(self) -> dict[str, str]:
        given = houses.environment(houses.settings(self.folder, **self.more))
        root = str(houses.ROOT)
        return {**given, "PROCESREGIE_PORT": str(self.port), "PYTHONPATH": root}


@dataclass(frozen=True)
class Answer:
    """What came back: the status, where to go on, and the page; `wait` is when to ask again."""

    status: int
    location: str
    text: str
    wait: str = ""

    @property
    def path(self) -> str:
        return urlsplit(self.location).path


class Browser:
    """A browser without pictures: cookies and forms over one connection per request."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""
        self.csrf = ""

    def sign_in(self, login: str) -> None:
        answer = self.post("/aanmelden", {"login": login, "password": houses.PASSWORD})
        assert answer.status == 303, answer
        page = self.get("/taken")
        self.csrf = page.text.split('name="csrf-token" content="')[1].split('"')[0]

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        return self._ask("POST", path, urlencode({**form, "csrf_token": self.csrf}))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except http.client.HTTPException as broken:
            raise ConnectionError(str(broken)) from broken
        finally:
            connection.close()
        given = answer.getheader("Set-Cookie")
        if given:
            self.cookie = given.split(";")[0]
        wait = answer.getheader("Retry-After") or ""
        return Answer(answer.status, answer.getheader("Location") or "", text, wait)
