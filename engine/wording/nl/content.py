"""What is said of decision tables, letters and other files that an analyst makes."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    # decision tables
    "dmn.not_dmn": "Dit bestand is geen beslistabel. Bewaar ze opnieuw als DMN.",
    "dmn.no_decision": "Er staat geen beslissing in dit bestand. Maak er minstens één.",
    "dmn.missing_id": "Een onderdeel[ ({construct})] heeft geen id. Geef het een id.",
    "dmn.id_twice": "Dit id komt twee keer voor. Geef een van beide een ander id.",
    "dmn.missing_name": "Een onderdeel[ ({construct})] heeft geen naam. Geef het een naam.",
    "dmn.name_twice": "De naam[ ‘{name}’] komt twee keer voor. Geef een van beide een andere naam.",
    "dmn.no_logic": "Deze beslissing heeft geen inhoud. Maak een tabel of een uitdrukking.",
    "dmn.several_logics": "Deze beslissing heeft meer dan één inhoud. Laat er één staan.",
    "dmn.no_outputs": "Deze tabel heeft geen uitkomst. Voeg een kolom met een uitkomst toe.",
    "dmn.no_rules": "Deze tabel heeft geen regels. Voeg minstens één regel toe.",
    "dmn.no_output_values": "De volgorde van de uitkomsten ontbreekt. Som de uitkomsten op.",
    "dmn.several_outputs": "Deze tabel mag maar één uitkomst hebben. Laat er één kolom staan.",
    "dmn.rule_twice": "De regel[ ‘{rule}’] staat er twee keer. Geef een van beide een ander id.",
    "dmn.cell_count": "Een regel heeft te veel of te weinig cellen. Vul elke kolom in.",
    "dmn.empty_expression": "Deze cel is leeg. Schrijf een uitdrukking in FEEL.",
    "dmn.expression_language": "Een uitdrukking is niet in FEEL[, maar in ‘{language}’]. "
    "Zet de taal op FEEL.",
    "dmn.feel_syntax": "Deze cel is geen geldige FEEL[: {feel}]. Verbeter wat er staat.",
    "dmn.missing_part": "Een onderdeel[ (‘{construct}’)] ontbreekt. Vul het in.",
    "dmn.unknown_import": "Geen bestand heeft de ingevoerde naamruimte[ ‘{namespace}’]. "
    "Voeg het bestand toe of verwijder de invoer.",
    "dmn.import_cycle": "Bestanden voeren elkaar in[: ‘{namespace}’]. Doorbreek de kring.",
    "dmn.namespace_twice": "Twee bestanden hebben dezelfde naamruimte[ ‘{namespace}’]. "
    "Geef een van beide een andere.",
    "dmn.not_supported": "Dit onderdeel[ (‘{construct}’)] voert het systeem nog niet uit. "
    "Gebruik een beslistabel.",
    "dmn.requirement_cycle": "Beslissingen hebben elkaar nodig[: {decisions}]. Doorbreek de kring.",
    "dmn.type_cycle": "Een type bevat zichzelf[: ‘{type}’]. Doorbreek de kring.",
    "dmn.type_too_deep": "Het type[ ‘{type}’] verwijst te diep[: hoogstens {limit} keer]. "
    "Vereenvoudig de types.",
    "dmn.unknown_type": "Het type[ ‘{type}’] bestaat niet. Kies een bestaand type.",
    "dmn.unknown_reference": "De verwijzing[ ‘{href}’] bestaat niet. Verwijder ze of herstel ze.",
    "dmn.unknown_hit_policy": "De werkwijze[ ‘{value}’] bestaat niet. Kies een andere.",
    "dmn.unknown_aggregation": "De samenvoeging[ ‘{value}’] bestaat niet. Kies een andere.",
    # letters
    "letter_too_long": "Deze brief is te lang[: hoogstens {limit} tekens]. Kort hem in.",
    "letter_front_matter": "De kop van de brief ontbreekt. Begin met +++ en sluit met +++.",
    "letter_key_unknown": "De kop van de brief kent dit niet[: ‘{key}’]. Verwijder het.",
    "letter_key_missing": "In de kop van de brief ontbreekt[ ‘{key}’|iets]. Vul het in.",
    "letter_kind_unknown": "Deze soort brief bestaat niet[; kies uit {known}].",
    "letter_terms": "De termijnen in de kop[ (‘{key}’)] zijn geen lijst. Maak er een lijst van.",
    "letter_term_unknown": "Een termijn in de kop[ (‘{term}’)] staat niet in het register. Kies er "
    "een die er staat.",
    "letter_term_unconfirmed": "Niemand bevestigde[ ‘{title}’|deze termijn of dit bedrag] al. "
    "De brief kan in werking, maar vertrekt pas na de bevestiging door een jurist.",
    "letter_not_text": "Hier staat een teken dat geen tekst is. Typ deze regel opnieuw.",
    "letter_markup": "Deze opmaak kan niet in een brief[: ‘{found}’]. Gebruik gewone tekst.",
    "letter_mark_open": "De opmaak[ ‘{mark}’] is niet gesloten. Sluit ze.",
    "letter_placeholder_open": "Een invulplaats is niet gesloten. Sluit ze met accolades.",
    "letter_placeholder_empty": "Een invulplaats is leeg. Schrijf er een uitdrukking in.",
    "letter_condition_place": "Deze voorwaarde staat verkeerd. Zet ze op een eigen regel.",
    "letter_condition": "De voorwaarde[ ‘{text}’] geeft ja noch nee. Kijk de gegevens na.",
    "letter_heading_twice": "Dit onderdeel staat twee keer in de brief. Laat er één staan.",
    "letter_block_missing": "Een verplicht onderdeel ontbreekt in de brief[: ‘{block}’]. Voeg het "
    "toe.",
    "letter_block_empty": "Een verplicht onderdeel van de brief is leeg. Vul het in.",
    "letter_remedy_incomplete": "Bij het bezwaar of beroep ontbreekt[: {missing}|een onderdeel]. "
    "Schrijf waar, tegen wanneer en in welke vorm.",
    "letter_include_unknown": "Het tekstblok[ ‘{name}’] bestaat niet[; kies uit {known}].",
    "letter_include_place": "Zet een tekstblok alleen op een regel.",
    "letter_include_nested": "Een tekstblok kan geen ander tekstblok bevatten[: ‘{name}’]. Zet "
    "beide in de brief.",
    "letter_name_twice": "Twee brieven of tekstblokken hebben dezelfde naam[: ‘{name}’]. Geef een "
    "van beide een andere.",
    "letter_plain_long": "Deze zin is lang[: {words} woorden, liefst hoogstens {limit}]. Maak er "
    "twee zinnen van.",
    "letter_plain_average": "De zinnen zijn gemiddeld lang[: {words} woorden, liefst hoogstens "
    "{limit}]. Kort ze in.",
    "letter_plain_word": "Een moeilijk woord[: ‘{word}’]. Schrijf liever[ ‘{better}’| gewoon].",
    "letter_plain_passive": "Wie doet iets in deze zin[, bij ‘{found}’]? Schrijf dat erbij.",
    "letter_plain_nominal": "Gebruik liever een werkwoord[ dan ‘{found}’].",
    "letter_plain_familiar": "Spreek de lezer aan met ‘u’[, niet met ‘{found}’].",
    "letter_plain_no_you": "Deze tekst spreekt de lezer niet aan. Gebruik ‘u’.",
    "letter_value_missing": "Een gegeven voor de brief ontbreekt[: ‘{text}’]. Vul het in.",
    "letter_value_unprintable": "Een gegeven[ (‘{text}’)] past niet in een brief. Kies een ander.",
    "letter_cannot_be_set": "De brief kon niet opgemaakt worden. Een beheerder kijkt het na.",
    "letter_unknown": "De brief[ ‘{letter}’] bestaat niet. Een analist kijkt het na.",
    "feel_syntax": "Deze uitdrukking is geen geldige FEEL[: {feel}]. Verbeter wat er staat.",
    # the post of a letter
    "before_the_letter": "Deze dag ligt voor de brief. Kies de dag zelf of een latere.",
    "after_return": "De brief was voor deze dag al teruggekomen. Kies een vroegere dag.",
    "before_posting": "Deze dag ligt voor de verzending. Kies een latere dag.",
    # deployments
    "lint.unusable": "De gegevens van het agentschap (rollen, termijnen, codelijsten, registers) "
    "zijn niet bruikbaar[: {detail}]. Verbeter eerst dat bestand; daarna wordt de rest nagekeken.",
    "facts.not_toml": "Het bestand met de gegevens van de procedure is geen geldige TOML. "
    "Verbeter de schrijfwijze.",
    "file.unknown_kind": "Dit soort bestand[ ({suffix})] hoort niet bij een procedure.",
}
