"""What the rules on expressions, names, tasks and their attributes say."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

PROPERTIES: Mapping[str, tuple[str, str]] = {
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
        "Noem een andere gebruikerstaak van hetzelfde proces, of de start ervan.",
    ),
    "bpmn.hand.unknown": (
        "dit is geen rol in een beslissing[: ‘{reference}’][ (wel: {known})]",
        "Kies een rol uit het eigenschappenpaneel.",
    ),
    "bpmn.hand.over": (
        "dit zegt niet waarover de uitsluiting geldt[: ‘{reference}’][ (wel: {known})]",
        "Kies wat samenhangt, of het hele dossier.",
    ),
    "bpmn.hand.loose": (
        "[‘{attribute}’|dit attribuut] doet niets zonder een rol in de beslissing",
        "Vul pr:hand in, of verwijder dit attribuut.",
    ),
    "bpmn.hand.no_type": (
        "de taak van de beslisser zegt niet welke soort beslissing het is",
        "Vul pr:decisionType in: een soort uit de lijst, of een uitdrukking.",
    ),
    "bpmn.hand.type": (
        "de soort beslissing[ ‘{reference}’] staat niet in de lijst",
        "Kies een soort uit beslissingssoorten.toml, of voeg ze daar toe.",
    ),
    "bpmn.task.job_untold": (
        "de opdracht[ ‘{job}’] krijgt niet alles wat ze nodig heeft[: {missing} ontbreekt]",
        "Geef elke ontbrekende waarde mee in de koppeling van deze taak (pr:in).",
    ),
    "bpmn.task.job_unheard": (
        "de opdracht kent deze waarde niet[: ‘{reference}’]",
        "Verbeter de naam in de koppeling van deze taak (pr:in), of verwijder de regel.",
    ),
    "bpmn.fallback.none": (
        "als dit niet lukt, komt het bij niemand terecht",
        "Vang de fout op aan de rand, en laat die weg naar een gebruikerstaak of een aanroep gaan.",
    ),
    "bpmn.fallback.uncaught": (
        "niets vangt op dat deze opdracht anders kan eindigen[: {missing}]",
        "Hang aan de taak een randgebeurtenis voor elke fout, of één zonder code voor allemaal.",
    ),
    "bpmn.fallback.never_thrown": (
        "deze fout geeft de opdracht nooit[: ‘{reference}’][ (wel: {known})]",
        "Neem een code die de opdracht geeft, of verwijder de randgebeurtenis.",
    ),
    "bpmn.name.system": (
        "dit systeem is niet bekend[: ‘{reference}’]",
        "Kies een systeem waarvoor er een contract is.",
    ),
    "bpmn.name.operation": (
        "[‘{system}’|dit systeem] kent deze opdracht niet[: ‘{reference}’]",
        "Kies een opdracht uit het contract van het systeem.",
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
}
