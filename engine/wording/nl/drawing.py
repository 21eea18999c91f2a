"""What the editor of diagrams calls our own properties' values, to the analyst."""

from __future__ import annotations

from collections.abc import Mapping

CLOCK_ACTIONS: Mapping[str, str] = {
    "start": "begint",
    "suspend": "wordt opgeschort",
    "resume": "loopt weer",
    "stop": "is gehaald",
    "extend": "wordt verlengd",
    "restart": "begint opnieuw",
}

OVERS: Mapping[str, str] = {
    "connected": "Wat met deze procedure samenhangt",
    "dossier": "Het hele dossier",
}

JOBS: Mapping[str, str] = {
    "register_decision": "Een beslissing inschrijven",
    "find_deciders": "Zoeken wie mag beslissen",
    "make_letter": "Een brief maken",
    "read_record": "Een gegeven uit een register lezen",
    "write_record": "Een gegeven in een register schrijven",
}
"""The jobs that are used most; another one goes by its own name."""
