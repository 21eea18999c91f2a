"""The whole application for group day care: what it asks, shows, computes and refuses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from engine import filling, forms
from engine.forms.choosing import Offers
from engine.forms.parts import GroupView, PartView, RepeatView, RowView, TextView
from engine.runtime import read_lists
from tests.content.reading import FORMS, PROCESSES, scenarios
from tests.house import plain

NOW = datetime(2026, 3, 23, 9, tzinfo=UTC)
FILE = FORMS / "vergunning" / "aanvraag_groepsopvang.json"
CHANGE_HERE: Mapping[str, Any] = {}
EXTRACT = {"document": "d1", "name": "uittreksel.pdf"}
PLAN = {"document": "d2", "name": "plan.pdf"}


@cache
def form() -> forms.Form:
    return forms.load(FILE.read_bytes())


@cache
def offers() -> Offers:
    return Offers(
        read_lists(PROCESSES / "codelijsten"),
        {
            "d1": {
                "name": "uittreksel.pdf",
                "media_type": "application/pdf",
                "kind": "uittreksel_strafregister",
            },
            "d2": {"name": "plan.pdf", "media_type": "application/pdf", "kind": "grondplan"},
        },
    )


def answers(changes: Mapping[str, Any] = CHANGE_HERE) -> dict[str, Any]:
    """Return the full set of answers, with some values by path changed or (None) taken away."""
    values: dict[str, Any] = deepcopy(plain(scenarios()["groepsopvang_toegekend"]["start"]))
    for path, value in changes.items():
        *groups, name = path.split(".")
        node: Any = values
        for each in groups:
            node = node[int(each)] if isinstance(node, list) else node.setdefault(each, {})
        if value is None:
            del node[name]
        else:
            node[name] = value
    return values


def validated(changes: Mapping[str, Any] = CHANGE_HERE) -> forms.Validated:
    return forms.validate(form(), answers(changes), {}, "json", NOW, offers())


def problems(changes: Mapping[str, Any]) -> dict[str, str]:
    return {each.field: each.code for each in validated(changes).problems}


def shown(changes: Mapping[str, Any] = CHANGE_HERE) -> tuple[set[str], str]:
    """Return the fields that are there to fill in, and all texts that are there to read."""
    seen = forms.view(form(), validated(changes).clean, {}, now=NOW, offers=offers())
    fields = {field.name for field in seen.fields if field.visible}
    return fields, " ".join(texts(seen.parts))


def texts(parts: tuple[PartView | RowView, ...]) -> list[str]:
    found = []
    for part in parts:
        if isinstance(part, TextView) and part.visible:
            found += ["".join(span.text for span in block.spans) for block in part.blocks]
        elif isinstance(part, RepeatView):
            found += texts(part.rows)
        elif isinstance(part, GroupView | RowView) and getattr(part, "visible", True):
            found += texts(part.parts)
    return found


def test_every_part_is_a_group_with_a_title() -> None:
    parts = json.loads(FILE.read_text("utf-8"))["components"]
    assert {part["type"] for part in parts} == {"group"}
    titles = [part["label"] for part in parts]
    assert len(titles) == len(set(titles)) == 9


def test_what_is_asked_and_left_blank_is_named() -> None:
    found = forms.validate(form(), {}, {}, "fields", NOW, offers()).problems
    assert {each.code for each in found} == {"required", "too_few_rows"}
    named = {each.field for each in found}
    assert named >= {"organisator.naam", "organisator.kbo", "aanvraag.plaatsen", "personen"}
    assert not [key for key in named if key.startswith(("gebouw.", "beleid."))], "papers may follow"


def test_a_full_set_of_answers_is_valid_and_keeps_every_value() -> None:
    done = validated()
    assert done.problems == ()
    assert keeps(plain(done.clean), answers())


def keeps(kept: Any, given: Any) -> bool:
    """Tell whether everything that was given is there; more may be (what is computed)."""
    if isinstance(given, dict):
        return all(keeps(kept.get(name), value) for name, value in given.items())
    if isinstance(given, list):
        return len(kept) == len(given) and all(map(keeps, kept, given))
    if isinstance(kept, Decimal):
        return kept == Decimal(str(given))
    return kept in (given, f"{given}:00")


def test_a_full_set_of_answers_is_valid_as_a_page_posts_it() -> None:
    seen = forms.view(form(), validated().clean, {}, now=NOW, offers=offers())
    posted = {name: value for name, value in filling.typed(seen).items() if value != ""}
    again = forms.validate(form(), posted, {}, "fields", NOW, offers())
    assert again.problems == ()
    assert again.clean == validated().clean


def test_totals_are_computed() -> None:
    clean: Any = validated().clean
    assert clean["aanvraag"]["opvangvorm"] == "groepsopvang"
    assert (clean["locatie"]["binnen"], clean["locatie"]["buiten"]) == (108, 120)
    assert clean["locatie"]["binnen_per_kind"] == 6
    assert clean["opening"]["uren_per_week"] == Decimal("57.5")
    assert clean["team"] == {
        "verantwoordelijken": 1,
        "begeleiders": 2,
        "uren": Decimal("68.5"),
        "tegelijk": 2,
    }
    uneven = {
        "opening.zelfde_uren": "nee",
        "opening.van": None,
        "opening.tot": None,
        "opening.uren": [
            {"dag": "maandag", "van": "07:00", "tot": "12:15"},
            {"dag": "dinsdag", "van": "13:00", "tot": "18:30"},
        ],
    }
    hours: Any = validated(uneven).clean["opening"]
    assert hours["uren_per_week"] == Decimal("10.75")


PERSON = "personen.1."
ASKED = (
    ("organisator.geboortedatum", {"organisator.rechtsvorm": "natuurlijke_persoon"}),
    ("organisator.gemeente", {"organisator.adres_elders": True, "organisator.nis_code": None}),
    ("aanvraag.zelfde_personen", {"aanvraag.reden": "overname"}),
    ("aanvraag.afwijking_van", {"aanvraag.afwijking": "ja"}),
    ("aanvraag.afwijking_motivering", {"aanvraag.afwijking": "ja"}),
    ("locatie.taal", {"locatie.nis_code": "21004"}),
    ("opening.uren.0.van", {"opening.zelfde_uren": "nee", "opening.uren": [{"dag": "maandag"}]}),
    (f"{PERSON}kwalificatie.verwacht", {f"{PERSON}kwalificatie.code": "in_opleiding"}),
    ("opportuniteit.gevraagd_op", {"opportuniteit.stand": "gevraagd"}),
    ("opportuniteit.vraag", {"opportuniteit.stand": "gevraagd"}),
    ("brandveiligheid.geldig_tot", {"brandveiligheid.attest": "B"}),
)
GONE = (
    ("organisator.statuten", {"organisator.rechtsvorm": "eenmanszaak"}),
    ("organisator.bankattest", {"organisator.iban": None}),
    ("organisator.locaties.0.naam", {"organisator.ervaring": "nee"}),
    ("opening.van", {"opening.zelfde_uren": "nee"}),
    ("locatie.ruimtes.0.verdieping", {"locatie.ruimtes.0.functie": "buitenruimte"}),
    (f"{PERSON}medisch.datum", {f"{PERSON}functie": "logistiek"}),
    (f"{PERSON}kwalificatie.code", {f"{PERSON}functie": "vrijwilliger"}),
    (f"{PERSON}kwalificatie.stuk", {f"{PERSON}kwalificatie.code": "geen"}),
    (f"{PERSON}nederlands.stuk", {f"{PERSON}nederlands.bewijs": "geen"}),
    (f"{PERSON}levensreddend.geldig_tot", {f"{PERSON}levensreddend.datum": None}),
    ("starterstraject.stand", {"aanvraag.reden": "verhuizing"}),
    ("opportuniteit.stand", {"aanvraag.reden": "overname"}),
    ("opportuniteit.antwoord", {"opportuniteit.stand": "gunstig"}),
    ("brandveiligheid.stuk", {"brandveiligheid.attest": "geen"}),
    ("infrastructuur.stuk", {"infrastructuur.stand": "gevraagd"}),
    ("verklaringen.ondertekenaar", {"verklaringen.ondertekend": "nee"}),
)


def seen_with(changes: Mapping[str, Any]) -> set[str]:
    """Return the fields that show, also with answers that do not fit together yet."""
    seen = forms.view(form(), nested(changes), {}, now=NOW, offers=offers())
    return {field.name for field in seen.fields if field.visible}


def nested(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the clean answers with some values by path changed or taken away."""
    values: dict[str, Any] = deepcopy(dict(validated().clean))
    for path, value in changes.items():
        *groups, name = path.split(".")
        node: Any = values
        for each in groups:
            node = node[int(each)] if isinstance(node, list) else node.setdefault(each, {})
        node[name] = value
    return values


