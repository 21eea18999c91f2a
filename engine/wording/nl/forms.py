"""What a form says at a field that it refuses, and to the analyst who wrote the form."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

VERDICT, MOTIVATION = "Oordeel", "Motivering"

VERDICTS: Mapping[str, str] = {
    "voldoet": "Voldoet",
    "voldoet_niet": "Voldoet niet",
    "afwijking": "Afwijking toegestaan",
    "nvt": "Niet van toepassing",
}
"""The verdicts on an item; every one but the first asks for a motivation."""

PROBLEMS: Mapping[str, str] = {
    "required": "Vul dit veld in.",
    "wrong_type": "Vul hier de juiste soort waarde in[: {expected}].",
    "not_a_number": "Vul een getal in, met een komma voor de decimalen.",
    "not_a_date": "Vul een datum in als dd/mm/jjjj, bijvoorbeeld 27/04/2026.",
    "no_such_date": "Deze datum bestaat niet. Kijk dag en maand na.",
    "not_a_time": "Vul een uur in als uu:mm, bijvoorbeeld 09:30.",
    "not_an_email": "Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.be.",
    "not_a_phone_number": "Vul een telefoonnummer in, bijvoorbeeld 02 123 45 67.",
    "bad_check_digits": "Dit [{check}|nummer] klopt niet. Kijk of er een cijfer verkeerd staat.",
    "not_a_postcode": "Vul een Belgische postcode in: vier cijfers, bijvoorbeeld 9000.",
    "not_a_belgian_phone_number": "Vul een Belgisch telefoonnummer in, bijvoorbeeld 02 123 45 67.",
    "pattern": "Dit heeft niet de juiste vorm. Kijk de uitleg bij het veld na.",
    "too_short": "Dit is te kort[: gebruik minstens {min} tekens].",
    "too_long": "Dit is te lang[: gebruik hoogstens {max} tekens].",
    "too_small": "Dit getal is te klein[: vul minstens {min} in].",
    "too_large": "Dit getal is te groot[: vul hoogstens {max} in].",
    "too_early": "Deze dag is te vroeg[: kies {min} of later].",
    "too_late": "Deze dag is te laat[: kies {max} of vroeger].",
    "too_many_decimals": "Er staan te veel cijfers na de komma[: hoogstens {max}].",
    "not_a_multiple": "Dit getal kan hier niet[: kies een veelvoud van {step}].",
    "ambiguous_number": "Bedoel je {whole}, of een getal met decimalen? Schrijf {whole}, of "
    "gebruik een komma.",
    "not_a_datetime": "Vul datum en uur in, bijvoorbeeld 27/04/2026 09:30.",
    "year_out_of_range": "Dit jaartal klopt niet[: kies een jaar van {min} tot {max}].",
    "too_many_digits": "Dit getal heeft te veel cijfers[: hoogstens {max}].",
    "too_many_fields": "Er kwamen te veel velden binnen. Laad de pagina opnieuw.",
    "too_many_options": "Je koos te veel opties[: kies er hoogstens {max}].",
    "unknown_option": "Deze keuze bestaat niet. Kies een van de opties.",
    "option_twice": "Je koos dezelfde optie twee keer. Kies ze één keer.",
    "unknown_field": "Dit veld hoort niet bij dit formulier. Laad de pagina opnieuw.",
    "other_section": "Dit veld hoort bij een ander deel. Laad de pagina opnieuw.",
    "section_hidden": "Dit deel is nu niet van toepassing. Kijk in het overzicht.",
    "field_hidden": "Dit veld hoort hier niet ingevuld te zijn. Laad de pagina opnieuw.",
    "field_disabled": "Dit veld kun je niet wijzigen. Laad de pagina opnieuw.",
    "unknown_row": "Deze rij bestaat niet. Laad de pagina opnieuw.",
    "row_missing": "Er ontbreekt een rij. Laad de pagina opnieuw.",
    "rows_fixed": "Hier kunnen geen rijen bij of weg. Laad de pagina opnieuw.",
    "too_many_rows": "Er zijn te veel rijen[: hoogstens {max}]. Verwijder er.",
    "too_few_rows": "Er zijn te weinig rijen[: minstens {min}]. Voeg er toe.",
    "unknown_document": "Dit document kan hier niet. Kies een ander of laad de pagina opnieuw.",
    "one_document": "Kies hoogstens één document.",
    "control_character": "Hier staat een onzichtbaar teken in. Typ de tekst opnieuw.",
    "in_future": "Deze dag ligt in de toekomst. Kies vandaag of vroeger.",
    "email": "Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.be.",
    "login_form": "Gebruik kleine letters, cijfers, punten en streepjes.",
    "password_differs": "De twee wachtwoorden zijn niet gelijk. Typ ze opnieuw.",
    "page_incomplete": "De pagina was niet volledig geladen. Laad ze opnieuw.",
    "login_taken": "Deze gebruikersnaam bestaat al. Kies een andere.",
    "password_length": "Kies een langer wachtwoord[: minstens {min} tekens].",
    "password_simple": "Dit wachtwoord is te makkelijk te raden. Kies een ander.",
}

FINDINGS: Mapping[str, str] = {
    "form.empty": "Dit formulier is leeg. Voeg een veld toe.",
    "form.malformed": "Dit formulier is geen geldige JSON. Verbeter de schrijfwijze.",
    "form.too_large": "Dit formulier is te groot. Splits het in twee formulieren.",
    "form.too_deep": "Dit formulier is te diep genest. Haal groepen uit elkaar.",
    "form.too_many_components": "Dit formulier heeft te veel velden[: hoogstens {max}].",
    "form.not_an_object": "Dit is geen formulier. Bewaar het opnieuw in de formuliermaker.",
    "form.property_twice": "Een eigenschap[ ‘{name}’] staat er twee keer. Laat er één staan.",
    "form.unknown_property": "De eigenschap[ ‘{name}’] kennen we niet. Verwijder ze.",
    "form.unknown_component": "Deze soort veld[ ‘{type}’] kennen we niet. Kies een andere.",
    "form.unknown_value": "De waarde[ ‘{value}’] kennen we niet. Kies een andere.",
    "form.wrong_type": "Hier hoort een andere soort waarde. Verbeter ze.",
    "form.bad_value": "Deze waarde kan niet. Verbeter ze.",
    "form.bad_key": "Deze sleutel[ ‘{key}’] kan niet. Gebruik letters, cijfers en streepjes.",
    "form.key_twice": "Twee velden hebben dezelfde sleutel[ ‘{key}’]. Geef elk een eigen sleutel.",
    "form.key_inside": "Een sleutel staat binnen een andere[: ‘{key}’]. Hernoem een van beide.",
    "form.missing": "Hier ontbreekt iets[: ‘{property}’]. Vul het in.",
    "form.id_twice": "Twee velden hebben hetzelfde id[ ‘{id}’]. Geef elk een eigen id.",
    "form.option_twice": "Een optie staat er twee keer[: ‘{value}’]. Laat er één staan.",
    "form.bad_pattern": "Het patroon is onleesbaar. Verbeter de reguliere uitdrukking.",
    "form.no_timezone": "Een uur met tijdzone kan hier niet. Laat de tijdzone weg.",
    "form.utc_offset": "Een uur met tijdzone kan hier niet. Laat de tijdzone weg.",
    "form.feel_syntax": "Deze uitdrukking is geen geldige FEEL[: {feel}]. Verbeter ze.",
    "form.private_character": "Hier staat een onzichtbaar teken in. Typ de tekst opnieuw.",
    "form.template_block": "Blokken in een sjabloon kunnen niet. Gebruik een uitdrukking.",
    "form.no_html": "Eigen HTML kan niet in een formulier. Gebruik een tekstblok.",
    "form.no_iframe": "Een pagina van elders kan niet in een formulier. Gebruik een koppeling in "
    "een tekstblok.",
    "form.no_image": "Een afbeelding kan niet in een formulier. Leg in een tekstblok uit wat ze "
    "toont.",
    "form.no_button": "Een eigen knop kan niet in een formulier. De pagina heeft haar eigen "
    "knoppen.",
    "form.no_preview": "Een voorbeeld van een document kan niet in een formulier. De pagina van de "
    "taak toont de documenten.",
    "form.lists_too_deep": "Lijsten staan te diep in elkaar[: hoogstens {limit}]. Haal ze uit "
    "elkaar.",
    "form.locked_in_row": "In een lijst met rijen die komen en gaan kan niets vergrendeld zijn. "
    "Zet toevoegen en verwijderen af, of laat het veld open.",
    "form.empty_list": "Deze lijst heeft geen velden. Voeg een veld toe.",
    "form.two_sources": "Hier staan twee bronnen voor hetzelfde. Laat er één staan.",
    "form.unknown_term": "De termijn[ ‘{value}’] staat niet in het register, of dit is er niet "
    "van te lezen. Schrijf de sleutel en dan bijvoorbeeld ‘.end’ of ‘.days_left’.",
    "form.unknown_document_type": "De soort document[ ‘{value}’] bestaat niet in deze procedure. "
    "Kies er een uit procedure.toml.",
    "form.one_of_type": "Van de soort document[ ‘{value}’] is er maar één per procedure. Zet bij "
    "die soort ‘several = true’, of vraag één document buiten een lijst.",
    "form.unknown_list": "De codelijst[ ‘{value}’] bestaat niet. Kies er een uit de codelijsten.",
    "form.too_many_columns": "Deze tabel heeft te veel kolommen[: hoogstens {max}].",
    "form.page_no_group": "Een formulier in delen bestaat alleen uit groepen. Zet dit onderdeel in "
    "een groep.",
    "form.page_no_label": "Elk deel van een formulier in delen heeft een titel. Geef deze groep "
    "een label.",
    "form.template_brace": "Een accolade staat open. Sluit ze of laat ze weg.",
}
