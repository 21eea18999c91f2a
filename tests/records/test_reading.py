"""Types of records: read as they stand, refused with the place and the reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine import records, wording
from engine.errors import InvalidModel
from engine.model import Actor, RoleInTeam
from engine.records import FieldKind

LISTS, ROLES = ("gemeenten",), ("kb-ko", "jurist")


def declared(**changes: Any) -> dict[str, Any]:
    return {
        "type": "school",
        "titel": "School",
        "meervoud": "Scholen",
        "doel": "Om te proberen.",
        "voorvoegsel": "SCH",
        "toon": "{{naam}}",
        "velden": [
            {"naam": "naam", "titel": "Naam", "soort": "tekst", "verplicht": True},
            {"naam": "gemeente", "titel": "Gemeente", "soort": "keuze", "lijst": "gemeenten"},
        ],
        **changes,
    }


def field(**changes: Any) -> dict[str, Any]:
    first = declared()["velden"][0]
    return declared(
        velden=[first, {"naam": "extra", "titel": "Extra", "soort": "tekst", **changes}]
    )


def rules(*types: Any) -> list[tuple[str, str | None]]:
    files = {
        f"registers/{at}.json": each if isinstance(each, bytes) else json.dumps(each).encode()
        for at, each in enumerate(types)
    }
    try:
        records.read_types(files, LISTS, ROLES)
    except InvalidModel as refused:
        for finding in refused.findings:
            assert "{" not in wording.say(finding.rule, finding.facts)
        return [(finding.rule, finding.element) for finding in refused.findings]
    return []


def test_a_type_is_read_whole() -> None:
    found = records.read_types({"a": json.dumps(declared()).encode()}, LISTS, ROLES)["school"]
    assert (found.plural, found.prefix) == ("Scholen", "SCH")
    assert [each.kind for each in found.fields] == [FieldKind.TEXT, FieldKind.CHOICE]
    assert found.fields[0].required


@pytest.mark.parametrize(
    ("made", "rule", "place"),
    [
        (b"geen json", "register.not_json", None),
        (b'{"type": "x"}', "register.not_json", None),
        (b"[" * 100_000, "register.not_json", None),
        (declared(titel=""), "register.missing", None),
        (declared(type="School!"), "register.name", None),
        (declared(voorvoegsel="s"), "register.name", None),
        (declared(dossier="klein"), "register.name", None),
        (declared(velden=[]), "register.fields", None),
        (declared(kleur="rood"), "register.word", None),
        (declared(toon="{{straat}}"), "register.unknown_field", None),
        (declared(dubbel={"gelijk": ["straat"]}), "register.unknown_field", None),
        (declared(dubbel="alles"), "register.value", None),
        (declared(lezers={"gevoelig": ["iemand"]}), "register.readers", None),
        (field(soort="kleur"), "register.value", "extra"),
        (field(naam="Extra veld"), "register.name", "Extra veld"),
        (field(naam="about"), "register.name", "about"),
        (field(naam="naam"), "register.field_twice", "naam"),
        (field(controle="onbekend"), "register.value", "extra"),
        (field(soort="getal", controle="kbo"), "register.word", "extra"),
        (field(soort="tekst", verloopt=True), "register.word", "extra"),
        (field(soort="datum", verloopt="ja"), "register.value", "extra"),
        (field(soort="verwijzing"), "register.missing", "extra"),
        (field(soort="verwijzing", naar="niets"), "register.value", "extra"),
        (field(soort="keuze"), "register.choices", "extra"),
        (field(soort="keuze", keuzes=["a", "a"]), "register.value", "extra"),
        (field(soort="keuze", lijst="landen"), "register.value", "extra"),
        (field(soort="getal", uniek=True), "register.unique", "extra"),
        (field(verplicht="ja"), "register.value", "extra"),
        (field(vertrouwelijk="geheim"), "register.value", "extra"),
        (field(vertrouwelijk="gevoelig"), "register.readers", None),
        (field(maat=3), "register.word", "extra"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(made: Any, rule: str, place: str | None) -> None:
    assert (rule, place) in rules(made)


def test_a_title_tells_nothing_confidential() -> None:
    extra = {"naam": "extra", "titel": "E", "soort": "tekst", "vertrouwelijk": "gevoelig"}
    made = declared(
        toon="{{naam}} {{extra}}",
        lezers={"gevoelig": ["jurist"]},
        velden=[declared()["velden"][0], extra],
    )
    assert rules(made) == [("register.not_in_title", "extra")]


def test_two_files_may_not_declare_one_register_or_one_prefix() -> None:
    twice = [rule for rule, _ in rules(declared(), declared())]
    assert twice == ["register.twice", "register.prefix_twice"]


def test_a_class_is_read_by_its_readers_alone() -> None:
    extra = {"naam": "extra", "titel": "E", "soort": "tekst", "vertrouwelijk": "gevoelig"}
    made = declared(lezers={"gevoelig": ["jurist"]}, velden=[declared()["velden"][0], extra])
    found = records.read_types({"a": json.dumps(made).encode()}, LISTS, ROLES)["school"]
    assert found.readable(Actor("1", "Jurist", (RoleInTeam("jurist"),))) == {"naam", "extra"}
    assert found.readable(Actor("2", "Ander", (RoleInTeam("kb-ko"),))) == {"naam"}
