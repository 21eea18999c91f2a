"""How many processes serve, and what is left of those that ended."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from engine import server
from engine.config import Settings

POSTGRESQL = replace(Settings(), database_url="postgresql+psycopg://host/db")


def test_sqlite_takes_one_process_and_says_so() -> None:
    sentence = server.refused(replace(Settings(), web_processes=2))
    assert sentence is not None
    assert "SQLite has one writer" in sentence
    with pytest.raises(ValueError, match="SQLite"):
        server.serve(replace(Settings(), web_processes=2))


def test_postgresql_takes_as_many_as_the_settings_say() -> None:
    assert server.refused(replace(POSTGRESQL, web_processes=4)) is None
    assert server.refused(Settings()) is None


def test_none_is_too_few() -> None:
    assert server.refused(replace(POSTGRESQL, web_processes=0)) is not None
    assert server.refused(replace(POSTGRESQL, web_threads=0)) is not None


def test_gunicorn_gets_processes_threads_and_a_shared_folder(tmp_path: Path) -> None:
    dead, alive = "counter_99999999.db", f"counter_{os.getpid()}.db"
    (tmp_path / "metrics").mkdir()
    for name in (dead, alive):
        (tmp_path / "metrics" / name).write_bytes(b"")
    chosen = replace(POSTGRESQL, web_processes=3, web_threads=5, data_dir=str(tmp_path))
    made = server.Server(chosen)
    assert (made.cfg.workers, made.cfg.threads) == (3, 5)
    assert made.cfg.preload_app is False
    assert made.cfg.env == {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics")}
    assert [file.name for file in (tmp_path / "metrics").iterdir()] == [alive]


def test_one_process_needs_no_folder(tmp_path: Path) -> None:
    made = server.Server(replace(Settings(), data_dir=str(tmp_path)))
    assert (made.cfg.workers, made.cfg.env) == (1, {})


def test_what_a_dead_process_had_in_use_is_forgotten_and_what_it_counted_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    for name in ("gauge_livesum_7.db", "counter_7.db", "gauge_livesum_77.db"):
        (tmp_path / name).write_bytes(b"")
    server._forget_gauges(7)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "counter_7.db",
        "gauge_livesum_77.db",
    ]
