"""Running cases go to another version of their procedure, each on its own, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine import cases, deployments, drafts, errors, history, tasks
from engine.deployments import CaseOutcome, MigrationReport
from engine.model import SYSTEM, MigrationOutcome, Permission
from engine.store import jobs as job_rows
from engine.store import migrating as rows
from engine.store import tasks as task_rows
from engine.store import whereabouts
from engine.store.rows import TaskRow
from tests.house import House
from tests.verbs import probing

MIGRATES, MIGRATED = MigrationOutcome.MIGRATES, MigrationOutcome.MIGRATED
REFUSED, MOVED = MigrationOutcome.REFUSED, MigrationOutcome.MOVED
TASK = probing.TASK
OTHER_FORM = b"""{"schemaVersion": 17, "type": "default", "id": "note", "components": [
    {"type": "textfield", "id": "verdict_field", "key": "verdict", "label": "Verdict"}]}"""
BOUNDARY = (
    '<boundaryEvent id="late" name="late" attachedToRef="assess" cancelActivity="false">'
    "<timerEventDefinition><timeDuration>{0}</timeDuration></timerEventDefinition></boundaryEvent>"
    + TASK.format("remind")
    + '<sequenceFlow id="l_r" sourceRef="late" targetRef="remind"/>'
    '<sequenceFlow id="r_f" sourceRef="remind" targetRef="finish"/>'
)
FIRST = probing.row(TASK.format("assess"))
SECOND = probing.row(TASK.format("assess"), TASK.format("decide"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_house(request: pytest.FixtureRequest) -> House:
    name = "house" if request.param == "sqlite" else "postgresql_house"
    found: House = request.getfixturevalue(name)
    return found


def deployed(house: House, *versions: str) -> None:
    for version in versions:
        probing.deploy(house, version)


def migrate(
    house: House, mapping: Mapping[str, str | None] | None = None, **more: Any
) -> MigrationReport:
    asked: dict[str, Any] = {"from_version": 1, "to_version": 2, "by": SYSTEM, "dry_run": False}
    return deployments.migrate(
        house.runtime,
        process_key="probe",
        mapping=mapping or {},
        reason="the new rules hold for all",
        **{**asked, **more},
    )


def undo(house: House, migration: str | None, **more: Any) -> MigrationReport:
    assert migration is not None
    return deployments.undo_migration(
        house.runtime,
        migration=migration,
        **{"by": SYSTEM, "reason": "it was a mistake", "dry_run": False, **more},
    )


def told(report: MigrationReport) -> list[tuple[MigrationOutcome, list[str]]]:
    return [(case.outcome, [reason.rule for reason in case.reasons]) for case in report.cases]


def complete(house: House, task: TaskRow, login: str, **answers: Any) -> None:
    actor = house.actors[login]
    if task.assignee is None:
        tasks.claim(house.runtime, task_id=task.id, by=actor)
    key = f"key-of-{task.id}"
    tasks.complete(house.runtime, task_id=task.id, by=actor, posted=answers, key=key)


def version_of(house: House, number: str) -> int:
    with house.runtime.store.read() as tx:
        return house.runtime.deployed(tx, house.case(number).deployment_id).version


def everything(house: House, number: str) -> tuple[Any, ...]:
    """Return all that a migration could change of a case."""
    with house.runtime.store.read() as tx:
        case = house.case(number)
        return (
            case,
            whereabouts.document(tx, case.id),
            task_rows.of_case(tx, case.id),
            job_rows.of_case(tx, case.id),
            whereabouts.activities(tx, case.id),
        )


# --- going along ---------------------------------------------------------------------------------


def test_a_dry_run_says_what_would_happen_and_writes_nothing(house: House) -> None:
    deployed(house, FIRST)
    numbers = [probing.start(house) for _ in range(2)]
    deployed(house, SECOND)
    before = [everything(house, number) for number in numbers]
    with house.runtime.store.counting() as counts:
        report = migrate(house, dry_run=True)
    assert counts.commits == 0
    assert report.cases == tuple(CaseOutcome(number, MIGRATES) for number in numbers)
    assert (report.id, report.whole) == (None, True)
    assert [(line.element, line.how) for line in report.lines][1] == ("assess", "same")
    assert [everything(house, number) for number in numbers] == before


def test_a_case_goes_on_in_the_new_version(any_house: House) -> None:
    deployed(any_house, FIRST)
    number = probing.start(any_house)
    deployed(any_house, SECOND)
    report = migrate(any_house, {"assess": "assess"})
    assert told(report) == [(MIGRATED, [])]
    assert version_of(any_house, number) == 2
    complete(any_house, probing.only_task(any_house, number), "sara.mertens")
    complete(any_house, probing.only_task(any_house, number), "sara.mertens")
    assert any_house.case(number).state == "ended"
    assert history.verify(any_house.runtime).whole
    line = probing.lines(any_house, number)[1]
    assert (line.kind, line.payload) == ("case:migrated", {"reason": "the new rules hold for all"})
    assert line.meta == {
        "migration": report.id,
        "from": 1,
        "to": 2,
        "name": "2",
        "mapping": {"assess": "assess"},
        "step": 2,
        "deployment": any_house.case(number).deployment_id,
    }


def test_draft_and_assignee_are_kept_and_the_new_form_holds(house: House) -> None:
    sara = house.actors["sara.mertens"]
    deployed(house, FIRST)
    number = probing.start(house)
    task = probing.only_task(house, number)
    tasks.claim(house.runtime, task_id=task.id, by=sara)
    drafts.save_task(house.runtime, task_id=task.id, by=sara, posted={"remark": "half"}, seen=0)
    renamed = FIRST.replace('name="assess"', 'name="Assess it"').replace("kb-ko-oost", "jurist")
    deployments.deploy(
        house.runtime,
        process_key="probe",
        files={
            "probe/probe.bpmn": probing.source(renamed),
            "probe/procedure.toml": probing.FACTS,
            "forms/probe/note.json": OTHER_FORM,
        },
        by=SYSTEM,
        reason="another form",
        source="folder",
    )
    migrate(house)
    after = probing.only_task(house, number)
    assert (after.id, after.assignee, after.draft) == (task.id, sara.person_id, {"remark": "half"})
    assert (after.name, after.candidate_group) == ("Assess it", "jurist")
    view = tasks.view(house.runtime, task_id=task.id, by=sara).form
    assert view is not None
    assert [field.name for field in view.fields] == ["verdict"]
    complete(house, after, "sara.mertens", verdict="good")
    assert house.case(number).state == "ended"


def test_a_timer_keeps_its_moment_and_a_new_one_works(house: House) -> None:
    deployed(house, FIRST + BOUNDARY.format("P10D"))
    kept = probing.start(house)
    house.clock.forward(days=4)
    deployed(house, FIRST + BOUNDARY.format("P90D"))
    assert migrate(house).whole
    house.clock.forward(days=6)
    house.work_off()
    assert sorted(task.element for task in house.open_tasks(kept)) == ["assess", "remind"]


def test_a_boundary_event_is_added_to_the_active_task(house: House) -> None:
    deployed(house, FIRST)
    number = probing.start(house)
    deployed(house, FIRST + BOUNDARY.format("P2D"))
    report = migrate(house)
    house.clock.forward(days=2)
    house.work_off()
    assert sorted(task.element for task in house.open_tasks(number)) == ["assess", "remind"]
    assert told(undo(house, report.id)) == [(REFUSED, ["migration.gone"])]
    (remind,) = (task for task in house.open_tasks(number) if task.element == "remind")
    complete(house, remind, "sara.mertens")
    assert told(undo(house, report.id)) == [(MIGRATED, [])]
    assert version_of(house, number) == 1
    assert history.verify(house.runtime).whole


def test_a_job_that_is_defined_otherwise_is_wanted_anew(house: House) -> None:
    def job(name: str) -> str:
        return probing.row(f'<serviceTask id="work" name="work" pr:job="{name}"/>')

    deployed(house, job("register_decision"))
    number = probing.start(house)
    deployed(house, job("notify_decision"))
    assert migrate(house).whole
    with house.runtime.store.read() as tx:
        found = job_rows.of_case(tx, house.case(number).id)
    assert [(each.name, each.state) for each in found] == [
        ("register_decision", "dropped"),
        ("notify_decision", "open"),
    ]


def test_post_reaches_a_case_under_the_new_name_of_its_element(house: House) -> None:
    def waiting(name: str) -> str:
        return probing.row(
            f'<intermediateCatchEvent id="{name}" name="{name}">'
            '<messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
        )

    beside = '<message id="m" name="aanvulling"/>'
    probing.deploy(house, waiting("wait"), beside=beside)
    number = probing.start(house)
    probing.deploy(house, waiting("hear"), beside=beside)
    migrate(house, {"wait": "hear"})
    with house.runtime.store.read() as tx:
        (waits,) = whereabouts.subscriptions(tx, house.case(number).id)
    assert (waits.element, waits.message) == ("hear", "aanvulling")


# --- what is past --------------------------------------------------------------------------------


def test_four_eyes_hold_for_who_worked_under_the_old_name(any_house: House) -> None:
    def pair(first: str, second: str) -> str:
        review = TASK.format(second).replace("/>", f' pr:fourEyes="{first}"/>')
        return probing.row(TASK.format(first), review)

    house = any_house
    deployed(house, pair("propose", "review"))
    number = probing.start(house)
    complete(house, probing.only_task(house, number), "sara.mertens")
    deployed(house, pair("review", "propose"))
    report = migrate(house, {"propose": "review", "review": "propose"})
    task = probing.only_task(house, number)
    assert (task.element, task.four_eyes) == ("propose", ["review"])
    with pytest.raises(errors.NotAllowed):
        complete(house, task, "sara.mertens")
    marks = cases.diagram(house.runtime, number=number, by=house.actors["an.admin"]).marks
    assert marks == {"begin": "done", "review": "done", "propose": "active", "finish": "next"}
    undo(house, report.id)
    with pytest.raises(errors.NotAllowed):
        complete(house, probing.only_task(house, number), "sara.mertens")


# --- each case on its own ------------------------------------------------------------------------


def test_a_case_that_cannot_go_along_does_not_stop_the_others(any_house: House) -> None:
    house = any_house
    deployed(house, SECOND)
    numbers = [probing.start(house) for _ in range(4)]
    for number in numbers[1:3]:
        complete(house, probing.only_task(house, number), "sara.mertens")
    ended = probing.start(house)
    for _ in range(2):
        complete(house, probing.only_task(house, ended), "sara.mertens")
    deployed(house, FIRST)
    before = everything(house, numbers[1])
    report = migrate(house, batch=3)
    gone = (REFUSED, ["migration.gone"])
    assert told(report) == [(MIGRATED, []), gone, gone, (MIGRATED, [])]
    assert not report.whole
    assert everything(house, numbers[1]) == before
    with house.runtime.store.read() as tx:
        kept = rows.outcomes(tx, report.id or "")
    assert sorted(each.outcome for each in kept) == sorted(c.outcome for c in report.cases)
    reason = next(each for each in kept if each.reasons).reasons[0]
    assert (reason["code"], reason["element"]) == ("migration.gone", "decide")


def test_a_case_that_fails_on_the_way_is_left_as_it_was(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed(house, FIRST)
    numbers = [probing.start(house) for _ in range(2)]
    deployed(house, SECOND)
    before = everything(house, numbers[1])
    note = rows.note

    def failing(tx: Any, migration: str, outcome: Any, at: Any) -> None:
        if house.case(numbers[1]).id in outcome:
            raise errors.Unavailable("database_full")
        note(tx, migration, outcome, at)

    monkeypatch.setattr(rows, "note", failing)
    with pytest.raises(errors.Unavailable):
        migrate(house)
    assert [version_of(house, number) for number in numbers] == [2, 1]
    assert everything(house, numbers[1]) == before
    monkeypatch.undo()
    assert told(migrate(house)) == [(MIGRATED, [])]
    assert history.verify(house.runtime).whole


def test_a_case_that_moved_meanwhile_is_left_alone(
    any_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = any_house
    deployed(house, SECOND)
    numbers = [probing.start(house) for _ in range(2)]
    deployed(house, SECOND.replace("Begin", "Start"))
    look = deployments.migrating._look

    def slow(runtime: Any, tx: Any, order: Any, case_id: str) -> Any:
        found = look(runtime, tx, order, case_id)
        if case_id == house.case(numbers[0]).id:
            complete(house, probing.only_task(house, numbers[0]), "sara.mertens")
        return found

    monkeypatch.setattr(deployments.migrating, "_look", slow)
    report = migrate(house)
    assert told(report) == [(MOVED, []), (MIGRATED, [])]
    assert not report.whole
    assert version_of(house, numbers[0]) == 1
    assert probing.kinds(house, numbers[0])[-1] == "task:completed"
    monkeypatch.undo()
    assert told(migrate(house)) == [(MIGRATED, [])]


def test_chosen_cases_go_along_and_others_stay(house: House) -> None:
    deployed(house, FIRST)
    first, second, done = (probing.start(house) for _ in range(3))
    complete(house, probing.only_task(house, done), "sara.mertens")
    deployed(house, SECOND)
    newest = probing.start(house)
    report = migrate(house, cases=[second, newest, done])
    assert told(report) == [
        (MIGRATED, []),
        (REFUSED, ["migration.other_version"]),
        (REFUSED, ["migration.not_running"]),
    ]
    assert version_of(house, first) == 1
    with pytest.raises(errors.NotFound):
        migrate(house, cases=["PR-1900-00001"])


def test_a_case_that_has_nothing_left_to_wait_for_ends(house: House) -> None:
    waiting = (
        '<intermediateCatchEvent id="wait" name="wait"><conditionalEventDefinition>'
        "<condition>{0}</condition></conditionalEventDefinition></intermediateCatchEvent>"
    )
    deployed(house, probing.row(waiting.format("1 = 2")))
    number = probing.start(house)
    deployed(house, probing.row(waiting.format("1 = 1")))
    assert migrate(house, dry_run=True).cases == (CaseOutcome(number, MIGRATES, goes_on=True),)
    migrate(house)
    assert house.case(number).end_event == "finish"
    assert probing.kinds(house, number)[1:] == ["case:migrated", "case:ended"]
    assert history.verify(house.runtime).whole


# --- and back ------------------------------------------------------------------------------------


def test_undoing_brings_back_what_can_be_brought_back(any_house: House) -> None:
    house = any_house
    deployed(house, FIRST)
    numbers = [probing.start(house) for _ in range(3)]
    deployed(house, probing.row(TASK.format("judge"), TASK.format("decide")))
    report = migrate(house, {"assess": "judge"})
    complete(house, probing.only_task(house, numbers[1]), "sara.mertens")
    for _ in range(2):
        complete(house, probing.only_task(house, numbers[2]), "sara.mertens")
    dry = undo(house, report.id, dry_run=True)
    assert [each for each, _ in told(dry)] == [MIGRATES, REFUSED, REFUSED]
    back = undo(house, report.id)
    assert told(back) == [
        (MIGRATED, []),
        (REFUSED, ["migration.gone"]),
        (REFUSED, ["migration.not_running"]),
    ]
    assert (back.from_version, back.to_version) == (2, 1)
    assert probing.only_task(house, numbers[0]).element == "assess"
    line = probing.lines(house, numbers[0])[-1]
    assert (line.kind, line.meta["undoes"]) == ("case:migrated", report.id)
    assert told(undo(house, report.id))[0] == (REFUSED, ["migration.other_version"])
    assert told(undo(house, back.id)) == [(MIGRATED, [])], "what was undone can be done again"
    assert history.verify(house.runtime).whole


# --- who may, and what is no order ---------------------------------------------------------------


def test_who_operates_may_migrate_and_an_analyst_may_not(house: House) -> None:
    deployed(house, FIRST)
    probing.start(house)
    deployed(house, SECOND)
    allowed = [
        login
        for login, actor in house.actors.items()
        if house.runtime.policy.can(actor, Permission.OPERATE)
    ]
    assert 0 < len(allowed) < len(house.actors)
    for login, actor in house.actors.items():
        if login in allowed:
            assert migrate(house, dry_run=True, by=actor).whole
            continue
        with pytest.raises(errors.NotAllowed):
            migrate(house, dry_run=True, by=actor)
        with pytest.raises(errors.NotAllowed):
            undo(house, "whatever", by=actor)
    report = migrate(house, by=house.actors[allowed[0]])
    with house.runtime.store.read() as tx:
        row = rows.get(tx, report.id or "")
    assert row is not None
    assert row.author == house.actors[allowed[0]].person_id


def test_what_is_no_order_is_refused(house: House) -> None:
    deployed(house, FIRST, SECOND)
    with pytest.raises(errors.NotFound):
        migrate(house, to_version=9)
    with pytest.raises(errors.NotFound):
        undo(house, "unknown")
    for mapping, more in (
        ({"assess": "nowhere"}, {}),
        ({"nothing": "assess"}, {}),
        ({}, {"to_version": 1}),
    ):
        with pytest.raises(errors.InvalidInput):
            migrate(house, mapping, **more)
    with pytest.raises(errors.InvalidInput):
        deployments.migrate(
            house.runtime,
            process_key="probe",
            from_version=1,
            to_version=2,
            mapping={},
            by=SYSTEM,
            dry_run=False,
        )
