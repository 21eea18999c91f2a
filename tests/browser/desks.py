"""People at their desks: a browser of their own each, and what may not happen in any of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tests import house as houses

READY = "html[data-ready]"
PATIENT = 30_000  # ms: how long a busy machine may take; how long a person should wait is no test's
EXPECTED_NOISE = re.compile("Failed to load resource|htmx:error: Failed to fetch")


@dataclass
class Watch:
    """Notes what no page may do: throw, break its own security policy, fail, or call out."""

    home: str
    seen: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.seen.append(f"script: {error.error}"))
        context.on("response", self._response)
        context.on("request", lambda request: self._address(request.url))

    def _console(self, message: ConsoleMessage) -> None:
        refused = message.type == "error" and not EXPECTED_NOISE.search(message.text)
        if refused or "Content Security Policy" in message.text:
            self.seen.append(f"console: {message.text} ({message.page and message.page.url})")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.seen.append(f"server: {response.status} {response.url}")

    def _address(self, url: str) -> None:
        if url.startswith(("http:", "https:", "ws")) and not url.startswith(self.home):
            self.seen.append(f"calls out: {url}")


@dataclass
class Desks:
    """Opens desks at one house; each person has a browser context of their own."""

    browser: Browser
    home: str
    watch: Watch
    contexts: list[BrowserContext] = field(default_factory=list)

    def empty(self, **options: Any) -> Page:
        """Open a browser where nobody is signed in."""
        given = {"locale": "en-US", "base_url": self.home, **options}
        context = self.browser.new_context(**given)
        context.set_default_timeout(PATIENT)
        self.watch.over(context)
        self.contexts.append(context)
        return context.new_page()

    def of(self, login: str, **options: Any) -> Page:
        """Open a browser and sign in with the mouse, for tests of what comes after it."""
        page = self.empty(**options)
        page.goto("/aanmelden")
        page.fill("[name=login]", login)
        page.fill("[name=password]", houses.PASSWORD)
        page.click("main button")
        page.wait_for_selector(".who")
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()
