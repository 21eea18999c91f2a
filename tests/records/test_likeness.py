"""Two spellings of one thing are alike, two things are not."""

from __future__ import annotations

import pytest

from engine.records import address_key, likeness, name_keys

ADDRESSES = [
    (("Kerkstraat", "12", "3000"), ("Kerkstr.", "12", "3000")),
    (("Kerkstraat", "12 bus 3", "3000"), ("KERKSTRAAT", "12/3", "3000")),
    (("Kerkstraat", "12 bus 3", "3000"), ("kerkstraat", "12b3", "3000")),
    (("Leuvensesteenweg", "4A", "3000"), ("Leuvense stwg", "4 a", "3000")),
    (("Sint-Jansplein", "1", "2060"), ("St. Janspln", "1", "2060")),
    (("Théophilelaan", "1", "1000"), ("Theophileln", "1", "1000")),
]


@pytest.mark.parametrize(("one", "other"), ADDRESSES)
def test_two_spellings_of_an_address_are_equal(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    assert address_key(one) == address_key(other) != ""


def test_another_number_box_or_postcode_is_another_address() -> None:
    parts = [
        ("12", "3000"),
        ("12 bus 3", "3000"),
        ("123", "3000"),
        ("12 b", "3000"),
        ("12", "3001"),
    ]
    assert len({address_key(("Kerkstraat", *each)) for each in parts}) == len(parts)


def test_half_an_address_is_none() -> None:
    assert address_key(("Kerkstraat", "", "3000")) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zonnebloem vzw", "Zonebloem"),
        ("Opvang De Pagadder", "opvang pagader bv"),
        ("'t Kabouterbos", "Kabouterbosch"),
    ],
)
def test_names_that_look_alike_share_a_key(one: str, other: str) -> None:
    assert set(name_keys(one)) & set(name_keys(other))
    assert likeness(one, other) > 0.62


def test_names_of_other_things_are_not_alike() -> None:
    assert likeness("Zonnebloem vzw", "Regenboog vzw") < 0.4
    assert likeness("", "") == 0
