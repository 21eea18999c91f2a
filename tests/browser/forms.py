"""Filling a form with the mouse, field by field, whatever kind each one is."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.hands import typed


def fill(page: Page, answers: dict[str, Any]) -> None:
    """Answer the questions that are there under these names."""
    for name, value in answers.items():
        field = page.locator(f'[name="{name}"]')
        kind = field.first.get_attribute("type") or field.first.evaluate("one => one.localName")
        if kind == "select":
            field.select_option(str(value))
        elif kind == "radio":
            page.check(f'[name="{name}"][value="{value}"]')
        elif kind == "checkbox":
            wanted = [str(each) for each in value] if isinstance(value, list) else ["true"]
            for each in wanted:
                page.check(f'[name="{name}"][value="{each}"]')
        else:
            field.fill(typed(value))


def press(page: Page, name: str) -> int:
    """Press the button called `name` and return the status of the page that answers."""
    with page.expect_navigation() as waiting:
        page.get_by_role("button", name=name, exact=True).click()
    return waiting.value.status


def follow(page: Page, name: str) -> None:
    """Follow the first link called `name`."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()
