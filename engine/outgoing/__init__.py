"""The one way out: named endpoints over HTTP, and a mail server, as an operator configured them.

No redirects, https (or a network that the operator named), checked addresses, bounded in time and
size. Whoever calls gives a stable idempotency key: a call may arrive twice, never by another name.
"""

from engine.errors import Permanent, Temporary
from engine.outgoing.addresses import checked
from engine.outgoing.client import Answer, call
from engine.outgoing.deadline import deadline
from engine.outgoing.endpoints import BadEndpoints, Endpoint, read_endpoints
from engine.outgoing.mail import Attachment, Mail, compose, send_mail, valid_address
from engine.outgoing.mail_server import BadMailServer, MailServer, read_mail_server

__all__ = [
    "Answer",
    "Attachment",
    "BadEndpoints",
    "BadMailServer",
    "Endpoint",
    "Mail",
    "MailServer",
    "Permanent",
    "Temporary",
    "call",
    "checked",
    "compose",
    "deadline",
    "read_endpoints",
    "read_mail_server",
    "send_mail",
    "valid_address",
]
