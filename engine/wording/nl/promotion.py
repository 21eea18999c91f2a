"""What is said of versions that go to a folder, or to another installation."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "file.unsafe_path": "Dit bestand heeft een naam of een plaats die niet kan. "
    "Zet het in de map van de procedure, met een gewone naam.",
    "file.same_path": "Dit bestand heet bijna zoals een ander[: ‘{other}’]. "
    "Geef een van beide een andere naam.",
    "export.shared_differs": "Dit gedeelde bestand is niet hetzelfde in elke procedure"
    "[: ‘{one}’ en ‘{other}’ verschillen]. "
    "Zet overal dezelfde versie in werking, of schrijf één procedure weg.",
    "export.no_facts": "Deze procedure heeft geen bestand met gegevens en kan dus niet uit een map "
    "komen. Voeg procedure.toml toe.",
    "export.outside": "De plaats van dit bestand ligt buiten de map, of is geen gewoon bestand. "
    "Haal de koppeling of de map weg.",
    "export.changed": "Dit bestand is in de map gewijzigd en zou verloren gaan. "
    "Bewaar het eerst elders, of gebruik --force.",
    "export.superfluous": "Dit bestand staat wel in de map, maar in geen versie in werking. "
    "Haal het weg, of gebruik --force.",
}
