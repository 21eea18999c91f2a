"""What is wrong with a scenario, and what went otherwise than it says."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    # the shape of the file
    "scenario.not_yaml": "Dit bestand is geen YAML van een scenario. Kijk de inspringing na, en of "
    "elk woord vooraan een dubbelpunt heeft.",
    "scenario.too_large": "Dit bestand is te groot[ (meer dan {most} bytes)]. Splits het scenario.",
    "scenario.too_many": "Dit scenario is te lang[ (meer dan {most} stappen of gevallen)]. Splits "
    "het.",
    "scenario.alias": "Hier wordt een deel van het bestand (met & en *) te vaak of in zichzelf "
    "herhaald. Schrijf de waarde voluit.",
    "scenario.too_deep": "Hier staan te veel lijsten in elkaar. Schrijf het eenvoudiger.",
    "scenario.unknown_word": "[‘{word}’|Een woord] is hier geen woord van een scenario. Kijk de "
    "spelling na.[ Hier kan: {known}.]",
    "scenario.missing_word": "[‘{word}’|Een deel] ontbreekt. Vul het aan.",
    "scenario.wrong_kind": "Wat bij [‘{word}’|dit woord] staat, is van een andere soort. Kijk in "
    "de gids of daar een tekst, een datum of een lijst hoort.",
    "scenario.unknown_step": "Deze stap doet niets wat we kennen.[ Begin hem met een van deze "
    "woorden: {known}.]",
    "scenario.unknown_before": "Het scenario dat voorafgaat[ (‘{file}’)] is er niet, of gaat zelf "
    "na dit scenario. Kijk na wat er bij ‘na’ staat.",
    # the models around it
    "scenario.no_procedure": "[‘{name}’|Dit] is geen procedure en geen map met procedures.[ Er "
    "zijn: {known}.]",
    "scenario.outside": "Dit bestand hoort niet in de map van de modellen. Kies een plaats in de "
    "map van een procedure.",
    "scenario.too_many_files": "In deze map staan te veel bestanden. Kies de map met de "
    "procedures.",
    "scenario.no_decision": "Er is geen beslistabel[ ‘{name}’]. Kijk na wat er bij ‘beslissing’ "
    "staat.",
    # as it was played
    "scenario.differs": "Verwacht[ bij ‘{what}’]: [{wanted}|niets]. Gevonden: [{found}|niets].",
    "scenario.no_such_task": "De taak[ ‘{task}’] staat niet open.[ Wel open: {known}.]",
    "scenario.nobody": "Er is niemand met de naam[ {login}]. Kijk na wat er bij ‘door’ staat.",
    "scenario.nobody_waits": "De procedure wacht niet op[ ‘{message}’| dit bericht].[ Ze wacht "
    "op: {known}.]",
    "scenario.nothing_missed": "Voor[ ‘{message}’| dit bericht] was er niets voorbij: er valt "
    "niets laat in te boeken.",
    "scenario.refused": "Deze stap mag niet of kan niet.[ {detail}]",
    "scenario.wrong_time": "[‘{time}’|Dit] is geen datum en geen aantal dagen zoals +14d.",
    "scenario.backwards": "De tijd gaat niet terug. Zet de stappen in de volgorde van de dagen.",
    "scenario.incident": "De procedure staat stil[ bij ‘{name}’].[ {detail}]",
    "scenario.too_long": "Dit scenario duurt te lang en is afgebroken. Kijk na of de procedure in "
    "een kring loopt.",
    "scenario.never_at_rest": "De procedure komt niet tot rust: er is telkens nieuw werk voor de "
    "computer. Kijk na of ze in een kring loopt.",
}
