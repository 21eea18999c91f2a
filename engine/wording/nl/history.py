"""What the timeline says of each fact. Facts: `actor` (who, in words) and `name` (what)."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "case:started": "[{actor}|Iemand] startte de procedure[ ‘{name}’].",
    "case:ended": "De procedure is afgerond[: ‘{name}’].",
    "case:read": "[{actor}|Iemand] bekeek de procedure.",
    "case:verified": "[{actor}|Iemand] liet de geschiedenis nakijken[: {outcome}].",
    "task:claimed": "[{actor}|Iemand] nam de taak[ ‘{name}’].",
    "task:released": "[{actor}|Iemand] gaf de taak[ ‘{name}’] terug.",
    "task:completed": "[{actor}|Iemand] rondde de taak[ ‘{name}’] af.",
    "task:read": "[{actor}|Iemand] opende de taak[ ‘{name}’].",
    "draft:saved": "[{actor}|Iemand] bewaarde een concept van de taak[ ‘{name}’].",
    "timer:fired": "De termijn[ ‘{name}’] liep af.",
    "job:finished": "Het systeem voerde de opdracht[ ‘{name}’] uit.",
    "job:failed": "Het systeem kon de opdracht[ ‘{name}’] niet uitvoeren.",
    "error:thrown": "Er trad een voorziene fout op[: ‘{name}’].",
    "message:delivered": "Het bericht[ ‘{name}’] kwam toe in de procedure.",
    "post:registered": "[{actor}|Iemand] boekte post in[: ‘{name}’].",
    "decision:taken": "De beslissing[ {name}] is in het register ingeschreven.",
    "decision:notified": "De beslissing[ {name}] is ter kennis gebracht.",
    "letter:made": "De brief[ ‘{name}’] is opgemaakt.",
    "letter:read": "[{actor}|Iemand] opende de brief[ ‘{name}’].",
    "incident:opened": "De procedure botste op een probleem en wacht op een beheerder[: {name}].",
    "incident:resolved": "[{actor}|Iemand] loste het probleem op[: {name}].",
    "dossier:opened": "[{actor}|Iemand] maakte het dossier[ ‘{name}’] aan.",
    "dossier:read": "[{actor}|Iemand] bekeek het dossier[ ‘{name}’].",
    "list:read": "[{actor}|Iemand] bekeek een lijst[: ‘{name}’].",
    "history:read": "[{actor}|Iemand] bekeek de geschiedenis.",
    "access:denied": "[{actor}|Iemand] kreeg geen toegang[ tot ‘{route}’].",
    "person:signed-in": "[{actor}|Iemand] meldde zich aan.",
    "person:refused": "Een aanmelding is geweigerd[ voor ‘{login}’].",
    "person:signed-out": "[{actor}|Iemand] meldde zich af.",
    "person:added": "[{actor}|Iemand] voegde een persoon toe[: {name}].",
    "person:changed": "[{actor}|Iemand] wijzigde de gegevens van [{name}|een persoon].",
    "person:disabled": "[{actor}|Iemand] sloot het account van [{name}|een persoon] af.",
    "person:password-set": "[{actor}|Iemand] stelde een wachtwoord in[ voor {name}].",
    "role:granted": "[{actor}|Iemand] gaf de rol[ ‘{role}’][ in team {team}][ aan {name}].",
    "role:revoked": "[{actor}|Iemand] nam de rol[ ‘{role}’][ in team {team}] af[ van {name}].",
    "system:set-up": "Het systeem is ingericht[ door {actor}].",
    "model:saved": "[{actor}|Iemand] bewaarde een concept van het model[ ‘{name}’].",
    "model:dropped": "[{actor}|Iemand] gooide een klad van het model[ ‘{name}’] weg.",
    "model:read": "[{actor}|Iemand] bekeek het model[ ‘{name}’].",
    "model:refused": "Het model[ ‘{name}’] is geweigerd.",
    "model:deployed": "[{actor}|Iemand] nam het model[ ‘{name}’] in gebruik.",
}

PERMISSIONS: Mapping[str, str] = {
    "public": "openbare pagina's bekijken",
    "signed_in": "aangemeld zijn",
    "work_tasks": "taken afwerken",
    "start_cases": "procedures starten",
    "read_cases": "procedures en dossiers bekijken",
    "register_post": "post inboeken",
    "deploy_models": "modellen in gebruik nemen",
    "read_models": "modellen bekijken",
    "audit": "de geschiedenis nakijken",
    "manage_people": "personen en rollen beheren",
    "operate": "het systeem beheren",
}
