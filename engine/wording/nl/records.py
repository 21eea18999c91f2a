"""Sentences about registers and their types, and the labels that every form of a record has."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

VALID_FROM, VALID_TO, REASON = "Geldig vanaf", "Geldig tot en met", "Waarom?"
ABOUT = "Over deze wijziging"
VALID_FROM_HELP = "De dag vanaf wanneer dit klopt, niet de dag waarop je het invult."
VALID_TO_HELP = "Alleen als dit maar tijdelijk klopte. Laat anders leeg."
REASON_HELP = "Dit blijft bij de gegevens staan, met je naam en de datum van vandaag."

SENTENCES: Mapping[str, str] = {
    "record_key_other": "Vertrouwelijke gegevens van registers zijn niet leesbaar: de sleutel is "
    "een andere dan die waarmee ze bewaard zijn. De beheerder moet de vorige sleutel terugzetten.",
    "record_damaged": "Een vertrouwelijk gegeven van dit register is beschadigd. Meld het aan de "
    "beheerder.",
    "register": "Dit register bestaat niet.",
    "record": "Dit gegeven staat niet in het register.",
    "record_merged": "Dit gegeven is al samengevoegd met een ander.",
    "record_not_merged": "Dit gegeven is niet samengevoegd.",
    "record_changed": "Iemand anders heeft dit gegeven intussen gewijzigd.",
    "record_has_dossier": "Dit gegeven heeft al een dossier.",
    "record_without_dossier": "Gegevens van dit register hebben geen dossier.",
    "record_state": "Dit kan niet in de stand waarin het gegeven nu is.",
    "record_unknown": "In het register[ ‘{register}’] staat geen gegeven[ ‘{record}’].",
    "record_refused": "Het register[ ‘{register}’] weigerde de gegevens[: {detail}].",
    "only_demo": "Dit kan alleen in een proefomgeving.",
    "bulk_not_empty": "Er zijn al procedures. Vul een lege installatie, of zeg met --add dat er "
    "verzonnen procedures bij mogen.",
    "bulk_other_version": "De procedure die geldt, is een andere dan die in de map. Breng eerst de "
    "installatie bij.",
    "register.not_unique": "Dit staat al bij [{title}|een ander gegeven][ ({number})].",
    "register.unchanged": "Er is niets gewijzigd.",
    "register.doubles": "Misschien staat dit al in het register. Kijk de lijst na voor je bewaart.",
    "portfolio.nothing": "Duid minstens één voorziening aan.",
    "portfolio.too_many": "Duid hoogstens {most} voorzieningen aan.",
    "portfolio.to_whom": "Kies een andere collega.",
    "portfolio_changed": "Een van deze voorzieningen staat intussen niet meer op naam van die "
    "collega. Open de lijst opnieuw.",
    "register.period": "De laatste dag ligt voor de eerste dag.",
    "register.merge_itself": "Kies een ander gegeven: dit is hetzelfde.",
    "register.merge_unknown": "Kies een gegeven van hetzelfde register dat niet samengevoegd is.",
    "register.gone": "Er staan {count} gegevens in het register ‘{name}’, maar het bestand dat "
    "zegt wat dat register is, ontbreekt. Zet het terug.",
    "register.not_json": "Dit bestand is geen register: het moet JSON zijn met een lijst ‘velden’.",
    "register.twice": "Het register ‘{name}’ staat ook in {other}.",
    "register.prefix_twice": "Het voorvoegsel ‘{name}’ heeft ook {other}; nummers zouden botsen.",
    "register.missing": "Het woord ‘{word}’ ontbreekt of is geen tekst.",
    "register.name": "De naam ‘{name}’ kan niet als ‘{word}’: gebruik kleine letters, cijfers en _ "
    "(een voorvoegsel: twee tot zes hoofdletters of cijfers).",
    "register.fields": "Een register heeft minstens één veld en hoogstens {most}.",
    "register.field_twice": "Het veld ‘{name}’ staat er twee keer.",
    "register.value": "De tekst ‘{value}’ is geen geldige waarde voor "
    "‘{word}’[. Mogelijk is: {known}].",
    "register.word": "Het woord ‘{word}’ betekent hier niets. Haal het weg of kijk na hoe "
    "je het schrijft.",
    "register.choices": "Een keuze heeft of ‘keuzes’ of een ‘lijst’, niet allebei en niet geen.",
    "register.unique": "Alleen een veld van soort tekst kan uniek zijn.",
    "register.unknown_field": "Het woord ‘{word}’ noemt het veld ‘{name}’, en dat is er niet.",
    "register.not_in_title": "Het veld ‘{name}’ kan niet in ‘toon’: het is vertrouwelijk of "
    "verwijst naar iets anders.",
    "register.readers": "In ‘lezers’ staat niet wie ‘{name}’ mag zien, of een rol of klasse die "
    "er niet is.",
}
