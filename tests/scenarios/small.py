"""A small folder of models: a task, a table, a choice, two ends; a test brings the scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine import scenarios
from engine.scenarios import Models
from tests.house import ROOT

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions id="d" targetNamespace="probe" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:pr="https://procesregie.be/schema/bpmn/1">
  <process id="probe" name="Probe" isExecutable="true">
    <startEvent id="begin" name="Begin"/>
    <userTask id="weigh" name="Weigh" pr:form="weigh" pr:candidateGroup="kb-ko-oost"/>
    <businessRuleTask id="rate" name="Rate" pr:decision="rate" pr:resultVariable="rate"/>
    <exclusiveGateway id="heavy" name="Heavy?" default="to_light"/>
    <endEvent id="light" name="Light"/>
    <endEvent id="too_heavy" name="Too heavy"/>
    <sequenceFlow id="to_weigh" sourceRef="begin" targetRef="weigh"/>
    <sequenceFlow id="to_rate" sourceRef="weigh" targetRef="rate"/>
    <sequenceFlow id="to_choice" sourceRef="rate" targetRef="heavy"/>
    <sequenceFlow id="to_light" name="no" sourceRef="heavy" targetRef="light"/>
    <sequenceFlow id="to_heavy" name="yes" sourceRef="heavy" targetRef="too_heavy">
      <conditionExpression>=rate = "heavy"</conditionExpression>
    </sequenceFlow>
  </process>
</definitions>
"""
TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="t" name="Rate" namespace="p">
  <decision id="rate" name="rate">
    <decisionTable id="rate_table" hitPolicy="UNIQUE">
      <input id="i"><inputExpression id="e" typeRef="number"><text>kilos</text></inputExpression>
      </input>
      <output id="o" name="rate" typeRef="string"/>
      <rule id="up_to_ten"><inputEntry id="a"><text>&lt;= 10</text></inputEntry>
        <outputEntry id="b"><text>"light"</text></outputEntry></rule>
      <rule id="above_ten"><inputEntry id="c"><text>&gt; 10</text></inputEntry>
        <outputEntry id="f"><text>"heavy"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""
FORM = """{"schemaVersion": 17, "type": "default", "id": "weigh", "components": [
  {"type": "number", "id": "kilos_field", "key": "kilos", "label": "Kilos",
   "validate": {"required": true}}]}"""
FACTS = 'title = "Probe"\nmain = "probe"\nstart = ["probe"]\nnumber_prefix = "PR"\n'


def scenario(kilos: int, end: str, more: str = "") -> str:
    return f"""titel: Een weging
proces: probe
dag: 2026-03-23
start: {{}}
stappen:
  - verwacht:
      taken: [weigh]
      groepen: {{weigh: kb-ko-oost}}
      termijnen: {{}}
      brieven: []
  - taak: weigh
    door: sara.mertens
    antwoord: {{kilos: {kilos}}}
{more}einde: {end}
"""


LIGHT, HEAVY = scenario(3, "light"), scenario(30, "too_heavy")


def folder(into: Path, plans: Mapping[str, str], **files: str) -> Path:
    """Write the models with these scenarios; `files`: another `diagram`, `table` or `form`."""
    own = into / "processes" / "probe"
    (own / "scenarios").mkdir(parents=True)
    (into / "forms" / "probe").mkdir(parents=True)
    shared = into / "processes" / "gedeeld"
    shared.mkdir()
    (shared / "procedure.toml").write_text('title = "Shared"\nshared = true\n')
    (into / "forms" / "gedeeld").mkdir()
    (own / "procedure.toml").write_text(FACTS)
    (own / "probe.bpmn").write_text(files.get("diagram", DIAGRAM))
    (own / "rate.dmn").write_text(files.get("table", TABLE))
    (into / "forms" / "probe" / "weigh.json").write_text(files.get("form", FORM))
    for name, text in plans.items():
        (own / "scenarios" / f"{name}.yaml").write_text(text)
    return into / "processes"


def models(into: Path, plans: Mapping[str, str], **files: str) -> Models:
    where = folder(into, plans, **files)
    return scenarios.models_of(where, ROOT / "processes", ROOT / "forms")
