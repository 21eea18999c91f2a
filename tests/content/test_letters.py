"""The decision letters: five fixed blocks, and terms that agree with the register."""

import re

import pytest

from tests.content.reading import letters, terms

each_letter = pytest.mark.parametrize("name", sorted(letters()))
UNITS = {"kalenderdagen": "kalenderdagen", "maanden": "maanden"}


def decisions() -> set[str]:
    return {name for name, (front, _) in letters().items() if front["soort"] == "beslissing"}


each_decision = pytest.mark.parametrize("name", sorted(decisions()))


def test_there_is_one_letter_for_each_outcome() -> None:
    assert decisions() == {
        "toekenning_vergunning",
        "gedeeltelijke_toekenning_vergunning",
        "weigering_vergunning",
        "onontvankelijk",
        "onbevoegd",
        "vervallen_vergunning",
        "stopzetting_vergunning",
        "beslissing_wijziging",
        "weigering_wijziging",
        "onontvankelijk_wijziging",
        "bevestiging_rekeningnummer",
        "rechtzetting_beslissing",
        "intrekking_beslissing",
        "antwoord_klacht",
        "niet_behandelen_klacht",
        "toekenning_subsidie",
        "gedeeltelijke_toekenning_subsidie",
        "weigering_subsidie",
        "niet_geschikt_strafregister",
        "niet_afgerond_traject",
        "weigering_vrijstelling_traject",
        "schorsing_vergunning",
        "opheffing_vergunning",
        "toekenning_afwijking",
        "weigering_afwijking",
    }


def test_the_families_have_all_their_letters() -> None:
    assert letters().keys() - decisions() == {
        "ontvangstmelding",
        "vraag_aanvulling",
        "herinnering_vervollediging",
        "ontvankelijk",
        "voornemen_weigering",
        "verlenging_termijn",
        "verwittiging_start",
        "ontvangstmelding_wijziging",
        "bevestiging_wijziging",
        "bankattest_nodig",
        "nieuwe_vergunning_nodig",
        "verhuizing_nieuwe_vergunning",
        "uitstel_start",
        "geen_uitstel_start",
        "bevestiging_stopzetting",
        "bevestiging_tijdelijke_stop",
        "info_lokaal_bestuur",
        "voornemen_stopzetting",
        "zonder_voorwerp",
        "verbetering",
        "ontvangstmelding_klacht",
        "doorverwijzing_klacht",
        "vertraging_klacht",
        "inspectieopdracht",
        "uitnodiging_horen",
        "uitnodiging_gesprek",
        "voornemen_strafregister",
        "strafregister_geschikt",
        "strafregister_voorwaarden",
        "geen_starterstraject",
        "ander_traject",
        "uitnodiging_infosessie",
        "vrijstelling_traject",
        "uitnodiging_kennismaking",
        "doorverwijzing_partner",
        "stopzetting_traject",
        "attest_starterstraject",
        "bevestiging_infosessie",
        "wachtlijst_infosessie",
        "plaats_vrij_infosessie",
        "herinnering_infosessie",
        "annulatie_infosessie",
        "nieuwe_dag_infosessie",
        "attest_infosessie",
        "adviesvraag",
        "info_beslissing",
        "aanmaning",
        "verlenging_hersteltermijn",
        "aanmaning_afgesloten",
        "voornemen_maatregel",
        "voornemen_stopgezet",
        "geen_opportuniteitsadvies",
    }


@each_decision
def test_a_decision_letter_has_its_five_blocks_and_a_contact_person(name: str) -> None:
    _, body = letters()[name]
    headings = re.findall(r"^## (.+)$", body, re.MULTILINE)
    assert headings == [
        "Beslissing",
        "Feitelijke overwegingen",
        "Juridische overwegingen",
        "Gevolgen en termijnen {#gevolgen}",
        "Bezwaar of beroep",
        "Vragen",
    ]
    assert "{{ voorstel.contactpersoon }}" in body


@each_decision
def test_a_letter_names_body_term_and_form_of_the_remedy(name: str) -> None:
    _, body = letters()[name]
    remedy = body.partition("## Bezwaar of beroep")[2]
    assert all(f"**{word}:**" in remedy for word in ("Waar", "Termijn", "Vorm"))


@each_letter
def test_every_term_in_a_letter_is_the_one_of_the_register(name: str) -> None:
    front, body = letters()[name]
    written = {(int(n), unit) for n, unit in re.findall(r"(\d+) (kalenderdagen|maanden)", body)}
    named = {(terms()[key]["value"], terms()[key]["unit"]) for key in front["termijnen"]}
    assert written == named


@each_letter
def test_an_unconfirmed_term_is_marked_where_it_stands(name: str) -> None:
    front, body = letters()[name]
    for key in front["termijnen"]:
        row = terms()[key]
        if row["status"] == "gelezen":
            continue
        lines = [line for line in body.splitlines() if f"{row['value']} {row['unit']}" in line]
        assert lines
        assert all("te bevestigen" in line for line in lines)
