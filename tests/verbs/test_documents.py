"""Files of a case: added, read, assessed, superseded, destroyed, expired; and swept when lost."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from typing_extensions import override

from engine import cases, documents, errors, filling, history, uploads
from engine.model import Actor, DocumentRules, DocumentState, HistoryKind, RoleInTeam, Verdict
from engine.papers import PaperView
from engine.store import documents as rows
from engine.store import history as trail
from engine.store import uploads as pending
from tests import sending
from tests.forms.building import field, form
from tests.house import PROCESS, House
from tests.vetting import samples
from tests.web.site import REGISTERED, start_values

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def number(house: House) -> str:
    number = house.start(start_values(), key="a-case-with-documents")
    house.work_off()
    house.do(number, "controleer_registratie", "an.admin", REGISTERED)
    return number


@pytest.fixture
def sara(house: House) -> Actor:
    return house.actors["sara.mertens"]


def chosen(house: House, **settings: object) -> None:
    """Let the house have other settings from now on."""
    object.__setattr__(
        house.runtime,
        "settings",
        replace(house.runtime.settings, **settings),  # type: ignore[arg-type] # any setting
    )


def files_in(house: House) -> list[Path]:
    return [p for p in house.runtime.vault.folder.glob("**/*") if p.is_file() and p.name != ".lock"]


def listed(house: House, number: str, by: Actor) -> list[PaperView]:
    rows = cases.view(house.runtime, number=number, by=by).documents.rows
    return [each for each in rows if each.sent]


def kinds(house: House, number: str) -> list[str]:
    with house.runtime.store.read() as tx:
        return [line.kind for line in trail.of_case(tx, house.case(number).id)]


def test_good_files_come_back_byte_identical(house: House, number: str, sara: Actor) -> None:
    good = samples.good()
    files = [sending.sent(house, data, "stuk") for data in good.values()]
    added = documents.add(house.runtime, number=number, files=files, type_key=None, by=sara)
    of_mails = [row for row in added if "of_mail" in (row.inspected or {})]
    assert [row.media_type for row in added] == [*good, *(row.media_type for row in of_mails)]
    assert kinds(house, number).count(HistoryKind.DOCUMENT_ADDED) == len(added)
    for row in added[: len(good)]:
        assert sending.read(house, number, row.id, sara) == good[row.media_type]
        with house.runtime.store.read() as tx:
            line = trail.of_log(tx)[0]
        assert (line.kind, line.meta["document"]) == (HistoryKind.DOCUMENT_READ, row.id)


def test_one_bad_file_keeps_all_of_them_out(house: House, number: str, sara: Actor) -> None:
    files = [sending.sent(house, b"goed"), sending.sent(house, b"MZ\x90", "kwaad.pdf")]
    with pytest.raises(errors.InvalidInput) as refused:
        documents.add(house.runtime, number=number, files=files, type_key=None, by=sara)
    (problem,) = refused.value.problems
    assert (problem.code, problem.facts["name"]) == ("upload.program", "kwaad.pdf")
    with house.runtime.store.read() as tx:
        assert trail.of_log(tx)[0].kind == HistoryKind.DOCUMENT_REFUSED
    assert listed(house, number, sara) == []
    for file in files:
        file.incoming.close()
    assert files_in(house) == []


def test_two_identical_files_share_their_content(house: House, number: str, sara: Actor) -> None:
    first = sending.add(house, number, b"gelijk", by=sara)
    second = sending.add(house, number, b"gelijk", "ander.txt", by=sara)
    assert first.id != second.id
    assert len(files_in(house)) == 1


def test_a_file_that_is_sent_again_is_one_file(house: House, number: str, sara: Actor) -> None:
    one, other = (partial(sending.add, house, number, each, by=sara) for each in (b"een", b"twee"))
    assert one().id == one().id != other().id
    assert kinds(house, number).count(HistoryKind.DOCUMENT_ADDED) == 2
    files = [sending.sent(house, each) for each in (b"drie", b"een")]
    added = documents.add(house.runtime, number=number, files=files, type_key=None, by=sara)
    assert {each.id for each in added} - {one().id, other().id}
    assert len(listed(house, number, sara)) == 3
    assert one(type_key=sending.ONE).id != one().id
    assert other(type_key=sending.ONE).version == 2
    assert one(type_key=sending.ONE).version == 3, "it was superseded, so it comes in anew"


def test_a_mail_that_is_sent_again_brings_its_files_once(
    house: House, number: str, sara: Actor
) -> None:
    def add() -> int:
        mail = [sending.sent(house, samples.good()["message/rfc822"], "bericht.eml")]
        documents.add(house.runtime, number=number, files=mail, type_key=None, by=sara)
        return len(listed(house, number, sara))

    assert add() == add() > 1


def test_many_at_once_all_come_in(house: House, number: str, sara: Actor) -> None:
    with ThreadPoolExecutor(4) as pool:
        work = [
            pool.submit(sending.add, house, number, b"gelijk", f"{n}.txt", by=sara)
            for n in range(6)
        ]
        names = {each.result().name for each in work}
    assert names == {f"{n}.txt" for n in range(6)}
    assert len(listed(house, number, sara)) == 6


@pytest.mark.parametrize(
    ("setting", "code"),
    [("upload_case_mb", "upload.case_full"), ("upload_total_mb", "upload.full")],
)
def test_what_is_over_a_quota_stays_out(
    house: House, number: str, sara: Actor, setting: str, code: str
) -> None:
    chosen(house, **{setting: 1})
    sending.add(house, number, b"a" * 700_000, by=sara)
    with pytest.raises(errors.InvalidInput) as refused:
        sending.add(house, number, b"b" * 700_000, by=sara)
    assert refused.value.problems[0].code == code
    assert len(listed(house, number, sara)) == 1
    uploads.sweep(house.runtime)
    assert len(files_in(house)) == 1


def test_a_new_one_of_a_type_supersedes_the_one_before(
    house: House, number: str, sara: Actor
) -> None:
    first = sending.add(house, number, b"een", type_key=sending.ONE, by=sara)
    second = sending.add(house, number, b"twee", type_key=sending.ONE, by=sara)
    states = {each.row.id: each.row.state for each in listed(house, number, sara)}
    assert states == {first.id: DocumentState.SUPERSEDED, second.id: DocumentState.PRESENT}
    assert second.version == 2
    assert sending.read(house, number, first.id, sara) == b"een"


def test_of_one_type_two_at_once_are_refused(house: House, number: str, sara: Actor) -> None:
    files = [sending.sent(house, b"een"), sending.sent(house, b"twee")]
    with pytest.raises(errors.InvalidInput) as refused:
        documents.add(house.runtime, number=number, files=files, type_key=sending.ONE, by=sara)
    assert refused.value.problems[0].code == "upload.one_file"
    for file in files:
        file.incoming.close()


def test_who_may_not_read_a_class_sees_only_that_there_is_one(
    house: House, number: str, sara: Actor
) -> None:
    row = sending.add(
        house, number, b"Blanco.", "uittreksel an.txt", type_key=sending.CONFIDENTIAL, by=sara
    )
    other = house.actors["an.admin"]
    (seen,) = listed(house, number, other)
    assert not seen.readable
    assert "uittreksel" not in repr(seen)
    assert row.content_hash not in repr(seen)
    for verb in (documents.read, documents.look):
        with pytest.raises(errors.Hidden):
            verb(house.runtime, number=number, document_id=row.id, by=other)
    with pytest.raises(errors.Hidden):
        documents.picture(house.runtime, number=number, document_id=row.id, page=1, by=other)
    told = cases.view(house.runtime, number=number, by=other).timeline
    assert "uittreksel an" not in repr(told)


def test_who_may_not_read_the_case_may_not_add_to_it(house: House, number: str) -> None:
    stranger = Actor("nobody", "Niemand", (RoleInTeam("kb-ko", "west"),))
    with pytest.raises(errors.NotFound):
        sending.add(house, number, by=stranger)
    with pytest.raises(errors.NotAllowed):
        sending.add(house, number, by=house.actors["ann.auditor"])
    for path in files_in(house):
        path.unlink()


def test_a_verdict_that_is_not_plain_wants_a_motivation(
    house: House, number: str, sara: Actor
) -> None:
    row = sending.add(house, number, by=sara)
    with pytest.raises(errors.InvalidInput):
        sending.assess(house, number, row.id, Verdict.FAILS, by=sara)
    sending.assess(house, number, row.id, Verdict.FAILS, "Te oud.", by=sara)
    (seen,) = listed(house, number, sara)
    assert (seen.row.verdict, seen.row.motivation) == ("fails", "Te oud.")
    assert kinds(house, number)[-1] == HistoryKind.DOCUMENT_ASSESSED


def test_a_confidential_file_is_destroyed_after_it_was_assessed(
    house: House, number: str, sara: Actor
) -> None:
    row = sending.add(house, number, b"Blanco.", type_key=sending.CONFIDENTIAL, by=sara)
    with pytest.raises(errors.Conflict) as early:
        documents.destroy(house.runtime, number=number, document_id=row.id, by=sara)
    assert early.value.code == "document_not_assessed"
    sending.assess(house, number, row.id, Verdict.MEETS, by=sara)
    documents.destroy(house.runtime, number=number, document_id=row.id, by=sara)
    assert files_in(house) == []
    (left,) = listed(house, number, sara)
    assert (left.row.state, left.row.verdict) == (DocumentState.DESTROYED, "meets")
    assert left.row.content_hash == row.content_hash
    with pytest.raises(errors.NotFound):
        sending.read(house, number, row.id, sara)
    assert kinds(house, number)[-1] == HistoryKind.DOCUMENT_DESTROYED
    assert history.verify(house.runtime).whole


def test_any_other_file_is_not_destroyed(house: House, number: str, sara: Actor) -> None:
    row = sending.add(house, number, by=sara)
    sending.assess(house, number, row.id, Verdict.MEETS, by=sara)
    with pytest.raises(errors.Conflict) as kept:
        documents.destroy(house.runtime, number=number, document_id=row.id, by=sara)
    assert kept.value.code == "document_kept"


def test_destroying_one_leaves_an_equal_one_of_another_type(
    house: House, number: str, sara: Actor
) -> None:
    row = sending.add(house, number, b"zelfde", type_key=sending.CONFIDENTIAL, by=sara)
    other = sending.add(house, number, b"zelfde", by=sara)
    sending.assess(house, number, row.id, Verdict.MEETS, by=sara)
    documents.destroy(house.runtime, number=number, document_id=row.id, by=sara)
    assert sending.read(house, number, other.id, sara) == b"zelfde"


def test_the_case_is_told_once_that_a_document_expired(
    house: House, number: str, sara: Actor
) -> None:
    row = sending.add(house, number, by=sara)
    today = house.clock.now.date()
    sending.assess(house, number, row.id, Verdict.MEETS, expires_on=today, by=sara)
    assert documents.expire(house.runtime) == 0
    house.clock.forward(days=1)
    assert documents.expire(house.runtime) == 1
    assert documents.expire(house.runtime) == 0
    assert HistoryKind.DOCUMENT_EXPIRED in kinds(house, number)[-2:]
    assert "bekijk_verlopen_document" in [each.element for each in house.open_tasks(number)]
    sending.assess(
        house, number, row.id, Verdict.MEETS, expires_on=today + timedelta(days=9), by=sara
    )
    house.clock.forward(days=10)
    assert documents.expire(house.runtime) == 1


# Files of a page without a case.


def keep_for_page(house: House, data: bytes = b"Een stuk.", key: str = "k" * 20) -> str:
    by = house.actors["an.admin"]
    (row,) = documents.add_to_page(
        house.runtime, page_key=key, files=[sending.sent(house, data)], type_key=None, by=by
    )
    return row.id


def test_chosen_files_of_a_page_become_the_case_s_when_it_starts(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen, left = keep_for_page(house), keep_for_page(house, b"Een ander.")
    assert keep_for_page(house) == chosen, "sent again, it is the same"
    by, key, none = house.actors["an.admin"], "k" * 20, DocumentRules.of({})
    with house.runtime.store.read() as tx:
        offered = uploads.offered(tx, none, by, page_key=key)
        assert uploads.offered(tx, none, house.actors["sara.mertens"], page_key=key) == {}
    assert set(offered) == {chosen, left}
    assert offered[chosen]["name"] == "stuk.txt"
    made = form(
        field("filepicker", "stuk"),
        field("datetime", "aanvraag.ontvangstdatum", id="dag", subtype="date", dateLabel="Dag"),
    )
    monkeypatch.setattr(filling, "form", lambda _schema: made)
    posted = {"stuk": [chosen], "aanvraag.ontvangstdatum": "20/03/2026"}
    number = cases.start(house.runtime, process_id=PROCESS, by=by, posted=posted, key=key)
    (seen,) = listed(house, number, by)
    assert seen.row.id == chosen
    assert sending.read(house, number, seen.row.id, by) == b"Een stuk."
    with house.runtime.store.read() as tx:
        assert list(uploads.offered(tx, none, by, case=house.case(number))) == [chosen]
        assert [row.id for row in pending.of_page(tx, by.person_id or "", key)] == [left]


def test_a_file_picker_offers_what_one_may_read_or_sent(
    house: House, number: str, sara: Actor
) -> None:
    open_one = sending.add(house, number, b"open", by=sara)
    closed = sending.add(house, number, b"dicht", type_key=sending.CONFIDENTIAL, by=sara)
    case = house.case(number)
    with house.runtime.store.read() as tx:
        rules = DocumentRules.of(house.runtime.deployed(tx, case.deployment_id).facts)
        to = {
            login: uploads.offered(tx, rules, house.actors[login], case=case)
            for login in ("sara.mertens", "an.admin")
        }
        unread = replace(sara, roles=())
        sender = uploads.offered(tx, rules, unread, case=case)
    assert set(to["sara.mertens"]) == {open_one.id, closed.id}
    assert set(to["an.admin"]) == {open_one.id}
    facts = to["sara.mertens"][closed.id]
    assert (facts["name"], facts["called"]) == ("stuk.txt", "Uittreksel uit het strafregister")
    assert set(sender) == {open_one.id, closed.id}
    assert "case" in sender[open_one.id]
    assert "case" not in sender[closed.id], "who sent it cannot read it any more"


def test_files_of_a_page_left_alone_are_swept(house: House) -> None:
    keep_for_page(house)
    assert uploads.sweep(house.runtime) == 0
    house.clock.forward(days=house.runtime.settings.upload_days + 1)
    assert uploads.sweep(house.runtime) == 1
    assert files_in(house) == []


def test_a_death_between_file_and_row_leaves_nothing(
    house: House, number: str, sara: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = sending.add(house, number, b"blijft", by=sara)

    def dies(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr("engine.documents.incoming.trail.append", dies)
        with pytest.raises(RuntimeError, match="killed"):
            sending.add(house, number, b"verdwijnt", by=sara)
    assert [each.row.id for each in listed(house, number, sara)] == [kept.id]
    assert len(files_in(house)) == 2
    assert uploads.sweep(house.runtime) == 1
    assert sending.read(house, number, kept.id, sara) == b"blijft"


def test_a_sweep_never_takes_a_file_that_is_coming_in(
    house: House, number: str, sara: Actor
) -> None:
    accepted = uploads.accept(house.runtime, [sending.sent(house, b"onderweg")])
    digests = [file.content_hash for file in accepted]
    with ThreadPoolExecutor(1) as pool:
        with uploads.placed(house.runtime, accepted):
            removing = pool.submit(uploads.remove_unwanted, house.runtime, digests)
            with pytest.raises(TimeoutError):
                removing.result(timeout=0.2)
            with house.runtime.store.write("tests.write") as tx:
                case, rules = house.case(number), DocumentRules.of({})
                uploads.add_to_case(house.runtime, tx, case, rules, accepted, sent_by=None)
        assert removing.result(timeout=10) == 0
    assert len(files_in(house)) == 1


# The virus scanner.


class Clamd(threading.Thread):
    """A scanner on a socket that knows one virus, and speaks as clamd(8) does."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listening.getsockname()[1]}"

    @override
    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                data = b""
                while length := struct.unpack(">I", stream.read(4))[0]:
                    data += stream.read(length)
                virus = EICAR in data
                said = b"stream: Eicar-Test-Signature FOUND\0" if virus else b"stream: OK\0"
                connection.sendall(said)


