"""Lists of work, and taking, returning and drafting a task."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.errors import AlreadyClaimed, NotAllowed, NotFound, Stale
from engine.model import Actor, Reads, RoleInTeam, Scope, Step
from engine.store import Store, Tx, locking, people, steps, tasks
from tests.store.samples import AT, FACT, case, open_store, opened, person, started

GROUP = frozenset({"desk-oost"})


def mine(actor: Actor) -> Scope:
    return Scope(actor.person_id, Reads.OWN, GROUP)


def names(tx: Tx, scope: Scope, *, own: bool = False, q: str = "", sort: str = "due") -> list[str]:
    return [row.case_title for row in tasks.inbox(tx, scope, mine=own, q=q, sort=sort)]


def test_a_claim_gives_the_task_to_one_person(store: Store) -> None:
    recorded, by = open_store(store)
    with store.write("tests.write") as tx:
        other = person(tx, "bo")
        tasks.claim(tx, recorded.case.id, recorded.tasks[0], str(by.person_id), AT)
    with pytest.raises(AlreadyClaimed) as refused, store.write("tests.write") as tx:
        tasks.claim(tx, recorded.case.id, recorded.tasks[0], str(other.person_id), AT)
    assert refused.value.facts == {"assignee": "An Peeters"}
    with store.write("tests.write") as tx:
        tasks.claim(tx, recorded.case.id, recorded.tasks[0], str(by.person_id), AT)


def test_a_released_task_is_free_and_keeps_its_draft(store: Store) -> None:
    recorded, by = open_store(store)
    case_id, task_id = recorded.case.id, recorded.tasks[0]
    with store.write("tests.write") as tx:
        tasks.claim(tx, case_id, task_id, str(by.person_id), AT)
        assert tasks.save_draft(tx, case_id, task_id, {"advice": "y"}, 0) == 1
        tasks.release(tx, case_id, task_id, str(by.person_id))
    with store.read() as tx:
        locked = locking.for_task(tx, task_id)
    assert locked.task is not None
    assert (locked.task.assignee, locked.task.draft) == (None, {"advice": "y"})
    with pytest.raises(NotAllowed), store.write("tests.write") as tx:
        tasks.release(tx, case_id, task_id, str(by.person_id))


def test_a_draft_of_another_tab_is_never_overwritten(store: Store) -> None:
    recorded, _ = open_store(store)
    with store.write("tests.write") as tx:
        tasks.save_draft(tx, recorded.case.id, recorded.tasks[0], {"a": 1}, 0)
    with pytest.raises(Stale), store.write("tests.write") as tx:
        tasks.save_draft(tx, recorded.case.id, recorded.tasks[0], {"a": 2}, 0)


def test_a_task_that_is_not_there_is_not_found(store: Store) -> None:
    with store.read() as tx, pytest.raises(NotFound) as refused:
        locking.for_task(tx, "none")
    assert refused.value.code == "task"


def test_the_list_has_ones_own_tasks_or_those_of_ones_groups(store: Store) -> None:
    recorded, by = open_store(store)
    with store.write("tests.write") as tx:
        row = case(tx, "West")
        steps.record(tx, row, Step({}, tasks_opened=(opened(group="desk-west"),)), [FACT], at=AT)
    with store.read() as tx:
        assert names(tx, mine(by)) == ["Crèche Élan"]
        assert names(tx, mine(by), own=True) == []
    with store.write("tests.write") as tx:
        tasks.claim(tx, recorded.case.id, recorded.tasks[0], str(by.person_id), AT)
    with store.read() as tx:
        (line,) = tasks.inbox(tx, mine(by), mine=True)
        assert names(tx, mine(by)) == ["Crèche Élan"]
        assert tasks.count_inbox(tx, mine(by), mine=True) == 1
        assert tasks.inbox(tx, Scope(None, Reads.NONE), mine=True) == ()
        assert tasks.assignee_name(tx, recorded.tasks[0]) == "An Peeters"
    assert (line.assignee_name, line.case_number, line.has_draft) == (
        "An Peeters",
        recorded.case.number,
        False,
    )


def test_search_ignores_case_and_accents_and_takes_the_beginnings_of_words(store: Store) -> None:
    _, by = open_store(store)
    with store.write("tests.write") as tx:
        started(tx, "Huis Zonnebloem", fields={"place": "Sint-Truiden"})
    with store.read() as tx:
        for q in ("elan", "CRECHE", "crè él", "judge elan", "00001"):
            assert names(tx, mine(by), q=q) == ["Crèche Élan"], q
        assert names(tx, mine(by), q="truid zon") == ["Huis Zonnebloem"]
        assert names(tx, mine(by), q="lan") == []
        assert names(tx, mine(by), q="%") == names(tx, mine(by))
        assert tasks.count_inbox(tx, mine(by), mine=False, q="judge") == 2


def test_the_most_urgent_comes_first_and_what_has_no_end_last(store: Store) -> None:
    with store.write("tests.write") as tx:
        by = person(tx, "an", RoleInTeam("desk", "oost"))
        for title, due in (("None", None), ("Late", 9), ("Soon", 1), ("émile", 5)):
            day = None if due is None else date(2026, 4, due)
            step = Step({}, tasks_opened=(opened(due=day),))
            steps.record(tx, case(tx, title), step, [FACT], at=AT + timedelta(days=due or 0))
    with store.read() as tx:
        assert names(tx, mine(by)) == ["Soon", "émile", "Late", "None"]
        assert names(tx, mine(by), sort="title") == ["émile", "Late", "None", "Soon"]
        assert names(tx, mine(by), sort="newest") == ["Late", "émile", "Soon", "None"]
        assert names(tx, mine(by), sort="no such sort") == ["Soon", "émile", "Late", "None"]
        pages = [tasks.inbox(tx, mine(by), mine=False, limit=3, offset=n) for n in (0, 3)]
    assert [len(page) for page in pages] == [3, 1]


def test_a_closed_task_is_in_no_list(store: Store) -> None:
    recorded, by = open_store(store)
    with store.write("tests.write") as tx:
        people.set_disabled(tx, str(by.person_id), AT)
        tx.connection.exec_driver_sql("UPDATE user_task SET state = 'completed'")
    with store.read() as tx:
        assert names(tx, mine(by)) == []
        assert not tasks.workable(tx, mine(by), recorded.tasks[0])
