"""Running procedures of another system: each line a case at its step, with its clocks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine import bpmn, cases, errors, takeover
from engine.model import SYSTEM, HistoryKind
from engine.store import cases as case_rows
from engine.store import history as trail
from engine.store import terms as term_rows
from engine.store import whereabouts
from tests import recording
from tests.house import House

DECISION = "vergunning.beslissing.gezinsopvang"
REQUEST = "vergunning.vervollediging"
COLUMNS = (
    "referentie",
    "procedure",
    "stap",
    "voorziening",
    f"termijn {DECISION}",
    f"opgeschort {DECISION}",
    "organisator.naam",
    "organisator.kbo",
    "locatie.nis_code",
    "bevoegd.groep",
    "aanvraag.ontvangstdatum",
    "laatste_stuk_op:datum",
    "aanvraag.opvangvorm",
    "aanvraag.plaatsen",
)
GOOD = {
    "procedure": "vergunning_gezinsopvang",
    "stap": "onderzoek_aanvraag",
    f"termijn {DECISION}": "02/03/2026",
    "organisator.naam": "De Zonnebloem",
    "organisator.kbo": "0428.759.497",
    "bevoegd.groep": "kb-ko-oost",
    "aanvraag.ontvangstdatum": "16/02/2026",
    "laatste_stuk_op:datum": "02/03/2026",
    "aanvraag.opvangvorm": "gezinsopvang",
    "aanvraag.plaatsen": "8",
}
FAULTS: tuple[tuple[dict[str, str], str], ...] = (
    ({"referentie": ""}, "transfer.empty"),
    ({"stap": ""}, "transfer.empty"),
    ({"procedure": ""}, "transfer.empty"),
    ({"referentie": "OUD-0"}, "transfer.twice"),
    ({"procedure": "vergunning_school"}, "transfer.process"),
    ({"procedure": "ontvangst"}, "transfer.process"),
    ({"stap": "ga_naar_huis"}, "move_element_unknown"),
    ({"stap": "aanvraag_ontvangen"}, "move_never_entered"),
    ({f"termijn {DECISION}": "2 maart"}, "transfer.value"),
    ({f"termijn {DECISION}": "31/02/2026"}, "transfer.value"),
    ({f"termijn {DECISION}": "01/01/2030"}, "transfer.future"),
    ({f"termijn {DECISION}": "01/01/1999"}, "term_not_in_force"),
    ({f"termijn {DECISION}": "", f"opgeschort {DECISION}": "03/03/2026"}, "transfer.suspended"),
    ({f"opgeschort {DECISION}": "gisteren"}, "transfer.value"),
    ({f"opgeschort {DECISION}": "01/03/2026"}, "transfer.suspended_before"),
    ({"laatste_stuk_op:datum": "01/01/9999"}, "transfer.value"),
    ({"laatste_stuk_op:datum": "0_2/03/2026"}, "transfer.value"),
    ({"referentie": "R" * 201}, "too_long"),
    ({"organisator.kbo": "0428.759.498"}, "bad_check_digits"),
    ({"aanvraag.ontvangstdatum": "30/02/2026"}, "no_such_date"),
    ({"laatste_stuk_op:datum": "later"}, "transfer.value"),
    ({"aanvraag.plaatsen": "acht"}, "not_a_number"),
    ({"voorziening": "LOC-999999"}, "record"),
    ({"referentie": "te,veel"}, "transfer.width"),
)


def table(*lines: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    rows = [columns, *(tuple(line.get(name, "") for name in columns) for line in lines)]
    return "\n".join(",".join(row) for row in rows)


def line(at: int = 0, /, **changes: str) -> dict[str, str]:
    return {"referentie": f"OUD-{at}", **GOOD, **changes}


def taken(house: House, *lines: dict[str, str], dry_run: bool = False) -> takeover.Report:
    text = table(*lines)
    return takeover.take_over(house.runtime, text=text, by=SYSTEM, dry_run=dry_run)


def test_a_case_goes_on_at_its_step_with_its_clock_and_its_task(house: House) -> None:
    (done,) = taken(house, line()).lines
    assert (done.outcome, done.row) == (takeover.TAKEN, 2)
    case = house.case(done.number)
    assert (case.title, case.team) == ("De Zonnebloem", "kb-ko-oost")
    (task,) = house.open_tasks(done.number)
    assert (task.element, task.due_on) == ("onderzoek_aanvraag", date(2026, 5, 1))
    with house.runtime.store.read() as tx:
        ((clock, _),) = term_rows.clocks_of(tx, case.id)
        (event,) = trail.of_case(tx, case.id)
        fields = case_rows.case_fields(tx, case.id)
    assert (clock.day0, clock.end) == (date(2026, 3, 2), date(2026, 5, 1))
    assert event.kind == HistoryKind.CASE_TAKEN_OVER
    assert event.meta["name"] == fields["taken_over"] == case.taken_over == "OUD-0"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.234,50", Decimal("1234.50")),
        ("1 234", Decimal(1234)),
        ("-3", Decimal(-3)),
        ("1.234", "ambiguous_number"),  # one, or a thousand
        ("1_000", "transfer.value"),
        ("1e999999", "transfer.value"),
        ("NaN", "transfer.value"),
    ],
)
def test_a_number_is_read_as_people_here_write_it(
    house: House, typed: str, read: Decimal | str
) -> None:
    text = table({**line(), "extra:getal": f'"{typed}"'}, columns=(*COLUMNS, "extra:getal"))
    report = takeover.take_over(house.runtime, text=text, by=SYSTEM, dry_run=False)
    (done,) = report.lines
    if isinstance(read, str):
        assert [each.code for each in done.problems] == [read]
        return
    with house.runtime.store.read() as tx:
        document = whereabouts.document(tx, house.case(done.number).id)
    assert document is not None
    assert bpmn.visible(document)["extra"] == read


def test_nothing_before_the_step_is_done(house: House) -> None:
    (done,) = taken(house, line()).lines
    assert house.work_off() == 0, "no letter, no message"
    view = cases.view(house.runtime, number=done.number, by=house.actors["an.admin"])
    assert view.documents.total == view.evaluations.total == 0


def test_a_case_that_was_taken_over_goes_on_to_its_end(house: House) -> None:
    (done,) = taken(house, line(**{"locatie.nis_code": "24107"})).lines
    assert done.outcome == takeover.TAKEN
    view = cases.view(house.runtime, number=done.number, by=house.actors["sara.mertens"])
    assert view.head.ended_at is None
    assert [task.element for task in view.open_tasks.rows] == ["onderzoek_aanvraag"]


def test_a_suspended_clock_waits_with_its_days_used(house: House) -> None:
    (done,) = taken(house, line(**{f"opgeschort {DECISION}": "12/03/2026"})).lines
    assert done.problems == ()
    with house.runtime.store.read() as tx:
        ((clock, _),) = term_rows.clocks_of(tx, house.case(done.number).id)
    assert (clock.state, clock.used_days, clock.end) == ("suspended", 9, None)


def test_a_case_goes_into_the_dossier_of_its_record(house: House) -> None:
    owner = recording.add(house, recording.organiser())
    place = recording.add(house, recording.location(owner), "locatie")
    report = taken(house, line(0, voorziening=place), line(1, voorziening=place))
    first, second = (house.case(each.number) for each in report.lines)
    assert first.dossier_id == second.dossier_id
    found = house.runtime
    with found.store.read() as tx:
        assert case_rows.find(tx, first.number)


def test_a_dry_run_tries_everything_and_keeps_nothing(house: House) -> None:
    report = taken(house, line(0), line(1, stap="nergens"), dry_run=True)
    assert [each.outcome for each in report.lines] == [takeover.TAKEN, takeover.REFUSED]
    again = taken(house, line(0), dry_run=True)
    assert again.lines[0].number == report.lines[0].number, "no number was spent"


def test_a_second_run_takes_nothing_over_twice(house: House) -> None:
    first = taken(house, line(0), line(1))
    second = taken(house, line(0), line(1), line(2))
    assert [each.outcome for each in second.lines] == ["known", "known", "taken"]
    assert [each.number for each in second.lines[:2]] == [each.number for each in first.lines]


def test_every_fault_is_explained_and_stops_its_own_line_only(house: House) -> None:
    lines = [line(0), *({**line(at), **fault} for at, (fault, _) in enumerate(FAULTS, 1)), line(99)]
    report = taken(house, *lines)
    refused = report.lines[1:-1]
    codes = [each.problems[0].code if each.problems else each.outcome for each in refused]
    assert codes == [code for _, code in FAULTS]
    assert report.count(takeover.TAKEN) == 2


def test_of_five_hundred_lines_with_twenty_faults_the_rest_is_taken_over(house: House) -> None:
    lines = [line(at) for at in range(480)]
    lines += [{**line(1000 + at), **fault} for at, (fault, _) in enumerate(FAULTS[:20])]
    report = taken(house, *lines)
    assert (report.count(takeover.TAKEN), report.count(takeover.REFUSED)) == (480, 20)
    again = taken(house, *lines)
    assert (again.count(takeover.KNOWN), again.count(takeover.REFUSED)) == (480, 20)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "transfer.no_table"),
        ("referentie,stap\nx,y", "transfer.no_column"),
        ("referentie,procedure,stap,stap\n", "transfer.column"),
        ("referentie,procedure,stap,a:kleur\n", "transfer.column"),
        ('referentie,procedure,stap\n"x', "transfer.no_table"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(house: House, text: str, code: str) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        takeover.take_over(house.runtime, text=text, by=SYSTEM)
    assert code in {each.code for each in refused.value.problems}


def test_only_an_operator_takes_over(house: House) -> None:
    with pytest.raises(errors.NotAllowed):
        takeover.take_over(house.runtime, text=table(line()), by=house.actors["sara.mertens"])
