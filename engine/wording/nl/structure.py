"""What the rules on the structure of a diagram say: what stands where, and refers to what."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

STRUCTURE: Mapping[str, tuple[str, str]] = {
    # structure
    "bpmn.structure.not_bpmn": (
        "dit bestand is geen BPMN-diagram",
        "Bewaar het diagram opnieuw als BPMN 2.0 en laad dat bestand op.",
    ),
    "bpmn.structure.no_process": (
        "er staat geen proces in dit bestand",
        "Teken minstens één proces.",
    ),
    "bpmn.structure.not_executable": (
        "geen enkel proces is uitvoerbaar",
        "Zet ‘uitvoerbaar’ (isExecutable) aan bij het proces dat moet lopen.",
    ),
    "bpmn.structure.empty": ("dit proces is leeg", "Teken een start, het werk en een einde."),
    "bpmn.structure.no_start": (
        "dit proces heeft geen start: het begint bij elke stap waar geen stroom toekomt",
        "Teken een start en verbind die met de eerste stap: dan ziet iedereen waar het begint.",
    ),
    "bpmn.structure.several_starts": (
        "er is meer dan één start zonder bericht",
        "Laat één start staan, of geef de andere een bericht.",
    ),
    "bpmn.structure.no_id": (
        "een element[ ({kind})] heeft geen id",
        "Geef het element een id in kleine letters met liggende streepjes.",
    ),
    "bpmn.structure.duplicate_id": (
        "het id[ ‘{id}’] komt twee keer voor[, ook op regel {first_line}]",
        "Geef een van beide een ander id.",
    ),
    # references
    "bpmn.reference.undeclared": (
        "de verwijzing[ ‘{reference}’][ naar {kind}] bestaat niet",
        "Kies een bestaande verwijzing of maak ze aan.",
    ),
    "bpmn.reference.default": (
        "de standaardstroom[ ‘{reference}’] vertrekt hier niet",
        "Duid een stroom aan die hier vertrekt, of laat de standaard weg.",
    ),
    "bpmn.reference.event_definition": (
        "de gedeelde gebeurtenis[ ‘{reference}’] bestaat niet",
        "Zet het bericht of het tijdstip op de gebeurtenis zelf.",
    ),
    "bpmn.reference.way_back": (
        "late post zou teruggaan naar een stap die deze procedure niet heeft[: ‘{reference}’]",
        "Noem een stap van hetzelfde proces waar ze opnieuw kan beginnen, of zet het op de oproep.",
    ),
    "bpmn.reference.participant": (
        "deze deelnemer verwijst naar een proces dat niet bestaat[: ‘{reference}’]",
        "Verwijs naar een proces in dit bestand, of maak de deelnemer leeg.",
    ),
    "bpmn.reference.message_flow": (
        "deze berichtstroom hangt los[ aan ‘{reference}’]",
        "Verbind beide kanten, of verwijder de berichtstroom.",
    ),
    "bpmn.reference.lane": (
        "de baan bevat een element dat niet bestaat[: ‘{reference}’]",
        "Verplaats of verwijder het element opnieuw in de modeler en bewaar.",
    ),
    "bpmn.reference.lane_twice": (
        "een element[ (‘{reference}’)] staat in twee banen[, ook in ‘{other}’]",
        "Zet het in één baan.",
    ),
    "bpmn.reference.drawing": (
        "de tekening bevat een vorm zonder element[: ‘{reference}’]",
        "Open het diagram in de modeler, verwijder de losse vorm en bewaar.",
    ),
    "bpmn.reference.not_drawn": (
        "dit element staat niet op de tekening",
        "Teken het opnieuw in de modeler, zodat iedereen het ziet.",
    ),
    # positions
    "bpmn.position.trigger": (
        "[{trigger}|deze aanleiding] past niet[ bij {place}]",
        "Kies een andere soort gebeurtenis.",
    ),
    "bpmn.position.start_with_incoming": (
        "in een start komt een stroom toe",
        "Laat de stroom toekomen in de stap na de start.",
    ),
    "bpmn.position.end_with_outgoing": (
        "uit een einde vertrekt een stroom",
        "Verwijder de stroom, of maak er een tussengebeurtenis van.",
    ),
    "bpmn.position.boundary_with_incoming": (
        "in een randgebeurtenis komt een stroom toe",
        "Verwijder de stroom: een randgebeurtenis start vanuit haar activiteit.",
    ),
    "bpmn.position.boundary_not_attached": (
        "de randgebeurtenis hangt niet aan een activiteit[ (‘{reference}’)]",
        "Hang ze aan een taak, een aanroep of een subprocedure.",
    ),
    "bpmn.position.boundary_elsewhere": (
        "de randgebeurtenis hangt aan een activiteit in een andere subprocedure[: ‘{reference}’]",
        "Zet de gebeurtenis in dezelfde subprocedure als haar activiteit.",
    ),
    "bpmn.position.waits_for_nothing": (
        "deze gebeurtenis wacht op niets",
        "Kies waarop ze wacht: een bericht, een termijn, een signaal of een voorwaarde.",
    ),
    "bpmn.position.trigger_inside": (
        "de start van een subprocedure heeft een eigen aanleiding",
        "Gebruik een gewone start: de subprocedure start wanneer ze bereikt wordt.",
    ),
    "bpmn.position.always_interrupts": (
        "[{trigger}|deze aanleiding] onderbreekt altijd",
        "Zet ‘onderbreken’ aan bij deze gebeurtenis.",
    ),
    "bpmn.position.event_subprocess_flows": (
        "een gebeurtenis-subprocedure heeft stromen",
        "Verwijder de stromen: ze start door haar eigen gebeurtenis.",
    ),
    "bpmn.position.event_subprocess_start": (
        "een gebeurtenis-subprocedure heeft niet precies één start met een aanleiding",
        "Geef ze één start met een bericht, een termijn of een fout.",
    ),
    "bpmn.position.cancel_outside": (
        "een annulatie staat buiten een transactie",
        "Gebruik een fout of een gewoon einde.",
    ),
    # schema
    "bpmn.schema.model": (
        "dit past niet in BPMN 2.0[ ({detail})]",
        "Bewaar het diagram opnieuw in de modeler, of verwijder dit deel.",
    ),
    "bpmn.schema.order": (
        "de volgorde in het bestand klopt niet met BPMN 2.0[ ({detail})]",
        "Bewaar het diagram opnieuw in de modeler; het loopt wel.",
    ),
    "bpmn.schema.drawing": (
        "de tekening past niet in BPMN 2.0[ ({detail})]",
        "Bewaar het diagram opnieuw in de modeler; het loopt wel.",
    ),
}
