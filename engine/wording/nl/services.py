"""What a service task can have done, as an analyst and an operator read it: names, values, errors.

A handler's name in code → what it is called, what it does, what its values are and what its errors
mean. `SENTENCES` say what is wrong with a value that went in or came out.
"""
# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TYPES: Mapping[str, str] = {
    "any": "om het even wat",
    "string": "tekst",
    "number": "getal",
    "boolean": "ja of nee",
    "date": "datum",
    "date and time": "datum en uur",
    "days and time duration": "duur",
    "years and months duration": "duur",
    "duration": "duur",
    "context": "groep van waarden",
    "list": "lijst",
}
"""The types of FEEL that the values of a handler have."""


@dataclass(frozen=True, slots=True)
class Service:
    """A handler in Dutch: `values` by the name of what goes in or comes out, `throws` by code."""

    title: str
    does: str
    values: Mapping[str, str] = field(default_factory=dict)
    throws: Mapping[str, str] = field(default_factory=dict)


_DECISION = "het nummer van de beslissing; zonder nummer de laatste van de zaak"
_REFERENCE = "het nummer van de beslissing"
_BY_DECISION = "het nummer van de beslissing die dit doet"
_DONE_IN = "het id van de gebruikerstaak waarin iemand dit deed"
_REVIEWED_IN = "het id van de gebruikerstaak waarin een ander dit nakeek"
_REASON = "de motivering"
_RECORD: Mapping[str, str] = {
    "register": "het register; staat bij de taak zelf (pr:register)",
    "record": "het nummer van het gegeven; eruit komt het hele gegeven",
    "reference": "het nummer van het gegeven",
}
_UNKNOWN_RECORD = "er is geen zo’n gegeven, of er zijn er meer"

