"""What is said when somebody changes a list of codes."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "code_list": "Deze codelijst bestaat niet. Kies een lijst die in het formulier staat.",
    "code": "Deze code staat niet in de lijst.",
    "code_change": "Deze wijziging van een code bestaat niet.",
    "code_change.code": "Gebruik letters, cijfers, punten en streepjes, zonder spaties, en ten "
    "hoogste 60 tekens.",
    "code_change.known": "Deze code staat al in de lijst. Kies een andere code.",
    "code_change.too_many": "De lijst is vol[: ze mag {max} codes hebben].",
    "code_change.ended": "Deze code geldt niet meer, of ze is al beëindigd vanaf een latere dag.",
    "code_change.only": "Dit is de laatste code die geldt. Voeg eerst een andere code toe.",
    "code_change.unchanged": "Er verandert niets. Vul een ander label in.",
    "code_change.weight": "Vul een geheel getal in[ van 1 tot {max}].",
    "code_change.no_weight": "De codes van deze lijst hebben geen gewicht.",
    "code_change.too_early": "Kies een dag vanaf morgen: wat vandaag geldt, verandert vandaag "
    "niet meer.",
    "code_change.before_last": "Kies een latere dag[: de code heeft al een regel van {day}].",
    "code_change.pending": "Er wacht al een wijziging van deze code. Bevestig ze of trek ze in.",
    "code_change.four_eyes": "Je stelde deze wijziging zelf voor. "
    "Iemand anders moet ze bevestigen.",
}