@pytest.mark.parametrize(("key", "changes"), ASKED, ids=[key for key, _ in ASKED])
def test_a_question_comes_with_the_answer_that_asks_for_it(
    key: str, changes: dict[str, Any]
) -> None:
    assert key not in seen_with({})
    assert key in seen_with(changes)


@pytest.mark.parametrize(("key", "changes"), GONE, ids=[key for key, _ in GONE])
def test_a_question_goes_with_the_answer_that_needs_it_no_more(
    key: str, changes: dict[str, Any]
) -> None:
    assert key in seen_with({})
    assert key not in seen_with(changes)


WARNINGS = (
    (
        "nog geen 21 jaar",
        {
            "organisator.rechtsvorm": "eenmanszaak",
            "organisator.geboortedatum": "2005-03-21",
        },
    ),
    ("Meer dan 18 plaatsen", {"aanvraag.plaatsen": 19}),
    ("meer dan zes maanden", {"aanvraag.geplande_start": "2026-09-21"}),
    ("andere instantie", {"locatie.nis_code": "21004", "locatie.taal": "frans"}),
    ("ouder dan één maand", {"personen.0.strafregister.datum": "2026-02-22"}),
    ("vervallen voor de start", {"personen.0.levensreddend.geldig_tot": "2026-08-31"}),
    ("nog geen verantwoordelijke", {"personen.0.functie": "kinderbegeleider"}),
    ("te weinig kinderbegeleiders", {"aanvraag.plaatsen": 20}),
    ("Zonder attest of vrijstelling", {"starterstraject": {"stand": "bezig"}}),
    (
        "nog geen dertig dagen",
        {"opportuniteit": {"stand": "gevraagd", "gevraagd_op": "2026-02-18"}},
    ),
    ("attest C", {"brandveiligheid.attest": "C"}),
    (
        "vervalt voor de start",
        {"brandveiligheid.attest": "B", "brandveiligheid.geldig_tot": "2026-08-31"},
    ),
    ("na de geplande start", {"plannen.stappen.1.tegen": "2026-09-02"}),
    ("Zonder handtekening", {"verklaringen": {"ondertekend": "nee"}}),
)


