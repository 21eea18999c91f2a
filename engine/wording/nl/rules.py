"""What each rule on a diagram says, and what an analyst does about it; also the rule book's text.

`RULES` holds for each rule what is wrong and what to do. Without facts both still read as Dutch:
what stands between square brackets is left out when a fact in it is unknown.
"""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

from engine.wording.nl.clocks import CLOCKS
from engine.wording.nl.correlation import CORRELATION
from engine.wording.nl.wiring import WIRING

RULES: Mapping[str, tuple[str, str]] = {
    # structure
    "bpmn.structure.not_bpmn": (
        "dit bestand is geen BPMN-diagram",
        "Bewaar het diagram opnieuw als BPMN 2.0 en laad dat bestand op.",
    ),
    "bpmn.structure.no_process": (
        "er staat geen proces in dit bestand",
        "Teken minstens één proces.",
    ),
    "bpmn.structure.not_executable": (
        "geen enkel proces is uitvoerbaar",
        "Zet ‘uitvoerbaar’ (isExecutable) aan bij het proces dat moet lopen.",
    ),
    "bpmn.structure.empty": ("dit proces is leeg", "Teken een start, het werk en een einde."),
    "bpmn.structure.no_start": (
        "dit proces heeft geen start: het begint bij elke stap waar geen stroom toekomt",
        "Teken een start en verbind die met de eerste stap: dan ziet iedereen waar het begint.",
    ),
    "bpmn.structure.several_starts": (
        "er is meer dan één start zonder bericht",
        "Laat één start staan, of geef de andere een bericht.",
    ),
    "bpmn.structure.no_id": (
        "een element[ ({kind})] heeft geen id",
        "Geef het element een id in kleine letters met liggende streepjes.",
    ),
    "bpmn.structure.duplicate_id": (
        "het id[ ‘{id}’] komt twee keer voor[, ook op regel {first_line}]",
        "Geef een van beide een ander id.",
    ),
    # references
    "bpmn.reference.undeclared": (
        "de verwijzing[ ‘{reference}’][ naar {kind}] bestaat niet",
        "Kies een bestaande verwijzing of maak ze aan.",
    ),
    "bpmn.reference.default": (
        "de standaardstroom[ ‘{reference}’] vertrekt hier niet",
        "Duid een stroom aan die hier vertrekt, of laat de standaard weg.",
    ),
    "bpmn.reference.event_definition": (
        "de gedeelde gebeurtenis[ ‘{reference}’] bestaat niet",
        "Zet het bericht of het tijdstip op de gebeurtenis zelf.",
    ),
    "bpmn.reference.participant": (
        "deze deelnemer verwijst naar een proces dat niet bestaat[: ‘{reference}’]",
        "Verwijs naar een proces in dit bestand, of maak de deelnemer leeg.",
    ),
    "bpmn.reference.message_flow": (
        "deze berichtstroom hangt los[ aan ‘{reference}’]",
        "Verbind beide kanten, of verwijder de berichtstroom.",
    ),
    "bpmn.reference.lane": (
        "de baan bevat een element dat niet bestaat[: ‘{reference}’]",
        "Verplaats of verwijder het element opnieuw in de modeler en bewaar.",
    ),
    "bpmn.reference.lane_twice": (
        "een element[ (‘{reference}’)] staat in twee banen[, ook in ‘{other}’]",
        "Zet het in één baan.",
    ),
    "bpmn.reference.drawing": (
        "de tekening bevat een vorm zonder element[: ‘{reference}’]",
        "Open het diagram in de modeler, verwijder de losse vorm en bewaar.",
    ),
    "bpmn.reference.not_drawn": (
        "dit element staat niet op de tekening",
        "Teken het opnieuw in de modeler, zodat iedereen het ziet.",
    ),
    # positions
    "bpmn.position.trigger": (
        "[{trigger}|deze aanleiding] past niet[ bij {place}]",
        "Kies een andere soort gebeurtenis.",
    ),
    "bpmn.position.start_with_incoming": (
        "in een start komt een stroom toe",
        "Laat de stroom toekomen in de stap na de start.",
    ),
    "bpmn.position.end_with_outgoing": (
        "uit een einde vertrekt een stroom",
        "Verwijder de stroom, of maak er een tussengebeurtenis van.",
    ),
    "bpmn.position.boundary_with_incoming": (
        "in een randgebeurtenis komt een stroom toe",
        "Verwijder de stroom: een randgebeurtenis start vanuit haar activiteit.",
    ),
    "bpmn.position.boundary_not_attached": (
        "de randgebeurtenis hangt niet aan een activiteit[ (‘{reference}’)]",
        "Hang ze aan een taak, een aanroep of een subprocedure.",
    ),
    "bpmn.position.boundary_elsewhere": (
        "de randgebeurtenis hangt aan een activiteit in een andere subprocedure[: ‘{reference}’]",
        "Zet de gebeurtenis in dezelfde subprocedure als haar activiteit.",
    ),
    "bpmn.position.waits_for_nothing": (
        "deze gebeurtenis wacht op niets",
        "Kies waarop ze wacht: een bericht, een termijn, een signaal of een voorwaarde.",
    ),
    "bpmn.position.trigger_inside": (
        "de start van een subprocedure heeft een eigen aanleiding",
        "Gebruik een gewone start: de subprocedure start wanneer ze bereikt wordt.",
    ),
    "bpmn.position.always_interrupts": (
        "[{trigger}|deze aanleiding] onderbreekt altijd",
        "Zet ‘onderbreken’ aan bij deze gebeurtenis.",
    ),
    "bpmn.position.event_subprocess_flows": (
        "een gebeurtenis-subprocedure heeft stromen",
        "Verwijder de stromen: ze start door haar eigen gebeurtenis.",
    ),
    "bpmn.position.event_subprocess_start": (
        "een gebeurtenis-subprocedure heeft niet precies één start met een aanleiding",
        "Geef ze één start met een bericht, een termijn of een fout.",
    ),
    "bpmn.position.cancel_outside": (
        "een annulatie staat buiten een transactie",
        "Gebruik een fout of een gewoon einde.",
    ),
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
    # expressions
    "bpmn.feel.syntax": (
        (
            "[{part}|deze uitdrukking] is geen geldige FEEL"
            "[, op regel {text_line}, teken {text_column}][: {feel}]"
        ),
        "Verbeter wat er staat.",
    ),
    "bpmn.feel.foreign": (
        "[{part}|deze uitdrukking] is in de taal van een ander systeem geschreven[: {text}]",
        "Schrijf ze als FEEL, met een = vooraan en zonder ${ }.",
    ),
    "bpmn.feel.language": (
        "de voorwaarde is niet in FEEL geschreven[, maar in ‘{language}’]",
        "Schrijf de voorwaarde in FEEL.",
    ),
    # names
    "bpmn.name.form": (
        "het formulier[ ‘{reference}’] bestaat niet",
        "Maak het formulier, of kies een bestaand.",
    ),
    "bpmn.name.group": (
        "de groep[ ‘{reference}’] bestaat niet",
        "Kies een rol of team uit de lijst met rollen.",
    ),
    "bpmn.name.term": (
        "de termijn[ ‘{reference}’] staat niet in het register",
        "Kies een bestaande termijn, of laat ze toevoegen.",
    ),
    "bpmn.name.letter": (
        "de brief[ ‘{reference}’] bestaat niet",
        "Maak de brief, of kies een bestaande.",
    ),
    "bpmn.name.job": (
        "de opdracht[ ‘{reference}’] bestaat niet",
        "Kies een opdracht uit de lijst van het systeem.",
    ),
    "bpmn.name.decision": (
        "de beslisregel[ ‘{reference}’] bestaat niet",
        "Maak de beslisregel, of kies een bestaande.",
    ),
    "bpmn.name.process": (
        "het proces[ ‘{reference}’] bestaat niet",
        "Kies een proces van deze procedure of van ‘gedeeld’.",
    ),
    "bpmn.name.register": (
        "het register[ ‘{reference}’] bestaat niet",
        "Kies een register uit de map ‘registers’.",
    ),
    "bpmn.name.no_register": (
        "een opdracht voor een register en een register[ (‘{reference}’)] horen bij elkaar",
        "Zet bij deze taak pr:register en een opdracht die een gegeven leest of schrijft.",
    ),
    "bpmn.name.register_field": (
        "het veld[ ‘{reference}’] bestaat niet in het register[ ‘{register}’]",
        "Kies een veld van dat register.",
    ),
    # tasks
    "bpmn.task.no_group": (
        "niemand krijgt deze taak",
        "Zet er een groep bij (pr:candidateGroup).",
    ),
    "bpmn.task.no_job": (
        "deze taak weet niet wat ze moet doen",
        "Kies een opdracht (pr:job) of een brief (pr:letter).",
    ),
    "bpmn.task.no_decision": (
        "deze taak heeft geen beslisregel",
        "Kies de beslisregel (pr:decision).",
    ),
    "bpmn.task.no_result": (
        "de uitkomst van de beslisregel gaat verloren",
        "Zeg onder welke naam ze bewaard wordt (pr:resultVariable).",
    ),
    "bpmn.task.no_process": (
        "deze aanroep zegt niet welk proces",
        "Kies het aan te roepen proces (calledElement).",
    ),
    "bpmn.task.no_script": (
        "dit script is leeg",
        "Schrijf het script in FEEL, of verwijder de taak.",
    ),
    "bpmn.task.script_format": (
        "een script is altijd FEEL[, niet ‘{language}’]",
        "Zet scriptFormat op feel en schrijf { naam: uitdrukking }.",
    ),
    "bpmn.task.script_result": (
        "het script zegt niet onder welke naam de uitkomst bewaard wordt",
        "Schrijf { naam: uitdrukking }.",
    ),
    "bpmn.task.two_deadlines": (
        "er staat een termijn[ ‘{term}’] én een einddatum bij",
        "Laat er één van staan, liefst de termijn.",
    ),
    "bpmn.task.four_eyes": (
        "het vierogenprincipe verwijst naar een taak die hier niet past[: ‘{reference}’]",
        "Noem een andere gebruikerstaak van hetzelfde proces.",
    ),
    "bpmn.task.plain": (
        "dit is een taak zonder soort; ze wordt handwerk",
        "Kies een soort: gebruikerstaak, servicetaak, script of beslisregel.",
    ),
    # attributes
    "bpmn.attribute.unknown": (
        "niemand leest [‘{attribute}’|dit attribuut]",
        "Verbeter de naam of verwijder dit attribuut.",
    ),
    "bpmn.attribute.misplaced": (
        "[‘{attribute}’|dit attribuut] heeft geen effect[ op {kind}]",
        "Zet het op een element dat het gebruikt, of verwijder het.",
    ),
    "bpmn.attribute.other_engine": (
        "een attribuut van een ander systeem wordt niet gelezen[: ‘{attribute}’]",
        "Verwijder het, of gebruik ons eigen attribuut (pr:…).",
    ),
    "bpmn.attribute.ignored": (
        "deze uitbreiding wordt niet gelezen[: ‘{attribute}’]",
        "Verwijder ze, of zeg het met een eigen attribuut (pr:…).",
    ),
    # mappings, fields
    "bpmn.mapping.incomplete": (
        "deze toewijzing is niet volledig[: ‘{missing}’ ontbreekt]",
        "Vul de bron (source) en het doel (target) in.",
    ),
    "bpmn.mapping.target": (
        "deze naam kan geen gegeven zijn[: ‘{reference}’]",
        "Gebruik letters, cijfers, liggende streepjes en punten.",
    ),
    "bpmn.mapping.twice": (
        "twee toewijzingen schrijven hetzelfde gegeven[: ‘{reference}’]",
        "Laat er één staan.",
    ),
    "bpmn.field.incomplete": (
        "dit zoekveld is niet volledig[: ‘{missing}’ ontbreekt]",
        "Vul een naam en een bron in FEEL in.",
    ),
    "bpmn.field.twice": ("dit zoekveld staat er twee keer[: ‘{reference}’]", "Laat er één staan."),
    "bpmn.data.object": (
        "deze gegevensverwijzing hoort bij geen gegevens[: ‘{reference}’]",
        "Verwijder ze, of teken het gegevensobject opnieuw.",
    ),
    # notes
    "bpmn.note.data_store": (
        "het gegevensarchief bij deze stap staat er alleen om te tonen",
        "Lees of schrijf het in een opdracht van het systeem.",
    ),
    "bpmn.note.operation": (
        "de dienst bij deze stap staat er alleen om te tonen",
        "Kies een opdracht, een brief of een bericht: dat voert het systeem uit.",
    ),
    "bpmn.note.language": (
        "de taal van dit diagram[ ‘{language}’] is niet FEEL",
        "Elke uitdrukking zonder eigen taal wordt als FEEL gelezen. Kijk ze na.",
    ),
    # style
    "bpmn.style.no_name": (
        "hier ontbreekt een naam[ ({kind})]",
        "Geef een naam: een taak begint met een werkwoord, een keuze is een vraag.",
    ),
    "bpmn.style.flow_no_name": (
        "een stroom uit de keuze[ ‘{gateway}’] heeft geen naam",
        "Zet het antwoord op de vraag erbij, bijvoorbeeld ja of nee.",
    ),
    "bpmn.style.same_name": (
        "deze naam komt[ {count} keer] meer dan één keer voor",
        "Geef elke taak een eigen naam, anders zijn ze in een lijst niet te onderscheiden.",
    ),
    "bpmn.style.narrow": (
        "het woord[ ‘{word}’] past niet in de taak[ van {width} px breed]",
        "Maak de taak minstens 140 px breed.",
    ),
    "bpmn.style.no_drawing": (
        "er is geen tekening bij dit diagram",
        "Teken het in de modeler, zodat collega's het kunnen lezen.",
    ),
    # schema
    "bpmn.schema.model": (
        "dit past niet in BPMN 2.0[ ({detail})]",
        "Bewaar het diagram opnieuw in de modeler, of verwijder dit deel.",
    ),
    "bpmn.schema.order": (
        "de volgorde in het bestand klopt niet met BPMN 2.0[ ({detail})]",
        "Bewaar het diagram opnieuw in de modeler; het loopt wel.",
    ),
    "bpmn.schema.drawing": (
        "de tekening past niet in BPMN 2.0[ ({detail})]",
        "Bewaar het diagram opnieuw in de modeler; het loopt wel.",
    ),
}

_CONSTRUCTS: Mapping[str, tuple[str, str]] = {
    "parallel_start": (
        "een start van een proces die op meer dan berichten samen wacht",
        "Start met één ervan en wacht in de stroom op de andere.",
    ),
    "conditional_start": (
        "een start op een voorwaarde: voor er een procedure is, zijn er geen gegevens",
        "Start met een bericht, een signaal of een tijdstip.",
    ),
}

UNSUPPORTED = (
    "dit voert het systeem nog niet uit: {construct}",
    "Teken het anders, of vraag of het er nog bij komt.",
)


def _unsupported(construct: str, todo: str) -> tuple[str, str]:
    return f"dit voert het systeem nog niet uit: {construct}", todo


ALL_RULES: Mapping[str, tuple[str, str]] = {
    **RULES,
    **WIRING,
    **CLOCKS,
    **CORRELATION,
    **{f"bpmn.unsupported.{name}": _unsupported(*told) for name, told in _CONSTRUCTS.items()},
}
