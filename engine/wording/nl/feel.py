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
    "feel.offset_out_of_range": "deze plaats in de tekst of lijst bestaat niet",
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
}
UNKNOWN = "de uitdrukking heeft een fout die we niet kennen"