@pytest.mark.parametrize(("words", "changes"), WARNINGS, ids=[words for words, _ in WARNINGS])
def test_what_may_make_it_inadmissible_warns_and_never_stops_it(
    words: str, changes: dict[str, Any]
) -> None:
    assert words not in shown()[1]
    assert problems(changes) == {}
    assert words in shown(changes)[1]


ON_THE_EDGE = (
    (
        "nog geen 21 jaar",
        {
            "organisator.rechtsvorm": "eenmanszaak",
            "organisator.geboortedatum": "2005-03-20",
        },
    ),
    ("meer dan zes maanden", {"aanvraag.geplande_start": "2026-09-20"}),
    ("ouder dan één maand", {"personen.0.strafregister.datum": "2026-02-23"}),
    (
        "nog geen dertig dagen",
        {"opportuniteit": {"stand": "gevraagd", "gevraagd_op": "2026-02-17"}},
    ),
)


@pytest.mark.parametrize(("words", "changes"), ON_THE_EDGE, ids=[each[0] for each in ON_THE_EDGE])
def test_the_day_itself_is_still_in_time(words: str, changes: dict[str, Any]) -> None:
    assert problems(changes) == {}
    assert words not in shown(changes)[1]


REFUSED = (
    ("organisator.kbo", "0999701104", "bad_check_digits"),
    ("organisator.iban", "BE68539007547035", "bad_check_digits"),
    ("organisator.email", "mieke", "not_an_email"),
    ("organisator.rechtsvorm", "koning", "unknown_option"),
    ("locatie.nis_code", "99999", "unknown_option"),
    ("locatie.vestigingsnummer", "2300400531", "bad_check_digits"),
    ("locatie.taal", "nederlands", "field_hidden"),
    ("locatie.binnen", 1000, "field_disabled"),
    ("locatie.ruimtes.0.oppervlakte", 0, "too_small"),
    ("aanvraag.plaatsen", 8, "too_small"),
    ("aanvraag.plaatsen", 12.5, "too_many_decimals"),
    ("aanvraag.geplande_start", "2026-03-19", "too_early"),
    ("aanvraag.ontvangstdatum", "2026-03-24", "too_late"),
    ("aanvraag.opvangvorm", "gezinsopvang", "field_disabled"),
    ("opening.tot", "07:00", "too_early"),
    ("personen.0.rijksregisternummer", "86051412437", "bad_check_digits"),
    ("personen.0.functie", "directeur", "unknown_option"),
    ("personen.0.strafregister.datum", "2026-03-24", "too_late"),
    ("personen.0.strafregister.stuk", [PLAN], "unknown_document"),
    ("personen.0.strafregister.stuk", [EXTRACT | {"document": "d9"}], "unknown_document"),
    ("personen.0.levensreddend.geldig_tot", "2025-10-03", "too_early"),
    ("personen.3.medisch.datum", "2026-03-01", "field_hidden"),
    ("personen.0.loon", "2.400", "unknown_field"),
    ("gebouw.grondplan", [EXTRACT], "unknown_document"),
    ("team.begeleiders", 9, "field_disabled"),
    ("besluit", "toegekend", "unknown_field"),
)


