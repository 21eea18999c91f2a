"""What is said of proposals between analysts, and of scenarios that are played for a draft."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "model_proposal": "Dit voorstel bestaat niet.",
    "model_proposal.needed": "Een tweede analist moet dit eerst goedkeuren. Stel je wijziging "
    "voor.",
    "model_proposal.four_eyes": "Je stelde dit zelf voor, of je werkt in naam van wie het "
    "voorstelde. Een andere analist moet het nakijken.",
    "model_proposal.not_yours": "Alleen wie dit voorstelde, kan het intrekken.",
    "model_rehearsal.running": "Er worden al scenario’s voor jou nagespeeld. Wacht tot "
    "die klaar zijn.",
}

ACTS: Mapping[str, str] = {"added": "Nieuw", "removed": "Weg", "changed": "Gewijzigd"}

STATES: Mapping[str, str] = {
    "proposed": "wacht op een collega",
    "approved": "goedgekeurd",
    "returned": "teruggestuurd",
    "withdrawn": "ingetrokken",
}

FILES: Mapping[str, str] = {
    "diagram": "Diagram",
    "table": "Beslissingstabel",
    "form": "Formulier",
    "letter": "Brief",
    "block": "Tekstblok",
}

PARTS: Mapping[str, str] = {
    "name": "Naam",
    "documentation": "Uitleg",
    "form": "Formulier",
    "candidateGroup": "Groep",
    "assignee": "Wie de taak krijgt",
    "term": "Termijn",
    "dueDate": "Af te werken tegen",
    "fourEyes": "Vier ogen",
    "legalBasis": "Rechtsgrond",
    "hand": "Rol in een beslissing",
    "decisionType": "Soort beslissing",
    "amount": "Bedrag",
    "excludes": "Niet door wie deze rollen had",
    "excludesOver": "Waarover dat geldt",
    "aboutDecision": "Gaat over de beslissing",
    "involved": "Betrokken bij de feiten",
    "job": "Werk van het systeem",
    "letter": "Brief",
    "register": "Register",
    "decision": "Beslissingstabel",
    "resultVariable": "Resultaat komt in",
    "status": "Status",
    "calledElement": "Aangeroepen proces",
    "conditionExpression": "Voorwaarde",
    "script": "Berekening",
    "clock": "Wettelijke termijn",
    "in": "Gaat mee",
    "out": "Komt terug",
    "field": "Zoekveld",
    "sourceRef": "Vertrekt bij",
    "targetRef": "Gaat naar",
    "attachedToRef": "Hangt aan",
    "default": "Standaardpijl",
    "cancelActivity": "Onderbreekt",
    "timerEventDefinition": "Tijd",
    "messageEventDefinition": "Bericht",
    "conditionalEventDefinition": "Wacht tot",
    "multiInstanceLoopCharacteristics": "Herhaling",
    "messageRef": "Bericht",
    "text": "Tekst",
}
