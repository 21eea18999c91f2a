"""Scenarios that an analyst asks for on a page: kept as asked, played apart by a worker, shown.

The only module here that reads and writes the database that people work in: what was asked and
what came of it. The playing is done by `alone`, in another process.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from engine import errors, store
from engine.deployments import FileName, place_of
from engine.model import Actor, Happened, HistoryKind, Permission, RehearsalState
from engine.runtime import Runtime
from engine.scenarios import alone
from engine.store import deployments as deployment_rows
from engine.store import history as trail
from engine.store import proposals as proposal_rows
from engine.store import rehearsals as rows
from engine.store.rehearsals import RehearsalRow

log = logging.getLogger(__name__)

LONGEST = 300.0
"""Seconds of this machine after which playing is stopped."""
_LOST = timedelta(seconds=2 * LONGEST)
_HOME = str(Path(__file__).parent.parent.parent)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What became of the scenarios for a file: `fresh` when they were played for this content."""

    state: RehearsalState
    asked_at: datetime
    finished_at: datetime | None
    done: int
    total: int
    report: dict[str, Any]
    path: str
    content: bytes


def ask(runtime: Runtime, *, name: str | FileName, by: Actor, content: bytes) -> Rehearsal:
    """Ask for the scenarios of a procedure to be played with `content` as one of its files.

    Raises Conflict while another rehearsal of the asker goes on, NotFound, NotAllowed.
    """
    process_key, path = place_of(runtime, name=name, by=by)
    now = runtime.now()
    with runtime.store.write("rehearsals.ask") as tx:
        if rows.running_of(tx, by.person_id or "", now - _LOST) is not None:
            raise errors.Conflict("model_rehearsal.running")
        row = RehearsalRow(
            id=store.new_id(),
            process_key=process_key,
            path=path,
            person_id=by.person_id or "",
            content=content,
            state=str(RehearsalState.ASKED),
            asked_at=now,
        )
        rows.ask(tx, row)
        meta = {"process": process_key, "path": path, "name": Path(path).stem}
        trail.log(tx, [Happened(HistoryKind.MODEL_REHEARSED, by, meta)], now)
    runtime.wake.set()
    return _view(row, now)


def last(runtime: Runtime, *, name: str | FileName, by: Actor) -> Rehearsal | None:
    """Return the last rehearsal of the asker for a file; None when there was none."""
    process_key, path = place_of(runtime, name=name, by=by)
    with runtime.store.read() as tx:
        row = rows.find(tx, process_key, path, by.person_id or "")
    return None if row is None else _view(row, runtime.now())


def of_proposal(runtime: Runtime, *, proposal_id: str, by: Actor) -> Rehearsal | None:
    """Return the last rehearsal of who made a proposal, if it was for this very content."""
    if not runtime.policy.can(by, Permission.DEPLOY_MODELS):
        raise errors.NotAllowed("permission", permission=str(Permission.DEPLOY_MODELS))
    with runtime.store.read() as tx:
        asked = proposal_rows.get(tx, proposal_id)
        if asked is None:
            raise errors.NotFound("model_proposal")
        row = rows.find(tx, asked.process_key, asked.path, asked.proposed_by)
    if row is None or row.content != asked.content:
        return None
    return _view(row, runtime.now())


def _view(row: RehearsalRow, now: datetime) -> Rehearsal:
    """Return a rehearsal as a page shows it; one that was lost with its worker was stopped."""
    lost = row.goes_on and now - row.asked_at > _LOST
    return Rehearsal(
        state=RehearsalState.STOPPED if lost else RehearsalState(row.state),
        asked_at=row.asked_at,
        finished_at=row.finished_at,
        done=row.done,
        total=row.total,
        report=dict(row.report or {}),
        path=row.path,
        content=row.content,
    )


class Stage:
    """Plays what was asked for, one rehearsal at a time; a worker looks in now and then."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False

    def look(self) -> None:
        """Begin the next rehearsal when none is played; never waits."""
        if self._closed or (self._thread is not None and self._thread.is_alive()):
            return
        with self._runtime.store.read() as tx:
            if not rows.anything_asked(tx):
                return
        with self._runtime.store.write("rehearsals.take") as tx:
            row = rows.take(tx)
        if row is not None:
            self._thread = threading.Thread(target=self._play, args=[row], daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop what is played."""
        self._closed = True
        if self._child is not None:
            self._child.kill()
        if self._thread is not None:
            self._thread.join(5)

    def _play(self, row: RehearsalRow) -> None:
        state, report = RehearsalState.STOPPED, {}
        try:
            for told in self._lines(row):
                if "report" in told:
                    state, report = RehearsalState.DONE, told["report"]
                else:
                    with self._runtime.store.write("rehearsals.count") as tx:
                        rows.came_to(tx, row.id, told["done"], told["total"])
        except Exception:
            log.exception("rehearsal_failed")
        if self._closed:
            return
        with self._runtime.store.write("rehearsals.finish") as tx:
            rows.finish(tx, row.id, state, report, self._runtime.now())

    def _lines(self, row: RehearsalRow) -> Iterator[dict[str, Any]]:
        """Yield what the playing process says; whatever it leaves behind goes with its folder."""
        holder = tempfile.TemporaryDirectory(prefix="procesregie-rehearsal-")
        with holder as folder, self._begun(folder) as child:
            end = threading.Timer(LONGEST, child.kill)
            end.start()
            try:
                assert child.stdin is not None
                assert child.stdout is not None
                child.stdin.write(self._asked(row))
                child.stdin.close()
                for line in child.stdout:
                    yield json.loads(line)
            finally:
                end.cancel()
                child.kill()
                self._child = None

    def _begun(self, folder: str) -> subprocess.Popen[bytes]:
        """Begin the playing process: nothing of our environment, its files in `folder`."""
        command = [sys.executable, "-m", alone.__name__]
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter, and a module of ours
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "PYTHONPATH": _HOME, "LANG": "C.UTF-8", "TMPDIR": folder},
        )
        return self._child

    def _asked(self, row: RehearsalRow) -> bytes:
        """Return what the playing process needs: what is in force, with the draft over it."""
        with self._runtime.store.read() as tx:
            newest = deployment_rows.newest(tx, row.process_key)
            assert newest is not None, "a rehearsal follows a version of its procedure"
            sources = self._runtime.deployed(tx, newest.id).sources
        settings = self._runtime.settings
        draft = {**sources, row.path: row.content}
        processes, forms = Path(settings.processes), Path(settings.forms)
        return alone.asked(processes.resolve(), forms.resolve(), row.process_key, draft)
