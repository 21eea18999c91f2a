"""What the rules on links, repetitions and sizes of a diagram say, and what to do about it."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

WIRING: Mapping[str, tuple[str, str]] = {
    "bpmn.structure.too_large": (
        "dit diagram is te groot[: {count} stappen en stromen, hoogstens {limit}]",
        "Verdeel het over verschillende processen die elkaar aanroepen.",
    ),
    "bpmn.structure.misplaced": (
        "[{kind}|een element] hoort hier niet",
        "Verwijder het, of zet het in een proces of in een element dat het gebruikt.",
    ),
    "bpmn.structure.more": (
        "er zijn nog andere meldingen[: {count}]",
        "Los eerst op wat hier staat; daarna komt de rest.",
    ),
    "bpmn.gateway.no_activation": (
        "deze complexe poort zegt niet wanneer ze verdergaat",
        "Schrijf een voorwaarde, bijvoorbeeld activationCount >= 2, of kies een gewone poort.",
    ),
    "bpmn.gateway.tangle": (
        "hier wachten te veel meerkeuzes op elkaar[ ({count} wegen)]",
        "Zet delen in subprocedures, of gebruik gewone keuzes en splitsingen.",
    ),
    "bpmn.link.unpaired": (
        "deze sprong heeft geen tegenhanger[ met de naam ‘{link}’]",
        "Teken de andere kant in hetzelfde proces en geef beide dezelfde naam.",
    ),
    "bpmn.link.twice": (
        "de sprong[ ‘{link}’] kan op twee plaatsen aankomen",
        "Laat één aankomst staan, of geef ze elk een eigen naam.",
    ),
    "bpmn.link.flows": (
        "uit een sprong vertrekt een stroom",
        "Verwijder de stroom: het gaat verder waar de sprong aankomt.",
    ),
    "bpmn.event.no_signal": (
        "hier staat geen signaal bij",
        "Kies of maak het signaal.",
    ),
    "bpmn.event.no_escalation": (
        "hier staat geen escalatie bij",
        "Kies of maak de escalatie en geef die een code.",
    ),
    "bpmn.event.no_condition": (
        "hier staat geen voorwaarde bij",
        "Schrijf in FEEL wanneer dit gebeurt.",
    ),
    "bpmn.feel.too_much": (
        "in dit diagram staat te veel FEEL[: {count} tekens, hoogstens {limit}]",
        "Zet de berekeningen in een beslistabel, of verdeel het diagram.",
    ),
    "bpmn.undo.no_handler": (
        "deze gebeurtenis zegt niet welke stap terugdraait",
        "Teken een stap die terugdraait en verbind ze met een associatie.",
    ),
    "bpmn.undo.unused": (
        "niemand gebruikt deze stap die terugdraait",
        "Verbind ze met een gebeurtenis ‘terugdraaien’ op een rand, of verwijder ze.",
    ),
    "bpmn.undo.in_flow": (
        "wat terugdraait, staat in de stroom",
        "Verwijder de stromen: het gebeurt alleen om iets terug te draaien.",
    ),
    "bpmn.repeat.how_many": (
        "er staat niet bij hoe vaak dit herhaald wordt",
        "Vul een lijst in (pr:collection) of een aantal (loopCardinality), niet beide.",
    ),
    "bpmn.repeat.endless": (
        "er staat niet bij wanneer deze herhaling stopt",
        "Schrijf een voorwaarde (loopCondition) of een grootste aantal (loopMaximum).",
    ),
    "bpmn.repeat.maximum": (
        "het grootste aantal rondes[ ‘{reference}’] is geen getal",
        "Vul een getal in bij loopMaximum.",
    ),
    "bpmn.repeat.output": (
        "de uitkomst van deze herhaling is niet volledig",
        "Vul zowel de lijst in (pr:outputCollection) als wat erin komt (pr:outputElement).",
    ),
    "bpmn.repeat.name": (
        "deze naam kan geen gegeven zijn[: ‘{reference}’]",
        "Gebruik letters, cijfers en liggende streepjes.",
    ),
    "bpmn.repeat.quantity": (
        "het aantal keren[ ‘{reference}’] is geen getal van 1 tot 100",
        "Zet het op 1 (startQuantity, completionQuantity).",
    ),
}
