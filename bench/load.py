"""Clients that post one completion after another over HTTP, and what the processes spend on it.

A round is: every client has a list of forms to post, all begin at one moment, and the round ends
with the last answer. Nothing else is asked of the server in it. Processor time is what the kernel
counted for every thread of a group of processes, in nanoseconds (`/proc/…/schedstat`).
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

from typing_extensions import override

PROC = Path("/proc")
Counter = Callable[[], int]


@dataclass(frozen=True)
class Post:
    """One form to be posted, or a page to be looked at when there is no form."""

    path: str
    form: Mapping[str, str] | None = None


class Visitor:
    """A signed-in person: one connection that stays open, and the cookies that were given.

    `keeps` are the names of the cookies that the visitor brings back, `token` is what its forms
    carry against forgery.
    """

    def __init__(self, port: int, keeps: frozenset[str]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._keeps = keeps
        self.cookies: dict[str, str] = {}
        self.token = ""

    def ask(
        self, method: str, path: str, form: Mapping[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Return the status, where to go on, and the page."""
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self._connection.close()  # the server closes what was idle for long
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for given in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = given.split(";")[0].partition("=")
            if name in self._keeps:
                self.cookies[name] = value
        return answer.status, answer.headers.get("Location") or "", text

    def wake(self) -> None:
        """Connect anew, so that no connection that was idle for long is met in a round."""
        self._connection.close()
        self._connection.connect()


class Subject(Protocol):
    """What is measured: a server with the desks of its people, and the forms they can post now."""

    def begin(self, cases: Mapping[int, int]) -> None:
        """Begin so many cases of which every task is for the person at a desk."""

    def visitor(self, desk: int) -> Visitor:
        """Return the visitor of a desk, signed in."""

    def posts(self, desk: int) -> Sequence[Post]:
        """Return the forms that complete the open tasks of a desk, one a case."""

    def groups(self) -> Mapping[str, Counter]:
        """Return, by name, what counts the nanoseconds of each group of processes."""


@dataclass
class Taken:
    """What rounds took: seconds by the clock of each post, of the rounds, of the processors."""

    answers: list[float] = field(default_factory=list)
    seconds: float = 0.0
    spent: dict[str, float] = field(default_factory=dict)

    def and_(self, other: Taken) -> Taken:
        """Return what both took together."""
        spent = {name: value + other.spent[name] for name, value in self.spent.items()}
        return Taken(self.answers + other.answers, self.seconds + other.seconds, spent)

    def percentile(self, of_hundred: int) -> float:
        """Return the milliseconds within which so many of a hundred were answered."""
        ordered = sorted(self.answers)
        return ordered[min(len(ordered) - 1, len(ordered) * of_hundred // 100)] * 1000

    @property
    def a_second(self) -> float:
        """Return how many were answered in a second."""
        return len(self.answers) / self.seconds

    def each_ms(self, group: str) -> float:
        """Return the milliseconds of processor that a group spent on one."""
        return self.spent[group] / len(self.answers) * 1000


def play(
    work: Sequence[tuple[Visitor, Sequence[Post]]], groups: Mapping[str, Counter], taken: Taken
) -> None:
    """Let every visitor do its posts, all at once; add what it took to `taken`.

    The processor time of this process, which the visitors are in, is the group `client`.
    Raises AssertionError when a post is not answered as a completed task is.
    """
    start = threading.Barrier(len(work) + 1)
    threads = [_Client(visitor, posts, start) for visitor, posts in work]
    for thread in threads:
        thread.visitor.wake()
        thread.start()
    groups = {**groups, "client": time.process_time_ns}
    before = {name: count() for name, count in groups.items()}
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    taken.seconds += time.perf_counter() - began
    for name, count in groups.items():
        taken.spent[name] = taken.spent.get(name, 0.0) + (count() - before[name]) / 1e9
    for thread in threads:
        if thread.broken is not None:
            raise thread.broken
        taken.answers += thread.took


class _Client(threading.Thread):
    def __init__(self, visitor: Visitor, posts: Sequence[Post], start: threading.Barrier) -> None:
        super().__init__()
        self.visitor, self._posts, self._start = visitor, posts, start
        self.took: list[float] = []
        self.broken: Exception | None = None

    @override
    def run(self) -> None:
        self._start.wait()
        try:
            for post in self._posts:
                self.took.append(_seconds(self.visitor, post))
        except Exception as broken:  # noqa: BLE001 - told by who waits for it
            self.broken = broken


def _seconds(visitor: Visitor, post: Post) -> float:
    way, good = ("GET", {200}) if post.form is None else ("POST", {302, 303})
    began = time.perf_counter()
    status, where, text = visitor.ask(way, post.path, post.form)
    took = time.perf_counter() - began
    assert status in good, f"{post.path}: {status} {text[:2000]}"
    assert not set(where.split("/")) & {"aanmelden", "login"}, f"{post.path}: not signed in"
    return took


def of_group(group: int) -> int:
    """Return the nanoseconds of processor that a process group has spent so far."""
    return sum(_spent(process) for process in _processes() if _stat(process)[2] == group)


def of_family(parent: int) -> int:
    """Return the nanoseconds of processor that a process and its children have spent so far.

    What a child spent that ended since is not in it.
    """
    family = [each for each in _processes() if each == parent or _stat(each)[1] == parent]
    return sum(_spent(process) for process in family)


def parent_of(process: int) -> int:
    """Return the number of the process that started another."""
    return _stat(process)[1]


def _processes() -> list[int]:
    return [int(each.name) for each in PROC.iterdir() if each.name.isdigit()]


def _stat(process: int) -> tuple[int, int, int]:
    """Return the number of a process, of its parent and of its group; zeros when it is gone."""
    try:
        told = (PROC / str(process) / "stat").read_text("utf-8", "replace")
    except OSError:
        return process, 0, 0
    after = told.rpartition(")")[2].split()
    return process, int(after[1]), int(after[2])


def _spent(process: int) -> int:
    """Return the nanoseconds that the threads of a process have run."""
    total = 0
    try:
        for thread in (PROC / str(process) / "task").iterdir():
            total += int((thread / "schedstat").read_text("utf-8").split()[0])
    except OSError:
        pass  # it ended meanwhile
    return total
