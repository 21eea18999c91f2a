"""What a page may contain: nothing inline, nothing from elsewhere, no raw colours."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "engine" / "web" / "templates"
STYLES = ROOT / "assets" / "css"

FORBIDDEN = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline script": r"<script\b(?![^>]*\bsrc=)",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "an htmx handler": r"\bhx-on\b",
    "something from another host": r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""",
}


def complaints(html: str) -> set[str]:
    """Return what the Content-Security-Policy would refuse in a template."""
    return {name for name, shape in FORBIDDEN.items() if re.search(shape, html)}


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ('<p class="a" style="color: red">', "a style attribute"),
        ("<style>p {}</style>", "a style element"),
        ("<script>alert(1)</script>", "an inline script"),
        ('<a onclick="x()">', "an inline handler"),
        ('<div hx-on:click="x()">', "an htmx handler"),
        ('<script src="https://elsewhere.example/x.js"></script>', "something from another host"),
    ],
)
def test_what_the_policy_refuses_is_seen(html: str, complaint: str) -> None:
    assert complaint in complaints(html)


def test_templates_hold_nothing_that_the_policy_refuses() -> None:
    found = {
        str(file.relative_to(ROOT)): sorted(wrong)
        for file in sorted(TEMPLATES.rglob("*.html"))
        if (wrong := complaints(file.read_text(encoding="utf-8")))
    }
    assert not found


def test_only_the_tokens_name_a_colour() -> None:
    raw = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", re.IGNORECASE)
    found = {
        file.name: raw.findall(text)
        for file in sorted(STYLES.glob("*.css"))
        if file.name != "tokens.css" and raw.search(text := file.read_text(encoding="utf-8"))
    }
    assert not found


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    known = set((ROOT / "assets" / "icons.txt").read_text(encoding="ascii").split())
    named = {
        name
        for file in TEMPLATES.rglob("*.html")
        for name in re.findall(r"\bicon\(\"([a-z0-9-]+)\"", file.read_text(encoding="utf-8"))
    }
    assert named <= known


def test_npm_packages_are_pinned_and_locked_without_addresses() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    wanted = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all("resolved" not in facts for facts in locked.values())
    assert all("integrity" in facts for place, facts in locked.items() if place)
