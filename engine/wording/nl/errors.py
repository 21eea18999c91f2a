"""What the engine's errors say to the person who gets them: what happened, and what to do."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "engine_error": "Er liep iets mis. Probeer opnieuw; lukt het niet, meld het aan de beheerder.",
    # NotFound
    "not_found": "Dit bestaat niet, of je mag het niet zien. Kijk het adres na.",
    "task": "Deze taak bestaat niet meer, of je mag ze niet zien. Ga terug naar je taken.",
    "case": "Deze procedure bestaat niet, of je mag ze niet zien. Kijk het nummer na.",
    "dossier": "Dit dossier bestaat niet, of je mag het niet zien. Kijk het nummer na.",
    "deployment": "Deze versie bestaat niet. Kies een versie uit de lijst.",
    "process": "Dit proces bestaat niet. Kies een proces uit de lijst.",
    "person": "Deze persoon bestaat niet. Kies iemand uit de lijst.",
    "role": "Deze rol bestaat niet. Kies een rol uit de lijst.",
    "link": "Deze link bestaat niet of is niet meer geldig. Vraag een nieuwe link.",
    "letter": "Deze brief bestaat niet, of je mag hem niet zien.",
    "decision": "Deze beslissing bestaat niet, of je mag ze niet zien.",
    "job": "Deze opdracht bestaat niet meer.",
    "decision_not_found": "Deze beslisregel bestaat niet. Kies een bestaande.",
    "document": "Dit document bestaat niet, of je mag het niet zien.",
    "draft": "Deze kladversie bestaat niet meer: ze is verstuurd of weggegooid. Kijk in de lijst.",
    "section": "Dit deel van het formulier bestaat niet. Kies een deel uit het overzicht.",
    "version": "Deze versie bestaat niet. Kies een versie uit de lijst.",
    "token": "Dit staat niet meer open. Laad de pagina opnieuw.",
    "process_not_found": "Dit proces bestaat niet in deze versie. Kies een ander proces.",
    "no_message_start": "Deze procedure start niet met dit bericht. Kies een andere start.",
    "no_event_start": "Deze procedure begint hier niet. Kies een andere start.",
    "no_none_start": "Deze procedure kun je niet zelf starten: ze start met een bericht.",
    "case_not_started": "Deze procedure is nog niet gestart.",
    "token_not_found": "Dit staat niet meer open. Laad de pagina opnieuw.",
    # NotAllowed
    "not_allowed": "Je mag dit niet doen. Vraag het aan iemand met de juiste rol.",
    "permission": "Je rol laat dit niet toe. Vraag het aan je teamcoördinator of de beheerder.",
    "nobody": "Je bent niet aangemeld. Meld je aan en probeer opnieuw.",
    "not_your_task": "Deze taak staat niet op jouw naam. Neem ze eerst, of kies een andere taak.",
    "four_eyes": (
        "Je kunt dit niet nakijken: je deed zelf een eerdere stap[ (‘{task}’)]. "
        "Laat een collega deze taak nemen."
    ),
    "own_account": "Je kunt dit niet voor je eigen account doen. Vraag het een andere beheerder.",
    "demo_only": "Dit kan enkel in de demo. Vraag een account aan de beheerder.",
    "csrf": "Deze pagina stond te lang open. Laad ze opnieuw en probeer het nog eens.",
    "foreign_origin": "Deze vraag kwam van een andere website en is geweigerd.",
    "route_without_permission": "Deze pagina is niet vrijgegeven. Meld het aan de beheerder.",
    "wrong_credentials": "De gebruikersnaam of het wachtwoord klopt niet. Probeer opnieuw.",
    # NotSignedIn and TooManyAttempts
    "not_signed_in": "Je bent niet (meer) aangemeld. Meld je aan; je kladversie is bewaard.",
    "too_many_attempts": "Te veel pogingen na elkaar. Wacht even en probeer dan opnieuw.",
    # Conflict
    "conflict": "Iemand anders was je voor. Laad de pagina opnieuw en kijk wat er veranderde.",
    "duplicate": "Dit bestaat al. Kijk na of het hetzelfde is.",
    "already_claimed": "[{assignee}|Een collega] heeft deze taak al genomen. Kies een andere taak.",
    "stale": "Dit is ondertussen gewijzigd. Laad de pagina opnieuw voor je verdergaat.",
    "already_done": "Dit is al gebeurd en wordt niet twee keer gedaan. Ga terug naar je lijst.",
    "too_many_applications": "Je hebt al [{most}|veel] begonnen aanvragen. Verstuur er of gooi er "
    "weg, en ga dan verder.",
    "case_started": "Deze procedure is al gestart. Open ze in de lijst.",
    "token_done": "Dit is al afgerond. Ga terug naar je lijst.",
    "timer_not_due": "De termijn is nog niet om. Wacht tot de einddatum.",
    "token_waits_for_something_else": "De procedure staat ondertussen ergens anders. "
    "Laad de pagina opnieuw.",
    "message_for_another_case": "Dit bericht hoort bij een andere procedure. Kies de juiste.",
    # InvalidInput and InvalidModel
    "invalid_input": "Nog niet alles is juist ingevuld. Verbeter wat hieronder staat.",
    "refused_upload": "Niet elk bestand kan binnen. Verbeter wat hieronder staat.",
    "refused_form": "Nog niet alles is juist ingevuld. Verbeter wat hieronder staat.",
    "invalid_model": "Dit model kan niet in gebruik. Verbeter wat hieronder staat.",
    # ModelFault and Unavailable
    "model_fault": "Het model van deze procedure heeft hier geen antwoord op[ (bij ‘{element}’)]. "
    "Een analist of beheerder kijkt het na; er is niets verloren.",
    "unavailable": "Het systeem kan dit nu niet doen. Er is niets bewaard: probeer later opnieuw.",
    "database_busy": "Het systeem heeft het druk. Er is niets bewaard: probeer zo weer.",
    "database_contended": "Iets anders was op hetzelfde moment met dezelfde gegevens bezig. "
    "Er is niets bewaard: probeer zo weer.",
    "database_slow": "Dit duurde te lang en is afgebroken. Er is niets bewaard: "
    "probeer later opnieuw.",
    "outcome_unknown": "De verbinding viel weg net toen we dit bewaarden. Kijk eerst of het "
    "gebeurd is. Zo niet, doe het dan opnieuw.",
    "schema_too_new": "De gegevens zijn al bijgewerkt voor een nieuwere versie van dit programma. "
    "Gebruik die versie.",
    "metrics_closed": "De meetwaarden zijn er alleen voor deze computer, of met de sleutel.",
    "database_unavailable": "Het systeem bereikt zijn gegevens niet. Probeer later opnieuw.",
    # what a browser or a web server says
    "http_400": "Deze vraag was niet volledig. Laad de pagina opnieuw en probeer het nog eens.",
    "http_401": "Je bent niet aangemeld. Meld je aan en probeer opnieuw.",
    "http_403": "Je mag dit niet doen. Vraag het aan iemand met de juiste rol.",
    "http_404": "Deze pagina bestaat niet. Kijk het adres na of ga naar het begin.",
    "http_405": "Dit kan niet op deze pagina. Ga terug en probeer het nog eens.",
    "http_408": "Het duurde te lang voor alles toekwam. Probeer opnieuw.",
    "http_409": "Iemand anders was je voor. Laad de pagina opnieuw.",
    "http_413": "Dit bestand of deze tekst is te groot. Maak het kleiner.",
    "http_414": "Dit adres is te lang. Begin opnieuw vanaf je lijst.",
    "http_415": "Dit soort bestand kan hier niet. Kies een ander bestand.",
    "http_422": "Nog niet alles is juist ingevuld. Verbeter wat hieronder staat.",
    "http_429": "Te veel vragen na elkaar. Wacht even en probeer dan opnieuw.",
    "http_500": "Er liep iets mis bij ons. Er is niets bewaard: probeer later opnieuw.",
    "http_503": "Het systeem is even niet bereikbaar. Probeer later opnieuw.",
}
