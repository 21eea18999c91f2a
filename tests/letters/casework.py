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
        "omschrijving": "De slaapruimte is kleiner dan gevraagd.",
        "plaatsen_nu": Decimal(8),
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
    "weigering": {"onderwerp": "uw aanvraag voor groepsopvang", "plan": "u de vergunning"},
    "voornemen": {
        "omschrijving": "uw vergunning schorsen tot 1 oktober 2026",
        "maatregel": "de vergunning schorsen",
        "motivering": "Er is geen tweede vluchtweg.",
        "kennisgevingsdatum": date(2026, 4, 30),
        "tekst": "De leefruimte is te klein voor 14 kinderen.\n\nEr is geen tweede vluchtweg.",
    },
    "voorstel": {
        "omschrijving": "uw vergunning schorsen tot 1 oktober 2026",
        "evenredig": "Een lichtere maatregel volstaat niet: de tekorten komen terug.",
        "tekort": "Er is geen tweede vluchtweg.",
        "herstel_tegen": date(2026, 6, 15),
        "gevolgen": "Herstelt u dit niet, dan kunnen wij uw vergunning schorsen.",
        "einddatum": date(2026, 10, 1),
        "compensatie": "Twee begeleiders slapen in de kamer ernaast.",
        "uitkomst": "schorsing",
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
    "aanmaning": {"verlengd_tot": date(2026, 7, 15)},
    "aanmaningsbesluit": {"nummer": "2026/00012"},
    "voornemensbesluit": {"nummer": "2026/00014"},
    "afweging": {"antwoord": "Uw foto's tonen dat de tweede vluchtweg er is."},
    "adviesvraag": {"vraag": "Past deze opvang in de buurt?"},
    "bevoegdheidsoordeel": {"instantie": "ONE"},
    "doorverwijzing": {"adres": "Molenstraat 4, 3300 Tienen"},
    "inactiviteit": {"laatste_prestatie": date(2025, 5, 30)},
    "inspectieopdracht": {
        "reden": "Wij willen de ruimte zien voor wij beslissen.",
        "aandachtspunten": "De tweede vluchtweg.",
    },
    "onderbreking": {"van": date(2026, 7, 1), "hervat_op": date(2026, 8, 31)},
    "opportuniteit": {
        "bestuur": "Tienen",
        "ontvangen_door_bestuur": date(2026, 2, 2),
        "bewijs": "de mail van 2 februari 2026",
    },
    "persoon": {"naam": "Jef Wouters"},
    "register": {"wat": "het telefoonnummer van de opvang"},
    "rekening": {"ontbreekt": "De naam van de rekeninghouder staat er niet op."},
    "start": {"uiterlijk": date(2026, 8, 12)},
    "stopzetting": {"datum": date(2026, 9, 30), "ontvangen_op": date(2026, 6, 1)},
    "strafregister": {"voorwaarden": "Jef Wouters werkt nooit alleen met de kinderen."},
    "type": {"documenten": "het aanvraagformulier en een grondplan", "opportuniteitsadvies": True},
    "uitstel": {
        "ontvangen_op": date(2026, 7, 20),
        "tot": date(2026, 11, 12),
        "motivering": "De vraag kwam na de laatste dag.",
    },
    "vergunning": {
        "beslissing": "2026/00017",
        "nummer": None,
        "opvangvorm": "groepsopvang",
        "plaatsen": Decimal(14),
    },
    "verlenging": {"motivering": "Het verslag van de brandweer komt pas in juni."},
    "zonder_voorwerp": {"motivering": "Het gebouw is verkocht."},
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
