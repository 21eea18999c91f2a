"""Filling in a form that goes part by part: each value under the name that it posts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.forms import fill, press
from tests.content.reading import fields

NEXT = "Opslaan en verder"
NUMBER = re.compile(r"\.\d+\.")


def posted(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the name that each value posts under, with the value as it is typed; rows by number."""
    for name, value in values.items():
        where = f"{before}{name}"
        if isinstance(value, Mapping):
            yield from posted(value, f"{where}.")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for at, row in enumerate(value):
                yield from posted(row, f"{where}.{at}.")
        else:
            yield where, written(value)


def written(value: Any) -> Any:
    """Return a value as a person writes it: 42,5 and 20/03/2026."""
    if isinstance(value, bool):
        return "true"
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return value if isinstance(value, list) else str(value)


def answer(page: Page, answers: Mapping[str, Any], *, scripts: bool = True) -> None:
    """Answer every question in order; a row, or a question that an answer asks for, comes first."""
    for name, value in answers.items():
        if page.locator(f'[name="{name}"]').count() == 0:
            make_room(page, name, scripts=scripts)
        fill(page, {name: value})


def make_room(page: Page, name: str, *, scripts: bool) -> None:
    """Let the field `name` appear: what was answered before asks for it, or a row more."""
    field, adder = page.locator(f'[name="{name}"]').first, row_adder(page, name)
    if adder is None or adder.count() == 0:
        if not scripts:
            press(page, "Vragen bijwerken")
        else:
            page.keyboard.press("Tab")
            expect(field if adder is None else field.or_(adder).first).to_be_attached()
    if field.count() == 0 and adder is not None:
        if scripts:
            adder.click()
        else:
            with page.expect_navigation():
                adder.click()
    expect(field).to_be_attached()


def row_adder(page: Page, name: str) -> Locator | None:
    """Return the button that adds a row to the list of a field; None when its row is there."""
    segments = name.split(".")
    at = next((at for at, segment in enumerate(segments) if segment.isdigit()), None)
    if at is None or page.locator(f'[name^="{".".join(segments[: at + 1])}."]').count():
        return None
    return page.locator(f'button[name="_add"][value="{".".join(segments[:at])}"]')


def of_part(values: Mapping[str, Any], group: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that one part of a form asks for."""
    keys = {component["key"] for component in fields(dict(group))}
    return {name: value for name, value in values.items() if NUMBER.sub(".*.", name) in keys}


def title(page: Page) -> str:
    """Return which part, or page, stands open; with scripts, once it is ready."""
    return page.get_by_role("heading", level=1).inner_text()
