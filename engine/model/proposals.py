"""Where a proposed version of a file stands, between the one who made it and the one who agrees."""

from __future__ import annotations

from enum import StrEnum


class ProposalState(StrEnum):
    """A proposal waits, was approved (and is in force), was sent back, or was taken back."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class RehearsalState(StrEnum):
    """Scenarios for a draft are asked for, are being played, were played, or did not get there."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
