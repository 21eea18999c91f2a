"""Mails are taken apart by the bounded program: text, attachments, and what stays where it is."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest

from engine import vetting
from engine.vetting import Mail
from engine.vetting.looking import look
from tests import posting
from tests.vetting import outlook_mails

INTERNET, OUTLOOK = "message/rfc822", "application/vnd.ms-outlook"
ATTEST = b"Een attest. " * 500
RECEIVED = "Received: from a.be by b.be; Mon, 27 Apr 2026 23:10:00 +0200\r\n"


def opened(data: bytes, media_type: str = INTERNET) -> Mail:
    found = vetting.open_mail(io.BytesIO(data), media_type)
    assert found is not None
    return found


def test_a_mail_of_outlook_is_told_and_taken_apart() -> None:
    data = outlook_mails.mail(
        "De aanvulling", "Dag,\r\nzie bijlage.", {"attest.txt": ATTEST}, RECEIVED
    )
    assert look(data).media_type == OUTLOOK
    found = opened(data, OUTLOOK)
    assert "an@zonnebloem.be" in found.sender
    assert found.subject == "De aanvulling"
    assert found.received_at == datetime(2026, 4, 27, 21, 10, tzinfo=UTC)
    text, attest = found.parts
    assert b"Dag,\nzie bijlage." in text.data
    assert (attest.name, attest.data) == ("attest.txt", ATTEST)


def test_a_mail_in_a_mail_of_outlook_is_named_and_not_opened() -> None:
    found = opened(outlook_mails.mail("x", "y", {"a.txt": b"a"}, nested="Eerder"), OUTLOOK)
    assert [(each.name, each.code) for each in found.refused] == [("Eerder", "mail.nested")]
    assert [each.name for each in found.parts[1:]] == ["a.txt"]


@pytest.mark.parametrize("cut", [600, 3000])
def test_a_mail_of_outlook_that_was_cut_off_breaks_only_the_program(cut: int) -> None:
    data = outlook_mails.mail("x", "y", {"a.txt": b"a"})[:cut]
    assert vetting.open_mail(io.BytesIO(data), OUTLOOK) is None


def test_the_last_server_says_when_a_mail_was_received() -> None:
    assert opened(posting.mail().as_bytes()).received_at == datetime(
        2026, 4, 27, 21, 10, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "date",
    [
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "Mon, 23 Mar 2026 10:00:00 -9999",
        "99999999999999999999999",
        "gisteren",
        "",
    ],
)
def test_a_mail_with_an_impossible_date_is_read_all_the_same(date: str) -> None:
    found = opened(f"From: a@b.be\r\nDate: {date}\r\nSubject: Een vraag\r\n\r\nhallo".encode())
    assert (found.received_at, found.subject) == (None, "Een vraag")
    assert b"hallo" in found.parts[0].data


def test_an_encrypted_mail_is_named() -> None:
    data = (
        b"From: a@b.be\nSubject: Geheim\nMIME-Version: 1.0\n"
        b'Content-Type: application/pkcs7-mime; name="smime.p7m"\n'
        b"Content-Transfer-Encoding: base64\n\nAAAA\n"
    )
    found = opened(data)
    assert [(each.name, each.code) for each in found.refused] == [("smime.p7m", "mail.encrypted")]


def test_of_too_many_attachments_the_rest_is_named() -> None:
    found = opened(posting.mail(files={f"{n}.txt": b"x" for n in range(70)}).as_bytes())
    assert len(found.parts) == 61
    assert {each.code for each in found.refused} == {"mail.too_many"}


def test_a_head_full_of_tricks_is_one_line() -> None:
    data = b"From: a@b.be\nSubject: =?utf-8?q?Een=0D=0ABcc:_x=E2=80=AEfdp?=\nDate: never\n\nDag\n"
    found = opened(data)
    assert "\n" not in found.subject
    assert "\u202e" not in found.subject
    assert found.received_at is None
