"""What the code can do stands in the documentation, and nothing else does."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from engine import __version__
from engine.model import HistoryKind, Permission
from engine.store.tables import metadata
from engine.wording import nl
from engine.wording.nl.rules import ALL_RULES
from tests.web.site import Site
from tools import procedures, reference

ROOT = Path(__file__).parents[2]
MADE = {".git", ".venv", "node_modules", "dist", "build", "var", "shots", "__pycache__"}
MADE |= {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"}
TEXT = {".py", ".md", ".toml", ".js", ".css", ".html", ".json", ".yaml", ".bpmn", ".dmn", ".lock"}
SLASH = "/"
PLACES = [SLASH + name + SLASH for name in ("work", "root", "tmp", "home")]
HOSTS = ["pypi" + ".org", "python" + "hosted", "npm" + "js.org", "github" + "usercontent"]
DOTTED = re.compile(r"`([a-z]+(?:\.[a-z_]+){2,})`")


def pages() -> dict[str, str]:
    return {str(file.relative_to(ROOT)): file.read_text("utf-8") for file in ROOT.glob("docs/*.md")}


def test_the_page_of_procedures_says_what_ships() -> None:
    made = procedures.PAGE.read_text("utf-8") == procedures.page()
    assert made, "make it again: python -m tools.procedures"


def test_every_reference_page_says_what_the_code_says() -> None:
    stale = [
        name
        for name, page in reference.PAGES.items()
        if (ROOT / "docs" / name).read_text("utf-8") != page()
    ]
    assert not stale, "make them again: .venv/bin/python -m tools.reference"


def test_every_event_permission_and_code_is_on_a_page() -> None:
    events, errors = reference.history_page(), reference.errors_page()
    assert [kind for kind in HistoryKind if f"| `{kind}` |" not in events] == []
    assert [p for p in Permission if f"| `{p}` |" not in reference.permissions_page()] == []
    raised = reference.raised_codes()
    codes = {code for code in nl.SENTENCES if code not in {str(kind) for kind in HistoryKind}}
    assert [code for code in sorted(codes) if f"| `{code}` |" not in errors] == []
    assert [code for code in raised if f"| `{code}` |" not in errors] == []


def test_an_event_stands_where_the_page_says(shared_site: Site) -> None:
    browser = shared_site.visit("sara.mertens")
    known = shared_site.known
    browser.get(f"/procedures/{known.done}")
    browser.post(f"/taken/{known.taken_task}/concept", {"_concept": "0"})
    with shared_site.house.runtime.store.read() as tx:
        for name, where in (("history", "case"), ("access_log", "log")):
            kinds = {row[0] for row in tx.all(select(metadata.tables[name].c.kind).distinct())}
            assert len(kinds) > 3
            assert {reference.EVENTS[HistoryKind(kind)][0] for kind in kinds} == {where}, name


def test_every_rule_on_diagrams_is_in_the_rule_book_and_no_other() -> None:
    book = (ROOT / "docs" / "gids" / "regels.md").read_text("utf-8")
    assert [rule for rule in ALL_RULES if f"`{rule}`" not in book] == []
    assert set(DOTTED.findall(book)) <= set(ALL_RULES)


def test_a_page_names_no_address_that_is_not_there() -> None:
    known = set(re.findall(r"\| `(/[^`]*)` \|", reference.paths_page()))
    shape = re.compile(r"`(?:GET |POST )?(/(?:taken|procedures|dossiers|processen|beheer)[^`]*)`")
    dead = {
        (name, path)
        for name, text in pages().items()
        for path in shape.findall(text)
        if not any(_fits(path.partition("?")[0], rule) for rule in known)
    }
    assert not dead


def _fits(path: str, rule: str) -> bool:
    parts = [re.escape(part) for part in re.split(r"<[^>]*>", rule)]
    return re.fullmatch("[^/]+".join(parts), path) is not None


def test_the_front_page_names_the_commands_that_everybody_needs() -> None:
    front = (ROOT / "README.md").read_text("utf-8")
    for words in ("make run", "make test", "procesregie upgrade", "procesregie serve"):
        assert words in front
    named = set(re.findall(r"^ +procesregie ([a-z]+)", front, re.MULTILINE))
    assert named <= {name for name, _ in reference._commands()}


def test_this_version_is_in_the_changelog_and_in_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__
    log = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"(?m)^## \[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d$", log)


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text of the project by its path."""
    for folder, inside, files in os.walk(ROOT):
        inside[:] = sorted(set(inside) - MADE)
        for name in sorted(files):
            file = Path(folder) / name
            if file.suffix in TEXT or name == "Makefile":
                yield str(file.relative_to(ROOT)), file.read_text("utf-8", "replace")


def foreign(text: str) -> list[str]:
    """Return the places on one machine, and the hosts of registries, that a text names."""
    places = [place for place in PLACES if re.search(rf"(?<![\w./]){place}", text)]
    return places + [host for host in HOSTS if host in text]


@pytest.mark.parametrize("text", [f'"{PLACES[0]}x"', f"({PLACES[2]}a)", f"see {HOSTS[0]}/simple"])
def test_a_place_on_one_machine_is_seen(text: str) -> None:
    assert foreign(text)


def test_no_text_names_a_place_on_one_machine_or_a_registry() -> None:
    found = {name: wrong for name, text in texts() if (wrong := foreign(text))}
    assert not found
