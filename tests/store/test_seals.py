"""What an attacker with the database can do, and what finds it: the chain, or only a seal.

The table in `docs/audit.md` is what these tests found.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Table, delete, insert, select, update

from engine.model import Actor, Happened, HistoryKind
from engine.store import Store, Tx, cases, history, seals
from engine.store.history import GENESIS, LOG, link_hash
from engine.store.sealing import FILE, merkle_root, read_file
from engine.store.seals import Fault
from engine.store.tables import (
    access_log,
    activity,
    case_,
    counter,
    history_payload,
    seal,
    user_task,
)
from engine.store.tables import history as lines
from tests.store.samples import AT, started

BY = Actor("p1", "An Peeters")
DOC = Path(__file__).parents[2] / "docs" / "audit.md"
START, END = "<!-- faults -->\n", "<!-- /faults -->\n"


@dataclass
class Trail:
    """Two cases with six facts each and a log of five, sealed after the fourth and the sixth."""

    store: Store
    folder: Path
    case: str = ""
    other: str = ""
    clock: int = 0
    names: list[str] = field(default_factory=list)

    @property
    def key(self) -> Path:
        return self.folder / "key.pem"

    @property
    def place(self) -> Path:
        return self.folder / "seals"

    def write(self) -> None:
        with self.store.write("tests.write") as tx:
            self.case, self.other = started(tx, "One").case.id, started(tx, "Two").case.id
        self.more(3)
        self.seal()
        self.more(2)
        self.seal()

    def more(self, times: int) -> None:
        for _ in range(times):
            self.clock += 1
            at = AT + timedelta(minutes=self.clock)
            fact = Happened(HistoryKind.TASK_CLAIMED, BY, {"n": self.clock}, {"who": "An"})
            with self.store.write("tests.write") as tx:
                history.append(tx, self.case, [fact], at)
                history.append(tx, self.other, [fact], at)
                history.log(tx, [fact], at, case_id=self.case)

    def seal(self) -> bool:
        with self.store.write("tests.write") as tx:
            return seals.seal(tx, self.place, self.key, AT + timedelta(hours=self.clock))

    def verify(self) -> seals.Report:
        with self.store.read() as tx:
            return seals.verify(tx, self.place, self.key)

    def rewrite(self, tx: Tx) -> None:
        """Compute all hashes of the case anew, as somebody would who knows how."""
        payloads = history_payload.c.case_id == self.case
        kept = {row[1]: row for row in tx.all(select(history_payload).where(payloads))}
        tx.run(delete(history_payload).where(payloads))
        rows = rows_of(tx, lines, lines.c.case_id == self.case)
        tx.run(delete(lines).where(lines.c.case_id == self.case))
        moved = chained(rows)
        tx.run(insert(lines), rows)
        for old, new in moved.items():
            if old in kept:
                _, _, salt, payload = kept[old]
                row = {"case_id": self.case, "seq": new, "salt": salt, "payload": payload}
                tx.run(insert(history_payload), row)
        head = {"chain_length": len(rows), "chain_head": rows[-1]["hash"]}
        tx.run(update(case_).where(case_.c.id == self.case).values(head))

    def rewrite_log(self, tx: Tx) -> None:
        """Compute all hashes of the log anew."""
        rows = rows_of(tx, access_log, access_log.c.seq > 0)
        tx.run(delete(access_log))
        about = {id(row): row["case_id"] for row in rows}
        for row in rows:
            row["case_id"] = None
        chained(rows)
        tx.run(insert(access_log), [{**row, "case_id": about[id(row)]} for row in rows])
        head = {"value": len(rows), "head": rows[-1]["hash"]}
        tx.run(update(counter).where(counter.c.name == LOG).values(head))


def rows_of(tx: Tx, table: Table, which: ColumnElement[bool]) -> list[dict[str, Any]]:
    found = tx.all(select(table).where(which).order_by(table.c.seq))
    return [dict(zip(table.c.keys(), row, strict=True)) for row in found]


def chained(rows: list[dict[str, Any]]) -> dict[int, int]:
    """Chain `rows` anew; return old number → new number."""
    moved, previous = {}, GENESIS
    for number, row in enumerate(rows, 1):
        moved[row["seq"]] = number
        row.update(seq=number, previous=previous)
        row["hash"] = previous = link_hash(row)
    return moved


Attack = Callable[[Trail, Tx], None]


def edit(trail: Trail, tx: Tx) -> None:
    line = (lines.c.case_id == trail.case) & (lines.c.seq == 2)
    tx.run(update(lines).where(line).values(meta={"n": 99}))


def edit_person(trail: Trail, tx: Tx) -> None:
    line = (lines.c.case_id == trail.case) & (lines.c.seq == 2)
    tx.run(update(lines).where(line).values(person_id="somebody else"))


def edit_payload(trail: Trail, tx: Tx) -> None:
    line = (history_payload.c.case_id == trail.case) & (history_payload.c.seq == 2)
    tx.run(update(history_payload).where(line).values(payload={"who": "Bo"}))


def remove(trail: Trail, tx: Tx) -> None:
    for table in (history_payload, lines):
        tx.run(delete(table).where(table.c.case_id == trail.case, table.c.seq == 2))


def add(trail: Trail, tx: Tx) -> None:
    one = (lines.c.case_id == trail.case) & (lines.c.seq == 3)
    row = dict(zip(lines.c.keys(), tx.all(select(lines).where(one))[0], strict=True))
    tx.run(
        delete(history_payload).where(
            history_payload.c.case_id == trail.case, history_payload.c.seq > 3
        )
    )
    for seq in (6, 5, 4):
        tx.run(
            update(lines)
            .where(lines.c.case_id == trail.case, lines.c.seq == seq)
            .values(seq=seq + 1)
        )
    tx.run(insert(lines), {**row, "seq": 4})


def swap(trail: Trail, tx: Tx) -> None:
    tx.run(delete(history_payload).where(history_payload.c.case_id == trail.case))
    mine = lines.c.case_id == trail.case
    for before, after in ((2, 102), (3, 2), (102, 3)):
        tx.run(update(lines).where(mine, lines.c.seq == before).values(seq=after))


def cut(trail: Trail, tx: Tx) -> None:
    for table in (history_payload, lines):
        tx.run(delete(table).where(table.c.case_id == trail.case, table.c.seq > 4))


def drop(trail: Trail, tx: Tx) -> None:
    for table in (history_payload, lines, activity, user_task):
        tx.run(delete(table).where(table.c.case_id == trail.case))
    tx.run(delete(case_).where(case_.c.id == trail.case))


def edit_log(trail: Trail, tx: Tx) -> None:
    tx.run(update(access_log).where(access_log.c.seq == 2).values(kind="case:read"))


def move_log(trail: Trail, tx: Tx) -> None:
    tx.run(update(access_log).where(access_log.c.seq == 2).values(case_id=trail.other))


def remove_log(trail: Trail, tx: Tx) -> None:
    tx.run(delete(access_log).where(access_log.c.seq == 2))


def cut_log(trail: Trail, tx: Tx) -> None:
    tx.run(delete(access_log).where(access_log.c.seq > 3))


def again(attack: Attack, chain: str = "case") -> Attack:
    """Return `attack` followed by all hashes of the chain computed anew."""

    def both(trail: Trail, tx: Tx) -> None:
        attack(trail, tx)
        (trail.rewrite if chain == "case" else trail.rewrite_log)(tx)

    return both


def seal_gone(trail: Trail, tx: Tx) -> None:
    tx.run(delete(seal).where(seal.c.seq == 2))


def seal_edited(trail: Trail, tx: Tx) -> None:
    tx.run(update(seal).where(seal.c.seq == 1).values(leaves=[[trail.case, 1, "00"]]))


ATTACKS: dict[str, tuple[Attack, Fault]] = {
    "a line is edited": (edit, Fault("edited", "case", 2, "chain")),
    "a line is edited, hashes recomputed": (again(edit), Fault("rewritten", "case", 4, "seal")),
    "a line is given to another person": (edit_person, Fault("edited", "case", 2, "chain")),
    "a payload is edited": (edit_payload, Fault("payload", "case", 2, "chain")),
    "a line is removed": (remove, Fault("missing", "case", 2, "chain")),
    "a line is removed, hashes recomputed": (again(remove), Fault("rewritten", "case", 4, "seal")),
    "a line is added": (add, Fault("edited", "case", 4, "chain")),
    "a line is added, hashes recomputed": (again(add), Fault("rewritten", "case", 4, "seal")),
    "two lines change places": (swap, Fault("broken", "case", 2, "chain")),
    "two lines change places, hashes recomputed": (
        again(swap),
        Fault("rewritten", "case", 4, "seal"),
    ),
    "the tail is cut": (cut, Fault("head", "case", 4, "chain")),
    "the tail is cut, head recomputed": (again(cut), Fault("cut", "case", 5, "seal")),
    "a whole case is dropped": (drop, Fault("dropped", "case", 6, "seal")),
    "a line of the log is edited": (edit_log, Fault("edited", LOG, 2, "chain")),
    "a line of the log is edited, hashes recomputed": (
        again(edit_log, LOG),
        Fault("rewritten", LOG, 3, "seal"),
    ),
    "a line of the log is moved to another case": (move_log, Fault("edited", LOG, 2, "chain")),
    "a line of the log is removed": (remove_log, Fault("missing", LOG, 2, "chain")),
    "a line of the log is removed, hashes recomputed": (
        again(remove_log, LOG),
        Fault("rewritten", LOG, 3, "seal"),
    ),
    "the tail of the log is cut": (cut_log, Fault("head", LOG, 3, "chain")),
    "the tail of the log is cut, head recomputed": (
        again(cut_log, LOG),
        Fault("cut", LOG, 4, "seal"),
    ),
    "a seal is removed from the database": (seal_gone, Fault("seal-missing", None, 2, "seal")),
    "a seal is edited in the database": (seal_edited, Fault("seal-edited", None, 1, "seal")),
}


@pytest.fixture
def trail(store: Store, tmp_path: Path) -> Trail:
    made = Trail(store, tmp_path)
    made.write()
    return made


@pytest.mark.parametrize("name", ATTACKS)
def test_it_is_found_and_said_where(name: str, trail: Trail) -> None:
    attack, expected = ATTACKS[name]
    assert trail.verify().faults == []
    with trail.store.write("tests.write") as tx:
        attack(trail, tx)
    chain = trail.case if expected.case == "case" else expected.case
    wanted = Fault(expected.kind, chain, expected.seq, expected.found_by)
    found = trail.verify().faults
    assert wanted in found
    assert all(each.case in (chain, None) for each in found)
    if expected.found_by == "seal":
        assert {each.found_by for each in found} == {"seal"}


def test_the_table_of_the_documentation_is_what_the_tests_find() -> None:
    rows = ["| what is done in the database | fault | found by |", "|---|---|---|"]
    rows += [
        f"| {name} | `{fault.kind}` | {fault.found_by} |" for name, (_, fault) in ATTACKS.items()
    ]
    text = DOC.read_text("utf-8")
    shown = text[text.index(START) + len(START) : text.index(END)]
    assert shown == "\n".join(rows) + "\n"


def test_an_untouched_trail_is_whole_and_counted(trail: Trail) -> None:
    report = trail.verify()
    assert report.faults == []
    assert (report.cases, report.events, report.seals, report.redacted) == (2, 17, 2, 0)
    assert report.unsealed == 0
    trail.more(1)
    assert trail.verify().unsealed == 3


def test_a_redacted_payload_is_counted_and_no_fault(trail: Trail) -> None:
    with trail.store.write("tests.write") as tx:
        assert history.redact(tx, trail.case, 2) == 1
        assert history.redact(tx, trail.case, 2) == 0
    report = trail.verify()
    assert (report.faults, report.redacted) == ([], 1)
    with trail.store.read() as tx:
        line = history.of_case(tx, trail.case)[1]
        unpayed = history.of_case(tx, trail.case)[0]
    assert (line.payload, line.redacted) == (None, True)
    assert (unpayed.payload, unpayed.redacted) == (None, False)


def test_nothing_new_needs_no_seal(trail: Trail) -> None:
    assert trail.seal() is False
    trail.more(1)
    assert trail.seal() is True


def test_a_seal_is_due_when_it_is_old_and_something_happened(trail: Trail) -> None:
    last = AT + timedelta(hours=trail.clock)
    soon, late, every = (
        last + timedelta(seconds=30),
        last + timedelta(hours=1),
        timedelta(minutes=1),
    )
    with trail.store.read() as tx:
        assert not seals.due(tx, late, every)
    trail.more(1)
    with trail.store.read() as tx:
        assert not seals.due(tx, soon, every)
        assert seals.due(tx, late, every)


def test_only_what_grew_is_sealed_again(trail: Trail) -> None:
    with trail.store.write("tests.write") as tx:
        fact = Happened(HistoryKind.TASK_CLAIMED, BY)
        history.append(tx, trail.case, [fact], AT)
    trail.seal()
    assert [leaf[:2] for leaf in read_file(trail.place)[-1]["leaves"]] == [[trail.case, 7]]


def test_the_key_belongs_to_its_owner_and_is_never_replaced(trail: Trail) -> None:
    assert stat.S_IMODE(trail.key.stat().st_mode) == 0o600
    before = trail.key.read_bytes()
    seals.create_key(trail.key)
    assert trail.key.read_bytes() == before


def test_seals_by_another_key_are_found(trail: Trail, tmp_path: Path) -> None:
    seals.create_key(tmp_path / "other.pem")
    with trail.store.read() as tx:
        faults = seals.verify(tx, trail.place, tmp_path / "other.pem").faults
    assert {each.kind for each in faults} == {"seal-edited"}


def test_a_seal_that_a_crash_kept_from_the_file_is_written_by_the_next(trail: Trail) -> None:
    file = trail.place / FILE
    whole = file.read_bytes()
    first = whole[: whole.index(b"\n") + 1]
    file.write_bytes(first + b'{"seq":2,"at":"20')
    assert trail.verify().faults == []
    trail.more(1)
    trail.seal()
    assert [line["seq"] for line in read_file(trail.place)] == [1, 2, 3]
    assert file.read_bytes().startswith(whole)
    assert trail.verify().faults == []


def test_a_file_without_its_first_seal_is_found(trail: Trail) -> None:
    file = trail.place / FILE
    file.write_bytes(file.read_bytes().split(b"\n", 1)[1])
    assert trail.verify().faults == [Fault("seal-missing", None, 1, "seal")]


def test_all_seals_gone_from_the_database_are_found_in_the_file(trail: Trail) -> None:
    with trail.store.write("tests.write") as tx:
        tx.run(delete(seal))
    found = [(each.kind, each.seq) for each in trail.verify().faults]
    assert found == [("seal-missing", 1), ("seal-missing", 2)]


def test_a_rollback_writes_no_seal(trail: Trail) -> None:
    trail.more(1)

    def fail() -> None:
        with trail.store.write("tests.write") as tx:
            seals.seal(tx, trail.place, trail.key, AT)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert len(read_file(trail.place)) == 2


def test_a_merkle_root_depends_on_every_leaf_and_its_place() -> None:
    leaves: list[list[Any]] = [["a", 1, "x"], ["b", 1, "y"], ["c", 1, "z"]]
    root = merkle_root(leaves)
    assert root != merkle_root(leaves[:2])
    assert root != merkle_root([leaves[1], leaves[0], leaves[2]])
    assert root != merkle_root([*leaves[:2], ["c", 1, "q"]])


def test_a_long_trail_is_read_in_pieces(store: Store, tmp_path: Path) -> None:
    with store.write("tests.write") as tx:
        row = started(tx).case
        facts = [Happened(HistoryKind.CASE_READ, BY, {"n": n}) for n in range(2500)]
        history.append(tx, row.id, facts, AT)
    with store.read() as tx:
        report = seals.verify(tx, tmp_path, tmp_path / "key.pem")
        assert cases.find(tx, row.id) is not None
    assert (report.faults, report.events, report.unsealed) == ([], 2501, 2501)
