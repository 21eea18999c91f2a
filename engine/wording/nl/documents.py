"""What is said of files that people send us. Facts: `name` of the file, and limits in MB."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    # why a file may not come in
    "upload.none": "Kies een bestand.",
    "upload.empty": "[‘{name}’|Dit bestand] is leeg. Kies een ander bestand.",
    "upload.too_large": "[‘{name}’|Dit bestand] is te groot[: het mag hoogstens {most} MB zijn]. "
    "Maak het kleiner, of verdeel het over meer bestanden.",
    "upload.type": "[‘{name}’|Dit soort bestand] kan hier niet. Gebruik PDF, een afbeelding, "
    "Word, Excel, PowerPoint, OpenDocument, e-mail of tekst.",
    "upload.old_office": "[‘{name}’|Dit bestand] is gemaakt met een oude versie van Office. Bewaar "
    "het als docx, xlsx, pptx of PDF.",
    "upload.page": "[‘{name}’|Dit bestand] is een webpagina of een SVG-tekening. Bewaar het als "
    "PDF.",
    "upload.program": "[‘{name}’|Dit bestand] is een programma, of er zit er een in. Dat nemen we "
    "niet aan.",
    "upload.polyglot": "[‘{name}’|Dit bestand] is meer dan één soort bestand tegelijk. Bewaar het "
    "opnieuw, of maak er een PDF van.",
    "upload.broken": "[‘{name}’|Dit bestand] is beschadigd of niet volledig. Open het, bewaar het "
    "opnieuw en probeer het nog eens.",
    "upload.encrypted": "[‘{name}’|Dit bestand] is beveiligd met een wachtwoord. Haal het "
    "wachtwoord weg.",
    "upload.macros": "[‘{name}’|Dit bestand] bevat macro's. Bewaar het zonder macro's of als PDF.",
    "upload.zip_bomb": "[‘{name}’|Dit bestand] is uitgepakt veel te groot, of het bevat te veel "
    "delen. Maak er een PDF van.",
    "upload.zip_names": "[‘{name}’|Dit bestand] is niet gemaakt zoals het hoort. Bewaar het "
    "opnieuw, of maak er een PDF van.",
    "upload.infected": "In [‘{name}’|dit bestand] vond de virusscanner een virus. We hebben het "
    "niet bewaard.",
    "upload.not_scanned": "De virusscanner antwoordt niet. Er is niets bewaard: probeer later "
    "opnieuw.",
    "upload.case_full": "Deze procedure heeft al te veel documenten[: hoogstens {most} MB]. "
    "Verwijder er, of vraag raad aan de beheerder.",
    "upload.full": "Er is geen plaats meer voor documenten. Er is niets bewaard: verwittig de "
    "beheerder.",
    "upload.one_file": "Van dit soort document kan er maar één zijn. Kies één bestand.",
    "upload.not_asked": "[‘{name}’|Dit soort bestand] kan hier niet. Kijk bij de vraag welke "
    "bestanden hier passen.",
    "upload.kind": "Dit soort document bestaat niet in deze procedure. Kies er een uit de lijst.",
    "document.dates": "Het document kan niet verlopen voor het opgemaakt is.",
    # why a copy that was signed elsewhere is not taken in
    "signature.no_pdf": "Een ondertekend exemplaar is een PDF. Kies de PDF die je ondertekende.",
    "signature.none": "Dit is onze brief, maar er staat geen digitale handtekening in. Onderteken "
    "de PDF en laad hem dan opnieuw op.",
    "signature.other_document": "Dit is een ander document dan de brief bij deze beslissing. "
    "Download de brief hier, onderteken precies dat bestand en bewaar het niet onder een andere "
    "vorm.",
    "signature.tampered": "Dit bestand is gewijzigd: de handtekening klopt niet, of er staat meer "
    "in dan onze brief en handtekeningen. Het is niet bewaard.",
    "signature.weak": "De handtekening is gemaakt met een methode die niet meer veilig is. "
    "Onderteken opnieuw met een actueel certificaat.",
    "signature.covers": "De zichtbare handtekening is zo groot dat ze tekst van de brief kan "
    "bedekken. Onderteken opnieuw met een kleiner vak.",
    # what can be wrong with a document that is there
    "document_destroyed": "Dit document is vernietigd. Wat ervan blijft, is de beoordeling.",
    "document_kept": "Dit document moet bewaard blijven. Je kunt het niet vernietigen.",
    "document_not_assessed": "Dit document is nog niet beoordeeld. Geef eerst een oordeel.",
    "document_damaged": "Dit document is beschadigd. Meld het aan de beheerder.",
    "documents_unavailable": "Het systeem bereikt de map met documenten niet. Er is niets bewaard: "
    "probeer later opnieuw.",
    "documents_key_damaged": "De sleutel van de documenten is beschadigd. Meld het aan de "
    "beheerder.",
    "documents_busy": "Het systeem kijkt nog andere bestanden na. Probeer zo weer.",
    # what an analyst writes in procedure.toml
    "facts.document": "[‘{key}’|Een soort document] is niet goed beschreven[: {detail}].",
}
