"""Rules of expressions, names, tasks, attributes, data, constructs, style and the schema."""

import pytest

from engine import xml
from engine.bpmn import rules
from tests.bpmn.rules.models import (
    CHOICE_OK,
    GROUP,
    HEAD,
    KNOWN,
    MESSAGE,
    OTHER,
    PLAIN,
    RULES_TASK,
    SCRIPT,
    SERVICE,
    TERM,
    Case,
    E,
    S,
    boundary,
    catch,
    choice,
    clock,
    drawing,
    extra,
    field,
    file,
    flow,
    line,
    on_boundary,
    pairs,
    process,
    shape,
    task,
    when,
)

CHAIN = S + task() + E + flow("s", "t") + flow("t", "e")
CLOCK_OK = clock('term="vergunning.beslissing" action="start"')
PAIR = '<pr:in source="=a" target="b"/>'
TWO_TASKS = S + task("t") + task("u", "{}") + E + flow("s", "t") + flow("t", "u") + flow("u", "e")
CALL = '<callActivity id="t" name="Roep" {}/>'
DATA = '<dataObjectReference id="dr" name="Stuk" dataObjectRef="{}"/><dataObject id="do"/>'
START = '<startEvent id="s" name="x">{}</startEvent>'
SIGNAL = "<signalEventDefinition/>"
STORE = '<dataStore id="store" name="Archief"/>\n'
STORED = (
    '<dataStoreReference id="ds" name="Archief" dataStoreRef="store"/><dataObject id="do"/>'
    + S
    + task(inner="<dataOutputAssociation><targetRef>{}</targetRef></dataOutputAssociation>")
    + E
)
CHAIN_ENDS = flow("s", "t") + flow("t", "e")


def script(text: str, more: str = 'scriptFormat="feel"') -> str:
    return line(task(what="scriptTask", more=more, inner=f"<script>{text}</script>"))


def event(trigger: str) -> str:
    return on_boundary(f"<{trigger}EventDefinition/>")


LOCATION = 'pr:register="locatie"'


def reads(register: str, mapping: str = "") -> str:
    """Return a service task that reads a record."""
    inside = f"<extensionElements><pr:mapping>{mapping}</pr:mapping></extensionElements>"
    return f'<serviceTask id="t" name="Lees" pr:job="read_record" {register}>{inside}</serviceTask>'


def hand(attributes: str) -> str:
    """Return a user task that is a hand in a decision."""
    return line(task(more=f"{attributes} {GROUP}"))


def withdraws(*targets: str) -> str:
    """Return a task that withdraws a decision and is told these values."""
    told = "".join(f'<pr:in source="=a" target="{each}"/>' for each in targets)
    more = 'pr:job="trek_in"'
    return line(
        task(what="serviceTask", more=more, inner=extra(f"<pr:mapping>{told}</pr:mapping>"))
    )


