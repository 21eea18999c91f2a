"""What FEEL says of a text that it cannot read, or of an operation without a result.

Codes of `engine.feel` carry the prefix "feel." here; a sentence is a part of another, so it starts
small and ends without a full stop.
"""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    # syntax
    "feel.unexpected_token": "hier staat iets onverwachts[: ‘{token}’][; verwacht: {expected}]",
    "feel.unexpected_end": "de uitdrukking stopt te vroeg[; verwacht: {expected}]",
    "feel.unknown_character": "dit teken kent FEEL niet[: ‘{token}’]",
    "feel.open_string": "een tekst is niet afgesloten: zet een dubbel aanhalingsteken op het einde",
    "feel.text_too_long": "de uitdrukking is te lang[: hoogstens {limit} tekens]",
    "feel.too_deep": "de uitdrukking is te diep genest: splits ze",
    "feel.too_complex": "de uitdrukking is te ingewikkeld: splits ze",
    "feel.unknown_type": "dit type bestaat niet[: ‘{name}’]",
    "feel.bare_type": "dit type zegt niet wat erin zit[: ‘{name}<…>’]",
    "feel.unknown_name": "deze naam is niet bekend[: ‘{name}’]",
    "feel.duplicate_key": "dezelfde sleutel staat er twee keer[: ‘{name}’]",
    "feel.bad_literal": "deze waarde is onleesbaar[: ‘{text}’]",
    # evaluation
    "feel.no_such_date": "deze datum bestaat niet",
    "feel.not_a_date": "dit is geen datum",
    "feel.not_a_time": "dit is geen uur",
    "feel.not_a_duration": "dit is geen duur",
    "feel.not_a_number": "dit is geen getal",
    "feel.not_whole": "dit is geen geheel getal",
    "feel.number_too_large": "dit getal is te groot",
    "feel.scale_out_of_range": "het aantal cijfers na de komma kan niet",
    "feel.division_by_zero": "delen door nul kan niet",
    "feel.date_out_of_range": "deze datum ligt te ver",
    "feel.duration_out_of_range": "deze duur is te lang",
    "feel.offset_out_of_range": "een tijdzone ligt hoogstens 18 uur van UTC",
    "feel.zone_missing": "er ontbreekt een tijdzone",
    "feel.unknown_zone": "deze tijdzone bestaat niet",
    "feel.wrong_kind": "dit is de verkeerde soort waarde",
    "feel.wrong_kinds": "deze twee soorten waarden passen niet samen",
    "feel.null_operand": "een gegeven is nog niet ingevuld",
    "feel.string_too_long": "de tekst wordt te lang",
    "feel.list_too_long": "de lijst wordt te lang",
    "feel.value_too_large": "de uitkomst wordt te groot",
    "feel.too_many_steps": "de berekening duurt te lang",
    "feel.too_many_calls": "functies roepen elkaar te vaak aan",
    "feel.not_comparable": "deze waarden hebben geen volgorde",
    "feel.not_a_boolean": "hier moet ‘true’ of ‘false’ uitkomen",
    "feel.not_a_range": "dit is geen interval",
    "feel.not_iterable": "hier is een lijst of een interval nodig",
    "feel.not_a_function": "dit is geen functie",
    "feel.not_an_entry": "hier is een context met ‘key’ en ‘value’ nodig",
    "feel.unknown_property": "dit veld bestaat niet[: ‘{name}’]",
    "feel.position_out_of_range": "deze plaats in de tekst of lijst bestaat niet[: {value}]",
    "feel.length_out_of_range": "deze lengte kan niet[: {value}]",
    "feel.empty_list": "de lijst is leeg",
    "feel.list_too_short": "de lijst heeft te weinig elementen",
    "feel.no_clock": "de dag en het uur van nu zijn hier niet bekend",
    # functions and their arguments
    "feel.external_function": "functies van buiten FEEL worden niet uitgevoerd",
    "feel.wrong_arguments": "de functie[ ‘{function}’] krijgt een verkeerd aantal gegevens",
    "feel.too_many_arguments": "een functie krijgt te veel gegevens[: hoogstens {limit}]",
    "feel.missing_argument": "de functie[ ‘{function}’] mist een gegeven[: ‘{parameter}’]",
    "feel.unknown_parameter": "de functie[ ‘{function}’] kent dit gegeven niet[: ‘{parameter}’]",
    "feel.wrong_argument": "een functie krijgt de verkeerde soort waarde[ voor ‘{parameter}’]",
    "feel.null_argument": "een functie krijgt een gegeven dat niet is ingevuld[: ‘{parameter}’]",
    # patterns
    "feel.bad_pattern": "dit patroon is onleesbaar[: ‘{value}’]",
    "feel.back_reference": "een patroon kan niet naar een groep terugverwijzen[: ‘{value}’]",
    "feel.bad_flags": "deze vlaggen kent een patroon niet[: ‘{value}’]",
    "feel.bad_replacement": "deze vervangtekst is onleesbaar[: ‘{value}’]",
    "feel.pattern_matches_nothing": "dit patroon past ook op een lege tekst[: ‘{value}’]",
    "feel.bad_separator": "deze scheidingstekens kunnen niet samen",
    "feel.internal_error": "de berekening liep vast op een fout van het programma zelf",
}
UNKNOWN = "de uitdrukking heeft een fout die we niet kennen"
