"""What should be there, beside what is: tasks, groups, days, clocks, letters, decisions, values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine import bpmn, store
from engine.feel import tagged
from engine.scenarios.house import House
from engine.scenarios.plan import part_of, plain
from engine.scenarios.words import said, words
from engine.store import contents, whereabouts
from engine.store import decision_events as event_rows
from engine.store import decisions as decision_rows
from engine.store import documents as document_rows
from engine.store import terms as term_rows
from engine.store.rows import CaseRow

MOST_SHOWN = 200
_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it should be: `what` in the analyst's words, both sides as text."""

    what: str
    wanted: str
    found: str


def differences(house: House, number: str, wanted: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield everything about a case that is not as `wanted` (the engine's words) says."""
    for name, value in wanted.items():
        yield from _JUDGES[name](house, house.case(number), value)


def letters_of(house: House, case: CaseRow) -> dict[str, str]:
    """Return the text of every letter of a case by the name of its template, the oldest first.

    Of a letter that was made twice, both texts stand one under the other.
    """
    found: dict[str, str] = {}
    with house.runtime.store.read() as tx:
        deployed = house.runtime.deployed(tx, case.deployment_id)
        names = {contents.digest(text.encode()): name for name, text in deployed.letters.items()}
        for row in document_rows.letters_since(tx, case.id, case.started_at):
            name = names.get(row.template_hash or "", row.name)
            text = _text_of(tx, row)
            found[name] = f"{found[name]}\n\n{text}" if name in found else text
    return found


def _text_of(tx: store.Tx, row: document_rows.DocumentRow) -> str:
    """Return the title of a letter and what stands in its blocks, a line per paragraph or item."""
    data = document_rows.content(tx, row.data_hash) if row.data_hash else None
    blocks = json.loads(data).get("blocks", []) if data else []
    lines = ["".join(run["text"] for run in item) for each in blocks for item in each["items"]]
    return "\n".join([row.name, *lines])


def variables_of(house: House, case: CaseRow) -> dict[str, Any]:
    """Return what a case knows, with what its open tasks see over it."""
    tokens = [task.token for task in house.open_tasks(case.number)]
    with house.runtime.store.read() as tx:
        document = whereabouts.document(tx, case.id)
    if document is None:
        return {}
    found = dict(bpmn.visible(document))
    for token in tokens:
        found.update(bpmn.visible(document, token))
    return found


def same(found: Any, wanted: Any) -> bool:
    """Tell whether a value is the one that a scenario names; true is not 1."""
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return bool(found == wanted)
    return found is not None and not isinstance(found, bool) and found == wanted


def shown(value: Any) -> str:
    """Return a value as a difference shows it."""
    try:
        made = value if isinstance(value, str) else json.dumps(_tagged(value), ensure_ascii=False)
    except (TypeError, ValueError):
        made = str(value)
    return made if len(made) <= MOST_SHOWN else made[:MOST_SHOWN] + "…"


def _tagged(value: Any) -> Any:
    return plain(value) if isinstance(value, dict | list) else tagged.encode(value)


def _status(_house: House, case: CaseRow, wanted: Any) -> Iterator[Difference]:
    if case.status != wanted:
        yield _differs("status", wanted, case.status)


def _tasks(house: House, case: CaseRow, wanted: Any) -> Iterator[Difference]:
    there = sorted(task.element for task in house.open_tasks(case.number))
    if there != sorted(map(str, wanted)):
        yield _differs("tasks", wanted, there)


def _groups(house: House, case: CaseRow, wanted: Any) -> Iterator[Difference]:
    """Compare who is offered every open task; of an element with several tasks, a list."""
    there: dict[str, list[str]] = {}
    for task in house.open_tasks(case.number):
        there.setdefault(task.element, []).append(task.candidate_group or "")
    asked = {name: group if isinstance(group, list) else [group] for name, group in wanted.items()}
    if {name: sorted(map(str, each)) for name, each in asked.items()} != {
        name: sorted(each) for name, each in there.items()
    }:
        found = {name: each if len(each) > 1 else each[0] for name, each in there.items()}
        yield _differs("groups", wanted, found)


def _due(house: House, case: CaseRow, wanted: Any) -> Iterator[Difference]:
    there = {task.element: task.due_on for task in house.open_tasks(case.number)}
    for element, day in wanted.items():
        if there.get(element) != day:
            yield _differs("due", day, there.get(element), element)


def _clocks(house: House, case: CaseRow, wanted: Any) -> Iterator[Difference]:
    """Compare the last clock of every term: its last day, or how it stands."""
    with house.runtime.store.read() as tx:
        last = {clock.term_key: clock for clock, _ in term_rows.clocks_of(tx, case.id, _EVERY)}
    if set(last) != set(wanted):
        yield _differs("clocks", sorted(wanted), sorted(last))
    states = words("clock")
    for key in sorted(set(last) & set(wanted)):
        clock, value = last[key], wanted[key]
        if value in states:
            there = said("clock", str(clock.state))
            if there != value:
                yield _differs("clocks", value, there, key)
        elif clock.end != value:
            yield _differs("clocks", value, clock.end, key)


def _letters(house: House, case: CaseRow, wanted: Any) -> Iterator[Difference]:
    """Compare which letters there are; with texts beside a name, also what that letter says."""
    there = letters_of(house, case)
    if sorted(there) != sorted(map(str, wanted)):
        yield _differs("letters", sorted(map(str, wanted)), sorted(there))
    told = wanted if isinstance(wanted, Mapping) else {}
    for name in sorted(set(there) & set(told)):
        for words_of_it in _texts(told[name]):
            if words_of_it not in there[name]:
                yield _differs("letters", words_of_it, there[name], name)


def _texts(value: Any) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value]) if each]


def _decisions(house: House, case: CaseRow, wanted: Any) -> Iterator[Difference]:
    """Compare what the case wrote in the register, each as type and outcome with a dot between."""
    with house.runtime.store.read() as tx:
        found = decision_rows.of_case(tx, case.id).rows
    there = [f"{row.type}.{row.outcome}" for row in found]
    if sorted(there) != sorted(map(str, wanted)):
        yield _differs("decisions", wanted, there)


def _events(house: House, case: CaseRow, wanted: Any) -> Iterator[Difference]:
    """Compare what the case made of decisions in the register, its own and others, in order."""
    with house.runtime.store.read() as tx:
        there = [said("event", row.kind) for row in event_rows.by_case(tx, case.id)]
    if there != list(map(str, wanted)):
        yield _differs("events", wanted, there)


def _variables(house: House, case: CaseRow, wanted: Any) -> Iterator[Difference]:
    known = variables_of(house, case)
    for path, value in wanted.items():
        found = part_of(known, str(path).split("."))
        if not same(found, value):
            yield _differs("variables", value, found, path)


def _differs(name: str, wanted: Any, found: Any, detail: str = "") -> Difference:
    what = said("expect", name) + (f" {detail}" if detail else "")
    return Difference(what, shown(wanted), shown(found))


_JUDGES = {
    "status": _status,
    "tasks": _tasks,
    "groups": _groups,
    "due": _due,
    "clocks": _clocks,
    "letters": _letters,
    "decisions": _decisions,
    "events": _events,
    "variables": _variables,
}
