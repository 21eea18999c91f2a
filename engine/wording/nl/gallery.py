"""What the gallery of forms calls the states of a component: name in the address, title, text."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

STATES: Mapping[str, tuple[str, str, str]] = {
    "empty": ("leeg", "Leeg", "Niemand heeft al iets ingevuld."),
    "filled": ("ingevuld", "Ingevuld", "Wat er staat, is in orde."),
    "wrong": ("fout", "Met een fout", "Zo ziet het eruit na ‘Afronden’, als er iets niet klopt."),
    "readonly": (
        "alleen-lezen",
        "Alleen lezen",
        "Het dossier kent de waarde al. Je leest ze, en ze gaat mee in het antwoord.",
    ),
    "disabled": (
        "uitgeschakeld",
        "Uitgeschakeld",
        "Het veld staat er, maar je kunt er nu niets mee. De waarde gaat niet mee in het antwoord.",
    ),
    "long": (
        "lange-woorden",
        "Met lange woorden",
        "Lange woorden breken af binnen de pagina, ook op een telefoon.",
    ),
}
