"""What the rules on flows, gateways, events and timers say, and what to do about it."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

FLOW: Mapping[str, tuple[str, str]] = {
    # flows
    "bpmn.flow.dangling": (
        "de stroom hangt los[: {end} ‘{reference}’ bestaat niet]",
        "Verbind beide kanten, of verwijder de stroom.",
    ),
    "bpmn.flow.not_a_node": (
        "de stroom raakt aan iets dat geen stap is[: {end} ‘{reference}’]",
        "Verbind de stroom met een taak, een gebeurtenis of een keuze.",
    ),
    "bpmn.flow.crosses_border": (
        "de stroom gaat over de rand van een subprocedure[ (van ‘{source}’ naar ‘{target}’)]",
        "Laat de stroom eindigen in de subprocedure, en vertrek opnieuw vanuit haar rand.",
    ),
    "bpmn.flow.crosses_pool": (
        "de stroom gaat naar een ander proces[ (van ‘{source}’ naar ‘{target}’)]",
        "Gebruik een bericht tussen twee processen.",
    ),
    "bpmn.flow.condition_ignored": (
        "deze voorwaarde heeft geen effect[: {source} kiest niet]",
        "Verwijder de voorwaarde, of zet er een keuze voor.",
    ),
    "bpmn.flow.condition_on_default": (
        "de standaardstroom heeft een voorwaarde",
        "Verwijder de voorwaarde: de standaard geldt als niets anders klopt.",
    ),
    "bpmn.flow.empty_condition": (
        "de voorwaarde is leeg",
        "Schrijf de voorwaarde in FEEL, of verwijder ze.",
    ),
    "bpmn.flow.only_conditional": (
        (
            "elke stroom die hier vertrekt heeft een voorwaarde; klopt er geen, dan loopt de "
            "procedure hier vast"
        ),
        "Zet er een keuze achter met een standaardstroom.",
    ),
    "bpmn.flow.twice": (
        "tussen dezelfde twee stappen loopt een dubbele stroom",
        "Verwijder er één: anders wordt het werk twee keer gedaan.",
    ),
    # paths
    "bpmn.path.unreachable": (
        "geen enkele procedure komt hier",
        "Verbind deze stap met wat ervoor komt, of verwijder ze.",
    ),
    "bpmn.path.no_end": (
        "vanuit deze stap is er geen weg naar een einde",
        "Voeg een stroom toe die naar een einde leidt.",
    ),
    "bpmn.path.stops": (
        "hier stopt de stroom zonder einde",
        "Verbind deze stap met de volgende, of met een einde.",
    ),
    # gateways
    "bpmn.gateway.no_condition": (
        "de stroom[ van de keuze ‘{gateway}’][ naar ‘{target}’] heeft geen voorwaarde",
        "Schrijf de voorwaarde, of maak er de standaardstroom van.",
    ),
    "bpmn.gateway.implied_default": (
        "de stroom[ naar ‘{target}’] zonder voorwaarde wordt de standaard[ van ‘{gateway}’]",
        "Duid ze aan als standaardstroom, dan ziet iedereen het.",
    ),
    "bpmn.gateway.no_default": (
        "deze keuze heeft geen standaardstroom",
        "Duid een standaard aan, zodat de procedure niet vastloopt als niets klopt.",
    ),
    "bpmn.gateway.default_ignored": (
        "een splitsing die alles doet, heeft geen standaardstroom nodig",
        "Verwijder de standaard, of maak er een keuze van.",
    ),
    "bpmn.gateway.event_too_few": (
        "een wachtkeuze heeft minder dan twee wegen[ ({count})]",
        "Voeg een weg toe, of wacht met een gewone gebeurtenis.",
    ),
    "bpmn.gateway.event_target": (
        "na een wachtkeuze staat iets dat niet wacht[: ‘{target}’]",
        "Zet er een wachtgebeurtenis of een ontvangsttaak.",
    ),
    "bpmn.gateway.event_target_shared": (
        "wat na een wachtkeuze staat, heeft nog een andere ingang[: ‘{target}’]",
        "Geef elke weg haar eigen wachtgebeurtenis.",
    ),
    "bpmn.gateway.event_target_boundary": (
        "een ontvangsttaak na een wachtkeuze heeft een randgebeurtenis[: ‘{target}’]",
        "Maak van die randgebeurtenis een eigen weg van de wachtkeuze.",
    ),
    "bpmn.gateway.useless": (
        "deze poort heeft één ingang en één uitgang",
        "Verwijder de poort: ze doet niets.",
    ),
    "bpmn.gateway.joins_and_splits": (
        "deze poort brengt samen en splitst tegelijk",
        "Teken er twee: een om samen te brengen en een om te splitsen.",
    ),
    # events
    "bpmn.event.no_message": ("hier staat geen bericht bij", "Kies of maak het bericht."),
    "bpmn.event.message_no_name": (
        "dit bericht heeft geen naam",
        "Geef het een naam: daarmee wordt het herkend.",
    ),
    "bpmn.event.message_twice": (
        "dit bericht bestaat twee keer",
        "Gebruik overal hetzelfde bericht en verwijder het andere.",
    ),
    "bpmn.event.same_start": (
        "twee starts wachten op hetzelfde bericht[ ‘{message}’]",
        "Geef elke start een ander bericht.",
    ),
    "bpmn.event.no_error_code": (
        "deze fout heeft geen foutcode",
        "Kies een fout en geef die een code.",
    ),
    "bpmn.event.same_trigger": (
        "dezelfde aanleiding[ ‘{trigger}’] hangt hier twee keer[, ook bij ‘{other}’]",
        "Verwijder er één.",
    ),
    "bpmn.event.boundary_nowhere": (
        "na deze randgebeurtenis gebeurt er niets",
        "Teken wat er dan moet gebeuren, of een einde.",
    ),
    # timers
    "bpmn.timer.empty": (
        "er staat niet bij wanneer dit gebeurt",
        "Kies een termijn uit het register (pr:term).",
    ),
    "bpmn.timer.several": (
        "er staan verschillende tijdstippen bij[ ({count})]",
        "Laat er één staan, liefst de termijn.",
    ),
    "bpmn.timer.unreadable": (
        "het tijdstip[ ‘{text}’] is onleesbaar[ als {kind}]",
        "Schrijf bijvoorbeeld P30D voor 30 dagen, of kies een termijn.",
    ),
    "bpmn.timer.cron": (
        "cron[ ‘{text}’] wordt niet gelezen",
        (
            "Schrijf een herhaling van ISO 8601, bijvoorbeeld R/2026-01-01T09:00/P1D: elke dag om "
            "negen uur."
        ),
    ),
    "bpmn.timer.literal": (
        "de duur[ ‘{text}’] staat vast in het diagram",
        "Kies een termijn uit het register (pr:term): dan verandert ze mee met de wet.",
    ),
    "bpmn.timer.cycle": (
        "een herhaling[ ‘{text}’] gaat hier maar één keer af",
        "Alleen de eerste keer telt. Gebruik een duur, of een gebeurtenis die niet onderbreekt.",
    ),
}
