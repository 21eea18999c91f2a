"""The operator's pages: what is shown before a move, what is refused, and who sees them."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from tests import stuck
from tests.stuck import Stuck
from tests.verbs import probing, test_unconfirmed
from tests.web.site import Site, Visitor

WHY = "De aanvrager vergat het bedrag."


@pytest.fixture
def operator(site: Site) -> Visitor:
    return site.visit("bert.beheer")


@pytest.fixture
def waiting(site: Site) -> Stuck:
    return stuck.without_amount(site.house)


def at(case: Stuck, move: str = "") -> str:
    return f"/beheer/procedures/{case.number}{move and f'/{move}'}"


def post(browser: Visitor, case: Stuck, move: str, **fields: str) -> TestResponse:
    sent = {"_gezien": str(case.seen), "reason": WHY, **fields}
    return browser.post(at(case, move), sent)


def test_the_list_says_what_is_wrong_and_leads_to_the_case(
    operator: Visitor, waiting: Stuck
) -> None:
    page = operator.get("/beheer/incidenten").text
    assert "Een voorwaarde bij ‘Hoeveel?’ gaf ja noch nee." in page
    assert f'href="{at(waiting)}"' in page
    assert "Alle opnieuw proberen" not in page
    assert "Nog niets opgelost" in operator.get("/beheer/incidenten?stand=opgelost").text


def test_the_menu_has_the_entry_only_for_who_operates(site: Site, operator: Visitor) -> None:
    assert 'href="/beheer/incidenten"' in operator.get("/hulp").text
    assert 'href="/beheer/incidenten"' not in site.visit("sara.mertens").get("/hulp").text


def test_a_case_shows_what_is_wrong_where_it_stands_and_what_can_be_done(
    operator: Visitor, waiting: Stuck
) -> None:
    page = operator.get(at(waiting)).text
    assert "Er ging niets verloren" in page
    assert "amount &gt; 10" in page
    assert "Warning(" not in page, "what the expression met is told in sentences"
    assert "gebruikerstaak · wacht op een behandelaar" in page
    for move in ("gegevens", "stopzetten"):
        assert f'href="{at(waiting, move)}"' in page
    assert "verplaatsen?token=" in page
    assert "Opnieuw proberen" not in page


def test_new_values_are_shown_beside_the_old_ones_before_they_are_kept(
    site: Site, operator: Visitor, waiting: Stuck
) -> None:
    before = site.kept()
    page = operator.post(at(waiting, "gegevens/bekijken"), {"values": 'amount = 6 * 2\nx = "y"'})
    assert page.status_code == 200
    assert "<code>null</code>" in page.text
    assert "<code>12</code>" in page.text
    assert site.kept() == before
    done = post(operator, waiting, "gegevens", values="amount = 6 * 2")
    assert done.location == f"{at(waiting)}?gedaan=gegevens-verbeterd"
    assert "<code>12</code>" in operator.get(at(waiting)).text
    again = operator.get(f"{at(waiting, 'gegevens')}?naam=amount").text
    assert "amount = 12</textarea>" in again


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("amount = 12 +", "amount: Deze uitdrukking is geen geldige FEEL"),
        ("amount 12", "Schrijf op elke regel een naam"),
        ("", "Schrijf minstens één gegeven"),
        ("@date = 1", "@date: Dit is geen naam van een gegeven."),
        ("\n".join(f"n{i} = 1" for i in range(21)), "Verbeter hoogstens 20 gegevens tegelijk."),
    ],
)
def test_what_is_no_value_is_said_and_stays_in_the_field(
    operator: Visitor, waiting: Stuck, values: str, said: str
) -> None:
    for move in ("gegevens/bekijken", "gegevens"):
        page = post(operator, waiting, move, values=values)
        assert page.status_code == 422
        assert said in page.text
        assert f"\n{values}</textarea>" in page.text


def test_a_move_says_which_task_is_taken_back_and_which_opens(
    operator: Visitor, waiting: Stuck
) -> None:
    path = f"{at(waiting, 'verplaatsen')}?token={waiting.token}"
    assert "Wat er dan gebeurt" not in operator.get(path).text
    page = operator.get(f"{path}&element=check").text
    assert "De taak ‘Vraag het bedrag’ wordt teruggenomen." in page
    assert "De taak ‘Kijk het bedrag na’ gaat open." in page
    ending = operator.get(f"{path}&element=finish").text
    assert "De procedure eindigt met ‘Klaar’." in ending
    refused = operator.get(f"{path}&element=gate")
    assert refused.status_code == 422
    assert "Een voorwaarde bij ‘Hoeveel?’ gaf ja noch nee." in refused.text
    assert "Waarom doe je dit?" not in refused.text


@pytest.mark.parametrize("element", ["begin", "nowhere", ""])
def test_a_place_that_means_nothing_is_refused(
    operator: Visitor, waiting: Stuck, element: str
) -> None:
    answer = post(operator, waiting, "verplaatsen", _token=waiting.token, _element=element)
    assert answer.status_code == 422


def test_an_error_that_nobody_handles_warns_that_it_fails_again(
    site: Site, operator: Visitor
) -> None:
    case = stuck.on_an_error(site.house)
    page = operator.get(at(case)).text
    assert "De fout ‘E1’ werd nergens opgevangen bij ‘Mislukt’." in page
    asked = operator.get(f"{at(case, 'opnieuw')}?wat={case.key}").text
    assert "Met de gegevens van nu loopt het weer vast." in asked
    post(operator, case, "opnieuw", _wat=case.key)
    kinds = probing.kinds(site.house, case.number)
    assert kinds[-3:] == ["job:retried", "incident:opened", "incident:resolved"]


def test_a_cancelled_case_says_so_everywhere(site: Site, operator: Visitor, waiting: Stuck) -> None:
    page = operator.get(at(waiting, "stopzetten")).text
    assert "De taak ‘Vraag het bedrag’ wordt teruggenomen." in page
    answer = post(operator, waiting, "stopzetten")
    assert answer.location == f"{at(waiting)}?gedaan=procedure-stopgezet"
    page = operator.get(at(waiting)).text
    assert "Stopgezet" in page
    assert "Procedure stopzetten" not in page
    reader = site.visit("an.admin")
    assert "Stopgezet, op" in reader.get(f"/procedures/{waiting.number}").text
    assert f"stop: {WHY}" in reader.get(f"/procedures/{waiting.number}/verloop").text
    assert operator.get(at(waiting, "stopzetten")).status_code == 409


def test_without_a_reason_nothing_happens_and_what_was_typed_stays(
    site: Site, operator: Visitor, waiting: Stuck
) -> None:
    before = site.kept()
    moves = {
        "gegevens": {"values": "amount = 3"},
        "verplaatsen": {"_token": waiting.token, "_element": "check"},
        "stopzetten": {},
    }
    for move, fields in moves.items():
        answer = post(operator, waiting, move, **fields, reason=" . ")
        assert answer.status_code == 422
        assert "Schrijf in 3 tot 500 tekens waarom je dit doet." in answer.text
        assert 'href="#veld-reason"' in answer.text
    assert "amount = 3" in post(operator, waiting, "gegevens", values="amount = 3", reason="").text
    closing = f"/beheer/incidenten/{waiting.incident}/afsluiten"
    assert operator.post(closing, {"reason": ""}).status_code == 422
    assert site.kept() == before


def test_what_went_on_meanwhile_is_refused_and_leads_back(
    operator: Visitor, waiting: Stuck
) -> None:
    assert post(operator, waiting, "gegevens", values="amount = 3").status_code == 303
    answer = post(operator, waiting, "gegevens", values="amount = 4")
    assert answer.status_code == 409
    assert f'href="{at(waiting)}"' in answer.text
    assert "amount = 4" in answer.text, "what was typed is not lost"
    assert post(operator, waiting, "stopzetten", _gezien="").status_code == 422


def test_an_incident_is_closed_with_a_reason_and_stands_among_the_resolved(
    operator: Visitor, waiting: Stuck
) -> None:
    closing = f"/beheer/incidenten/{waiting.incident}/afsluiten"
    assert "De procedure zelf verandert niet." in operator.get(closing).text
    assert operator.post(closing, {"reason": WHY}).status_code == 303
    assert "al afgesloten" in operator.get(closing).text
    assert operator.post(closing, {"reason": WHY}).status_code == 409
    assert "Er staat niets stil" in operator.get("/beheer/incidenten").text
    assert "Bert Segers" in operator.get("/beheer/incidenten?stand=opgelost").text
    assert operator.get("/beheer/incidenten/nergens/afsluiten").status_code == 404


def test_all_of_one_kind_are_tried_again_and_it_says_what_was_left(
    site: Site, operator: Visitor
) -> None:
    for _ in range(2):
        stuck.on_an_error(site.house)
    assert "2 keer bij ‘Mislukt’" in operator.get("/beheer/incidenten").text
    alike = "code=unhandled_error&element=broken&proces=probe"
    form = operator.get(f"/beheer/incidenten/opnieuw?{alike}")
    ids = re.findall(r'name="gekozen" value="([^"]+)"', form.text)
    assert len(ids) == 2
    refused = operator.post("/beheer/incidenten/opnieuw", {"gekozen": ids, "reason": ""})
    assert refused.status_code == 422
    assert re.findall(r'name="gekozen" value="([^"]+)"', refused.text) == ids
    answer = operator.post("/beheer/incidenten/opnieuw", {"gekozen": ids, "reason": WHY})
    assert answer.location == "/beheer/incidenten?gedaan=storingen-opnieuw"
    twice = operator.post("/beheer/incidenten/opnieuw", {"gekozen": ids, "reason": WHY})
    assert twice.location == "/beheer/incidenten?gedaan=storingen-weg"
    assert operator.get("/beheer/incidenten/opnieuw?code=x").status_code == 404
    nothing = operator.get("/beheer/incidenten/opnieuw")
    assert nothing.location == "/beheer/incidenten?gedaan=geen-storing-gekozen"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("procedure=probe", True),
        ("procedure=hand", False),
        ("soort=condition_without_answer", True),
        ("soort=unhandled_error", False),
        ("opdracht=find_deciders", False),
        ("sinds=2026-01-01", True),
        ("sinds=2027-01-01", False),
        ("sinds=ooit", True),
    ],
)
def test_the_list_is_narrowed_by_procedure_kind_work_and_day(
    operator: Visitor, waiting: Stuck, query: str, found: bool
) -> None:
    text = operator.get(f"/beheer/incidenten?{query}").text
    assert (f'href="{at(waiting)}"' in text) is found
    everything = operator.get(f"/beheer/incidenten/opnieuw?alles=1&{query}")
    assert everything.status_code == (200 if found else 404)


def test_the_step_that_failed_leads_to_its_diagram(operator: Visitor, waiting: Stuck) -> None:
    list_of_them = operator.get("/beheer/incidenten").text
    path = f"{at(waiting, 'tekening')}?stap=gate"
    assert f'href="{path}"' in list_of_them
    assert "Probe" in operator.get(path).text
    assert "Probe" in operator.get(f"{at(waiting, 'tekening')}?stap=nergens").text
    assert operator.get("/beheer/procedures/PR-2026-09999/tekening").status_code == 404


def test_a_letter_that_stays_here_says_why_on_the_list_and_with_the_case(
    site: Site, operator: Visitor
) -> None:
    number = test_unconfirmed.sends(site.house, '"bezwaar.indienen"')
    refused = "Niet verzonden: de bezwaartermijn in deze brief is niet bevestigd."
    assert refused in operator.get("/beheer/incidenten").text
    page = operator.get(f"/beheer/procedures/{number}").text
    assert refused in page
    assert "Vraag een jurist om ze te bevestigen. Probeer daarna opnieuw." in page
