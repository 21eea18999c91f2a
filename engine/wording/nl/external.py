"""What is said of work that programs elsewhere do, and of their keys."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "bpmn.topic.beside_job": "Een taak met een onderwerp wacht op een ander programma: laat "
    "opdracht en brief leeg, en gebruik het alleen bij een service- of verzendtaak.",
    "bpmn.topic.name": "Het onderwerp[ ‘{topic}’] is geen goede naam. Schrijf kleine letters en "
    "cijfers, met punten ertussen: kbo.opzoeken.",
    "external.topic": "Deze sleutel mag dit werk niet doen[: {topic}].",
    "external.lock": "Dit werk is niet meer van dit programma. Vraag het opnieuw.",
    "external.ended": "Niemand wacht nog op dit werk.",
    "schema": "Dit is niet wat hier gevraagd wordt. Kijk na wat er bij de problemen staat.",
    "schema.keyword": "Dit past niet bij wat het contract vraagt[ ({keyword})].",
    "schema.json": "Dit is geen JSON.",
    "schema.depth": "Dit zit te diep in elkaar.",
    "schema.value": "Dit is geen waarde die een procedure kan gebruiken.",
    "key": "Deze sleutel bestaat niet.",
    "key.exists": "Er is al een sleutel met deze naam[: {name}]. Beëindig die eerst.",
    "key.name": "Geef een naam van 3 tot 60 kleine letters, cijfers en streepjes.",
    "key.topics": "Geef minstens één onderwerp, zoals kbo.opzoeken.",
}
