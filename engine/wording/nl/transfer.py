"""The columns of a file with running procedures to take over, and what is wrong with its lines."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

REFERENCE, PROCESS, STEP, RECORD = "referentie", "procedure", "stap", "voorziening"
NUMBER, SINCE, WHY = "nummer", "geldig_vanaf", "reden"
REPORT = ("stand", "sleutel", "nummer", "naam", "regel", "veld", "hier", "daar")
YES = frozenset({"ja", "waar", "true", "1"})
NO = frozenset({"nee", "onwaar", "false", "0"})
STARTS, SUSPENDED = "termijn ", "opgeschort "
SUFFIXES: Mapping[str, str] = {"datum": "day", "getal": "number", "ja_nee": "yes_no"}

SENTENCES: Mapping[str, str] = {
    "transfer.no_table": "Dit bestand is geen CSV met een regel met kolommen.",
    "transfer.no_file": "Kies een bestand.",
    "transfer.encoding": "Dit bestand is geen tekst. Bewaar het als CSV (UTF-8).",
    "transfer.no_column": "De kolom ‘{name}’ ontbreekt.",
    "transfer.column": "De kolom ‘{name}’ staat er twee keer, of haar naam betekent niets.",
    "transfer.too_long": "Het bestand heeft meer dan {most} regels of is te groot.",
    "transfer.width": "De regel heeft meer of minder velden dan er kolommen zijn.",
    "transfer.empty": "Het veld ‘{name}’ is leeg.",
    "transfer.twice": "De referentie ‘{name}’ staat ook op regel {row}.",
    "transfer.process": "De procedure ‘{name}’ bestaat niet of is niet in werking.",
    "transfer.value": "Het veld ‘{name}’ is geen {kind}: ‘{text}’.",
    "transfer.future": "De dag {text} van ‘{name}’ ligt in de toekomst.",
    "transfer.suspended_before": "De termijn ‘{name}’ is opgeschort voor ze begon. "
    "Kijk of de kolommen verwisseld zijn.",
    "transfer.suspended": "De termijn ‘{name}’ is opgeschort, maar wanneer begon ze?",
}
KINDS: Mapping[str, str] = {"day": "datum", "number": "getal", "yes_no": "ja of nee"}
