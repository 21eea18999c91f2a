"""What is said of the additions of other engines: what they became, or what to write instead."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

_THIS = "[‘{written}’|Dit]"
_FOR_EXAMPLE = "[, bijvoorbeeld {proposal}]"
_WRITE = "[ Schrijf: {proposal}.| Herschrijf het in FEEL.]"

_REWRITTEN: Mapping[str, str] = {
    "rewritten": f"{_THIS} is herschreven[ als ‘{{becomes}}’], met dezelfde betekenis.",
    "own_first": f"{_THIS} geldt niet: ons eigen attribuut staat er al[, ‘{{becomes}}’].",
    "passes_nothing": "Hier geeft het oorspronkelijke systeem niets door. Dat staat er nu bij[: "
    "‘{becomes}’].",
    "form_made": "De velden uit het diagram staan nu in een eigen formulier[ (‘{becomes}’)]. Kijk "
    "de vragen na.",
    "form_schema": f"{_THIS} is een formulier dat wij niet lezen. Maak er een met dezelfde vragen["
    " en de naam uit {becomes}].",
    "lane_group": "De baan[ ‘{written}’] is nu de groep die de taak krijgt. Kijk na of die rol "
    "bestaat.",
    "result_entry": "De tabel geeft hier één waarde. Kijk na of ze één uitkomst heeft en hoogstens "
    "één regel volgt.",
    "result_row": "De tabel geeft hier één rij. Kijk na of ze meer dan één uitkomst heeft.",
    "result_list": "De tabel geeft hier een lijst. Kijk na of ze alle regels verzamelt (collect).",
}
_KEPT: Mapping[str, str] = {
    "kept": f"{_THIS} verandert niets aan het verloop en blijft staan.",
    "apart": f"{_THIS} is niet nodig: werk van het systeem loopt hier altijd apart. Het blijft "
    "staan.",
    "order": f"{_THIS} verandert niets aan het verloop: lijsten volgen de termijn. Het blijft "
    "staan.",
    "retries": f"{_THIS} blijft staan: het systeem bepaalt zelf hoe dikwijls het opnieuw probeert.",
    "history": f"{_THIS} blijft staan: hoe lang alles bewaard wordt, is hier een instelling.",
    "editor": f"{_THIS} is er voor de tekenaar en blijft staan.",
    "external": f"{_THIS} zegt hetzelfde als onze opdracht (pr:job).",
    "binding": f"{_THIS} is hier altijd zo: wat samen in gebruik gaat, hoort samen.",
    "business_key": f"{_THIS} is hier altijd zo: een aangeroepen proces hoort bij hetzelfde "
    "dossier.",
    "binding_latest": f"{_THIS}: hier geldt niet de laatste versie, maar die van dezelfde "
    "ingebruikname.",
    "start_rights": f"{_THIS} geldt hier niet: wie mag starten, staat in de rollen. Kijk dat na.",
    "instructions": f"{_THIS} toont het systeem niet. Zet de uitleg in het formulier van de taak.",
    "guests": f"{_THIS} geldt hier niet: een taak is er alleen voor wie aangemeld is.",
}
_PEOPLE: Mapping[str, str] = {
    "users": f"{_THIS} somt mensen op. Geef de taak aan een groep[, of schrijf {{proposal}}].",
    "several_groups": f"{_THIS} noemt verschillende groepen. Een taak heeft er hier één: kies"
    f"{_FOR_EXAMPLE}.",
    "resource_nobody": f"{_THIS} noemt niemand. Noem de groep die de taak kan nemen{_FOR_EXAMPLE}.",
    "resource_parameters": f"{_THIS} zoekt mensen op met eigenschappen. Noem de groep"
    f"{_FOR_EXAMPLE}.",
    "initiator": f"{_THIS} houdt bij wie startte. Wij doen dat niet in een gegeven: laat het weg.",
    "form_page": f"{_THIS} is een formulier dat wij niet tonen. Maak een formulier en schrijf "
    "[{proposal}|pr:form].",
    "form_fields": f"{_THIS}: dit formulier staat in het diagram. Maak er een eigen formulier van["
    " en schrijf {proposal}].",
    "form_inside": f"{_THIS}: dit formulier staat in het diagram. Bewaar het als [{{proposal}}|een "
    "eigen formulier].",
    "skip": f"{_THIS} slaat de taak soms over. Zet er een keuze voor.",
    "calendar": f"{_THIS} telt dagen op een eigen manier. Kies een termijn (pr:term).",
}
_WORK: Mapping[str, str] = {
    "code": f"{_THIS} is code van een ander systeem. Kies een opdracht{_FOR_EXAMPLE}.",
    "code_field": f"{_THIS} hoort bij code van een ander systeem. Geef het mee als invoer (pr:in).",
    "connector": f"{_THIS} spreekt een ander systeem aan. Kies een opdracht (pr:job).",
    "task_kind": f"{_THIS}: deze soort taak kennen wij niet. Kies een opdracht{_FOR_EXAMPLE}.",
    "decision_task": f"{_THIS} voert een beslisregel uit. Maak er een beslistaak van"
    f"{_FOR_EXAMPLE}.",
    "job_elsewhere": f"{_THIS}: alleen een servicetaak of verzendtaak heeft een opdracht"
    f"{_FOR_EXAMPLE}.",
    "job_at_event": f"{_THIS}: een gebeurtenis heeft geen opdracht. Teken een verzendtaak"
    f"{_FOR_EXAMPLE}.",
    "headers": f"{_THIS} gaat niet mee met de opdracht. Geef het mee als invoer{_FOR_EXAMPLE}.",
    "expression_task": f"{_THIS} rekent iets uit. Maak er een scripttaak van{_FOR_EXAMPLE}.",
    "expression_result": f"{_THIS} heeft hier geen plaats. Kies wat de taak teruggeeft"
    f"{_FOR_EXAMPLE}.",
    "listener": f"{_THIS} doet iets naast de stap. Zet er een eigen stap voor of na"
    "[, bijvoorbeeld een script {proposal}].",
    "listener_job": f"{_THIS} doet iets naast de stap. Zet er een servicetaak voor of na (pr:job).",
    "rules": f"{_THIS} hoort bij een regelmotor van een ander systeem. Maak een beslistabel "
    "(pr:decision).",
    "linked": f"{_THIS} verwijst naar een bestand van een ander systeem. Kies een opdracht "
    "(pr:job).",
    "case_model": f"{_THIS} roept een CMMN-model aan. Kies een proces (calledElement).",
    "tenant": f"{_THIS}: wij scheiden geen klanten. Laat het weg.",
    "version": f"{_THIS} kiest een vaste versie. Hier hoort samen wat samen in gebruik gaat: laat "
    "het weg.",
    "decision_result": f"{_THIS} geeft een lijst van rijen terug. Zeg wat je nodig hebt"
    f"{_FOR_EXAMPLE}.",
}
_EXPRESSIONS: Mapping[str, str] = {
    "expression": f"[‘{{expression}}’|Deze uitdrukking] is geen FEEL en niet zonder meer om te "
    f"zetten.{_WRITE}",
    "script": f"[In ‘{{language}}’ voeren|Hier voeren] wij niets uit: alleen FEEL.{_WRITE}",
    "script_file": f"{_THIS} haalt een script uit een ander bestand. Schrijf het hier, in FEEL.",
    "script_result": f"{_THIS}: dit script zegt niet onder welke naam de uitkomst bewaard wordt. "
    "Schrijf [{proposal}|een naam en een waarde].",
    "computed_name": f"{_THIS} rekent een naam uit. Schrijf de naam zelf[: {{proposal}}].",
    "computed_list": f"{_THIS} bouwt de lijst met eigen code. Noem het gegeven (pr:collection).",
    "variable_name": f"{_THIS} kan geen naam van een gegeven zijn. Gebruik letters, cijfers en "
    "liggende streepjes.",
    "index_variable": f"{_THIS} telt vanaf 0. Gebruik loopCounter, die telt vanaf 1.",
    "mapping_order": "Een toewijzing gebruikt hier wat een vorige maakt. Wij rekenen ze samen uit: "
    "schrijf de berekening voluit.",
    "local": f"{_THIS} geldt alleen op één plaats. Noem elk gegeven apart (pr:in, pr:out).",
}
_EVENTS: Mapping[str, str] = {
    "business_key_other": f"{_THIS}: een aangeroepen proces hoort hier bij hetzelfde dossier. Laat "
    "het weg.",
    "code_variable": f"{_THIS} houdt een code of tekst van de fout bij. Vang één fout met een code "
    "per rand.",
    "error_expression": f"{_THIS} maakt van een antwoord een fout. Laat dat de opdracht doen.",
    "filter": f"{_THIS} kijkt maar naar sommige gegevens. Zet dat in de voorwaarde zelf.",
    "event_payload": f"{_THIS} geeft iets mee met een bericht. Schrijf een toewijzing"
    f"{_FOR_EXAMPLE}.",
    "publish": f"{_THIS} stuurt een bericht met eigen sleutels. Gebruik pr:correlation op het "
    "bericht.",
    "spiff_correlation": f"{_THIS} herkent een bericht op zijn eigen manier. Gebruik "
    "pr:correlation.",
    "ad_hoc": f"{_THIS} kiest zelf welke delen starten. Gebruik keuzes, of een voorwaarde om te "
    "stoppen.",
    "unknown": f"{_THIS} kent het systeem hier niet. Verwijder het, of schrijf het met ons eigen "
    "attribuut (pr:…).",
}

SENTENCES: Mapping[str, str] = {
    "import.kind": "Dit bestand is geen BPMN-diagram, DMN-tabel of formulier. Bewaar het opnieuw.",
    "import.comments": "Opmerkingen tussen <!-- en --> gaan niet mee. Zet ze in de documentatie.",
    "import.exists": "Het bestand[ {path}] bestaat al. Kies een andere map, of --force.",
} | {
    f"bpmn.vendor.{code}": sentence
    for table in (_REWRITTEN, _KEPT, _PEOPLE, _WORK, _EXPRESSIONS, _EVENTS)
    for code, sentence in table.items()
}
