"""Dutch stops at the pages: the Python of the engine is written in the glossary's English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
DUTCH_ROOMS = ("web", "wording")
NONE = "\N{EN DASH}"


def words() -> tuple[set[str], set[str]]:
    """Return the English and the Dutch words of the glossary's table."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in GLOSSARY.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ][1:]
    return {row[0] for row in rows}, {row[1] for row in rows if row[1] != NONE}


def dutch_words_in(text: str) -> set[str]:
    """Return the glossary's Dutch words in a text, also as a part of a snake_case name."""
    english, dutch = words()
    found = set(re.findall(r"[^\W\d_]+", text.lower()))
    return found & (dutch - english)


def python_files() -> Iterable[Path]:
    """Return the modules of the engine that have to be English."""
    for file in sorted((ROOT / "engine").rglob("*.py")):
        if file.relative_to(ROOT / "engine").parts[0] not in DUTCH_ROOMS:
            yield file


def test_the_glossary_has_both_columns() -> None:
    english, dutch = words()
    assert {"case", "clock", "job"} <= english
    assert {"zaak", "termijn", "beslissing"} <= dutch


def test_a_dutch_word_is_found_in_names_and_sentences() -> None:
    assert dutch_words_in("def neem_taak(beslissing): ...") == {"taak", "beslissing"}
    assert dutch_words_in("def take_task(decision, dossier): ...") == set()


def test_the_engine_is_written_in_english() -> None:
    found = {
        str(file.relative_to(ROOT)): sorted(dutch)
        for file in python_files()
        if (dutch := dutch_words_in(file.read_text(encoding="utf-8")))
    }
    assert not found
