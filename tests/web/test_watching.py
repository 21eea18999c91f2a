"""What a watcher asks: health, readiness and the figures, and who may not have them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine import errors, leases, meters, watching, web
from engine import runtime as wiring
from engine.runtime import Runtime
from engine.store import Store, jobs
from engine.store import watching as rows
from tests import house as houses
from tests.house import Clock

HELD = timedelta(seconds=30)
TOKEN = "een-lange-sleutel-voor-prometheus"


@dataclass
class House:
    """A database with nothing in it, and who asks it something."""

    runtime: Runtime
    clock: Clock


@pytest.fixture
def house(sqlite_template: Path, tmp_path: Path) -> Iterator[House]:
    """Return an empty house that keeps figures, and where a poller was seen a moment ago."""
    (tmp_path / "token").write_text(TOKEN + "\n", "utf-8")
    shutil.copy(sqlite_template, tmp_path / "house.db")
    clock = Clock(datetime(2026, 3, 23, 8, 0, tzinfo=UTC))
    chosen = houses.settings(tmp_path, metrics_token_file=str(tmp_path / "token"))
    runtime = wiring.build(chosen, clock, metered=True)
    leases.Lease("rounds", HELD).ask(runtime)
    yield House(runtime, clock)
    runtime.store.close()


def ask(house: House, path: str, **more: Any) -> TestResponse:
    return web.create_app(house.runtime).test_client().get(path, **more)


def figures(house: House) -> dict[str, float]:
    """Return the figures by name and labels, as Prometheus reads them."""
    text = ask(house, "/metrics").text
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_a_process_without_a_database_lives_but_is_not_ready(house: House) -> None:
    away = Store("postgresql+psycopg://nobody@127.0.0.1:1/none")
    object.__setattr__(house.runtime, "store", away)
    assert ask(house, "/health").status_code == 200
    answer = ask(house, "/ready")
    assert (answer.status_code, answer.json) == (
        503,
        {"ready": False, "checks": {"database": "database_unavailable"}},
    )


def test_a_house_with_a_poller_is_ready(house: House) -> None:
    answer = ask(house, "/ready")
    assert (answer.status_code, answer.json) == (
        200,
        {"ready": True, "checks": {"database": "ok", "schema": "ok", "worker": "ok"}},
    )


def test_a_house_whose_poller_fell_silent_is_not_ready(house: House) -> None:
    house.clock.now += HELD + timedelta(seconds=1)
    answer = ask(house, "/ready")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"]["worker"] == "not_seen"


def test_a_database_without_our_tables_is_not_ready(tmp_path: Path) -> None:
    runtime = wiring.build(houses.settings(tmp_path))
    assert watching.ready(runtime).checks["schema"] == "schema_empty"
    assert not watching.ready(runtime).ready


def test_requests_are_counted_by_route_and_status_and_never_by_address(house: House) -> None:
    for path in ("/aanmelden", "/aanmelden", "/bestaat-niet/een", "/bestaat-niet/twee"):
        ask(house, path)
    found = figures(house)
    assert found['procesregie_requests_total{route="signin.form",status="200"}'] == 2
    assert found['procesregie_requests_total{route="none",status="404"}'] == 2
    assert found['procesregie_request_seconds_count{route="signin.form"}'] == 2
    assert not [name for name in found if "bestaat" in name]


def test_what_waits_is_counted_when_it_is_asked(house: House) -> None:
    before = figures(house)
    assert before["procesregie_jobs_due"] == 0
    assert before["procesregie_seal_age_seconds"] == -1
    with house.runtime.store.write("test.write") as tx:
        now = house.clock.now
        jobs.add(tx, kind="sweep", name="x", unique_key="x", at=now - timedelta(seconds=90))
    found = figures(house)
    assert (found["procesregie_jobs_due"], found["procesregie_jobs_lateness_seconds"]) == (1, 90)
    assert found["procesregie_lease_left_seconds"] == 30


def test_every_metric_of_the_page_is_there_and_no_other(house: House) -> None:
    ask(house, "/aanmelden")
    house.runtime.meters.job("timer", "done", 0.1, 0.5)
    house.runtime.meters.step("task:completed")
    house.runtime.meters.again("advance")
    named = {re.sub(r"(_bucket|_count|_sum)?(\{.*)?$", "", name) for name in figures(house)}
    assert named == {meters.PREFIX + each.name for each in (*meters.KEPT, *meters.ASKED)}


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.7"}, 403),
        ("10.0.0.7", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("10.0.0.7", {"Authorization": f"Bearer {TOKEN}x"}, 403),
        ("10.0.0.7", {"Authorization": "Bearer "}, 403),
        ("10.0.0.7", {"Authorization": f"Basic {TOKEN}"}, 403),
    ],
)
def test_figures_are_for_this_host_or_for_who_brings_the_token(
    house: House, address: str, headers: dict[str, str], status: int
) -> None:
    answer = ask(house, "/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == status


def test_a_token_that_is_too_short_opens_nothing(house: House, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("kort", "utf-8")
    brought = {"Authorization": "Bearer kort"}
    answer = ask(house, "/metrics", headers=brought, environ_base={"REMOTE_ADDR": "10.0.0.7"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (errors.Contended(), "1"),
        (errors.Unavailable("database_busy"), "2"),
        (errors.Unavailable("database_unavailable"), "10"),
    ],
)
def test_who_asks_in_a_bad_moment_is_told_when_to_come_back(
    house: House, monkeypatch: pytest.MonkeyPatch, error: Exception, seconds: str
) -> None:
    def fails(*_given: object) -> None:
        raise error

    monkeypatch.setattr(rows, "figures", fails)
    answer = ask(house, "/metrics", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, seconds)
    assert "Nu even niet" in answer.text
