"""One browser for all tests, a house and desks for each; without Chromium they are skipped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.desks import PATIENT, Desks, Watch
from tests.browser.serving import Served, serving
from tests.lacking import lacks

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")  # the fastest first
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))
            item.add_marker(pytest.mark.timeout(180))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once; skip without it, but never in CI."""
    expect.set_options(timeout=PATIENT / 2)
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        lacks("Chromium is not installed: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        yield started
        started.close()


@pytest.fixture
def served(browser: Browser, tmp_path: Path) -> Iterator[Served]:
    """Serve a house of this test's own."""
    with serving(tmp_path) as found:
        yield found


@pytest.fixture
def desks(browser: Browser, served: Served) -> Iterator[Desks]:
    """Open desks at the house; afterwards no page may have done what no page may do."""
    found = Desks(browser, served.url, Watch(served.url))
    yield found
    found.close()
    assert not found.watch.seen
