"""What is said to an operator: why a move is refused, what an incident asks for."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "case_closed": "Deze procedure is al ten einde. Er is niets meer te herstellen.",
    "incident": "Deze storing bestaat niet. Ga terug naar de lijst.",
    "incident.alert_subject": "Storing[ in ‘{process}’][ bij ‘{element}’][: {count} open].",
    "incident.alert": "[{what}|Een procedure staat stil]. Dat gebeurde {count} keer"
    "[ in ‘{process}’][, bij de stap ‘{element}’]. Kijk op de pagina Storingen "
    "(/beheer/incidenten) wat er mis is en wat je kunt doen. Komen er nog "
    "zulke bij, dan hoor je dat ten vroegste binnen een uur.",
    "incident_resolved": "Deze storing is al opgelost. Laad de pagina opnieuw.",
    "reason_length": "Schrijf in 3 tot {most} tekens waarom je dit doet.",
    "no_values": "Schrijf minstens één gegeven, als naam = waarde.",
    "too_many_values": "Verbeter hoogstens {most} gegevens tegelijk.",
    "not_an_assignment": "Schrijf op elke regel een naam, een is-teken en een waarde.",
    "not_a_variable": "Dit is geen naam van een gegeven. Gebruik letters, cijfers, _ en punten.",
    "variable_without_parts": "Het gegeven[ ‘{name}’] heeft geen delen. Geef het zelf een waarde.",
    "value_too_long": "Deze waarde is te lang. Het mogen {most} tekens zijn.",
    "value_not_storable": "Deze waarde kan niet bewaard worden. Schrijf een gewone waarde.",
    "nothing_to_retry": "Hier is niets mislukt dat opnieuw kan. Laad de pagina opnieuw.",
    "nothing_to_skip": "Dit is geen mislukte servicetaak. Laad de pagina opnieuw.",
    "output_missing": "Vul dit in: de procedure heeft het nodig.",
    "output_type": "Dit is niet de juiste soort waarde. Lees de uitleg bij het veld.",
    "move_element_unknown": "Deze stap bestaat niet in deze versie. Kies een stap uit de lijst.",
    "move_listens": "Hier staat geen werk, alleen een gebeurtenis die kan komen. Kies een stap.",
    "move_instance": "Dit is één van meerdere gelijke stappen. Verplaats de herhaling als geheel.",
    "move_undoes": "Hier wordt iets teruggedraaid. Wacht tot dat gedaan is.",
    "move_never_entered": "Naar deze stap leidt geen stroom. Kies de stap die erna komt.",
    "move_onto_join": "Hier komen wegen samen, en de andere wegen komen dan niet. Kies de stap die "
    "erna komt.",
    "move_into_scope": "Deze stap ligt in een subprocedure die niet loopt. Kies de subprocedure "
    "zelf.",
    "move_not_alone": "In deze subprocedure loopt nog iets anders. Verplaats de subprocedure als "
    "geheel.",
    "unhandled_error": "De fout[ ‘{error}’] werd nergens opgevangen[ bij ‘{element}’]. Verplaats "
    "de procedure naar een stap waar ze verder kan.",
    "standstill": "De procedure staat stil[ bij ‘{element}’]: ze wacht op andere wegen, en daar "
    "komt niets meer. Verplaats ze naar een stap waar ze verder kan, en laat het diagram nakijken.",
}
