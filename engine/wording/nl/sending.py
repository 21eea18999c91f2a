"""What goes out and does not arrive: why, and what to do about it."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "temporary": "De andere kant kan dit nu niet aannemen. Het wordt later opnieuw geprobeerd.",
    "permanent": "De andere kant neemt dit niet aan. Kijk na waarom voor je het opnieuw probeert.",
    "outgoing.address": (
        "Het adres van ‘{host}’ ligt in een netwerk dat niet toegelaten is. Kijk het adres na, of "
        "laat het netwerk toe in het bestand met de eindpunten."
    ),
    "outgoing.name": "De naam ‘{host}’ is niet gevonden. Kijk het adres en de naamserver na.",
    "outgoing.path": "Het pad achter het adres van ‘{endpoint}’ is niet geldig.",
    "outgoing.too_slow": "Het systeem[ ‘{endpoint}’] antwoordt niet op tijd.",
    "outgoing.unreachable": (
        "Het systeem[ ‘{endpoint}’] is niet te bereiken, of brak de verbinding af."
    ),
    "outgoing.certificate": "Het certificaat van ‘{endpoint}’ is niet geldig. Kijk het na.",
    "outgoing.packed": "Het systeem[ ‘{endpoint}’] antwoordt in een vorm die niet gevraagd was.",
    "outgoing.too_large": "Het antwoord van ‘{endpoint}’ is te groot.",
    "outgoing.no_json": "Het antwoord is geen JSON (status {status}).",
    "outgoing.busy": "Het systeem[ ‘{endpoint}’] kan dit nu niet aannemen (status {status}).",
    "outgoing.elsewhere": (
        "Het systeem[ ‘{endpoint}’] verwijst naar een ander adres (status {status}); dat wordt "
        "niet gevolgd. Pas het adres aan in het bestand met de eindpunten."
    ),
    "outgoing.refused": "Het systeem[ ‘{endpoint}’] weigert dit (status {status}).",
}
