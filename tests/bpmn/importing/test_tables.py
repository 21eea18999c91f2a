"""Decision tables and forms of other systems: what becomes FEEL, what stays and is located."""

from __future__ import annotations

import json

import pytest

from engine import dmn, forms
from engine.bpmn.importing import Imported, import_file
from engine.bpmn.vendors import Level
from engine.errors import InvalidModel

NEW = "https://www.omg.org/spec/DMN/20191111/MODEL/"
HEAD = (
    f'<definitions xmlns="{NEW}" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" '
    'name="Proef" namespace="http://camunda.org/schema/1.0/dmn">\n'
)
TABLE = """<decision id="bevoegd" name="Bevoegd">
<decisionTable id="t" hitPolicy="FIRST">
<input id="i"><inputExpression id="ie" typeRef="integer"{language}>
<text>{input}</text></inputExpression></input>
<output id="o" name="team" typeRef="string"/>
<rule id="r"><inputEntry id="c"{cell_language}><text>{cell}</text></inputEntry>
<outputEntry id="u"{out_language}><text>{output}</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def table(
    given: str = "leeftijd",
    cell: str = "&lt; 18",
    output: str = '"jong"',
    *,
    language: str = "",
    cell_language: str = "",
    out_language: str = "",
) -> Imported:
    def said(name: str) -> str:
        return f' expressionLanguage="{name}"' if name else ""

    text = HEAD + TABLE.format(
        input=given,
        cell=cell,
        output=output,
        language=said(language),
        cell_language=said(cell_language),
        out_language=said(out_language),
    )
    return import_file(text.encode(), "tabel.dmn")


def answer(made: Imported, **values: object) -> object:
    """Return what the rewritten table decides."""
    model = dmn.parse(made.data, made.name)
    value, _ = model.decide_all("bevoegd", values, now=None)
    return value


def test_types_of_camunda_are_numbers_and_the_table_decides() -> None:
    made = table()
    assert [(r.line, r.element, r.becomes) for r in made.remarks] == [(4, "ie", 'typeRef="number"')]
    assert answer(made, leeftijd=12) == "jong"


@pytest.mark.parametrize(
    ("words", "becomes"),
    [
        ({"given": "${persoon.leeftijd}"}, "persoon.leeftijd"),
        ({"given": "leeftijd == null ? 0 : leeftijd"}, "if leeftijd = null then 0 else leeftijd"),
        ({"given": "a &amp;&amp; b", "language": "juel"}, "a and b"),
        (
            {"cell": "cellInput &lt; 18 &amp;&amp; x", "cell_language": "juel"},
            "? < 18 and x",
        ),
        ({"output": "x ? 'a' : 'b'", "out_language": "groovy"}, 'if x then "a" else "b"'),
    ],
)
def test_a_simple_cell_becomes_feel(words: dict[str, str], becomes: str) -> None:
    made = table(**words)
    assert becomes in [remark.becomes for remark in made.remarks]
    assert b"expressionLanguage" not in made.data
    dmn.parse(made.data, made.name)
    assert import_file(made.data, made.name).data == made.data


def test_what_is_not_simple_stays_and_is_located() -> None:
    made = table(output="x.each { it }", out_language="groovy")
    (remark,) = [r for r in made.remarks if r.level is Level.REFUSED]
    assert (remark.line, remark.element, remark.written) == (8, "u", "x.each { it }")
    assert b"x.each { it }" in made.data
    with pytest.raises(InvalidModel):
        dmn.parse(made.data, made.name)


def test_a_method_in_a_cell_comes_with_the_feel_that_would_do_it() -> None:
    made = table(given="${lijst.size()}")
    assert [r.proposal for r in made.remarks if r.level is Level.REFUSED] == ["count(lijst)"]


def test_feel_is_left_alone() -> None:
    made = table(given='if a = 1 then "x" else "y"', cell="[1..3]", output="a + 1")
    assert [remark.becomes for remark in made.remarks] == ['typeRef="number"']


def test_a_form_gets_the_name_that_diagrams_use() -> None:
    form = {
        "components": [{"type": "textfield", "id": "f", "key": "naam", "label": "Naam"}],
        "schemaVersion": 16,
        "type": "default",
        "id": "aanvraag",
        "exporter": {"name": "modeler", "version": "5"},
    }
    made = import_file(json.dumps(form).encode(), "Formulier 1.form")
    assert made.name == "aanvraag.json"
    assert [field.key for field in forms.load(made.data).fields] == ["naam"]
    assert import_file(made.data, made.name).remarks == ()
