"""A mail server over a real socket that does what a test tells it, and keeps what it took."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from engine.outgoing import MailServer

USER, PASSWORD = "huis", "een wachtwoord"


@dataclass
class Postman:
    """What the server does: `refuses` an address with a line, `says` after DATA, then `cuts`."""

    refuses: dict[str, str] = field(default_factory=dict)
    says: list[str] = field(default_factory=list)
    cuts: int = 0
    slow: float = 0.0
    took: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def handle_EHLO(  # noqa: N802 - the name that the server looks for
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, lines: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        await asyncio.sleep(self.slow)
        return lines

    async def handle_RCPT(  # noqa: N802 - the name that the server looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name that the server looks for
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self.says.pop(0) if self.says else "250 OK"
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.took.append(mail)
            self.to += envelope.rcpt_tos
        if self.cuts:
            self.cuts -= 1
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()  # the mail was taken, and nobody hears it
        return answer

    def server(self, **more: Any) -> MailServer:
        return MailServer(
            **{
                "host": "127.0.0.1",
                "port": self.port,
                "security": "none",
                "sender": "Het huis <huis@voorbeeld.be>",
                "bounces_to": "huis@voorbeeld.be",
                "seconds": 5.0,
                **more,
            }
        )


@contextmanager
def postman(told: Postman | None = None, **more: Any) -> Iterator[Postman]:
    """Serve on a free port until the block ends."""
    found = told or Postman()
    controller = Controller(found, hostname="127.0.0.1", port=0, **more)
    controller.port = free_port()
    controller.start()
    found.port = controller.port
    try:
        yield found
    finally:
        controller.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def authenticator(*allowed: tuple[str, str]) -> Callable[..., AuthResult]:
    """Return what lets these users in, by their passwords."""

    def check(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given in allowed, handled=False)

    return check
