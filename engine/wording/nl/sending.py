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
    "outgoing.busy": "Het systeem[ ‘{endpoint}’] kan dit nu niet aannemen[ (status {status})].",
    "outgoing.elsewhere": (
        "Het systeem[ ‘{endpoint}’] verwijst naar een ander adres (status {status}); dat wordt "
        "niet gevolgd. Pas het adres aan in het bestand met de eindpunten."
    ),
    "outgoing.refused": "Het systeem[ ‘{endpoint}’] weigert dit[ (status {status})].",
    "outgoing.unknown_endpoint": (
        "Het eindpunt[ ‘{endpoint}’] is niet ingesteld. Dit bericht wacht tot een beheerder het "
        "toevoegt aan het bestand met de eindpunten."
    ),
    "mail.no_server": "Er is geen mailserver ingesteld. Deze mail wacht tot er een is.",
    "mail.address": "Dit is geen geldig mailadres. Verbeter het in de procedure.",
    "mail.refused": "De mailserver weigert deze mail of dit adres (code {status}).",
    "mail.busy": "De mailserver kan deze mail nu niet aannemen (code {status}).",
    "mail.sender": "De mailserver aanvaardt onze afzender niet (code {status}).",
    "mail.too_slow": "De mailserver antwoordt niet op tijd.",
    "mail.certificate": "Het certificaat van de mailserver is niet geldig. Kijk het na.",
    "mail.login": "De mailserver aanvaardt onze gebruiker of ons wachtwoord niet.",
    "mail.not_secure": "De mailserver biedt de beveiliging niet aan die ingesteld is.",
    "mail.unreachable": "De mailserver is niet te bereiken, of brak de verbinding af.",
    "sending.attachment": "Een bijlage van deze mail is er niet meer.",
    "sending.damaged": "Dit bericht is niet meer te lezen: de sleutel van de documenten ontbreekt.",
    "sending.fault": "Er liep iets mis bij het versturen. Het staat in het logboek van de server.",
    "sending.gone": "Dit bericht is al verstuurd, opzijgelegd of opnieuw onderweg.",
    "sending.reason": "Schrijf waarom, in [{least}|enkele] tot [{most}|enkele honderden] tekens.",
    "sending.nothing": "Kies minstens één bericht.",
    "mailbox.not_kept": "Deze e-mail kan nu niet bewaard worden. Ze blijft in de postbus staan.",
    "mail.too_large": "De e-mail is te groot om binnen te halen. Ze staat nog in de postbus, bij "
    "wat verwerkt is.",
}
