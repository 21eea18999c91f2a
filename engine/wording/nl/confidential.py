"""What is said of confidential fields: in their place, and where others would read them."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

MASKED = "vertrouwelijk"
"""What stands in the place of a value that the reader may not see."""

SENTENCES: Mapping[str, str] = {
    "confidential_value": "Dit gegeven is vertrouwelijk: jouw rol mag het niet zien of wijzigen.",
    # what is found when a procedure is deployed
    "confidential.no_readers": "Het veld[ ‘{field}’] is vertrouwelijk[ (‘{class}’)], maar niemand "
    "mag het lezen. Noem de rollen in procedure.toml (confidentiality) of kies een lagere klasse.",
    "confidential.search_field": "Een vertrouwelijk veld[ (‘{field}’)] staat in de titel of in een "
    "zoekveld van de procedure. Iedereen die in de lijst kijkt, leest het. Haal het weg.",
    "confidential.letter_subject": "Een vertrouwelijk veld[ (‘{field}’)] staat in het onderwerp "
    "van een brief, dat in lijsten te lezen is. Haal het weg.",
    "confidential.letter": "Een vertrouwelijk veld[ (‘{field}’)] staat in een brief. Wie de "
    "procedure mag lezen, leest de brief.",
    "confidential.form": "Een vertrouwelijk veld[ (‘{field}’)] staat in de tekst van een "
    "formulier. Wie het niet mag lezen, ziet daar niets.",
    "confidential.diagram": "Het diagram gebruikt een vertrouwelijk veld[ (‘{field}’)]. Krijgt de "
    "waarde een andere naam, dan is ze niet meer vertrouwelijk.",
    "confidential.table": "Een beslistabel gebruikt een vertrouwelijk veld[ (‘{field}’)]. Wat "
    "eruit komt, verraadt misschien de waarde.",
}
