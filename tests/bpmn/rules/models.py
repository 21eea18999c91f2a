"""For every rule a model that breaks it and one that keeps it, written as small inline XML."""

from typing import NamedTuple

from engine.bpmn.rules import KnownNames, Work

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:pr="https://procesregie.be/schema/bpmn/1"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:flowable="http://flowable.org/bpmn"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' id="defs" targetNamespace="t">\n'
)
MESSAGES = (
    '<message id="m" name="aanvulling"/>\n<message id="m2" name="klacht"/>\n'
    '<error id="fout" name="fout" errorCode="FOUT"/>\n<error id="leeg" name="leeg"/>\n'
)
KNOWN = KnownNames(
    decision_types=frozenset({"licence.refusal"}),
    registers={"locatie": frozenset({"plaatsen"})},
    register_jobs=frozenset({"read_record"}),
    forms=frozenset({"t", "beoordeling"}),
    groups=frozenset({"kb-ko", "jurist"}),
    terms=frozenset({"vergunning.beslissing", "vergunning.aanvulling"}),
    citizen_terms=frozenset({"vergunning.aanvulling"}),
    letters=frozenset({"ontvangst"}),
    jobs=frozenset({"registreer", "trek_in", "vraag", "zoek"}),
    works={
        "vraag": Work(frozenset({"system", "operation"}), ("weg", "nee"), outside=True),
        "zoek": Work(frozenset({"naam"}), ("onbekend",)),
    },
    systems={"edison": frozenset({"lees"})},
    system_jobs=frozenset({"vraag"}),
    needed={"trek_in": ("decision", "reason")},
    decisions=frozenset({"bevoegdheid"}),
    processes=frozenset({"kennisgeving"}),
)

S = '<startEvent id="s" name="Begin"/>\n'
E = '<endEvent id="e" name="Klaar"/>\n'
GROUP = 'pr:candidateGroup="kb-ko"'


class Case(NamedTuple):
    """A rule, a file that breaks it, and a file that does not."""

    rule: str
    bad: str
    good: str


def flow(source: str, target: str, inner: str = "", more: str = "") -> str:
    name = f"{source}_{target}"
    return (
        f'<sequenceFlow id="{name}" name="{name}" sourceRef="{source}" targetRef="{target}" {more}>'
        f"{inner}</sequenceFlow>\n"
    )


def when(text: str, more: str = "") -> str:
    return f"<conditionExpression {more}>{text}</conditionExpression>"


def task(of: str = "t", more: str = GROUP, inner: str = "", what: str = "userTask") -> str:
    return f'<{what} id="{of}" name="Taak {of}" {more}>{inner}</{what}>\n'


def extra(inner: str) -> str:
    return f"<extensionElements>{inner}</extensionElements>"


def process(body: str, more: str = 'isExecutable="true" name="Proces"', of: str = "p") -> str:
    return f'<process id="{of}" {more}>\n{body}</process>\n'


def file(body: str, root: str = MESSAGES) -> str:
    return f"{HEAD}{root}{body}</definitions>"


def line(middle: str, more: str = "", of: str = "t") -> str:
    """Return a file: start, `middle` (with the node `of`), end."""
    return file(process(S + middle + E + flow("s", of) + flow(of, "e") + more))


def drawing(*shapes: str) -> str:
    inner = "".join(shapes)
    plane = f'<bpmndi:BPMNPlane id="plane" bpmnElement="p">{inner}</bpmndi:BPMNPlane>'
    return f'<bpmndi:BPMNDiagram id="dia">{plane}</bpmndi:BPMNDiagram>\n'


def shape(of: str, width: int = 150) -> str:
    bounds = f'<dc:Bounds x="0" y="0" width="{width}" height="80"/>'
    return f'<bpmndi:BPMNShape id="{of}_di" bpmnElement="{of}">{bounds}</bpmndi:BPMNShape>\n'


def catch(inner: str, more: str = "", of: str = "c") -> str:
    what = "intermediateCatchEvent"
    return f'<{what} id="{of}" name="Wacht {of}" {more}>{inner}</{what}>\n'


def boundary(inner: str, more: str = 'attachedToRef="t"', of: str = "b") -> str:
    return f'<boundaryEvent id="{of}" name="Rand {of}" {more}>{inner}</boundaryEvent>\n'


def timer(inner: str) -> str:
    return f"<timerEventDefinition>{inner}</timerEventDefinition>"


def choice(first: str, second: str, more: str = "", what: str = "exclusiveGateway") -> str:
    """Return a file with a gateway that leads to two tasks over these flows."""
    gateway = f'<{what} id="g" name="Volledig?" {more}/>\n'
    nodes = S + gateway + task("t") + task("u") + E
    ends = flow("s", "g") + first + second + flow("t", "e") + flow("u", "e")
    return file(process(nodes + ends))


def event_choice(nodes: str, flows: str) -> str:
    gateway = '<eventBasedGateway id="g" name="Wat eerst?"/>\n'
    return file(process(S + gateway + nodes + E + flow("s", "g") + flows))


MESSAGE = '<messageEventDefinition messageRef="m"/>'
OTHER = '<messageEventDefinition messageRef="m2"/>'
TERM = 'pr:term="vergunning.beslissing"'
PLAIN = line(task())
CATCH_M = catch(MESSAGE, of="c") + catch(OTHER, of="d")
EVENTS_OK = event_choice(CATCH_M, flow("g", "c") + flow("g", "d") + flow("c", "e") + flow("d", "e"))
BOUNDED = line(
    task() + boundary("<timerEventDefinition/>", f'attachedToRef="t" {TERM}'), flow("b", "e")
)
YES = flow("g", "t", when("ja = true"))
CHOICE_OK = choice(YES, flow("g", "u"), 'default="g_u"')
SUB = '<subProcess id="t" name="Deel" {more}>\n{inner}</subProcess>\n'
INSIDE = (
    '<startEvent id="is" name="In"/>\n<endEvent id="ie" name="Uit"/>\n'
    + task("x", GROUP)
    + flow("is", "x")
    + flow("x", "ie")
)


def sub(inner: str = INSIDE, more: str = "") -> str:
    return SUB.format(inner=inner, more=more)


def on_boundary(inner: str, more: str = 'attachedToRef="t"') -> str:
    return line(task() + boundary(inner, more), flow("b", "e"))


def clock(attributes: str) -> str:
    return line(task(inner=extra(f"<pr:clock {attributes}/>")))


def mapping(inner: str) -> str:
    more = 'name="Roep" calledElement="kennisgeving"'
    called = f'<callActivity id="t" {more}>{inner}</callActivity>\n'
    return line(called)


def pairs(inner: str) -> str:
    return mapping(extra(f"<pr:mapping>{inner}</pr:mapping>"))


def field(inner: str) -> str:
    body = extra(inner) + S + task() + E + flow("s", "t") + flow("t", "e")
    return file(process(body))


SERVICE = task(what="serviceTask", more='pr:job="registreer"')
RULES_TASK = task(what="businessRuleTask", more='pr:decision="bevoegdheid" pr:resultVariable="wie"')
SCRIPT = task(what="scriptTask", more='scriptFormat="feel"', inner="<script>{ a: 1 }</script>")
