"""What the form editor calls components and our own properties, to the analyst."""

from __future__ import annotations

from collections.abc import Mapping

COMPONENTS: Mapping[str, str] = {
    "textfield": "Tekst",
    "textarea": "Lange tekst",
    "number": "Getal",
    "datetime": "Datum, uur",
    "expression": "Berekening",
    "filepicker": "Document",
    "checkbox": "Vinkje",
    "checklist": "Vinkjes",
    "radio": "Keuze",
    "select": "Keuzelijst",
    "taglist": "Meerkeuze",
    "text": "Uitleg",
    "table": "Tabel",
    "separator": "Lijn",
    "spacer": "Ruimte",
    "group": "Groep",
    "dynamiclist": "Rijen",
}

PROPERTIES: Mapping[str, tuple[str, str]] = {
    "hulp": ("Hulp onder de vraag", "Een korte zin; {{FEEL}} mag."),
    "rechtsgrond": ("Rechtsgrond", "Artikel en besluit."),
    "controle": ("Controle", "Het nummer wordt nagekeken, ook zijn controlecijfers."),
    "eenheid": ("Eenheid", "Staat achter het vak."),
    "lijst": ("Codelijst", "Naam van een codelijst, in plaats van eigen opties."),
    "oordeel": ("Oordeel over een punt", "Vraagt ook een motivering."),
    "soort": ("Soort document", "Naam uit de lijst van documenten."),
    "vertrouwelijk": ("Vertrouwelijkheid", ""),
    "bron": ("Vooraf invullen met (FEEL)", "Gegeven uit het dossier of een register."),
    "bronNaam": ("Naam van de bron", "Staat bij wat vooraf ingevuld is."),
    "vergelijk": ("Vergelijken met (FEEL)", "De oude waarde komt naast de nieuwe."),
    "rij": ("Naam van een rij", "Bijvoorbeeld: Persoon {{naam}}."),
    "minRijen": ("Minstens zoveel rijen", ""),
    "maxRijen": ("Hoogstens zoveel rijen", ""),
}

FORM: Mapping[str, tuple[str, str]] = {
    "paginas": (
        "In delen invullen",
        "Elke groep wordt een bladzijde; buiten de groepen staat niets.",
    ),
}
"""Our own properties of the whole form."""

CHOICES: Mapping[str, str] = {
    "kbo": "Ondernemingsnummer",
    "vestigingsnummer": "Vestigingsnummer",
    "rijksregister": "Rijksregisternummer",
    "iban": "Rekeningnummer (IBAN)",
    "postcode": "Postcode",
    "ogm": "Gestructureerde mededeling",
    "riziv": "RIZIV-nummer",
    "EUR": "Euro",
    "plaatsen": "Plaatsen",
    "uren": "Uren",
    "ja": "Ja",
    "intern": "Intern",
    "persoonsgegeven": "Persoonsgegeven",
    "gevoelig": "Gevoelig gegeven",
}
"""The words for values to choose from; one without a word is shown as it is."""

SENTENCES: Mapping[str, str] = {
    "form": "Dit formulier bestaat niet. Kies een formulier uit de lijst.",
    "table_file": "Deze beslistabel bestaat niet. Kies er een uit de lijst.",
    "letter_file": "Deze brief of dit tekstblok bestaat niet. Kies er een uit de lijst.",
    "form_example": "Dit voorbeeld bestaat niet. Kies een voorbeeld uit de galerij.",
    "sample.not_feel": "Deze gegevens zijn geen JSON. Verbeter de schrijfwijze[ op regel {line}].",
    "sample.not_a_context": "Zet de gegevens tussen accolades, met voor elk zijn naam.",
    "sample.too_large": "Dit zijn te veel gegevens. Houd over wat het formulier nodig heeft.",
}
"""What is said of the form that is edited, and of the sample data to try it with."""
