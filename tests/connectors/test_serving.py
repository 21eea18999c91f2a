"""Service tasks that ask a system: natively, over HTTP with every fault, from a file, by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from engine import connectors, errors, operations, registers, tasks
from engine.connectors import Way
from engine.handler import order_key
from engine.store import jobs as job_rows
from tests import recording
from tests.connectors.conftest import Connected
from tests.house import House
from tests.verbs import operating, probing
from tests.verbs.test_register_tasks import CATCH, variables

WRITE = {"nummer": "LOC-000001", "status": "actief", "beslissing": "2026/00012"}
CATCHES = CATCH.replace('errorRef="err"', "")
Connect = Callable[[str], Connected]


def ask(system: str, operation: str, values: dict[str, Any]) -> str:
    """Return a service task that asks a system."""
    told = "{" + ", ".join(f"{k}: {json.dumps(v)}" for k, v in values.items()) + "}"
    told = told.replace('"@', "").replace('@"', "").replace("\\", "").replace('"', "&quot;")
    return (
        '<serviceTask id="ask" name="Ask" pr:job="call_system"><extensionElements><pr:mapping>'
        f'<pr:in source="=&quot;{system}&quot;" target="system"/>'
        f'<pr:in source="=&quot;{operation}&quot;" target="operation"/>'
        f'<pr:in source="={told}" target="values"/>'
        '<pr:out source="=answer" target="antwoord"/>'
        "</pr:mapping></extensionElements></serviceTask>"
    )


def write(system: str = "edison", operation: str = "schrijf_vergunning", **more: Any) -> str:
    values = {**WRITE, "ingangsdatum": '@date("2026-04-01")@', **more}
    return ask(system, operation, values)


def begin(house: House, element: str, *, catch: bool = True) -> str:
    """Deploy and start a case with this service task and a task behind it."""
    row = probing.row(element, probing.TASK.format("look"))
    probing.deploy(house, row + (CATCHES.format(of="ask") if catch else ""))
    return probing.start(house)


def play(house: House, element: str, *, catch: bool = True) -> str:
    number = begin(house, element, catch=catch)
    house.work_off()
    return number


def ended(house: House, number: str) -> str | None:
    return house.case(number).end_event


def views(house: House) -> dict[str, connectors.View]:
    found = connectors.overview(house.runtime, by=house.actors["bert.beheer"])
    return {each.system.name: each for each in found}


# --- native --------------------------------------------------------------------------------------


def test_without_any_setting_our_own_registers_answer(house: House) -> None:
    number = recording.add(house, recording.organiser())
    case = play(house, ask("edison", "lees_organisator", {"nummer": number}))
    assert variables(house, case)["antwoord"]["naam"] == "Zonnebloem vzw"
    assert "telefoon" not in variables(house, case)["antwoord"]
    assert views(house)["edison"].last_done == house.clock.now


def test_what_is_written_natively_is_a_version_with_the_decision_as_reason(house: House) -> None:
    values = {
        "soort": "klacht",
        "dossiergroep": "kinderopvang",
        "processtap": "ontvangen",
        "ontvangen_op": '@date("2026-03-20")@',
    }
    case = play(house, ask("klachtenregistratie", "schrijf_klacht", values))
    number = variables(house, case)["antwoord"]["referentie"]
    step = {"nummer": number, "processtap": "in_onderzoek", "toelichting": "Onderzoek begonnen"}
    play(house, ask("klachtenregistratie", "schrijf_processtap", step))
    by = house.actors[recording.SARA]
    shown = registers.view(house.runtime, register="klacht", number=number, by=by)
    assert len(shown.history) == 2
    assert shown.history[0].reason.endswith("Onderzoek begonnen")


def test_what_our_register_refuses_is_refused_as_the_system_would(house: House) -> None:
    case = play(house, write(nummer="LOC-999999"))
    assert ended(house, case) == "other"
    known = variables(house, case)
    assert known["reason"] == "record_unknown"
    assert "Stand: actief" in known["entries"]
    assert views(house)["edison"].by_hand == 0, "the case has ended"


@pytest.mark.parametrize(("number", "valid"), [("0428.759.497", True), ("0428.759.498", False)])
def test_an_enterprise_number_is_calculated_without_any_network(
    house: House, number: str, valid: bool
) -> None:
    case = play(house, ask("kbo", "controleer_ondernemingsnummer", {"nummer": number}))
    assert variables(house, case)["antwoord"] == {
        "geldig": valid,
        "weergave": number,
    }


# --- over HTTP -----------------------------------------------------------------------------------


def test_a_system_is_asked_over_http_and_answers_with_typed_values(connected: Connect) -> None:
    there = connected("edison")
    there.connect("http")
    case = play(there.house, ask("edison", "lees_voorziening", {"nummer": "a/b ../c"}))
    answer = variables(there.house, case)["antwoord"]
    assert (answer["plaatsen"], answer["vergunning_tot"].isoformat()) == (14, "2026-03-01")
    assert there.contract.seen[0].path == "/voorzieningen/a%2Fb%20..%2Fc"
    assert there.contract.seen[0].key == "", "a question changes nothing"


def test_an_order_goes_out_once_with_its_key(connected: Connect) -> None:
    there = connected("edison")
    there.connect("http")
    case = play(there.house, write())
    assert variables(there.house, case)["antwoord"]["referentie"] == "edison-1"
    (seen,) = there.contract.seen
    assert seen.path == "/voorzieningen/LOC-000001/vergunning"
    assert seen.body == {
        "status": "actief",
        "ingangsdatum": "2026-04-01",
        "beslissing": "2026/00012",
    }
    assert seen.key


@pytest.mark.parametrize("fault", ["500", "429", "slow", "cut"])
def test_what_is_temporary_is_tried_again_with_the_same_key(connected: Connect, fault: str) -> None:
    there = connected("edison")
    there.contract.faults = [fault]
    there.connect("http", seconds=0.3 if fault == "slow" else 5)
    case = play(there.house, write())
    assert views(there.house)["edison"].waits == 1
    assert views(there.house)["edison"].fault is not None
    there.house.clock.forward(minutes=30)
    there.house.work_off()
    assert variables(there.house, case)["antwoord"]["referentie"] == "edison-1"
    assert len({each.key for each in there.contract.seen}) == 1
    assert (len(there.contract.seen), there.contract.done) == (2, 1), "carried out once"


def test_an_answer_that_was_lost_is_the_same_answer_the_next_time(connected: Connect) -> None:
    """The order was carried out, its answer was cut off: it is not carried out again."""
    there = connected("osiris")
    there.contract.faults = ["cut"]
    there.connect("http")
    values = {"naam": "Buurt", "organisator": "ORG-000001", "bedrag": 1200}
    task = write("osiris", "schrijf_projectsubsidie", **values)
    task = task.replace("nummer: &quot;LOC-000001&quot;, status: &quot;actief&quot;, ", "")
    case = play(there.house, task)
    assert there.contract.done == 1
    there.house.clock.forward(minutes=30)
    there.house.work_off()
    assert there.contract.done == 1
    assert variables(there.house, case)["antwoord"]["referentie"] == "osiris-1"


def test_what_an_operator_tries_again_is_the_same_order(connected: Connect) -> None:
    """Every answer was lost, the first one after the work was done: it is not done again."""
    there = connected("edison")
    there.contract.faults = ["cut"] * 20
    there.connect("http")
    case = play(there.house, write())
    while not operating.look(there.house, case).broken:
        there.house.clock.forward(hours=2)
        there.house.work_off()
    there.contract.faults.clear()
    (failed,) = operating.look(there.house, case).broken
    tried = len(there.contract.seen)
    operating.again(there.house, case, failed.key)
    there.house.work_off()
    assert variables(there.house, case)["antwoord"]["referentie"] == "edison-1"
    assert len({each.key for each in there.contract.seen}) == 1
    assert (len(there.contract.seen), there.contract.done) == (tried + 1, 1)


def test_another_task_and_other_values_are_another_order(house: House) -> None:
    number = begin(house, write())
    with house.runtime.store.read() as tx:
        job = job_rows.get(tx, tx.scalar(text("SELECT id FROM job WHERE name = 'call_system'")))
    assert job is not None
    assert job.case_id == house.case(number).id
    others = [job, replace(job, token="0"), replace(job, case_id="elsewhere")]
    values: list[dict[str, Any]] = [{"plaatsen": Decimal(14)}, {"plaatsen": 15}, {}]
    keys = {order_key(each, asked) for each in others for asked in values}
    assert len(keys) == len(others) * len(values)
    assert order_key(replace(job, id="another", attempts=3), values[0]) in keys
    assert max(map(len, keys)) <= 120


@pytest.mark.parametrize("status", ["404", "409", "422"])
def test_what_a_system_refuses_is_an_error_that_the_diagram_catches(
    connected: Connect, status: str
) -> None:
    there = connected("edison")
    there.contract.faults = [status]
    there.connect("http")
    case = play(there.house, write())
    assert ended(there.house, case) == "other"
    known = variables(there.house, case)
    assert known["system"] == "Edison"
    assert known["reason"] in {"niet_gevonden", "al_gewijzigd", "geweigerd"}
    assert known["message"].endswith(".")
    assert "Nummer van de beslissing: 2026/00012" in known["entries"]


@pytest.mark.parametrize(
    ("fault", "code"), [("wrong", "connector.answer"), ("401", "outgoing.refused")]
)
def test_a_system_that_breaks_the_contract_or_does_not_know_us_is_an_incident(
    connected: Connect, fault: str, code: str
) -> None:
    there = connected("edison")
    there.contract.faults = [fault]
    there.connect("http")
    case = play(there.house, write())
    operator = there.house.actors["bert.beheer"]
    (incident,) = operations.incidents(there.house.runtime, by=operator).rows
    assert (incident.number, incident.code) == (case, code)
    assert "Edison" in str(incident.facts.values())
    assert len(there.contract.seen) == 1, "trying again changes nothing"
    assert views(there.house)["edison"].stuck == 1


def test_a_system_without_an_endpoint_is_an_incident_that_says_so(connected: Connect) -> None:
    there = connected("edison")
    there.connect("http", "mirage")
    values = {"nummer": "ZIT-000001"}
    there.house.runtime.endpoints.__class__  # noqa: B018 - it is a mapping proxy
    (there.folder / "connectors.toml").write_text('[edison]\nway = "http"\n', "utf-8")
    play(there.house, ask("edison", "lees_voorziening", values))
    operator = there.house.actors["bert.beheer"]
    (incident,) = operations.incidents(there.house.runtime, by=operator).rows
    assert incident.code == "connector.endpoint"
    assert views(there.house)["edison"].problem == "connector.endpoint"


def test_a_request_that_the_contract_does_not_take_never_leaves(connected: Connect) -> None:
    there = connected("edison")
    there.connect("http")
    case = play(there.house, write(status="onbestaand"))
    assert ended(there.house, case) == "other"
    assert variables(there.house, case)["reason"] == "request"
    assert there.contract.seen == []


def test_a_file_of_the_operator_that_is_wrong_stops_nothing_for_good(connected: Connect) -> None:
    there = connected("edison")
    there.connect("http")
    good = (there.folder / "connectors.toml").read_text()
    (there.folder / "connectors.toml").write_text("[edison", "utf-8")
    case = play(there.house, write())
    with pytest.raises(errors.Unavailable):
        views(there.house)
    (there.folder / "connectors.toml").write_text(good, "utf-8")
    there.house.clock.forward(minutes=30)
    there.house.work_off()
    assert variables(there.house, case)["antwoord"]["referentie"] == "edison-1"


# --- by file and by hand -------------------------------------------------------------------------


def test_a_system_that_is_reached_by_files_is_our_own_register_meanwhile(
    connected: Connect,
) -> None:
    there = connected("edison")
    there.connect("csv")
    number = recording.add(there.house, recording.organiser())
    case = play(there.house, ask("edison", "lees_organisator", {"nummer": number}))
    assert variables(there.house, case)["antwoord"]["naam"] == "Zonnebloem vzw"
    assert views(there.house)["edison"].setup.way is Way.CSV
    assert there.contract.seen == []


def test_a_system_that_is_not_connected_is_work_for_a_person(connected: Connect) -> None:
    there = connected("edison")
    there.connect("manual")
    case = play(there.house, write())
    assert ended(there.house, case) == "other"
    assert variables(there.house, case)["operation"] == "Stand van een vergunning doorgeven"


def test_a_task_that_no_diagram_catches_is_an_incident_that_names_the_error(house: House) -> None:
    case = play(house, ask("kinderopvangzoeker", "verwijder_stap", {"nummer": "1"}), catch=False)
    operator = house.actors["bert.beheer"]
    (incident,) = operations.incidents(house.runtime, by=operator).rows
    assert (incident.number, incident.facts["error"]) == (case, "system_manual")


@pytest.mark.parametrize(
    ("element", "code"),
    [
        (ask("edisson", "lees_voorziening", {}), "connector_unknown"),
        (ask("edison", "lees_alles", {}), "connector_operation"),
        (ask("edison", "stand", {}), "connector_operation"),
    ],
)
def test_a_system_or_operation_that_is_not_there_is_refused_and_a_computed_one_an_incident(
    house: House, element: str, code: str
) -> None:
    with pytest.raises(errors.InvalidModel) as refused:
        play(house, element)
    (said,) = {each.rule for each in refused.value.findings if each.severity == "error"}
    assert said == code.replace("connector_unknown", "bpmn.name.system").replace(
        "connector_operation", "bpmn.name.operation"
    )
    play(house, element.replace('source="=&quot;', 'source="=&quot;&quot; + &quot;'))
    operator = house.actors["bert.beheer"]
    (incident,) = operations.incidents(house.runtime, by=operator).rows
    assert incident.code == code


def test_what_is_done_by_hand_waits_until_somebody_confirms_it(house: House) -> None:
    values = {
        "doorgeven": {"titel": "Zonnebloem", "soort": "stap", "groep": "kb-ko-oost"},
        "maatregel": {
            "voorziening": "LOC-000001",
            "omschrijving": "Aanmaning",
            "meegedeeld_op": "2026-03-20",
            "tonen_vanaf": "2026-03-24",
        },
    }
    number = house.start(values, by=recording.SARA, process="doorgeven")
    house.work_off()
    assert views(house)["kinderopvangzoeker"].by_hand == 1
    (task,) = house.open_tasks(number)
    shown = tasks.view(house.runtime, task_id=task.id, by=house.actors[recording.SARA])
    assert "Tonen vanaf: 24/03/2026" in str(shown.form)
    house.do(
        number,
        "verwerk_met_de_hand",
        recording.SARA,
        {"handwerk.verwijzing": "KOZ-7", "handwerk.verwerkt_op": "23/03/2026"},
    )
    assert views(house)["kinderopvangzoeker"].by_hand == 0
    assert ended(house, number) == "doorgegeven"


# --- what an operator sees -----------------------------------------------------------------------


def test_a_test_of_a_connection_says_whether_the_system_answers(connected: Connect) -> None:
    there = connected("edison")
    there.connect("http")
    operator = there.house.actors["bert.beheer"]
    reached = connectors.reach(there.house.runtime, system="edison", by=operator)
    assert (reached.way, reached.code) == (Way.HTTP, "")
    for fault, code in (("500", "outgoing.busy"), ("401", "outgoing.refused")):
        there.contract.faults = [fault]
        reached = connectors.reach(there.house.runtime, system="edison", by=operator)
        assert reached.code == code
    assert connectors.reach(there.house.runtime, system="ebox", by=operator).way is Way.NATIVE


def test_only_an_operator_sees_the_systems(house: House) -> None:
    sara = house.actors[recording.SARA]
    with pytest.raises(errors.NotAllowed):
        connectors.overview(house.runtime, by=sara)
    with pytest.raises(errors.NotAllowed):
        connectors.reach(house.runtime, system="edison", by=sara)
    with pytest.raises(errors.NotAllowed):
        connectors.table_of(house.runtime, "edison", "voorzieningen", sara)
