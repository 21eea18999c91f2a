"""The page for analysts on taking over diagrams of another system, made of the vendors' tables."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_HEAD = """# Diagrammen overnemen

Tekende je met Camunda Modeler, Flowable, Activiti of SpiffArena? Dan kun je die diagrammen hier
gebruiken. Wat bij ons hetzelfde betekent, werkt meteen. De rest houdt het systeem tegen, met een
voorstel om het anders te schrijven. Niets wordt stil overgeslagen.

Vraag aan wie het systeem beheert om het diagram over te nemen (`procesregie import`). Je krijgt dan
een bestand met onze eigen attributen, en een verslag met een regel voor elk ding dat er stond:

| in het verslag | wat het betekent |
| --- | --- |
| herschreven | het staat er nu in onze woorden en betekent hetzelfde |
| blijft staan | het verandert niets aan het verloop |
| kijk na | het is overgenomen, maar kijk of het is wat je bedoelt |
| geweigerd | het betekent iets dat wij niet zo doen: schrijf het anders |

De tekening, de namen, de id’s en de uitleg blijven zoals ze waren. Een overgenomen bestand nog eens
overnemen verandert niets.

## Uitdrukkingen

`${…}` en `#{…}` worden FEEL als het eenvoudig is: namen, eigenschappen, vaste plaatsen in een
lijst, teksten, getallen, vergelijken, rekenen, `and`, `or`, `not`, `empty`, `mod` en `a ? b : c`.
Een lijst telt bij ons vanaf 1: `${lijst[0]}` wordt `lijst[1]`. Ook een tekst met een stukje erin
wordt FEEL: `Dossier ${nr}`.

Een methode neemt het systeem niet over. Schrijf dan zelf de FEEL die hetzelfde doet:

"""
_AFTER = """
Een script in JavaScript, Groovy of Python voert het systeem nooit uit. Bij eenvoudige toewijzingen
staat de FEEL erbij: `x = y + 1` wordt `{x: y + 1}` in een scripttaak.

In beslistabellen worden cellen in JUEL of Groovy op dezelfde manier FEEL. Formulieren van Camunda
(`.form`) zijn bij ons dezelfde formulieren.
"""
_LEVELS = {
    "rewritten": "herschreven",
    "kept": "blijft staan",
    "attention": "kijk na",
    "refused": "geweigerd",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what stands there, on which elements, what happens, and the text about it."""

    written: str
    on: tuple[str, ...]
    level: str
    becomes: str
    sentence: str


def page(methods: Iterable[tuple[str, str]], tables: Mapping[str, Iterable[Row]]) -> str:
    """Return the Markdown of the page: FEEL per method, then a table per vendor."""
    lines = ["| wat er staat | schrijf |", "| --- | --- |"]
    lines += [f"| `{_cell(method)}` | `{_cell(feel)}` |" for method, feel in methods]
    parts = [_HEAD + "\n".join(lines) + "\n" + _AFTER]
    for vendor, rows in tables.items():
        head = "| wat er staat | waar | wat er gebeurt | wat het wordt, of wat je doet |"
        said = [_row(row) for row in rows]
        parts.append(
            "\n".join([f"\n## {vendor}\n", head, "| --- | --- | --- | --- |", *said]) + "\n"
        )
    return "".join(parts)


def _row(row: Row) -> str:
    where = ", ".join(row.on) or "overal"
    told = f"`{_cell(row.becomes)}`" if row.level == "rewritten" else _cell(row.sentence)
    return f"| `{row.written}` | {where} | {_LEVELS[row.level]} | {told} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
