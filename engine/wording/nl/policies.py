"""What the hit policies of decision tables are called, and what each does (DMN 1.5 §8.2.10)."""

from __future__ import annotations

from collections.abc import Mapping

POLICIES: Mapping[str, tuple[str, str]] = {
    "U": (
        "Eén regel",
        "Er past hoogstens één regel. Twee regels die samen passen, zijn een fout.",
    ),
    "F": (
        "De eerste regel",
        "Van boven naar onder telt de eerste regel die past. De volgorde is dus belangrijk.",
    ),
    "A": (
        "Om het even welke regel",
        "Er mogen verschillende regels passen, als ze maar dezelfde uitkomst hebben.",
    ),
    "P": (
        "De belangrijkste regel",
        "Van de regels die passen, telt de uitkomst die eerst staat in de toegelaten waarden.",
    ),
    "R": (
        "Alle regels, van boven naar onder",
        "Elke regel die past, telt mee. De uitkomst is een lijst in de volgorde van de regels.",
    ),
    "O": (
        "Alle regels, de belangrijkste eerst",
        "Elke regel die past, telt mee. De lijst volgt de volgorde van de toegelaten waarden.",
    ),
    "C": ("Alle regels", "Elke regel die past, telt mee. De uitkomst is een lijst."),
    "C+": ("De som", "Van elke regel die past, wordt de uitkomst opgeteld."),
    "C<": ("De kleinste", "Van de regels die passen, telt de kleinste uitkomst."),
    "C>": ("De grootste", "Van de regels die passen, telt de grootste uitkomst."),
    "C#": ("Het aantal", "De uitkomst is hoeveel regels er passen."),
}
