"""The mailbox that the agency reads: every mail becomes a piece of post that waits for a clerk.

Off unless an operator names a mail server. A mail is moved out of the folder only after its piece
is kept; whoever dies in between finds it again and keeps it once.
"""

from engine.mailbox.fetching import fetch
from engine.mailbox.server import BadMailbox, MailboxServer, read_mailbox

__all__ = ["BadMailbox", "MailboxServer", "fetch", "read_mailbox"]
