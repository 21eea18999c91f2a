"""Mails that come in become post: once, never lost, with the day on which they came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from engine import mailbox, mailroom, uploads
from engine.errors import Problem
from engine.mailbox import BadMailbox, read_mailbox
from engine.mailroom import Unplaced
from engine.store import documents as document_rows
from engine.store import post as rows
from engine.store.rows import PostRow
from tests import house as houses
from tests import undelivered
from tests.house import House
from tests.mailbox.imap import PASSWORD, USER, Box, serving
from tests.outbox.sendings import jobs
from tests.verbs import probing


@pytest.fixture
def box() -> Iterator[Box]:
    with serving(Box()) as found:
        yield found


@pytest.fixture
def house(tmp_path: Path, box: Box) -> Iterator[House]:
    built = houses.build(tmp_path)
    yield reading(built, box, tmp_path)
    built.runtime.store.close()


def reading(house: House, box: Box, folder: Path) -> House:
    """Let a house read this mailbox; its password is a file in `folder`."""
    (folder / "password").write_text(PASSWORD)
    settings = replace(
        house.runtime.settings,
        imap_host="127.0.0.1",
        imap_port=box.port,
        imap_security="none",
        imap_user=USER,
        imap_password_file=str(folder / "password"),
        upload_mb=1,
        alert_to="beheer@voorbeeld.be",
    )
    house.runtime = replace(house.runtime, settings=settings)
    return house


def letter(subject: str = "Mijn attest", text: str = "Beste\n\nHierbij.", **heads: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Jan Peeters <jan@voorbeeld.be>", subject
    mail["Date"] = "Mon, 02 Mar 2026 10:00:00 +0100"
    for name, value in heads.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    mail.add_attachment(b"Een attest.\n", maintype="text", subtype="plain", filename="attest.txt")
    return mail.as_bytes().replace(b"\n", b"\r\n")


def waiting(house: House) -> tuple[PostRow, ...]:
    with house.runtime.store.read() as tx:
        return rows.listing(tx, state=rows.WAITING)


def piece(house: House) -> Unplaced:
    (row,) = waiting(house)
    return mailroom.view(house.runtime, post_id=row.id, by=house.actors["an.admin"])


def test_a_mail_becomes_a_piece_with_its_attachments_and_the_day_on_which_it_came(
    house: House, box: Box
) -> None:
    uid = box.put(letter())
    assert mailbox.fetch(house.runtime) == 1
    found = piece(house)
    assert (found.piece.subject, found.piece.channel) == ("Mijn attest", "e_mail")
    assert found.piece.sender == "Jan Peeters <jan@voorbeeld.be>"
    assert found.piece.received_on == date(2026, 3, 22)
    assert sorted(each.name for each in found.files) == sorted(
        ["e-mail.eml", "Tekst van de e-mail Mijn attest.txt", "attest.txt"]
    )
    assert "Hierbij." in found.preview
    assert set(box.moved) == {uid}


def test_a_mail_that_names_a_case_or_answers_a_mail_of_ours_proposes_it(
    house: House, box: Box
) -> None:
    probing.deploy(house, probing.row(probing.TASK.format("look")))
    named, answered = probing.start(house), probing.start(house)
    job = undelivered.dead(house, house.case(answered).id)
    box.put(letter(text=f"Over {named}.", In_Reply_To=f"<{job}@voorbeeld.be>", References="<x@y>"))
    mailbox.fetch(house.runtime)
    found = piece(house)
    assert [each.number for each in found.places][:2] == [answered, named]
    assert found.piece.case_id is None, "a person says where it belongs"
    by = house.actors["an.admin"]
    mailroom.assign(
        house.runtime, post_id=found.piece.id, number=named, tokens=(), posted={}, by=by
    )
    assert not waiting(house)
    with house.runtime.store.read() as tx:
        assert len(document_rows.of_case(tx, house.case(named).id).rows) == len(found.files)


def test_a_mail_is_kept_once_however_often_it_is_read(house: House, box: Box) -> None:
    box.put(letter())
    box.cuts_at, box.cuts = "UID MOVE", 1
    mailbox.fetch(house.runtime)
    assert len(waiting(house)) == 1
    assert not box.moved
    assert mailbox.fetch(house.runtime) == 0
    assert len(waiting(house)) == 1
    assert len(box.moved) == 1


def test_a_connection_that_breaks_before_a_mail_is_kept_loses_nothing(
    house: House, box: Box
) -> None:
    box.put(letter("Eerste"))
    box.put(letter("Tweede"))
    box.cuts_at, box.cuts = "UID FETCH 2 (BODY", 1
    mailbox.fetch(house.runtime)
    assert [each.subject for each in waiting(house)] == ["Eerste"]
    mailbox.fetch(house.runtime)
    assert [each.subject for each in waiting(house)] == ["Eerste", "Tweede"]
    assert not box.mails


def test_another_mail_with_the_same_id_is_another_mail(house: House, box: Box) -> None:
    box.put(letter(Message_ID="<zelfde@x>"))
    box.put(letter("Iets anders", Message_ID="<zelfde@x>"))
    assert mailbox.fetch(house.runtime) == 2
    box.validity += 1
    box.put(letter("Opnieuw genummerd"), uid=1)
    assert mailbox.fetch(house.runtime) == 1
    assert len(waiting(house)) == 3


def test_of_a_mail_that_is_too_large_the_head_is_kept_and_it_is_said(
    house: House, box: Box
) -> None:
    box.sizes[box.put(letter("Groot"))] = 300_000_000
    mailbox.fetch(house.runtime)
    found = piece(house)
    assert (found.piece.subject, [each.name for each in found.files]) == (
        "Groot",
        ["hoofding van de e-mail.txt"],
    )
    assert found.files[0].inspected["mail"]["refused"] == [["", "mail.too_large"]]
    assert "BODY.PEEK[]" not in str(box.fetched)
    assert len(box.moved) == 1


HOSTILE = (
    b"",
    b"\x00\xff\xfe" * 50,
    b"From: x\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n\r\nx\r\n" * 3000,
    b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(300)
    ),
    b"Subject: =?utf-8?q?" + b"=C3" * 400 + b"?=\r\nFrom: " + b"a" * 5000 + b"\r\n\r\nx",
)


def test_hostile_mails_become_post_too_and_stop_no_other(house: House, box: Box) -> None:
    for data in (*HOSTILE, letter("Gewoon")):
        box.put(data)
    assert mailbox.fetch(house.runtime) == len(HOSTILE) + 1
    kept = waiting(house)
    assert "Gewoon" in [each.subject for each in kept]
    assert all(len(each.subject) <= mailroom.LONGEST_SUBJECT for each in kept)
    assert not box.mails


def test_a_mail_that_cannot_be_vetted_now_stays_where_it_is(
    house: House, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.put(letter())
    with monkeypatch.context() as patched:
        not_now: Any = lambda *_: Problem("", "upload.not_scanned")  # noqa: E731 - in its place
        patched.setattr(uploads, "vet", not_now)
        assert mailbox.fetch(house.runtime) == 0
    assert (len(box.mails), waiting(house)) == (1, ())
    assert mailbox.fetch(house.runtime) == 1


def test_a_mailbox_that_cannot_be_read_alerts_once_a_day(house: House, box: Box) -> None:
    house.runtime = replace(
        house.runtime, settings=replace(house.runtime.settings, imap_user="iemand anders")
    )
    for _ in range(3):
        assert mailbox.fetch(house.runtime) == 0
    house.work_off()
    assert len(jobs(house)) == 1


def test_settings_that_cannot_be_used_are_named(house: House) -> None:
    settings = house.runtime.settings
    wrong: dict[str, Any] = {
        "imap_security": "soms",
        "imap_processed": "INBOX",
        "imap_password_file": "nergens",
    }
    for name, value in wrong.items():
        with pytest.raises(BadMailbox, match=name):
            read_mailbox(replace(settings, **{name: value}))
    assert PASSWORD not in repr(read_mailbox(settings))
