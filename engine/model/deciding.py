"""Who has which hand in a decision, and who may take which decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Hand(StrEnum):
    """What somebody does in the making of a decision; a diagram names it in `pr:hand`."""

    PROPOSER = "proposer"
    REVIEWER = "reviewer"
    HEARD_BY = "heardBy"
    DECIDER = "decider"
    APPEAL_HANDLER = "appealHandler"
    LEGAL_CHECK = "legalCheck"


class Over(StrEnum):
    """How far a task looks for hands that exclude (`pr:excludesOver`).

    CONNECTED: the case with its call activities, every case that was begun by the same one, and
    those of the decisions that `pr:aboutDecision` names. DOSSIER: every case of the dossier too.
    """

    CONNECTED = "connected"
    DOSSIER = "dossier"


ALWAYS_EXCLUDES: Mapping[Hand, frozenset[Hand]] = {
    Hand.REVIEWER: frozenset({Hand.PROPOSER}),
    Hand.DECIDER: frozenset({Hand.PROPOSER, Hand.REVIEWER}),
}
"""What no diagram can take away: proposal, review and decision are three people (legality A7)."""


@dataclass(frozen=True, slots=True)
class HandAsked:
    """What a task asks of whoever does it, evaluated; `involved` are persons, as text.

    Not `readable`: an expression gave something else than texts, and nobody knows whom to exclude.
    """

    hand: Hand
    excludes: frozenset[Hand]
    over: Over
    decision_type: str | None
    amount: Decimal | None
    about: tuple[str, ...]
    involved: tuple[str, ...]
    readable: bool = True


class MandateState(StrEnum):
    """Where a mandate stands: proposed, confirmed by somebody else, or withdrawn before that."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DecisionType:
    """A sort of decision and the role that takes it unless a mandate says otherwise (annex B).

    Above `limit` euro it is the role `above`. `status` is the source, or that it is unconfirmed.
    """

    key: str
    title: str
    decider: str
    status: str
    limit: Decimal | None = None
    above: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionTypes:
    """The register of sorts of decisions, by key, and offices that are no role here, by key."""

    types: Mapping[str, DecisionType]
    offices: Mapping[str, str]

    def title(self, key: str | None) -> str:
        """Return what a sort is called; one that nobody knows goes by its key."""
        known = self.types.get(key or "")
        return known.title if known else key or ""


NO_TYPES = DecisionTypes({}, {})
