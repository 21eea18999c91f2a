"""Working a page with the keyboard alone: what has the focus, and pressing on until it is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page, Response

from tests.browser.desks import READY

FURTHEST = 150


@dataclass(frozen=True)
class Focus:
    """What has the focus, as a screen reader hears it; `field` is the name it posts under."""

    role: str
    name: str
    field: str
    id: str
    value: str
    checked: bool


class Hands:
    """A person who has a keyboard and no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._cdp = page.context.new_cdp_session(page)

    def focus(self) -> Focus:
        """Return what has the focus."""
        found = self._cdp.send("Runtime.evaluate", {"expression": "document.activeElement"})
        which = {"objectId": found["result"]["objectId"]}
        tree = self._cdp.send("Accessibility.getPartialAXTree", {**which, "fetchRelatives": False})
        node = tree["nodes"][0]
        facts = self._cdp.send(
            "Runtime.callFunctionOn",
            {
                **which,
                "functionDeclaration": "function () { return [this.name ?? '', this.id ?? '', "
                "`${this.value ?? ''}`, this.checked === true]; }",
                "returnByValue": True,
            },
        )["result"]["value"]
        said = " ".join(node.get("name", {}).get("value", "").split())
        return Focus(node.get("role", {}).get("value", ""), said, *facts)

    def press(self, key: str) -> None:
        """Press a key that stays on the page."""
        self.page.keyboard.press(key)

    def go(self, key: str = "Enter") -> None:
        """Press a key that leads to another page, and wait until that one is ready."""
        with self.page.expect_navigation(wait_until="commit"):
            self.page.keyboard.press(key)
        self.page.wait_for_selector(READY, state="attached")

    def tab_to(self, name: str, role: str = "", back: bool = False) -> Focus:
        """Press Tab until what has the focus is called `name` (or starts so)."""
        heard = []
        for _ in range(FURTHEST):
            self.press("Shift+Tab" if back else "Tab")
            focus = self.focus()
            if focus.name.startswith(name) and role in {"", focus.role}:
                return focus
            heard.append(focus.name)
        raise AssertionError(f"Tab never comes to {name!r} on {self.page.url}, but to {heard}")

    def follow(self, name: str) -> None:
        """Go to the link or button called `name` and press it."""
        focus = self.tab_to(name)
        assert focus.role in {"link", "button"}, focus
        self.go()

    def hears(self, sentence: str) -> None:
        """Assert that the focus is on the message `sentence`."""
        focused = self.page.locator(":focus")
        assert focused.count(), f"nothing has the focus on {self.page.url}"
        assert sentence in focused.inner_text(), focused.inner_text()

    def unfold(self, place: Locator) -> None:
        """Open the first thing that is folded in `place`."""
        for _ in range(FURTHEST):
            self.press("Tab")
            if place.locator("summary:focus").count():
                self.press("Enter")
                return
        raise AssertionError(f"Tab never comes to a fold in {place} on {self.page.url}")

    def open_file(self, name: str) -> bytes:
        """Follow the link called `name` to a file and return what it holds."""
        focus = self.tab_to(name)
        assert focus.role == "link", focus
        with self.page.expect_response(lambda answer: "text/" not in kind(answer)) as waiting:
            self.press("Enter")
        assert kind(waiting.value) == "application/pdf"
        # The browser's own PDF page stands in for the file, so fetch it once more as it came.
        return self.page.context.request.get(waiting.value.url).body()

    def answer(self, answers: dict[str, Any]) -> None:
        """Walk through the form with Tab and answer each question as it gets the focus."""
        left = dict(answers)
        for _ in range(FURTHEST):
            if not left:
                return
            self.press("Tab")
            focus = self.focus()
            if focus.field in left:
                assert focus.name, f"{focus.field} has no name"
                self._fill(focus, left.pop(focus.field))
        raise AssertionError(f"no question for {sorted(left)} on {self.page.url}")

    def _fill(self, focus: Focus, wanted: Any) -> None:
        if self.page.locator("select:focus").count():
            self._choose(wanted)
        elif focus.role == "radio":
            self._turn_to(focus, wanted)
        elif focus.role == "checkbox":
            self._tick(focus, wanted)
        else:
            self.press("Control+A")
            self.page.keyboard.type(typed(wanted))

    def _choose(self, wanted: Any) -> None:
        """Type the first letters of the option, as its label has them."""
        label = self.page.locator(":focus").locator(f'option[value="{wanted}"]').inner_text()
        self.page.keyboard.type(label[:12])
        chosen = self.focus().value
        for _ in range(FURTHEST):
            if chosen == str(wanted):
                return
            self.press("ArrowDown")
            chosen = self.focus().value
        raise AssertionError(f"{wanted} cannot be chosen, only {chosen}")

    def _turn_to(self, focus: Focus, wanted: Any) -> None:
        group = focus.field
        if focus.value == str(wanted):
            self.press("Space")
        for _ in range(12):
            focus = self.focus()
            assert focus.field == group, f"the focus left {group} for {focus}"
            if focus.value == str(wanted) and focus.checked:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{wanted} cannot be chosen in {group}")

    def _tick(self, focus: Focus, wanted: Any) -> None:
        values = [str(each) for each in wanted] if isinstance(wanted, list) else None
        if values is None:
            if focus.checked is not bool(wanted):
                self.press("Space")
            return
        left = set(values)
        while left:
            if focus.value in left:
                left.discard(focus.value)
                if not focus.checked:
                    self.press("Space")
            if not left:
                return
            before = focus
            self.press("Tab")
            focus = self.focus()
            assert focus.field == before.field, f"no box for {sorted(left)} in {before.field}"


def kind(answer: Response) -> str:
    """Return the media type of an answer."""
    return answer.headers.get("content-type", "")


def typed(value: Any) -> str:
    """Return a value as a person types it: a day as 20/03/2026."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)
