"""A procedure whose start form and task form are filled in part by part, to try such forms on."""

from __future__ import annotations

import json
from typing import Any

from engine import deployments
from engine.model import SYSTEM
from tests.house import House

PROCESS = "in_parts"
CLERK = "an.admin"
WORKER = "sara.mertens"

_DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions id="d" targetNamespace="in_parts"
 xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:pr="https://procesregie.be/schema/bpmn/1">
<process id="in_parts" name="Aanvraag in delen" isExecutable="true">
<extensionElements><pr:field name="title" source="=wie.naam"/></extensionElements>
<startEvent id="begin" name="Begin" pr:form="aanvraag"/>
<userTask id="kijk" name="Kijk na" pr:form="nazicht" pr:candidateGroup="kb-ko-oost"/>
<endEvent id="klaar" name="Klaar"/>
<sequenceFlow id="f1" sourceRef="begin" targetRef="kijk"/>
<sequenceFlow id="f2" sourceRef="kijk" targetRef="klaar"/>
</process></definitions>"""
_FACTS = 'title = "In delen"\nmain = "in_parts"\nstart = ["in_parts"]\nnumber_prefix = "ID"\n'
_NEEDED = {"validate": {"required": True}}


def field(kind: str, key: str, label: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "id": key.replace(".", "_"), "key": key, "label": label, **more}


def group(name: str, label: str, *components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "group", "id": name, "label": label, "components": [*components], **more}


PEOPLE = {
    "type": "dynamiclist",
    "id": "personen",
    "path": "personen",
    "label": "Personen",
    "properties": {"rij": "Persoon", "minRijen": 1},
    "components": [
        field("textfield", "naam", "Naam van de persoon", **_NEEDED),
        field("number", "leeftijd", "Leeftijd"),
    ],
}
GROUPS = (
    group(
        "wie",
        "Organisator",
        field("textfield", "wie.naam", "Hoe heet de organisator?", **_NEEDED),
        field("checkbox", "wie.team", "Er werken nog mensen mee"),
    ),
    group("team", "Personen", PEOPLE, conditional={"hide": "=wie.team != true"}),
    group(
        "plaats",
        "Plaats",
        field(
            "textfield",
            "plaats.naam",
            "Hoe heet de locatie?",
            properties={"bron": '="Bij " + wie.naam', "bronNaam": "de organisator"},
        ),
        field("number", "plaats.aantal", "Hoeveel plaatsen zijn er?", **_NEEDED),
        field(
            "textarea",
            "plaats.uitleg",
            "Waarom zijn het er zo veel?",
            conditional={"hide": "=plaats.aantal = null or plaats.aantal <= 8"},
            **_NEEDED,
        ),
    ),
)


def schema(form_id: str) -> bytes:
    """Return the form in parts under this name."""
    whole = {"type": "default", "id": form_id, "paginas": True, "components": list(GROUPS)}
    return json.dumps(whole).encode()


def deploy(house: House) -> None:
    """Put the procedure into force."""
    deployments.deploy(
        house.runtime,
        process_key=PROCESS,
        files={
            "in_parts/in_parts.bpmn": _DIAGRAM.encode(),
            "in_parts/procedure.toml": _FACTS.encode(),
            "forms/in_parts/aanvraag.json": schema("aanvraag"),
            "forms/in_parts/nazicht.json": schema("nazicht"),
        },
        by=SYSTEM,
        reason="to try forms in parts",
        source="folder",
    )
