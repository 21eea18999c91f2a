"""Handing one mail to a mail server: which addresses, and who the server proves to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.config import Settings
from engine.errors import Permanent, Temporary
from engine.outgoing import (
    BadMailServer,
    Mail,
    compose,
    read_mail_server,
    send_mail,
    valid_address,
)
from tests.outbox.postman import Postman, postman
from tests.outgoing.remote import certificate

MAIL = Mail("1@huis.be", "jan@voorbeeld.be", "Hallo", "Dag", datetime(2026, 3, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jan",
        "jan@",
        "@x.be",
        "jan@localhost",
        "jan@x.be\nBcc: an@x.be",
        "a@b.be, c@d.be",
        "Jan <jan@x.be>",
        "jan peeters@x.be",
        "jan@x..be",
        "jan@-x.be",
        ".jan@x.be",
        "é@x.be",
        f"{'a' * 250}@x.be",
        "jan@[127.0.0.1]",
    ],
)
def test_what_is_no_address_is_not_sent_to(text: str) -> None:
    assert valid_address(text) is None
    with pytest.raises(Permanent, match=r"mail\.address"):
        compose(Postman().server(), replace(MAIL, to=text))


def test_an_address_is_taken_as_it_stands_with_its_domain_in_ascii() -> None:
    assert valid_address(" Jan.Peeters+x@Voorbeeld.be ") == "Jan.Peeters+x@Voorbeeld.be"
    assert valid_address("jan@café.be") == "jan@xn--caf-dma.be"


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_over_tls_the_mail_goes_only_to_a_server_with_the_right_name(
    tmp_path: Path, security: str
) -> None:
    (tmp_path / "other").mkdir()
    right, trusted = certificate(tmp_path, "localhost")
    wrong, also_trusted = certificate(tmp_path / "other", "elders.example")
    for context, ca_file in ((right, trusted), (wrong, also_trusted), (right, None)):
        way: dict[str, Any] = (
            {"ssl_context": context}
            if security == "ssl"
            else {"tls_context": context, "require_starttls": True}
        )
        with postman(**way) as post:
            server = post.server(host="localhost", security=security, ca_file=str(ca_file or ""))
            if (context, ca_file) == (right, trusted):
                send_mail(server, MAIL)
                assert post.to == ["jan@voorbeeld.be"]
            else:
                with pytest.raises(Temporary, match=r"mail\.certificate"):
                    send_mail(server, MAIL)
                assert not post.took


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"smtp_security": "soms"}, "smtp_security"),
        ({"smtp_seconds": 500}, "smtp_seconds"),
        ({"mail_from": ""}, "mail_from"),
        ({"mail_from": "a@b.be\nBcc: c@d.be"}, "mail_from"),
        ({"smtp_user": "jan"}, "smtp_password_file"),
    ],
)
def test_settings_that_cannot_be_used_are_named(wrong: dict[str, Any], said: str) -> None:
    whole = {"smtp_host": "smtp.voorbeeld.be", "mail_from": "Huis <huis@voorbeeld.be>"}
    with pytest.raises(BadMailServer, match=said):
        read_mail_server(Settings(**{**whole, **wrong}))
    found = read_mail_server(Settings(**whole))  # type: ignore[arg-type]  # both are texts
    assert found is not None
    assert found.bounces_to == "huis@voorbeeld.be"
    assert read_mail_server(Settings()) is None
