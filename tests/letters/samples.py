"""A letter and a sheet that the tests share."""

from datetime import date

from engine.letters import LetterMeta

HEAD = '+++\nonderwerp = "Over {{ place }}"\nsoort = "brief"\n+++\n'

META = LetterMeta(
    number="B-2026-000042",
    date=date(2026, 4, 27),
    recipient=("An Janssens", "Tiensestraat 12", "3000 Leuven"),
    sender=("Opgroeien Regie", "Diestsepoort 6 bus 92, 3000 Leuven"),
    contact="Sara Mertens\n016 00 00 00",
)


def letter(body: str) -> str:
    return HEAD + body


DECISION = """+++
onderwerp = "Vergunning"
soort = "beslissing"
termijnen = ["bezwaar.indienen"]
+++
Geachte

## Beslissing

Ja.

## Feitelijke overwegingen

Feiten.

## Juridische overwegingen

Recht.

## Wat nu {#gevolgen}

- starten

## Bezwaar of beroep

- **Waar:** bij ons.
- **Termijn:** in dertig dagen.
- **Vorm:** met een brief die u tekent.

## Vragen

Bel Sara.
"""