@pytest.mark.parametrize(("key", "value", "code"), REFUSED)
def test_what_cannot_be_is_refused_and_named(key: str, value: Any, code: str) -> None:
    assert problems({key: value})[key] == code


def test_a_document_of_the_right_sort_is_taken() -> None:
    changes = {"personen.0.strafregister.stuk": [EXTRACT], "gebouw.grondplan": [PLAN]}
    done: Any = validated(changes)
    assert done.problems == ()
    assert done.clean["personen"][0]["strafregister"]["stuk"] == [EXTRACT]


def test_there_is_at_least_one_person_and_at_most_sixty() -> None:
    assert problems({"personen": []})["personen"] == "too_few_rows"
    row = {"naam": "Ana Ribeiro", "functie": "logistiek", "statuut": "werknemer"}
    assert problems({"personen": [row] * 60}) == {}
    assert "personen" in problems({"personen": [row] * 61})


def test_what_is_confidential_says_so_and_says_why_it_is_asked() -> None:
    by_key = form().by_key
    for key in ("rijksregisternummer", "strafregister.blanco", "strafregister.stuk"):
        assert by_key[f"personen.*.{key}"].own.confidential == "gevoelig", key
    assert by_key["organisator.geboortedatum"].own.confidential == "persoonsgegeven"
    assert by_key["organisator.kbo"].own.legal_basis


def test_every_document_has_a_sort_that_the_procedure_knows() -> None:
    known = (PROCESSES / "vergunning" / "procedure.toml").read_text("utf-8")
    sorts = {f.files.kind for f in form().by_key.values() if f.files is not None}
    assert len(sorts) >= 20
    assert all(f'key = "{sort}"' in known for sort in sorts)
