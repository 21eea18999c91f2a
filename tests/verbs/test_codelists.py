"""Lists of codes: dated rows, changes under four eyes, and labels as they were."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine import cases, codelists, errors, registers, store, tasks
from engine.codelists import Entry
from engine.forms import CodeList
from engine.model import CodeAct, HistoryKind
from engine.store import history as trail
from tests import coding
from tests.coding import ANALYST, JURIST, LIST, confirmed, proposed
from tests.house import House
from tests.recording import SARA, about, add, organiser
from tests.verbs import probing

FORM = """{"schemaVersion": 17, "type": "default", "id": "NAME", "components": [
    {"type": "select", "id": "form_field", "key": "vorm", "label": "Vorm",
     "properties": {"lijst": "rechtsvormen"}}]}"""


def entry(house: House, name: str = LIST, **more: Any) -> Entry:
    return codelists.entry(house.runtime, name=name, by=house.actors[ANALYST], **more)


def offered(house: House, name: str = LIST) -> list[str]:
    return [each.text for each in house.runtime.lists[name].options]


def label(house: House, code: str, name: str = LIST) -> str:
    return house.runtime.lists[name].by_text[code].label


def refused(house: House, *args: Any, **more: Any) -> set[str]:
    with pytest.raises(errors.InvalidInput) as fault:
        proposed(house, *args, **more)
    return {each.code for each in fault.value.problems}


def test_a_code_that_ends_is_offered_until_the_day_before_and_called_the_same_after(
    house: House,
) -> None:
    change_id = proposed(house, "vzw", CodeAct.END)
    assert "vzw" in offered(house)
    codelists.confirm(house.runtime, change_id=change_id, by=house.actors[JURIST])
    assert "vzw" in offered(house), "today nothing changes"
    before = coding.tomorrow(house) - timedelta(days=1)
    house.clock.forward(days=1)
    assert "vzw" not in offered(house)
    assert label(house, "vzw") == "Vzw"
    assert not house.runtime.lists[LIST].search("vzw")
    assert "vzw" in [each.text for each in house.runtime.lists_on(before)[LIST].options]
    (row,) = (each for each in entry(house).rows if each.code == "vzw")
    assert (row.valid_from, row.valid_to) == (None, before)


def test_another_label_begins_on_its_day_and_keeps_its_place(house: House) -> None:
    at = offered(house).index("bv")
    yesterday = coding.tomorrow(house) - timedelta(days=1)
    confirmed(house, "bv", CodeAct.RENAME, label="Besloten  vennootschap ")
    assert label(house, "bv") == "Besloten vennootschap"
    assert offered(house).index("bv") == at
    assert house.runtime.lists_on(yesterday)[LIST].by_text["bv"].label == "Bv"


def test_a_new_code_comes_last_and_an_ended_one_can_come_back(house: House) -> None:
    confirmed(house, "cvso", CodeAct.ADD, label="Met sociaal oogmerk")
    assert offered(house)[-1] == "cvso"
    confirmed(house, "vzw", CodeAct.END)
    confirmed(house, "vzw", CodeAct.ADD, label="Vereniging zonder winstoogmerk")
    assert label(house, "vzw") == "Vereniging zonder winstoogmerk"
    rows = [row for row in entry(house).rows if row.code == "vzw"]
    assert [row.label for row in rows] == ["Vzw", "Vereniging zonder winstoogmerk"]


def test_who_proposed_does_not_confirm_and_withdrawing_changes_nothing(house: House) -> None:
    change_id = proposed(house, by=house.actors[JURIST])
    with pytest.raises(errors.NotAllowed) as fault:
        codelists.confirm(house.runtime, change_id=change_id, by=house.actors[JURIST])
    assert fault.value.code == "code_change.four_eyes"
    with pytest.raises(errors.NotAllowed):
        codelists.confirm(house.runtime, change_id=change_id, by=house.actors[ANALYST])
    codelists.withdraw(house.runtime, change_id=change_id, by=house.actors[ANALYST])
    house.clock.forward(days=2)
    assert "vzw" in offered(house)
    with pytest.raises(errors.AlreadyDone):
        codelists.withdraw(house.runtime, change_id=change_id, by=house.actors[ANALYST])


def test_what_is_missing_or_impossible_is_refused(house: House) -> None:
    today = coding.tomorrow(house) - timedelta(days=1)
    assert refused(house, effective_on=today) == {"code_change.too_early"}
    assert refused(house, effective_on=None, source="", reason=" ") == {"required"}
    assert refused(house, "ander", CodeAct.END) == {"code_change.ended"}
    assert refused(house, "vzw", CodeAct.ADD, label="Vzw") == {"code_change.known"}
    assert refused(house, "vzw", CodeAct.RENAME, label="Vzw") == {"code_change.unchanged"}
    assert refused(house, "een code", CodeAct.ADD, label="Een") == {"code_change.code"}
    assert refused(house, "nieuw", CodeAct.ADD, label="x" * 201) == {"too_long"}
    assert refused(house, "nieuw", CodeAct.ADD, label="Nieuw", weight=3) == {
        "code_change.no_weight"
    }
    measure = {"name": "maatregelen", "label": "Berisping"}
    assert refused(house, "berisping", CodeAct.ADD, **measure) == {"code_change.weight"}
    proposed(house, "bv")
    with pytest.raises(errors.InvalidInput, match=r"code_change\.pending"):
        proposed(house, "bv", CodeAct.RENAME, label="Besloten")


def test_the_last_code_of_a_list_cannot_end(house: House) -> None:
    first, *others = offered(house)
    for code in others:
        change_id = proposed(house, code)
        codelists.confirm(house.runtime, change_id=change_id, by=house.actors[JURIST])
    assert refused(house, first) == {"code_change.only"}


def test_a_change_whose_day_has_come_is_not_confirmed_any_more(house: House) -> None:
    change_id = proposed(house)
    house.clock.forward(days=1)
    with pytest.raises(errors.InvalidInput, match=r"code_change\.too_early"):
        codelists.confirm(house.runtime, change_id=change_id, by=house.actors[JURIST])
    assert "vzw" in offered(house)


def test_each_act_is_a_line_of_the_log(house: House) -> None:
    confirmed(house, "bv", CodeAct.END)
    codelists.withdraw(house.runtime, change_id=proposed(house, "nv"), by=house.actors[JURIST])
    with house.runtime.store.read() as tx:
        told = [each for each in trail.of_log(tx) if each.kind.startswith("code:")][::-1]
    assert [each.kind for each in told] == [
        HistoryKind.CODE_PROPOSED,
        HistoryKind.CODE_CHANGED,
        HistoryKind.CODE_PROPOSED,
        HistoryKind.CODE_WITHDRAWN,
    ]
    assert {each.meta["name"] for each in told} == {LIST}


def test_a_weight_of_a_measure_that_ended_still_weighs(house: House) -> None:
    confirmed(house, "schorsing", CodeAct.END, name="maatregelen")
    confirmed(house, "geldboete", CodeAct.RENAME, name="maatregelen", label="Boete", weight=25)
    found = house.runtime.lists["maatregelen"]
    assert "schorsing" not in [each.text for each in found.options]
    assert (found.weights["schorsing"], found.weights["geldboete"]) == (70, 25)


def test_a_list_says_in_which_forms_registers_and_tables_it_is_used(house: House) -> None:
    used = entry(house).used
    assert ("vergunning", "aanvraag_groepsopvang") in used.forms
    assert ("organisator", "Organisatoren", "Rechtsvorm") in used.registers
    assert entry(house, "maatregelen").used.forms == ()
    lines = {
        each.name: each for each in codelists.overview(house.runtime, by=house.actors[ANALYST])
    }
    assert lines.keys() == house.runtime.code_files.keys()
    assert lines[LIST].used == used


def test_a_list_is_searched_and_read_by_the_page(house: House) -> None:
    everything = entry(house, "gemeenten")
    assert (everything.total, len(everything.rows)) == (304, codelists.PAGE_SIZE)
    last = entry(house, "gemeenten", page=999)
    assert (last.page, len(last.rows)) == (7, 4)
    (found,) = entry(house, "gemeenten", q="heist berg").rows
    assert found.label == "Heist-op-den-Berg"
    with pytest.raises(errors.NotFound):
        entry(house, "landen")


def test_loading_the_files_keeps_what_is_there_and_tells_what_differs(house: House) -> None:
    first = codelists.load(house.runtime)
    assert first.added == sum(len(one.options) for one in house.runtime.code_files.values())
    assert codelists.load(house.runtime) == codelists.Loaded(0, (), ())
    files = dict(house.runtime.code_files)
    old = files[LIST]
    kept = tuple(each for each in old.options if each.text != "vzw")
    files[LIST] = CodeList("Anders", "", kept)
    object.__setattr__(house.runtime, "code_files", files)
    house.clock.forward(days=1)
    assert codelists.load(house.runtime).gone == (f"{LIST}/vzw",)
    assert "vzw" in offered(house), "a code that a file loses stays until somebody ends it"


def probed(house: House, chosen: str) -> str:
    """Return a case that began with the choice of a code, and whose task asks the same again."""
    start = probing.TASK.format("look")
    elements = probing.row(start).replace(
        '<startEvent id="begin" name="Begin"/>',
        '<startEvent id="begin" name="Begin" pr:form="ask"/>',
    )
    files = {
        f"forms/probe/{name}.json": FORM.replace("NAME", name).encode() for name in ("ask", "note")
    }
    probing.deploy(house, elements, files=files)
    return cases.start(
        house.runtime,
        process_id="probe",
        by=house.actors["an.admin"],
        posted={"vorm": chosen},
        key=store.new_id(),
    )


def facts(house: House, number: str) -> list[str]:
    shown = cases.view(house.runtime, number=number, by=house.actors["an.admin"])
    return [fact.text for fact in shown.facts]


def test_a_case_shows_the_label_of_the_day_on_which_it_began(house: House) -> None:
    number = probed(house, "bv")
    confirmed(house, "bv", CodeAct.RENAME, label="Besloten vennootschap")
    assert facts(house, number) == ["Bv"]
    assert facts(house, probed(house, "bv")) == ["Besloten vennootschap"]
    confirmed(house, "bv", CodeAct.END)
    assert facts(house, number) == ["Bv"]


def test_a_code_that_ended_stays_where_it_was_chosen_and_nowhere_else(house: House) -> None:
    number, other = probed(house, "bv"), probed(house, "vzw")
    confirmed(house, "bv", CodeAct.END)
    with pytest.raises(errors.InvalidInput):
        probed(house, "bv")
    for each, options in ((number, True), (other, False)):
        task = probing.only_task(house, each)
        by = house.actors[SARA]
        tasks.claim(house.runtime, task_id=task.id, by=by)
        form = tasks.view(house.runtime, task_id=task.id, by=by).form
        assert form is not None
        (field,) = form.fields
        assert ("Bv" in [option.label for option in field.options]) is options
    house.do(number, "look", SARA, {"vorm": "bv"})
    with pytest.raises(errors.InvalidInput):
        house.do(other, "look", SARA, {"vorm": "bv"})


def test_a_record_keeps_a_code_that_ended_and_shows_what_it_was_called(house: House) -> None:
    number = add(house, {**organiser(), "rechtsvorm": "vzw"})
    confirmed(house, "vzw", CodeAct.END)
    by = house.actors[SARA]
    told: dict[str, Any] = {"register": "organisator", "by": by}
    posted = {**organiser("Zonnetje vzw"), "rechtsvorm": "vzw", **about("24/03/2026")}
    registers.change(house.runtime, number=number, posted=posted, seen=1, **told)
    shown = registers.view(house.runtime, number=number, **told)
    assert {each.name: each.text for each in shown.facts}["rechtsvorm"] == "Vzw"
    with pytest.raises(errors.InvalidInput):
        add(house, {**organiser("Andere", "0417.497.106"), "rechtsvorm": "vzw"})
