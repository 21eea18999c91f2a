"""A procedure that follows a decision: when it is offered, what its form takes over."""

from __future__ import annotations

import pytest

from engine import cases, store
from engine.deployments.checking import check
from engine.following import wrong_follows
from engine.model import Permission
from engine.store import decisions as rows
from engine.store import dossiers
from engine.store.rows import DecisionRow
from tests.house import House
from tests.scenarios import playing
from tests.verbs import probing

ADMIN, NUMBER = "an.admin", "2026/00001"
GRANTED = "vergunning/scenarios/volledig_dossier_toegekend.yaml"
REFUSED = "vergunning/scenarios/geweigerd_na_teruggestuurd_nazicht.yaml"


def decided(house: House, scenario: str) -> DecisionRow:
    playing.play(house, playing.FOLDER / scenario)
    with house.runtime.store.read() as tx:
        scope = house.runtime.policy.scope(house.actors[ADMIN], Permission.READ_CASES)
        row = rows.by_number(tx, 2026, 1, scope)
    assert row is not None
    return row


def offered(house: House, row: DecisionRow, by: str = ADMIN) -> list[tuple[str, str, str]]:
    found = cases.follow_ups(house.runtime, row=row, number=NUMBER, by=house.actors[by])
    return [(each.process_id, each.field, each.label) for each in found]


def shown(house: House, number: str) -> dict[str, str]:
    given = {"vergunning.beslissing": number}
    view = cases.start_form(
        house.runtime, process_id="levensloop", by=house.actors[ADMIN], given=given
    )
    assert view.form is not None
    return {each.name: each.text for each in view.form.fields}


def test_a_granted_licence_fills_in_its_life_and_has_one(house: House) -> None:
    row = decided(house, GRANTED)
    assert offered(house, row) == [("levensloop", "vergunning.beslissing", "Levensloop beginnen")]
    assert offered(house, row, "nele.aerts") == []
    typed = shown(house, NUMBER)
    assert typed["organisator.naam"] == "Kinderopvang De Zonnebloem"
    assert typed["vergunning.plaatsen"] == "8"
    assert typed["vergunning.datum"] == "2026-04-13"
    assert shown(house, "2026/00077")["organisator.naam"] == ""
    with house.runtime.store.read() as tx:
        dossier = dossiers.get(tx, row.dossier_id or "")
    assert dossier is not None
    form = {name: text for name, text in typed.items() if text}
    form["vergunning.opvangvorm"] = "gezinsopvang"
    cases.start(
        house.runtime,
        process_id="levensloop",
        by=house.actors[ADMIN],
        posted=form | {"locatie.nis_code": "24107"},
        key=store.new_id(),
        dossier_number=dossier.number,
    )
    assert offered(house, row) == []


def test_a_refusal_is_followed_by_nothing(house: House) -> None:
    row = decided(house, REFUSED)
    assert offered(house, row) == []
    assert shown(house, NUMBER)["organisator.naam"] == ""


WRITTEN = {"process": "probe", "label": "Begin", "number": "remark", "decisions": ["a.b"]}


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({}, None),
        ({"process": "other"}, "other"),
        ({"label": ""}, "label"),
        ({"decisions": []}, "decisions"),
        ({"decisions": ["a.c"]}, "a.c"),
        ({"number": "elsewhere"}, "elsewhere"),
        ({"fill": {"elsewhere": "x"}}, "elsewhere"),
        ({"fill": ["remark"]}, "fill"),
        ({"once": 1}, "once"),
    ],
)
def test_what_is_said_of_the_decision_is_checked(
    change: dict[str, object], detail: str | None
) -> None:
    facts = {"start": ["probe"], "follows": [{**WRITTEN, **change}]}
    found = wrong_follows(facts, "p.toml", frozenset({"remark"}), frozenset({"a.b"}))
    assert [each.facts["detail"] for each in found] == ([detail] if detail else [])


def test_a_procedure_that_follows_nothing_that_is_there_is_not_deployed(house: House) -> None:
    note = (
        b'{"schemaVersion": 17, "type": "default", "id": "note", "components": [{"type":'
        b' "textfield", "id": "remark_field", "key": "remark", "label": "Remark"}]}'
    )
    files = {
        "forms/probe/note.json": note,
        "probe/probe.bpmn": probing.source(probing.row(probing.TASK.format("look"))),
        "probe/procedure.toml": probing.FACTS + b'[[follows]]\nprocess = "x"\n',
    }
    assert "facts.follows" in [each.rule for each in check(house.runtime, files)]