SERVICES: Mapping[str, Service] = {
    "register_decision": Service(
        "Een beslissing inschrijven",
        "Schrijft de beslissing van de zaak in het beslissingsregister in, onder het volgende "
        "nummer van het jaar. Wie besliste, volgt uit de taken van de zaak.",
        {
            "type": "de soort beslissing",
            "outcome": "de uitkomst",
            "grounds": "de motivering",
            "amount": "het bedrag in euro",
            "measure": "de maatregel",
            "scope": "waarover de beslissing gaat",
            "effective_from": "de eerste dag waarop ze geldt",
            "effective_to": "de laatste dag waarop ze geldt",
            "remedy": "hoe iemand ertegen kan opkomen",
            "remedy_term": "de sleutel van de termijn om ertegen op te komen",
            "stage": "‘decision’ of ‘intent’ (een voornemen)",
            "follows": "het nummer van de maatregel die aangekondigd was",
            "duration": "hoe lang ze geldt",
            "locations": "de nummers van de locaties waarover ze gaat",
            "reference": _REFERENCE,
            "decided_on": "de dag van de beslissing",
            "decider": "de naam van wie besliste",
            "capacity": "in welke hoedanigheid",
            "mandate": "op grond van welk mandaat",
        },
    ),
    "notify_decision": Service(
        "Een bekendmaking noteren",
        "Noteert bij de beslissing en haar brief hoe en wanneer ze bekendgemaakt is.",
        {
            "notified_on": "de dag van de bekendmaking; eruit komt de dag die telt",
            "recipients": "aan wie",
            "sent_on": "de dag van de verzending",
            "carrier": "hoe ze verzonden is",
            "evidence": "het bewijs, bijvoorbeeld het nummer van de aangetekende zending",
            "presented_on": "de dag waarop ze aangeboden is",
            "presumed_by": "de sleutel van de termijn die een ontvangst vermoedt",
            "decision": _DECISION,
            "reference": _REFERENCE,
        },
    ),
    "appeal_decision": Service(
        "Een beroep noteren",
        "Noteert dat iemand tegen de beslissing opkwam.",
        {
            "appealed_on": "de dag van het beroep",
            "lodged_with": "bij wie het beroep ingediend is",
            "decision": _DECISION,
            "reason": _REASON,
            "reference": _REFERENCE,
        },
    ),
    "suspend_decision": Service(
        "Een beslissing schorsen",
        "Noteert dat de beslissing een tijd niet geldt.",
        {
            "decision": _DECISION,
            "reason": _REASON,
            "suspended_from": "de eerste dag van de schorsing",
            "suspended_to": "de laatste dag van de schorsing",
            "reference": _REFERENCE,
        },
    ),
    "confirm_decision": Service(
        "Een beslissing bevestigen",
        "Noteert dat de beslissing opnieuw geldt, en vanaf wanneer.",
        {
            "decision": _DECISION,
            "reason": _REASON,
            "effective_from": "de eerste dag waarop ze geldt",
            "confirmed_on": "de dag van de bevestiging; vandaag als niets ingevuld is",
            "effective_to": "de laatste dag waarop ze geldt",
            "by_decision": _BY_DECISION,
            "reference": _REFERENCE,
        },
    ),
    "finalise_decision": Service(
        "Een beslissing definitief maken",
        "Noteert dat niemand op tijd tegen de beslissing opkwam.",
        {
            "done_in": "het id van de gebruikerstaak waarin iemand de post nakeek",
            "decision": _DECISION,
            "reason": _REASON,
            "final_from": "de dag waarop ze definitief is",
            "reference": _REFERENCE,
        },
    ),
    "rectify_decision": Service(
        "Een beslissing rechtzetten",
        "Noteert de rechtzetting van een fout in de beslissing.",
        {
            "decision": _DECISION,
            "reason": _REASON,
            "correction": "wat er stond en wat er moet staan",
            "done_in": _DONE_IN,
            "reviewed_in": _REVIEWED_IN,
            "rectified_on": "de dag van de rechtzetting; vandaag als niets ingevuld is",
            "by_decision": _BY_DECISION,
            "reference": _REFERENCE,
        },
    ),
    "withdraw_decision": Service(
        "Een beslissing intrekken",
        "Noteert dat de beslissing ingetrokken is.",
        {
            "decision": _DECISION,
            "reason": _REASON,
            "done_in": _DONE_IN,
            "reviewed_in": _REVIEWED_IN,
            "withdrawn_from": "de eerste dag waarop ze niet meer geldt; vandaag als niets "
            "ingevuld is",
            "by_decision": _BY_DECISION,
            "reference": _REFERENCE,
        },
    ),
    "annul_decision": Service(
        "Een vernietiging noteren",
        "Noteert dat een rechter of een andere overheid de beslissing vernietigde.",
        {
            "decision": _DECISION,
            "reason": _REASON,
            "annulled_by": "wie de beslissing vernietigde",
            "annulled_on": "de dag van de vernietiging",
            "by_decision": _BY_DECISION,
            "reference": _REFERENCE,
        },
    ),
    "find_deciders": Service(
        "Zoeken wie mag beslissen",
        "Zoekt wie vandaag een mandaat heeft voor deze soort beslissing en dit bedrag.",
        {
            "type": "de soort beslissing",
            "amount": "het bedrag in euro",
            "deciders": "wie mag beslissen: naam, login, hoedanigheid en mandaat",
            "found": "hoeveel mensen dat zijn",
        },
    ),
    "make_letter": Service(
        "Een brief maken",
        "Maakt de brief van deze taak als PDF en bewaart ze bij de zaak. Elke andere waarde die "
        "meegegeven is, kan in de brief staan.",
        {
            "recipient": "de regels van het adres",
            "signature": "de regels van de ondertekening",
            "contact": "bij wie de lezer terechtkan",
            "id": "het id van het document",
            "name": "de naam van het document",
            "sha256": "de controlesom van het document",
        },
    ),
    "send_mail": Service(
        "Een mail versturen",
        "Maakt de brief van deze taak, bewaart ze bij de zaak en zet ze klaar als mail. De zaak "
        "wacht niet tot de mail vertrokken is. Elke andere waarde die meegegeven is, kan in de "
        "brief staan.",
        {
            "to": "het mailadres, of een lijst van mailadressen; elk adres krijgt een eigen mail",
            "attach": "of de brief ook als PDF meegaat",
            "attachments": "documenten van de zaak die meegaan",
            "recipient": "de regels van het adres",
            "signature": "de regels van de ondertekening",
            "contact": "bij wie de lezer terechtkan",
            "id": "het id van het document",
            "name": "het onderwerp van de mail",
            "sha256": "de controlesom van het document",
        },
        {"mail_address": "een mailadres is niet geldig, of er is er geen"},
    ),
    "call_webhook": Service(
        "Een ander systeem verwittigen",
        "Zet een bericht klaar voor een eindpunt dat de beheerder ingesteld heeft. De zaak wacht "
        "niet tot het vertrokken is.",
        {
            "endpoint": "de naam van het eindpunt",
            "event": "wat er gebeurd is, met een vaste naam",
            "data": "wat het andere systeem moet weten; zo weinig mogelijk",
            "id": "het id van het bericht",
            "name": "de naam van wat er gebeurd is",
        },
    ),
    "read_record": Service(
        "Een gegeven uit een register lezen",
        "Zoekt een gegeven in een register: op nummer, of op velden met hun waarde.",
        {**_RECORD, "find": "de velden waarop gezocht wordt, met hun waarde"},
        {"record_unknown": _UNKNOWN_RECORD},
    ),
    "write_record": Service(
        "Een gegeven in een register schrijven",
        "Verandert een gegeven in een register, of voegt er een toe.",
        {
            **_RECORD,
            "values": "de velden met hun nieuwe waarde",
            "valid_from": "de dag vanaf wanneer dit geldt; vandaag als niets ingevuld is",
            "reason": "waarom dit verandert",
            "version": "de versie die gelezen is",
            "confirmed": "of een dubbel gegeven nagekeken is",
        },
        {
            "record_unknown": _UNKNOWN_RECORD,
            "record_refused": "het register aanvaardt een waarde niet",
            "record_double": "het gegeven lijkt op een ander",
            "record_changed": "iemand anders veranderde het gegeven intussen",
        },
    ),
    "call_system": Service(
        "Iets vragen aan een ander systeem",
        "Vraagt iets aan een systeem zoals Edison, of schrijft er iets, zoals de beheerder het "
        "koppelde.",
        {
            "system": "het systeem, zoals edison of mirage",
            "operation": "wat er gevraagd wordt, zoals lees_voorziening",
            "values": "de gegevens die het contract van het systeem noemt",
            "answer": "wat het systeem antwoordt",
            "exchange": "het kenmerk van deze opdracht",
            "name": "het systeem en de opdracht, in woorden",
        },
        {
            "system_manual": "het systeem is niet gekoppeld: iemand doet dit met de hand",
            "system_refused": "het systeem weigert dit",
        },
    ),
    "confirm_system": Service(
        "Bevestigen dat iets met de hand gebeurde",
        "Schrijft op dat een medewerker in een ander systeem deed wat niet vanzelf ging.",
        {
            "exchange": "het kenmerk van de opdracht, uit de fout van de koppeling",
            "reference": "het nummer in het andere systeem",
        },
    ),
    "reopen_case": Service(
        "Een afgesloten zaak heropenen",
        "Begint een nieuwe zaak die verdergaat met een afgesloten zaak.",
        {
            "case": "het nummer van de afgesloten zaak",
            "reason": "waarom",
            "agreed_in": "het id van de gebruikerstaak waarin een ander akkoord ging",
            "reference": "het nummer van de nieuwe zaak",
        },
    ),
}