@pytest.fixture
def clamd(house: House, socket_enabled: None) -> Iterator[Clamd]:
    scanner = Clamd()
    scanner.start()
    chosen(house, clamd=scanner.address)
    yield scanner
    scanner.listening.close()


def test_a_virus_stays_out_and_a_clean_file_says_so(
    house: House, number: str, sara: Actor, clamd: Clamd
) -> None:
    assert (sending.add(house, number, by=sara).inspected or {})["scan"] == "clean"
    with pytest.raises(errors.InvalidInput) as refused:
        sending.add(house, number, EICAR, by=sara)
    assert refused.value.problems[0].code == "upload.infected"
    assert len(listed(house, number, sara)) == 1


def test_without_a_scanner_it_is_said(house: House, number: str, sara: Actor) -> None:
    assert (sending.add(house, number, by=sara).inspected or {})["scan"] == "not_scanned"


@pytest.mark.parametrize("required", [True, False])
def test_a_scanner_that_is_away_refuses_or_is_told(
    house: House, number: str, sara: Actor, tmp_path: Path, *, required: bool
) -> None:
    chosen(house, clamd=str(tmp_path / "no-socket"), clamd_required=required)
    if required:
        with pytest.raises(errors.InvalidInput) as refused:
            sending.add(house, number, by=sara)
        assert refused.value.problems[0].code == "upload.not_scanned"
    else:
        assert (sending.add(house, number, by=sara).inspected or {})["scan"] == "not_scanned"


def test_the_database_holds_no_bytes_of_a_file(house: House, number: str, sara: Actor) -> None:
    row = sending.add(house, number, b"herkenbaar", by=sara)
    with house.runtime.store.read() as tx:
        assert rows.content(tx, row.content_hash) is None
        assert tx.scalar(text("SELECT count(*) FROM document WHERE kind = 'sent'")) == 1
