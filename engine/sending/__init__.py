"""What goes out: mails and webhooks, added in the transaction that wants them, sent afterwards.

A message is a job of the kind `send`. It goes out at least once, always with the same key; what
fails for good is a dead letter that waits for a person.
"""

from engine.sending.alerts import alert
from engine.sending.delivering import ATTEMPTS, deliver, read_error
from engine.sending.incidents import tell_of_incidents
from engine.sending.messages import Message, Sort, put, put_once
from engine.sending.stuck import (
    LONGEST_REASON,
    SHORTEST_REASON,
    Letter,
    Stuck,
    listing,
    put_aside,
    retry,
    view,
)
from engine.sending.tasks import HANDLERS
from engine.sending.webhooks import signature

__all__ = [
    "ATTEMPTS",
    "HANDLERS",
    "LONGEST_REASON",
    "SHORTEST_REASON",
    "Letter",
    "Message",
    "Sort",
    "Stuck",
    "alert",
    "deliver",
    "listing",
    "put",
    "put_aside",
    "put_once",
    "read_error",
    "retry",
    "signature",
    "tell_of_incidents",
    "view",
]
