"""One mail to one address: written so that no value becomes a header, and handed over once.

One address a mail, so that what one server refuses says nothing of the others, and nobody reads
who else got it. The `Message-ID` is the caller's and stays the same however often it is sent.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from engine.errors import Permanent, Temporary
from engine.outgoing.deadline import deadline
from engine.outgoing.mail_server import MailServer

LONGEST_SUBJECT = 200
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """What is sent to one address. `message_id` without its brackets, `at` with its zone."""

    message_id: str
    to: str
    subject: str
    text: str = field(repr=False)
    at: datetime
    attachments: tuple[Attachment, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def valid_address(text: str) -> str | None:
    """Return an address as it is sent to (its domain in ASCII), None when it is none."""
    local, _, domain = text.strip().rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None
    return address if len(address) <= 254 and _ADDRESS.fullmatch(address) else None


def compose(server: MailServer, mail: Mail) -> EmailMessage:
    """Return `mail` as it goes over the wire. Raises Permanent when its address is none."""
    to = valid_address(mail.to)
    if to is None:
        raise Permanent("mail.address")
    message = EmailMessage(policy=SMTP)
    message["From"] = server.sender
    message["To"] = to
    message["Subject"] = _line(mail.subject)[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{mail.message_id}>"
    if server.reply_to:
        message["Reply-To"] = server.reply_to
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers this
    for name, value in mail.headers.items():
        message[name] = _line(value)
    message.set_content(mail.text)
    for each in mail.attachments:
        main, _, sub = each.media_type.partition("/")
        message.add_attachment(
            each.data,
            maintype=main or "application",
            subtype=sub or "octet-stream",
            filename=_line(each.name),
        )
    return message


def send_mail(server: MailServer, mail: Mail) -> None:
    """Hand `mail` over to the mail server, once.

    Call it with no transaction open. Raises Temporary when trying again may help, also when the
    connection broke before the server had said that it took the mail; Permanent when the server
    refuses the address or the mail for good. The facts never hold what the server said.
    """
    message = compose(server, mail)
    with _connected(server) as (connection, tell):
        try:
            connection.sendmail(server.bounces_to, [str(message["To"])], message.as_bytes())
        except smtplib.SMTPRecipientsRefused as fault:
            raise _refused(next(iter(fault.recipients.values()))[0]) from fault
        except smtplib.SMTPSenderRefused as fault:
            raise Temporary("mail.sender", status=fault.smtp_code) from fault
        except smtplib.SMTPDataError as fault:
            raise _refused(fault.smtp_code) from fault
        except (smtplib.SMTPException, OSError) as fault:
            raise tell(fault) from fault


def _refused(status: int) -> Permanent | Temporary:
    kind = Permanent if 500 <= status < 600 else Temporary
    return kind("mail.refused" if kind is Permanent else "mail.busy", status=status)


Tell = Callable[[Exception], Temporary]


@contextmanager
def _connected(server: MailServer) -> Iterator[tuple[smtplib.SMTP, Tell]]:
    """Yield a connection over which mails may be sent, and what tells why one failed."""
    context = ssl.create_default_context(cafile=server.ca_file or None)
    connection = (
        smtplib.SMTP_SSL(timeout=server.seconds, context=context)
        if server.security == "ssl"
        else smtplib.SMTP(timeout=server.seconds)
    )
    sockets = lambda: [connection.sock] if connection.sock else []  # noqa: E731 - it is asked later
    with deadline(server.seconds, sockets) as ran_out:

        def tell(fault: Exception) -> Temporary:
            return Temporary(_why(fault, ran_out))

        try:
            _open(server, connection, context)
        except (smtplib.SMTPException, OSError, ValueError) as fault:
            connection.close()
            raise tell(fault) from fault
        try:
            yield connection, tell
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()  # it has taken the mail: a bad goodbye changes nothing
        finally:
            connection.close()


def _open(server: MailServer, connection: smtplib.SMTP, context: ssl.SSLContext) -> None:
    connection._host = server.host  # type: ignore[attr-defined]  # noqa: SLF001 - TLS checks it; only its constructor sets it, and that connects
    status, _ = connection.connect(server.host, server.port)
    if status != 220:
        raise smtplib.SMTPConnectError(status, "")
    if server.security == "starttls":
        connection.starttls(context=context)
    if server.user:
        connection.login(server.user, server.password)


def _why(fault: Exception, ran_out: threading.Event) -> str:
    if ran_out.is_set() or isinstance(fault, TimeoutError):
        return "mail.too_slow"
    if isinstance(fault, ssl.SSLCertVerificationError):
        return "mail.certificate"
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return "mail.login"
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return "mail.not_secure"
    return "mail.unreachable"


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())