ANYTHING = "wat eruit moest komen, elke waarde met haar naam"
"""Of work of which nobody here knows the values."""


def title(name: str) -> str:
    """Return what a handler is called: its own name when nobody named it."""
    found = SERVICES.get(name)
    return found.title if found else name.replace("_", " ")


def type_name(told: str) -> str:
    """Return the Dutch name of a type of FEEL, or of several (`string or duration`)."""
    names = dict.fromkeys(TYPES.get(each, each) for each in told.split(" or "))
    return " of ".join(names)


def _missing(who: str) -> Any:
    return lambda facts: (
        f"{_job(facts)} {who} de waarde ‘{facts.get('field', '?')}’ niet. "
        "Een analist kijkt het diagram na."
    )


def _mistyped(who: str) -> Any:
    def say(facts: Mapping[str, Any]) -> str:
        wanted, found = (type_name(str(facts.get(each, "?"))) for each in ("wanted", "found"))
        return (
            f"{_job(facts)} {who} voor ‘{facts.get('field', '?')}’ een {found}, "
            f"maar dat moet een {wanted} zijn. Een analist kijkt het diagram na."
        )

    return say


def _job(facts: Mapping[str, Any]) -> str:
    name = facts.get("job")
    return f"De opdracht ‘{title(str(name))}’" if name else "De opdracht"


SENTENCES: Mapping[str, Any] = {
    "job_input_missing": _missing("kreeg"),
    "job_input_type": _mistyped("kreeg"),
    "job_output_missing": _missing("gaf"),
    "job_output_type": _mistyped("gaf"),
}
