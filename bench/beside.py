"""What throughput is measured against, in turns with it: one committed INSERT, one bare step."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser

from bench import core, ten
from bench import house as bench
from bench.core import Taken
from engine import xml

TABLE = "CREATE TABLE fact (id {} PRIMARY KEY, at TEXT, said TEXT)"
ROW = ("2026-03-20T09:30:00Z", bench.ANSWERS["remark"])


class Inserts:
    """A table in a database of its own, and what committing a row in it takes."""

    def __init__(self, folder: Path, url: str | None) -> None:
        self.taken = Taken()
        self._connection: Any
        if url is None:
            self._connection = sqlite3.connect(folder / "beside.db", isolation_level=None)
            for pragma in ("journal_mode = WAL", "synchronous = FULL"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.execute(TABLE.format("INTEGER"))
            self._connection.execute("INSERT INTO fact (said) VALUES (zeroblob(8000000))")
            self._connection.execute("PRAGMA wal_checkpoint")  # the log has its size now
            return
        self._connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        self._connection.execute(TABLE.format("bigserial"))

    def play(self, times: int) -> None:
        """Insert a row and commit it, so many times."""
        sqlite = isinstance(self._connection, sqlite3.Connection)
        sign = "?" if sqlite else "%s"
        ask = f"INSERT INTO fact (at, said) VALUES ({sign}, {sign})"
        for _ in range(times):  # either commits at once
            self.taken.time(partial(self._connection.execute, ask, ROW))

    def close(self) -> None:
        """Let the database go."""
        self._connection.close()


class BareSteps:
    """The diagram of ten tasks on SpiffWorkflow alone: in memory, kept nowhere."""

    def __init__(self) -> None:
        self.taken = Taken()
        parser = BpmnParser()
        parser.add_bpmn_xml(xml.parse(ten.diagram(), "bench_ten.bpmn"))
        self._specification = parser.get_spec(ten.PROCESS)

    def play(self) -> None:
        """Complete the tasks of one case."""
        workflow = BpmnWorkflow(self._specification)
        workflow.do_engine_steps()
        for _ in range(ten.TASKS):
            self.taken.time(partial(core.bare_step, workflow))
        assert workflow.is_completed()
