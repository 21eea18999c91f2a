"""Signing: the folder of who decides, and copies that were signed outside.

`folder` is the stack of decisions that wait for somebody, decided one by one or several at once,
each in a transaction of its own; `copies` checks a signed PDF and keeps it with its decision.
"""

from engine.signing.copies import SignedCopy, add_copy
from engine.signing.folder import Failed, Folder, Waiting, folder, sign

__all__ = [
    "Failed",
    "Folder",
    "SignedCopy",
    "Waiting",
    "add_copy",
    "folder",
    "sign",
]
