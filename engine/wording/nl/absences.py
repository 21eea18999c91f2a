"""What is said when somebody writes an absence, or hands out the work of a team."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "absence": "Deze afwezigheid bestaat niet, of ze is voorbij.",
    "absence.order": "De laatste dag komt voor de eerste. Kijk beide dagen na.",
    "absence.past": "Kies vandaag of een latere dag: een afwezigheid begint niet in het verleden.",
    "absence.long": "Kies een kortere tijd: een afwezigheid duurt hoogstens {most} dagen.",
    "absence.overlap": "Er is al een afwezigheid in die tijd[: van {first} tot en met {last}]. "
    "Beëindig ze eerst, of kies andere dagen.",
    "absence.substitute_away": "Deze collega is zelf afwezig in die tijd. Kies iemand anders.",
    "absence.day": "Vul een dag in.",
    "handover.none": "Kies minstens één taak, en hoogstens {most} tegelijk.",
    "handover.gone": "Deze taak is intussen afgerond, of ze is niet van jouw team.",
    "handover.same": "[{to}|Deze collega] heeft deze taak al.",
    "handover.group": "[{to}|Deze collega] werkt niet in de groep van deze taak.",
    "handover.four_eyes": "[{to}|Deze collega] deed een eerdere stap. Kies iemand anders.",
    "handover.hand": "[{to}|Deze collega] had al een andere rol in deze beslissing, is betrokken "
    "bij de feiten, of heeft geen mandaat. Kies iemand anders.",
    "refused_absence": "De afwezigheid is nog niet bewaard. Kijk na wat je invulde.",
}
