"""Why a running case cannot go along to another version. Facts: `name` (the step), `to`."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "migration.gone": "De procedure staat bij [‘{name}’|een stap]. Dat staat niet in de nieuwe "
    "versie. Zeg welke stap ervoor in de plaats komt.",
    "migration.unmapped": "De procedure staat bij [‘{name}’|een stap] en die stap gaat volgens "
    "het plan niet mee. Wacht tot ze voorbij is, of kies een stap.",
    "migration.other_kind": "[‘{name}’|Deze stap] is in de nieuwe versie[ (‘{to}’)] een ander "
    "soort stap. Kies een stap van dezelfde soort.",
    "migration.other_scope": "[‘{name}’|Deze stap] staat in de nieuwe versie[ (‘{to}’)] in een "
    "andere subprocedure. Wacht tot de stap voorbij is, of kies een andere.",
    "migration.boundary_elsewhere": "[‘{name}’|Deze stap] hangt in de nieuwe versie[ (‘{to}’)] "
    "niet aan de stap waar de procedure staat, of wacht er op iets anders. Haal ze uit het plan.",
    "migration.loop_changed": "[‘{name}’|Deze stap] loopt en wordt in de nieuwe versie[ (‘{to}’)] "
    "anders herhaald. Wacht tot de stap voorbij is.",
    "migration.quantity": "[‘{name}’|Deze stap] wacht op meer dan één aankomst en de nieuwe "
    "versie[ (‘{to}’)] vraagt een ander aantal. Wacht tot de stap voorbij is.",
    "migration.flow_gone": "Bij [‘{name}’|een poort] wacht iets dat langs de stroom[ ‘{flow}’] "
    "kwam. De nieuwe versie[ (‘{to}’)] kent die stroom niet. Zeg welke stroom ervoor in de plaats "
    "komt.",
    "migration.flows_merged": "Bij [‘{name}’|een poort] kwamen twee wegen toe die in de nieuwe "
    "versie[ (‘{to}’)] één stroom zijn. Kies voor elke weg een eigen stroom.",
    "migration.undo_gone": "[‘{name}’|Deze stap] is gedaan en kan nog teruggedraaid worden, maar "
    "niet in de nieuwe versie. Kies een stap, of zeg in het plan dat deze vervalt.",
    "migration.other_call": "[‘{name}’|Deze stap] roept in de nieuwe versie een ander proces op[: "
    "‘{to}’]. Zet beide processen in het plan.",
    "migration.process_gone": "Het proces[ ‘{name}’] staat niet in de nieuwe versie. Zeg welk "
    "proces ervoor in de plaats komt.",
    "migration.not_running": "De procedure[ {number}] is afgerond. Er is niets over te zetten.",
    "migration.other_version": "De procedure[ {number}] loopt niet in [versie {version}|die "
    "versie]. Kijk na in welke versie ze loopt.",
    "migration.unknown_source": "[‘{element}’|Een naam] staat niet in de oude versie. Kijk de "
    "naam na.",
    "migration.unknown_target": "[‘{element}’|Een naam] staat niet in de nieuwe versie. Kijk de "
    "naam na.",
    "migration.unknown": "Deze overzetting bestaat niet. Kijk het nummer na.",
    "migration.no_mapping": "Het plan is niet te lezen. Schrijf oud=nieuw, of een JSON-object met "
    "namen.",
    "migration.same_version": "De oude en de nieuwe versie zijn dezelfde. Kies een andere versie.",
}
