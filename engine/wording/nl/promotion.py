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
    "bundle.not_one": "Dit is geen bundel, of hij is beschadigd. Vraag de afzender een nieuwe.",
    "bundle.too_large": "Deze bundel is te groot. Er is niets gewijzigd.",
    "bundle.other_format": "Deze bundel is van een andere versie van het programma. "
    "Werk beide omgevingen bij en maak hem opnieuw.",
    "bundle.unsigned": "Deze bundel is niet ondertekend. Vraag de afzender een ondertekende.",
    "bundle.unknown_key": "Deze bundel is ondertekend met een sleutel die we hier niet vertrouwen"
    "[ ({key})]. Een beheerder kan die sleutel toevoegen.",
    "bundle.bad_keys": "In de lijst van vertrouwde sleutels staat iets dat geen sleutel is. "
    "Een beheerder kijkt die instelling na.",
    "bundle.changed": "Deze bundel is na het ondertekenen gewijzigd. Gebruik hem niet.",
    "bundle.older": "Deze bundel is ouder dan wat hier in werking is[ (versie {version})]. "
    "Maak een nieuwe in de omgeving waaruit hij komt.",
    "bundle.other_line": "Deze bundel kent de versie niet die hier in werking is"
    "[ (versie {version})]. Neem die wijziging eerst over, of vervang ze bewust met --over.",
    "bundle.exists": "Dit bestand is er al, of is een map. Kies een andere naam.",
    "bundle.same_person": "Wie goedkeurt, is iemand anders dan wie de versie maakte.",
    "export.superfluous": "Dit bestand staat wel in de map, maar in geen versie in werking. "
    "Haal het weg, of gebruik --force.",
}
