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
