"""Faults that the ledger has to find, each planted at a completion that a seed chooses."""

from __future__ import annotations

import random
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from sqlalchemy import text

from tests.faults import ledger as ledgers
from tests.faults.ledger import Ledger
from tests.house import House

THE_TASK = "(SELECT token, case_id FROM user_task WHERE id = :task)"
THE_LINE = """(SELECT h.case_id, h.seq FROM history h JOIN user_task t ON t.case_id = h.case_id
    WHERE t.id = :task AND h.kind = 'task:completed' AND json_extract(h.meta, '$.task') = :task)"""
THE_CASE = "(SELECT case_id FROM user_task WHERE id = :task)"
THE_LAST = f"(SELECT case_id, max(seq) FROM history WHERE case_id IN {THE_CASE} GROUP BY 1)"
SECOND_ROW = """
    INSERT INTO user_task
    SELECT case_id, id || 'x', token, element, process, name, kind, form, candidate_group,
           assignee, due_on, due_at, four_eyes, term, legal_basis, state, version, opened_at,
           claimed_at, closed_at, closed_by, in_name_of, draft, draft_version, NULL, search
    FROM user_task WHERE id = :task
"""


def without_line(which: str) -> str:
    """Return what takes one line out of the trail, with what it told."""
    deletes = [f"DELETE FROM {t} WHERE (case_id, seq) IN {which}" for t in ("history_payload",)]
    return ";".join([*deletes, f"DELETE FROM history WHERE (case_id, seq) IN {which}"])


KINDS: Mapping[str, tuple[str, str]] = {
    "a lost step": ("UPDATE user_task SET state = 'open' WHERE id = :task", "lost"),
    "a doubled step": (
        f"UPDATE case_ SET version = version + 1 WHERE id IN {THE_CASE}",
        "doubled",
    ),
    "a task without a line": (without_line(THE_LINE), "doubled"),
    "a line without its activity": (
        f"DELETE FROM activity WHERE (id, case_id) IN {THE_TASK}",
        "torn",
    ),
    "a second task": (SECOND_ROW, "torn"),
    "another link": (f"UPDATE history SET kind = 'x' WHERE (case_id, seq) IN {THE_LINE}", "chain"),
    "a dropped tail": (without_line(THE_LAST), "chain"),
    "another person": ("UPDATE user_task SET closed_by = NULL WHERE id = :task", "lost"),
    "another request": ("UPDATE user_task SET completion_key = 'x' WHERE id = :task", "lost"),
}


class _TakenBackError(Exception):
    """Ends a transaction so that what was planted is gone."""


def found(house: House, ledger: Ledger, kind: str, seed: int) -> bool:
    """Plant one fault, look whether the ledger finds it, and take it back."""
    sql, where = KINDS[kind]
    entry = random.Random(f"{kind} {seed}").choice(ledger.entries)
    settings, verdict = house.runtime.settings, ledgers.Verdict()
    with suppress(_TakenBackError), house.runtime.store.write("tests.plant") as tx:
        for statement in sql.split(";"):
            tx.run(text(statement), {"task": entry.task_id})
        places = Path(settings.seal_dir), Path(settings.seal_key)
        verdict = ledgers.check_in(tx, ledger, *places)
        raise _TakenBackError
    return bool(getattr(verdict, where))
