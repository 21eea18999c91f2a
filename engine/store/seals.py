"""Seals and their verification, as verbs use them."""

from engine.store.sealing import (
    FILE,
    create_key,
    due,
    lines_until,
    public_file,
    public_key,
    put_lines,
    seal,
)
from engine.store.verifying import Fault, Report, verify

__all__ = [
    "FILE",
    "Fault",
    "Report",
    "create_key",
    "due",
    "lines_until",
    "public_file",
    "public_key",
    "put_lines",
    "seal",
    "verify",
]