PROPOSES = hand('pr:hand="proposer"')
REVIEWS = hand('pr:hand="reviewer" pr:excludes="heardBy" pr:excludesOver="dossier"')
DECIDES = hand('pr:hand="decider" pr:decisionType="licence.refusal" pr:amount="=amount"')
READS = reads(LOCATION)
CASES = [
    # expressions
    Case(
        "bpmn.feel.syntax",
        choice(flow("g", "t", when("ja = = true")), flow("g", "u"), 'default="g_u"'),
        CHOICE_OK,
    ),
    Case(
        "bpmn.feel.foreign",
        choice(flow("g", "t", when("${bean.ja()}")), flow("g", "u"), 'default="g_u"'),
        CHOICE_OK,
    ),
    Case(
        "bpmn.feel.language",
        choice(flow("g", "t", when("ja", 'language="groovy"')), flow("g", "u"), 'default="g_u"'),
        choice(flow("g", "t", when("ja", 'language="feel"')), flow("g", "u"), 'default="g_u"'),
    ),
    # names
    Case("bpmn.name.form", line(task(more=f'pr:form="beoordelin" {GROUP}')), PLAIN),
    Case("bpmn.name.group", line(task(more='pr:candidateGroup="kbko"')), PLAIN),
    Case(
        "bpmn.name.term",
        line(task(more=f'pr:term="vergunning" {GROUP}')),
        line(task(more=f"{TERM} {GROUP}")),
    ),
    Case(
        "bpmn.name.letter",
        line(task(what="serviceTask", more='pr:letter="ontvangs"')),
        line(task(what="serviceTask", more='pr:letter="ontvangst"')),
    ),
    Case("bpmn.name.job", line(task(what="serviceTask", more='pr:job="weg"')), line(SERVICE)),
    Case("bpmn.name.register", line(reads('pr:register="lokatie"')), line(READS)),
    Case("bpmn.name.no_register", line(reads("")), line(READS)),
    Case(
        "bpmn.name.register_field",
        line(reads(LOCATION, '<pr:in source="3" target="values.plaats"/>')),
        line(reads(LOCATION, '<pr:out source="record.values.plaatsen" target="n"/>')),
    ),
    Case(
        "bpmn.name.decision",
        line(RULES_TASK.replace("bevoegdheid", "weg")),
        line(RULES_TASK),
    ),
    Case(
        "bpmn.name.process",
        line(CALL.format('calledElement="weg"')),
        line(CALL.format('calledElement="kennisgeving"')),
    ),
    # tasks
    Case("bpmn.task.no_group", line(task(more="")), line(task(more='pr:assignee="=eigenaar"'))),
    Case("bpmn.task.no_job", line(task(what="serviceTask", more="")), line(SERVICE)),
    Case("bpmn.task.no_decision", line(task(what="businessRuleTask", more="")), line(RULES_TASK)),
    Case(
        "bpmn.task.no_result",
        line(task(what="businessRuleTask", more='pr:decision="bevoegdheid"')),
        line(RULES_TASK),
    ),
    Case(
        "bpmn.task.no_process",
        line(CALL.format("")),
        line(CALL.format('calledElement="kennisgeving"')),
    ),
    Case("bpmn.task.no_script", script(" "), line(SCRIPT)),
    Case(
        "bpmn.task.script_format",
        script("x = 1", 'scriptFormat="javascript"'),
        line(SCRIPT),
    ),
    Case("bpmn.task.script_result", script("a + 1"), line(SCRIPT)),
    Case(
        "bpmn.task.two_deadlines",
        line(task(more=f'{TERM} pr:dueDate="=morgen" {GROUP}')),
        line(task(more=f"{TERM} {GROUP}")),
    ),
    Case(
        "bpmn.task.four_eyes",
        file(process(TWO_TASKS.replace("{}", f'pr:fourEyes="weg" {GROUP}'))),
        file(process(TWO_TASKS.replace("{}", f'pr:fourEyes="t" {GROUP}'))),
    ),
    # hands in a decision
    Case("bpmn.hand.unknown", hand('pr:hand="boss"'), PROPOSES),
    Case("bpmn.hand.unknown", hand('pr:hand="reviewer" pr:excludes="boss"'), REVIEWS),
    Case("bpmn.hand.over", hand('pr:hand="reviewer" pr:excludesOver="all"'), REVIEWS),
    Case("bpmn.hand.loose", hand('pr:amount="1"'), DECIDES),
    Case("bpmn.hand.no_type", hand('pr:hand="decider"'), DECIDES),
    Case("bpmn.hand.type", hand('pr:hand="decider" pr:decisionType="licence.refuse"'), DECIDES),
    Case("bpmn.task.job_untold", withdraws("decision"), withdraws("decision", "reason")),
    Case("bpmn.task.job_untold", withdraws("reason.text"), withdraws("decision", "reason.text")),
    Case("bpmn.task.plain", line(task(what="task")), PLAIN),
    # attributes
    Case("bpmn.attribute.unknown", line(task(more=f'pr:formulier="t" {GROUP}')), PLAIN),
    Case(
        "bpmn.attribute.misplaced",
        line(SERVICE.replace("pr:job", 'pr:form="t" pr:job')),
        line(SERVICE),
    ),
    Case("bpmn.attribute.other_engine", line(task(more=f'flowable:formKey="t" {GROUP}')), PLAIN),
    Case(
        "bpmn.attribute.ignored",
        line(task(inner=extra("<camunda:taskListener/>"))),
        PLAIN,
    ),
    # clocks, mappings, fields, data
    Case("bpmn.clock.no_term", clock('action="start"'), CLOCK_OK),
    Case("bpmn.clock.action", clock('term="vergunning.beslissing" action="begin"'), CLOCK_OK),
    Case(
        "bpmn.clock.moment",
        clock('term="vergunning.beslissing" action="start" on="later"'),
        CLOCK_OK,
    ),
    Case(
        "bpmn.clock.extension",
        clock('term="vergunning.beslissing" action="extend" reason="=motivering"'),
        clock(
            'term="vergunning.beslissing" action="extend" to="vergunning.beslissing" '
            'reason="=motivering"'
        ),
    ),
    Case("bpmn.mapping.incomplete", pairs('<pr:in source="=a"/>'), pairs(PAIR)),
    Case("bpmn.mapping.target", pairs('<pr:in source="=a" target="1 b"/>'), pairs(PAIR)),
    Case("bpmn.mapping.twice", pairs(PAIR + PAIR), pairs(PAIR)),
    Case(
        "bpmn.field.incomplete",
        field('<pr:field name="team"/>'),
        field('<pr:field name="team" source="=team"/>'),
    ),
    Case(
        "bpmn.field.twice",
        field('<pr:field name="team" source="=a"/><pr:field name="team" source="=b"/>'),
        field('<pr:field name="team" source="=a"/><pr:field name="plaats" source="=b"/>'),
    ),
    Case(
        "bpmn.data.object",
        file(process(CHAIN + DATA.format("weg"))),
        file(process(CHAIN + DATA.format("do"))),
    ),
    # notes
    Case(
        "bpmn.note.data_store",
        file(process(STORED.format("ds") + CHAIN_ENDS), STORE),
        file(process(STORED.format("do") + CHAIN_ENDS), STORE),
    ),
    Case(
        "bpmn.note.operation",
        line(SERVICE.replace("pr:job", 'operationRef="op" pr:job'), of="t"),
        line(SERVICE),
    ),
    Case(
        "bpmn.note.language",
        PLAIN.replace('targetNamespace="t"', 'targetNamespace="t" expressionLanguage="java"'),
        PLAIN.replace(
            'targetNamespace="t"',
            'targetNamespace="t" expressionLanguage="http://www.w3.org/1999/XPath"',
        ),
    ),
    # what is not executed
    Case(
        "bpmn.unsupported.parallel_start",
        PLAIN.replace(
            S, f'<startEvent id="s" name="x" parallelMultiple="true">{MESSAGE}{SIGNAL}</startEvent>'
        ),
        PLAIN.replace(
            S, f'<startEvent id="s" name="x" parallelMultiple="true">{MESSAGE}{OTHER}</startEvent>'
        ),
    ),
    Case(
        "bpmn.unsupported.conditional_start",
        PLAIN.replace(S, START.format("<conditionalEventDefinition/>")),
        PLAIN.replace(S, START.format(MESSAGE)),
    ),
    # style
    Case("bpmn.style.no_name", PLAIN.replace('name="Taak t"', ""), PLAIN),
    Case(
        "bpmn.style.flow_no_name",
        CHOICE_OK.replace('name="g_u"', ""),
        CHOICE_OK,
    ),
    Case(
        "bpmn.style.same_name",
        CHOICE_OK.replace("Taak u", "Taak t"),
        CHOICE_OK,
    ),
    Case(
        "bpmn.style.narrow",
        file(process(CHAIN.replace("Taak t", "Vergunningsaanvraag")) + drawing(shape("t", 100))),
        file(process(CHAIN.replace("Taak t", "Vergunningsaanvraag")) + drawing(shape("t", 160))),
    ),
    Case("bpmn.style.no_drawing", PLAIN, file(process(CHAIN) + drawing(shape("t")))),
    # schema
    Case("bpmn.schema.model", line(task(more=f'form="t" {GROUP}')), PLAIN),
    Case(
        "bpmn.schema.order",
        line(task(inner="<outgoing>t_e</outgoing>\n<incoming>s_t</incoming>")),
        line(task(inner="<incoming>s_t</incoming>\n<outgoing>t_e</outgoing>")),
    ),
    Case(
        "bpmn.schema.drawing",
        file(process(CHAIN) + drawing(shape("t").replace('width="150"', 'width="breed"'))),
        file(process(CHAIN) + drawing(shape("t"))),
    ),
]


