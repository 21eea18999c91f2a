"""Wide, deep and endless, through the verbs: what the machine's own limits mean for people.

The machine alone is in `tests/bpmn/test_limits.py`.
"""

from __future__ import annotations

import re

import pytest

from bench import growing
from bench.counted import Work, counted
from bench.growing import Verb
from engine import cases, errors, operations, store, tasks
from tests.house import House
from tests.verbs import probing

NARROW, WIDE = 20, 1_000
ENDLESS = (
    '<startEvent id="begin" name="Begin"/>'
    + probing.TASK.format("look")
    + '<exclusiveGateway id="merge" name="Again"/>'
    + '<scriptTask id="work" name="Work" scriptFormat="feel"><script>{n: 1}</script></scriptTask>'
    + '<exclusiveGateway id="more" name="More?" default="more_merge"/>'
    + '<endEvent id="finish" name="Finish"/>'
    + "".join(
        f'<sequenceFlow id="{one}_{other}" name="no" sourceRef="{one}" targetRef="{other}"/>'
        for one, other in (
            ("begin", "look"),
            ("look", "merge"),
            ("merge", "work"),
            ("work", "more"),
            ("more", "merge"),
        )
    )
    + '<sequenceFlow id="more_finish" name="yes" sourceRef="more" targetRef="finish">'
    + "<conditionExpression>n = 2</conditionExpression></sequenceFlow>"
)


@pytest.fixture
def wide(house: House) -> dict[int, Verb]:
    """Return a case with a few and one with a thousand open tasks of one activity."""
    growing.deploy(house, {f"growth_wide_{n}": growing.wide(n) for n in (NARROW, WIDE)})
    return {n: Verb(house, f"growth_wide_{n}") for n in (NARROW, WIDE)}


def completed(case: Verb) -> Work:
    step = case.ready()
    with counted(case.house.runtime.store) as work:
        step()
    return work


def test_one_of_a_thousand_tasks_is_completed_as_one_of_twenty(
    house: House, wide: dict[int, Verb]
) -> None:
    few, many = (completed(wide[n]) for n in (NARROW, WIDE))
    assert (many.statements, many.rows_read, many.rows_written) == (
        few.statements,
        few.rows_read,
        few.rows_written,
    )
    assert many.bytes_written - few.bytes_written < (WIDE - NARROW) * 130  # the document alone
    assert wide[WIDE].document_bytes() < WIDE * 130


def test_the_page_of_a_case_with_a_thousand_open_tasks_shows_fifty(
    house: House, wide: dict[int, Verb]
) -> None:
    number, by = wide[WIDE].number, house.actors["an.admin"]
    first = cases.view(house.runtime, number=number, by=by).open_tasks
    last = cases.view(house.runtime, number=number, by=by, at={"open_tasks": 20}).open_tasks
    assert (len(first.rows), first.total, first.pages) == (50, WIDE, 20)
    assert len(last.rows) == 50
    assert not {task.id for task in first.rows} & {task.id for task in last.rows}


def test_the_rounds_of_one_step_are_rows_not_statements(house: House) -> None:
    """A script that is repeated: one activity a round, all of them in one statement."""
    found = {rounds: started(house, repeated(rounds)) for rounds in (10, 500)}
    assert found[500].statements == found[10].statements
    assert found[500].rows_written - found[10].rows_written == 490


def test_fifty_sub_processes_inside_each_other_are_opened_in_as_many_statements(
    house: House,
) -> None:
    found = {levels: started(house, nested(levels)) for levels in (1, 50)}
    assert found[50].statements == found[1].statements


def repeated(rounds: int) -> str:
    loop = f'<standardLoopCharacteristics loopMaximum="{rounds}"/>'
    head = '<scriptTask id="work" name="Work" scriptFormat="feel">'
    script = f"{head}{loop}<script>{{n: 1}}</script></scriptTask>"
    return probing.row(script, probing.TASK.format("look"))


def nested(levels: int) -> str:
    inside = probing.row(probing.TASK.format("look"))
    for level in range(levels):
        inner = re.sub(r'(id|sourceRef|targetRef)="', rf'\1="l{level}_', inside)
        inside = probing.row(f'<subProcess id="level" name="Level {level}">{inner}</subProcess>')
    return inside


def started(house: House, elements: str) -> Work:
    """Deploy a process, start it once so that it is compiled, and count a second start."""
    probing.deploy(house, elements)
    probing.start(house)
    with counted(house.runtime.store) as work:
        probing.start(house)
    return work


def test_an_endless_loop_is_an_incident_and_nothing_has_happened(house: House) -> None:
    probing.deploy(house, ENDLESS)
    number = probing.start(house)
    task, by = probing.only_task(house, number), house.actors["sara.mertens"]
    tasks.claim(house.runtime, task_id=task.id, by=by)
    before = house.case(number)
    with pytest.raises(errors.ModelFault, match="too_many_steps"):
        tasks.complete(
            house.runtime, task_id=task.id, by=by, posted={"remark": "x"}, key=store.new_id()
        )
    assert house.case(number).version == before.version
    assert probing.only_task(house, number).id == task.id
    assert cases.view(house.runtime, number=number, by=by).stands_still
    operator = house.actors["bert.beheer"]
    (met,) = operations.incidents(house.runtime, by=operator).rows
    assert (met.code, met.number, met.facts["limit"]) == ("too_many_steps", number, "50000")
