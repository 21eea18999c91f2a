"""Deployments, dossiers, decisions, papers, post, terms, incidents and types."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.errors import AlreadyDone, Conflict, NotFound, Stale
from engine.model import MandateState, Reads, Scope
from engine.store import (
    Store,
    Tx,
    cases,
    contents,
    deployments,
    documents,
    dossiers,
    hands,
    history,
    incidents,
    mandates,
    new_id,
    plain,
    post,
    rows,
    terms,
)
from engine.store.types import fold, like_words, moment_text
from engine.store.upserts import next_value
from tests.store.samples import (
    AT,
    EVERYTHING,
    FACT,
    case,
    deployed,
    dossier,
    open_store,
    person,
    started,
    term,
)


def test_versions_of_a_procedure_count_up_and_content_is_kept_once(store: Store) -> None:
    with store.write("tests.write") as tx:
        first = deployed(tx, data=b"<one/>")
        second = deployed(tx, data=b"<two/>")
        other = deployed(tx, "complaint", b"<one/>")
        assert [row.version for row in deployments.versions(tx, "licence")] == [2, 1]
        assert [row.id for row in deployments.latest(tx)] == [other, second]
        newest = deployments.newest(tx, "licence")
        known = deployments.by_hash(tx, "licence", "h<one/>")
        (file,) = deployments.files(tx, first)
        assert deployments.get(tx, "none") is None
    assert newest is not None
    assert known is not None
    assert (newest.id, known.id, newest.facts) == (second, first, {"title": "licence"})
    assert (file.source, file.normalised, file.normaliser) == (b"<one/>", b"normal", 1)
    assert file.source_hash == contents.digest(b"<one/>")


def test_a_draft_belongs_to_one_person_and_is_not_overwritten(store: Store) -> None:
    with store.write("tests.write") as tx:
        who, base = str(person(tx).person_id), deployed(tx)
        where: dict[str, Any] = {"process_key": "licence", "path": "a.bpmn", "person_id": who}
        first = deployments.save_draft(tx, **where, base_id=base, content=b"1", seen=0, at=AT)
        second = deployments.save_draft(tx, **where, base_id=base, content=b"2", seen=1, at=AT)
        assert (first.version, second.version, first.id) == (1, 2, second.id)
        for seen in (0, 1, 3):
            with pytest.raises(Stale):
                deployments.save_draft(tx, **where, base_id=base, content=b"3", seen=seen, at=AT)
        found = deployments.draft(tx, "licence", "a.bpmn", who)
        assert found == second
        assert deployments.draft(tx, "licence", "a.bpmn", "somebody else") is None
        assert deployments.drop_draft(tx, "licence", "a.bpmn", who) == 1
        assert deployments.draft(tx, "licence", "a.bpmn", who) is None


def test_a_dossier_takes_the_name_of_its_first_case(store: Store) -> None:
    with store.write("tests.write") as tx:
        found = dossier(tx, "")
        row = case(tx, "Crèche Élan", dossier_id=found, place="Gent", team="desk-oost")
        dossiers.name_after(tx, found, row)
        dossiers.name_after(tx, found, replace(row, title="Something else"))
        named = dossiers.get(tx, found)
        assert named is not None
        assert dossiers.by_number(tx, named.number) == named
        assert dossiers.search(tx, EVERYTHING, query="elan gent").rows == (named,)
        assert dossiers.search(tx, EVERYTHING, query="antwerpen").total == 0
        assert cases.search(tx, EVERYTHING, where={"dossier_id": found}).rows == (row,)
    assert (named.title, named.place, named.number) == ("Crèche Élan", "Gent", "D-2026-00001")


def test_cases_are_found_by_number_word_and_column(store: Store) -> None:
    with store.write("tests.write") as tx:
        one = started(tx, "Alpha", fields={"team": "desk-oost"}).case
        two = started(tx, "Béta").case
        assert cases.find(tx, one.number) == cases.find(tx, one.id) == one
        assert cases.by_number(tx, "none") is None
        assert cases.search(tx, EVERYTHING, query="beta").rows == (two,)
        assert cases.search(tx, EVERYTHING, where={"team": ["desk-oost", "x"]}).rows == (one,)
        assert cases.search(tx, EVERYTHING, sort="title", size=1, page=2).rows == (two,)
        assert cases.search(tx, Scope(None, Reads.NONE)).total == 0
        assert cases.counts(tx) == {one.deployment_id: 2}
        with pytest.raises(KeyError):
            cases.search(tx, EVERYTHING, where={"document": "x"})


def test_a_start_key_starts_one_case(store: Store) -> None:
    with store.write("tests.write") as tx:
        row = case(tx, start_key="double click")
        assert cases.by_start_key(tx, "double click") == row
        assert cases.by_start_key(tx, "other") is None
    with pytest.raises(Conflict), store.write("tests.write") as tx:
        case(tx, start_key="double click")


def mandated(tx: Tx, who: str, **change: Any) -> rows.MandateRow:
    facts: dict[str, Any] = {
        "id": new_id(),
        "person_id": who,
        "types": ["licence"],
        "max_amount": "10000.00",
        "office": "head",
        "acting": True,
        "source": "[N8]",
        "valid_from": date(2026, 3, 1),
        "valid_to": date(2026, 3, 31),
        "state": "confirmed",
        "reason": "",
        "proposed_by": who,
        "proposed_at": AT,
    }
    row = rows.MandateRow(**{**facts, **change})
    mandates.add(tx, row)
    return row


def test_a_mandate_holds_from_its_first_to_its_last_day(store: Store) -> None:
    with store.write("tests.write") as tx:
        who = str(person(tx).person_id)
        row = mandated(tx, who)
        mandated(tx, who, state="proposed")
        mandated(tx, who, state="withdrawn")
        first, last = row.valid_from, date(2026, 3, 31)
        for day, expected in ((first, (row,)), (last, (row,)), (last + timedelta(days=1), ())):
            assert mandates.of_person(tx, who, day) == mandates.valid_on(tx, day) == expected
        assert mandates.of_person(tx, "somebody else", first) == ()


def test_a_mandate_is_confirmed_once_and_ended_once(store: Store) -> None:
    with store.write("tests.write") as tx:
        who, today = str(person(tx).person_id), date(2026, 3, 2)
        row = mandated(tx, who, state="proposed", valid_to=None)
        with pytest.raises(AlreadyDone):
            mandates.end(tx, row.id, today, who, AT, "gone")
        mandates.decide(tx, row.id, MandateState.CONFIRMED, who, AT)
        with pytest.raises(AlreadyDone):
            mandates.decide(tx, row.id, MandateState.WITHDRAWN, who, AT)
        mandates.end(tx, row.id, today, who, AT, "gone")
        with pytest.raises(AlreadyDone):
            mandates.end(tx, row.id, today, who, AT, "gone")
        kept = mandates.get(tx, row.id)
        assert kept is not None
        assert (kept.state, kept.valid_to, kept.end_reason) == ("confirmed", today, "gone")
        assert mandates.search(tx, query="lic head").rows == (kept,)
        assert mandates.search(tx, states=["proposed"]).total == 0


def had_hand(tx: Tx, row: rows.CaseRow, number: int, who: str, **more: Any) -> rows.HandRow:
    facts: dict[str, Any] = {
        "id": new_id(),
        "kept_with": hands.keeper(row),
        "number": number,
        "dossier_id": row.dossier_id,
        "case_id": row.id,
        "root_id": hands.root(row),
        "about": [],
        "task_id": f"task {number}",
        "process": "licence",
        "element": "propose",
        "role": "proposer",
        "excludes": [],
        "reach": "connected",
        "person_id": who,
        "in_name_of": None,
        "decision_type": None,
        "amount": None,
        "mandate_id": None,
        "at": AT,
    }
    kept = rows.HandRow(**{**facts, **more})
    hands.add(tx, kept)
    return kept


def test_hands_of_a_dossier_and_of_trees_elsewhere_are_found_together(store: Store) -> None:
    with store.write("tests.write") as tx:
        who = str(person(tx).person_id)
        here, there = dossier(tx, "here"), dossier(tx, "there")
        one = case(tx, dossier_id=here)
        two = case(tx, dossier_id=here, root_id=one.id)
        far = case(tx, dossier_id=there)
        first = had_hand(tx, one, 1, who)
        second = had_hand(tx, two, 2, who)
        third = had_hand(tx, far, 1, who)
        assert (second.root_id, third.root_id) == (one.id, far.id)
        assert hands.near(tx, one) == (first, second)
        near = hands.near(tx, one, [far.id])
        assert {each.id for each in near} == {first.id, second.id, third.id}
        assert hands.of_case(tx, two.id) == (second,)
        assert hands.of_task(tx, "task 2") == second


def test_two_hands_never_have_the_same_number_in_a_dossier(store: Store) -> None:
    with store.write("tests.write") as tx:
        who, row = str(person(tx).person_id), case(tx)
        had_hand(tx, row, 1, who)
    with pytest.raises(Conflict), store.write("tests.write") as tx:
        had_hand(tx, row, 1, who)


def test_a_letter_is_kept_with_its_bytes(store: Store) -> None:
    with store.write("tests.write") as tx:
        row = case(tx)
        kept = documents.add(
            tx,
            case_id=row.id,
            kind="letter",
            name="receipt.pdf",
            data=b"%PDF\x00",
            media_type="application/pdf",
            at=AT,
            made_of=documents.MadeOf(b"text", b"{}", "sheet"),
        )
        assert documents.of_case(tx, row.id).rows == (kept,)
        assert documents.get(tx, row.id, kept.id) == kept
        assert documents.get(tx, "another case", kept.id) is None
        assert documents.content(tx, kept.content_hash) == b"%PDF\x00"
        assert kept.size == 5
        assert documents.content(tx, kept.template_hash or "") == b"text"
        assert documents.content(tx, kept.data_hash or "") == b"{}"
        assert kept.layout_hash == "sheet"


def test_post_is_kept_with_its_day_of_receipt(store: Store) -> None:
    with store.write("tests.write") as tx:
        row = case(tx)
        facts: dict[str, Any] = {"case_id": row.id, "dossier_id": None, "message": "supplement"}
        more: dict[str, Any] = {"subject": "Supplement", "registered_by": "p1", "channel": "mail"}
        post.add(
            tx,
            **facts,
            **more,
            received_on=date(2026, 3, 18),
            registered_at=AT,
            values={"pages": 3},
            state="delivered",
        )
        (kept,) = post.of_case(tx, row.id)
        assert (kept.received_on, kept.values) == (date(2026, 3, 18), {"pages": 3})
        assert post.listing(tx, state="open") == ()
        assert post.listing(tx, state="delivered") == (kept,)
        assert post.expected(tx, row.id) == ()


def test_a_dated_row_of_a_term_is_added_once_and_never_overridden(store: Store) -> None:
    with store.write("tests.write") as tx:
        first = term()
        assert terms.add(tx, [first]) == 1
        assert terms.add(tx, [replace(term(), value=99), term(since=date(2027, 1, 1))]) == 1
        assert terms.end_row(tx, first.id, date(2026, 12, 31)) == 1
        old, new = terms.all_terms(tx)
    assert old == replace(first, valid_to=date(2026, 12, 31))
    assert new.valid_from == date(2027, 1, 1)


def test_an_incident_waits_until_somebody_resolves_it_once(store: Store) -> None:
    with store.write("tests.write") as tx:
        row = case(tx)
        made = incidents.open_incident(tx, code="model_fault", at=AT, case_id=row.id)
        assert [each.id for each in incidents.listing(tx)] == [made]
        assert incidents.resolve(tx, made, by="p1", at=AT)
        assert not incidents.resolve(tx, made, by="p2", at=AT)
        assert incidents.listing(tx) == ()
        found = incidents.get(tx, made)
        assert incidents.of_case(tx, row.id) == incidents.listing(tx, state=None) == (found,)
    assert found is not None
    assert (found.state, found.resolved_by) == ("resolved", "p1")


def test_the_log_is_read_newest_first_and_by_whom_and_what(store: Store) -> None:
    _, by = open_store(store)
    fact = replace(FACT, by=by, payload={"q": "x"})
    with store.write("tests.write") as tx:
        for _ in range(3):
            history.log(tx, [fact, FACT], AT, case_id="c1", dossier_id="d1")
        found = history.of_log(tx, person_id=by.person_id)
        assert [line.seq for line in found] == [5, 3, 1]
        assert found[0].payload == {"q": "x"}
        assert found[0].meta == {**FACT.meta, "case_id": "c1", "dossier_id": "d1"}
        assert [line.seq for line in history.of_log(tx, case_id="c1", before=3)] == [2, 1]
        assert history.of_log(tx, kind="no:such") == ()


def test_the_trails_of_all_cases_are_searched(store: Store) -> None:
    recorded, by = open_store(store)
    with store.write("tests.write") as tx:
        later = AT + timedelta(days=1)
        history.append(tx, recorded.case.id, [replace(FACT, by=by)], later)
        assert [line.seq for line in history.search(tx, person_id=by.person_id)] == [2]
        assert [line.seq for line in history.search(tx, kind=FACT.kind)] == [2, 1]
        assert [line.seq for line in history.search(tx, since=later)] == [2]
        assert [line.seq for line in history.search(tx, until=later)] == [1]
        with pytest.raises(NotFound):
            history.append(tx, "no case", [FACT], AT)


def test_a_counter_counts_from_one(store: Store) -> None:
    with store.write("tests.write") as tx:
        assert [next_value(tx, "a"), next_value(tx, "a"), next_value(tx, "b")] == [1, 2, 1]


def test_every_row_names_columns_that_exist(store: Store) -> None:
    from engine.store.tables import metadata  # noqa: PLC0415 - only here

    columns = {column.name for table in metadata.tables.values() for column in table.columns}
    derived = {"task", "job", "case", "rows", "total", "size", "tasks", "jobs", "roles"}
    derived |= {"times", "inside", "left", "soon", "late", "given_by", "absent"}
    shown = {"case_number", "case_title", "case_place", "case_team", "case_status"}
    more = {"assignee_name", "dossier_number", "has_draft", "redacted", "source", "normalised"}
    for found in vars(rows).values():
        if is_dataclass(found) and isinstance(found, type):
            names = {field.name for field in fields(found)}
            assert names <= columns | derived | shown | more, found


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("Crèche Élan",), " creche elan"),
        (("P-2026-00001", None, "'s-Gravenvoeren"), " p 2026 00001 s gravenvoeren"),
        (("STRASSE ß", ""), " strasse ss"),
        ((), " "),
    ],
)
def test_folding_leaves_words_without_case_accents_and_signs(
    parts: tuple[object, ...], expected: str
) -> None:
    assert fold(*parts) == expected


def test_words_of_a_query_are_the_beginnings_of_words() -> None:
    assert like_words("Crè %él_") == ("% cre%", "% el%")
    assert like_words("  ") == ()


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    naive = datetime(2026, 3, 20)  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="zone"):
        moment_text(naive)
    with pytest.raises(Exception, match="zone"), store.write("tests.write") as tx:
        incidents.open_incident(tx, code="x", at=naive)


def test_plain_json_has_no_python_in_it() -> None:
    value = {"a": (1, {"b"}), "d": date(2026, 3, 20), "m": AT, "n": Decimal("12.50"), 1: None}
    assert plain(value) == {
        "a": [1, ["b"]],
        "d": "2026-03-20",
        "m": "2026-03-20T09:30:00.000000Z",
        "n": "12.50",
        "1": None,
    }


def test_ids_that_are_made_later_sort_later() -> None:
    made = [new_id() for _ in range(1000)]
    assert made == sorted(set(made))
