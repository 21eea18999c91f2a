"""What is said when somebody changes or confirms a term of the law."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "term_change.shortens": "Lopende termijnen van burgers zouden korter worden[: {count}]. "
    "Dat mag niet: kies eerbiedigend, of per dossier.",
    "term_change.expires": "Lopende termijnen zouden voorbij zijn voor de wijziging ingaat"
    "[: {count}]. Dat mag niet: kies eerbiedigend of per dossier.",
    "term_change.pending": "Er loopt al een wijziging van deze termijn. Bevestig ze of trek ze in.",
    "term_change.no_number": "Deze termijn heeft geen aantal. Wijzig ze in het bestand.",
    "term_change.value": "Vul een geheel getal in[ van 1 tot {max}].",
    "term_change.grace": "Vul een geheel getal in[ van 0 tot {max}].",
    "term_change.in_past": "Kies vandaag of een latere dag: wat voorbij is, verandert niet meer.",
    "term_change.before_newest": "Kies een latere dag[: op {day} begint de laatste regel].",
    "term_change.too_late": "De dag waarop deze wijziging ingaat, is voorbij. "
    "Trek ze in en stel een nieuwe voor.",
    "term_change.four_eyes": "Je stelde deze wijziging zelf voor. "
    "Iemand anders moet ze bevestigen.",
    "term_change.not_confirmed": "Deze wijziging is nog niet bevestigd.",
    "term_change.not_yet": "Deze wijziging is nog niet ingegaan.",
    "term_change.respectful": "Deze wijziging geldt niet voor termijnen die al liepen.",
    "term_change.letter_which": "Kies de brief waarin het nieuwe einde staat: deze procedure heeft "
    "brieven van na de bevestiging.",
    "term_change.letter_needed": "Het einde van deze termijn is al meegedeeld. "
    "Vul in wanneer de brief met de nieuwe datum vertrok.",
    "term_change.letter_day": "De brief vertrekt ten vroegste op de dag van de bevestiging, "
    "en ten laatste vandaag.",
    "term": "Deze termijn staat niet in het register.",
    "receipt.before": "Op die dag liep de termijn nog niet. Kijk de datum van ontvangst na.",
    "reminder": "Deze waarschuwing bestaat niet, of ze was niet voor jou.",
    "term_change": "Deze wijziging bestaat niet, of er valt niets meer te beslissen.",
    "term_without_value": "Van deze termijn is de waarde nog niet bekend. Vraag ze eerst.",
}
