"""Our own letters, and a case that knows everything they ask."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.letters import Source, assemble

ROOT = Path(__file__).parents[2] / "processes"
BLOCKS = {
    path.stem: Source(path.name, path.read_text("utf-8"))
    for path in sorted(ROOT.glob("*/brieven/blokken/*.md"))
}
LETTERS = {path.stem: path for path in sorted(ROOT.glob("*/brieven/*.md"))}

VALUES: dict[str, Any] = {
    "organisator": {
        "naam": "Opvang Het Nestje vzw",
        "contactpersoon": "Amina Yilmaz",
        "kbo": "0999302710",
    },
    "inschrijving": {"ontvangstdatum": date(2026, 1, 12)},
    "plicht": {"weg": "vrijgesteld", "uitleg": "U verhuist een opvang die u al hebt."},
    "intentie": {"ontvangstdatum": date(2026, 2, 20)},
    "vrijstelling": {
        "gesprek": "verleend",
        "begeleiding": "niet_gevraagd",
        "motivering": "U leidde drie jaar een vergunde opvang.",
    },
    "gesprek": {
        "datum": date(2026, 3, 4),
        "uur": "14.00",
        "wijze": "ter_plaatse",
        "plaats": "Diestsepoort 6, Leuven",
    },
    "begeleiding": {
        "partner": "Huis van het Ondernemen",
        "contact": "016 00 00 01",
        "start": date(2026, 3, 9),
        "themas": "De planning tot de start.",
    },
    "infosessie": {"nummer": "Leuven, 10 februari", "datum": date(2026, 2, 10)},
    "afsluiting": {
        "afgerond_op": date(2026, 6, 16),
        "verslag": "U werkt sterk samen met gezinnen. De planning blijft een werkpunt.",
    },
    "sessie": {
        "titel": "Leuven, 14 april",
        "datum": date(2026, 4, 14),
        "uur": "19.30",
        "wijze": "zaal",
        "plaats": "Diestsepoort 6, Leuven",
    },
    "deelnemer": {"naam": "Amira Haddad"},
    "annulatie": {"reden": "De zaal heeft waterschade."},
    "locatie": {"straat": "Veldstraat", "huisnummer": "7", "postcode": "3500"},
    "gemeente": {"naam": "Hasselt"},
    "bevoegd": {"titel": "Team Oost (Leuven)"},
    "aanvraag": {
        "opvangvorm": "groepsopvang",
        "plaatsen": Decimal(14),
        "trap": Decimal(2),
        "ontvangstdatum": date(2026, 3, 20),
    },
    "laatste_stuk_op": date(2026, 4, 7),
    "vraag": {
        "verzenddatum": date(2026, 3, 26),
        "tekst": "Het attest van de module mag ook een vrijstelling zijn.",
        "stukken": [
            {"naam": "Statuten", "reden": "Ontbreekt.", "rechtsgrond": None},
            {
                "naam": "Attest van brandveiligheid",
                "reden": "Ouder dan toegelaten.",
                "rechtsgrond": "Vergunningsbesluit van 22 november 2013",
            },
        ],
    },
    "voornemen": {
        "tekst": "De leefruimte is te klein voor 14 kinderen.\n\nEr is geen tweede vluchtweg."
    },
    "voorstel": {
        "plaatsen": Decimal(9),
        "reden_minder": "De leefruimte volstaat voor negen kinderen, niet voor meer.",
        "ingangsdatum": date(2026, 7, 1),
        "voorwaarden": "Laat de tweede vluchtweg voor de start nakijken.",
        "feiten": "De aanvraag is volledig sinds 7 april 2026.\n\nDe leefruimte is 32 m² groot.",
        "rechtsgronden": "Decreet van 20 april 2012, hoofdstuk 2.",
        "contactpersoon": "Sara Mertens",
        "contactgegevens": "sara.mertens@voorbeeld.be, 02 000 00 00",
        "bevinding": "deels_gegrond",
        "maatregel": "Wij belden u op 6 mei terug.",
        "verbetering": "In artikel 1 staat 9 plaatsen in plaats van 8.",
    },
    "beslissing": {"nummer": "2026/00017", "datum": date(2026, 5, 12)},
    "correctie": {"beslissing": "2026/00009"},
    "indiener": {"naam": "Mia Segers"},
    "klacht": {
        "onderwerp": "niemand belde terug",
        "ontvangstdatum": date(2026, 5, 4),
    },
    "toets": {"bestemming": "De Consumentenombudsdienst helpt u gratis bij een factuur."},
    "vertraging": {
        "reden": "Wij wachten nog op een antwoord van een andere dienst.",
        "tegen": date(2026, 6, 30),
    },
    "verbetering": {
        "brief_van": date(2026, 4, 2),
        "onderwerp": "uw vergunning",
        "fout": "Wij schreven dat u 8 plaatsen kreeg.",
        "juist": "U kreeg 9 plaatsen.",
        "gevolg": "U mag 9 kinderen tegelijk opvangen.",
    },
}


def text(name: str) -> str:
    """Return a letter of ours with its blocks in it."""
    path = LETTERS[name]
    return assemble(path.read_text("utf-8"), BLOCKS, path.name).text
