"""What is said of systems outside: what a diagram asks of them, and what went wrong."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "connector_unknown": "Het systeem ‘{system}’ is niet bekend. Kies een systeem dat in de map "
    "‘koppelingen’ beschreven is.",
    "connector_operation": "[‘{operation}’|Dit] kun je niet vragen[ aan {system}]. Kijk in het "
    "contract van het systeem wat er wel kan.",
    "connector.contract": "Het contract van deze koppeling is niet bruikbaar[: {detail}].",
    "connector.file": "Het bestand met de koppelingen ‘{file}’ is niet bruikbaar: {detail}.",
    "connector.endpoint": "Er is geen eindpunt ‘{endpoint}’ voor {system}. Zet het in het bestand "
    "met de eindpunten en start opnieuw.",
    "connector.answer": "[{system}|Het systeem] antwoordt anders dan afgesproken[ op ‘{operation}’]"
    "[: {detail}]. Bekijk het met de beheerder van het systeem voor je het opnieuw probeert.",
    "connector.exchange": "Er is geen opdracht die zo bevestigd kan worden. Geef door wat de "
    "koppeling teruggaf.",
    "connector.sheet": "Er is geen bestand ‘{sheet}’ bij {system}.",
    "connector.key": "In het bestand ontbreekt de kolom ‘{key}’, waaraan beide kanten een regel "
    "herkennen.",
    "connector.row": "Regel {row} is niet te lezen.",
    "connector.file_size": "Het bestand is te groot voor deze pagina. Vergelijk het met de "
    "opdracht ‘procesregie connectors compare’.",
    "connector.twice": "De kolom ‘{column}’ staat er twee keer in.",
}
