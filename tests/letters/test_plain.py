"""How plain a letter is: our own pass, a heavy one gets hints, none is refused."""

import pytest

from engine.letters import Source, check, check_block, plain, read
from tests.letters import casework
from tests.letters.samples import letter

HEAVY = "Teneinde uw aanvraag te behandelen"


def hints(body: str) -> dict[str, object]:
    found = check(letter(body), "b.md")
    assert {each.severity for each in found} <= {"info"}
    return {each.rule: dict(each.facts) for each in found}


def test_there_are_letters_to_judge() -> None:
    assert len(casework.LETTERS) >= 11
    assert len(casework.BLOCKS) >= 4


@pytest.mark.parametrize("name", casework.LETTERS)
def test_our_own_letters_are_plain(name: str) -> None:
    assert check(casework.LETTERS[name].read_text("utf-8"), name, casework.BLOCKS) == []
    found = plain.sentences(read(casework.text(name)))
    assert plain.average(found) <= 12
    assert max(each.words for each in found) <= 25


@pytest.mark.parametrize("block", casework.BLOCKS.values(), ids=lambda block: block.path)
def test_our_own_blocks_are_plain(block: Source) -> None:
    assert check_block(block) == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (f"U weet het. {HEAVY} vragen wij u iets.", "letter_plain_word"),
        ("U weet het. De aanvraag wordt door ons behandeld.", "letter_plain_passive"),
        ("U weet het. Door het indienen van stukken helpt u ons.", "letter_plain_nominal"),
        ("U weet het. Laat je het ons weten?", "letter_plain_familiar"),
        ("De aanvraag is binnen.", "letter_plain_no_you"),
        ("U weet het. " + "woord " * 26 + ".", "letter_plain_long"),
        ("U " + "woord " * 13 + ".", "letter_plain_average"),
    ],
)
def test_a_heavy_sentence_gets_a_hint(body: str, rule: str) -> None:
    assert rule in hints(body)


def test_a_hint_names_the_plain_word() -> None:
    told = hints(f"U weet het. {HEAVY} vragen wij u iets.")["letter_plain_word"]
    assert told == {"word": "teneinde", "better": "om"}


def test_a_placeholder_counts_as_one_word() -> None:
    (found,) = plain.sentences(read(letter("U krijgt {{ one.long.name + another }} plaatsen.")))
    assert found.words == 4
