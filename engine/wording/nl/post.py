"""What is said of post: where it belongs, who was first, what was left out of a mail."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "post.place": "Dit nummer bestaat niet, of je mag het niet zien. Zoek een procedure of een "
    "dossier.",
    "post.no_case": "Bij dit dossier kan niemand het stuk bekijken. Kies een procedure van het "
    "dossier.",
    "post.choose": "Kies waar dit stuk bij hoort, of zeg dat het nog nergens bij hoort.",
    "post.no_longer": "Deze procedure wacht hier niet meer op, of niet op allebei. Kijk wat ze nu "
    "verwacht.",
    "post.subject": "Schrijf in enkele woorden waarover het gaat, in hoogstens {most} tekens.",
    "post.sender": "Dit is te lang. Het mogen {most} tekens zijn.",
    "post.danger": "Zeg eerst of er gevaar is voor een kind. Twijfel je? Kies ja.",
    "post.gone": "Dit stuk bestaat niet. Ga terug naar de lijst.",
    "post.taken": "[{who}|Iemand] was je voor[ op {day}]: dit stuk heeft al een plaats. Er is "
    "niets dubbel gebeurd.",
    "page_of_another": "Deze pagina is van iemand anders. Begin opnieuw.",
    "mail.nested": "De bijlage[ ‘{name}’] is een e-mail in de e-mail. Sla hem apart op en voeg hem "
    "zelf toe.",
    "mail.encrypted": "De bijlage[ ‘{name}’] is versleuteld. Vraag de afzender om het zonder "
    "versleuteling te sturen.",
    "mail.broken": "De bijlage[ ‘{name}’] kan niet gelezen worden. Open de e-mail en voeg het "
    "bestand zelf toe.",
    "mail.too_many": "De bijlage[ ‘{name}’] is niet overgenomen: de e-mail heeft te veel bijlagen. "
    "Voeg het bestand zelf toe.",
    "mail.unreadable": "De inhoud van deze e-mail kan niet gelezen worden. De e-mail zelf is "
    "bewaard; voeg de bijlagen zelf toe.",
}