def found(text: str) -> set[str]:
    root = xml.parse(text.encode(), "proef.bpmn")
    return {finding.rule for finding in rules.check(root, "proef.bpmn", KNOWN)}


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_a_broken_model_is_found_and_a_whole_one_is_not(case: Case) -> None:
    assert HEAD.partition(" id=")[0] in case.bad
    assert case.rule in found(case.bad)
    assert case.rule not in found(case.good)


def test_a_boundary_on_a_called_process_is_no_concern_of_the_rules() -> None:
    called = CALL.format('calledElement="kennisgeving"')
    text = line(called + boundary('<errorEventDefinition errorRef="fout"/>'), flow("b", "e"))
    assert not [rule for rule in found(text) if not rule.startswith("bpmn.style")]


def test_a_message_catch_is_no_concern_of_the_rules() -> None:
    text = line(catch(MESSAGE, of="t"))
    assert not [rule for rule in found(text) if not rule.startswith("bpmn.style")]


READ_BY_NOBODY = {
    "a mapping without the element around it": extra('<pr:in source="1" target="x"/>'),
    "a second mapping": extra(
        '<pr:mapping><pr:in source="1" target="x"/></pr:mapping>'
        '<pr:mapping><pr:in source="2" target="y"/></pr:mapping>'
    ),
    "a mapping in extension elements of their own": extra("<pr:mapping/>") * 2,
    "a mapping inside a mapping": extra(
        '<pr:mapping><pr:in source="1" target="x">'
        '<pr:out source="2" target="y"/></pr:in></pr:mapping>'
    ),
    "a mapping in the element of another tool": extra('<w:x xmlns:w="urn:w"><pr:mapping/></w:x>'),
    "outside the extension elements": '<pr:mapping><pr:in source="1" target="x"/></pr:mapping>',
}


@pytest.mark.parametrize("inner", READ_BY_NOBODY.values(), ids=READ_BY_NOBODY)
def test_one_of_our_elements_that_nobody_reads_is_refused(inner: str) -> None:
    root = xml.parse(line(task(inner=inner)).encode(), "p.bpmn")
    misplaced = [f for f in rules.check(root, "p.bpmn") if f.rule == "bpmn.attribute.misplaced"]
    assert [f.element for f in misplaced] == ["t"]
