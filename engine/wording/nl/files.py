"""What the safe parse of XML says of a file that it refuses."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "xml.empty": "Dit bestand is leeg. Kies het juiste bestand.",
    "xml.too_large": "Dit bestand is te groot[: hoogstens {limit} bytes]. Splits het diagram.",
    "xml.encoding": "Dit bestand is niet in UTF-8 bewaard[ (maar in {declared})]. "
    "Bewaar het opnieuw als UTF-8.",
    "xml.doctype": "Dit bestand bevat een DOCTYPE of entiteiten. Verwijder die: ze zijn onveilig.",
    "xml.include": "Dit bestand haalt andere bestanden binnen. Zet alles in één bestand.",
    "xml.not_xml": "Dit bestand is geen XML. Kies een diagram of een beslistabel.",
    "xml.malformed": "Dit bestand is geen geldige XML[: {detail}]. Bewaar het opnieuw.",
    "xml.too_many_elements": "Dit bestand bevat te veel elementen[: hoogstens {limit}]. Splits.",
    "xml.too_many_lines": "Dit bestand heeft te veel regels[: hoogstens {limit}]. Bewaar het "
    "opnieuw "
    "in de modeler.",
    "xml.too_deep": "Dit bestand is te diep genest[: hoogstens {limit}]. Vereenvoudig het.",
    "xml.value_too_long": "Een tekst in dit bestand is te lang[: hoogstens {limit}]. Kort ze in.",
    "xml.too_many_attributes": "Een element heeft te veel attributen[: hoogstens {limit}]. "
    "Verwijder er.",
    "xml.too_many_namespaces": "Dit bestand gebruikt te veel naamruimten[: hoogstens {limit}]. "
    "Verwijder er.",
}
