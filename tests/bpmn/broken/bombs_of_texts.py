"""Models that are long in words: names, expressions, references, files; and XML that goes deep."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.bpmn.broken.pieces import (
    END,
    START,
    Files,
    catch,
    flow,
    line,
    many,
    one,
    row,
    task,
    when,
)
from tests.bpmn.driving import diagram, extra, script, user

LONG = "a" * 19_000  # just within what an attribute may be
REFERENCE = "<eventDefinitionRef>{}</eventDefinitionRef>"


def conditions(count: int, text: str) -> Files:
    """Return one choice with `count` conditions; `{}` in the text is the number of each."""
    flows = many(lambda n: flow(f"c{n + 1}", "g", "e", when(text.format(n))), count)
    gateway = '<exclusiveGateway id="g" default="c0"/>'
    return one(START + END + gateway + flow("c0", "g", "e") + flow("f0", "s", "g") + flows)


def calls(count: int, *, circle: bool = False) -> Files:
    """Return files that call each other in a chain, or in a circle."""
    files: dict[str, bytes] = {}
    for n in range(count):
        following = (n + 1) % count if circle else n + 1
        call = f'<callActivity id="x" calledElement="p{following}"/>'
        last = not circle and following == count
        files |= diagram(line(script("x", "{a: 1}") if last else call), process=f"p{n}")
    return files


def lanes(levels: int, members: int) -> Files:
    inner = many(lambda n: f"<flowNodeRef>t{n % 50}</flowNodeRef>", members)
    for level in range(levels):
        below = f'<childLaneSet id="c{level}"><lane id="m{level}"/></childLaneSet>'
        inner = f'<lane id="l{level}" name="l">{inner}{below}</lane>'
    return one(f'<laneSet id="ls">{inner}</laneSet>' + row(task, 50))


def shapes(count: int) -> Files:
    """Return one task that is drawn many times, with a name of many words."""
    bounds = '<c:Bounds x="0" y="0" width="1" height="1"/>'
    shape = '<d:BPMNShape id="s{}" bpmnElement="x">' + bounds + "</d:BPMNShape>"
    spaces = (
        'xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI"'
        ' xmlns:c="http://www.omg.org/spec/DD/20100524/DC"'
    )
    plane = f'<d:BPMNPlane bpmnElement="p">{many(shape.format, count)}</d:BPMNPlane>'
    drawing = f"<d:BPMNDiagram {spaces}>{plane}</d:BPMNDiagram></definitions>"
    named = f'<userTask id="x" name="{"woord " * 300}" pr:candidateGroup="g"/>'
    text = diagram(line(named))["p.bpmn"]
    return {"p.bpmn": text.replace(b"</definitions>", drawing.encode())}


def misspelt_messages(count: int) -> Files:
    top = many(lambda n: f'<message id="msg{n}" name="m{n}"/>', count)
    wrong = '<messageEventDefinition messageRef="mes{}"/>'
    return one(row(lambda n: catch(f"t{n}", wrong.format(n)), count), top)


def misspelt_ends(count: int) -> Files:
    flows = many(lambda n: flow(f"q{n}", f"taks{n}", f"tsak{n}"), count)
    return one(many(lambda n: f'<task id="task{n}"/>', count) + flows)


def definitions_in_a_circle(count: int) -> Files:
    """Return shared event definitions that each point twice at the next: 2 to the power `count`."""

    def definition(n: int) -> str:
        inner = REFERENCE.format(f"d{n + 1}") * 2
        return f'<timerEventDefinition id="d{n}">{inner}</timerEventDefinition>'

    return one(line(catch("x", REFERENCE.format("d0"))), many(definition, count))


def a_large_definition(count: int, parts: int) -> Files:
    top = f'<timerEventDefinition id="d">{"<timeDate/>" * parts}</timerEventDefinition>'
    return one(many(lambda n: catch(f"c{n}", REFERENCE.format("d")), count), top)


def mappings(count: int) -> Files:
    pairs = many(lambda n: f'<pr:in source="={n}" target="a{n}"/>', count)
    return one(line(user("x", inner=extra(f"<pr:mapping>{pairs}</pr:mapping>"))))


def attributes(count: int) -> Files:
    unread = many(lambda n: f'pr:frm{n}="" ', 199)
    return one(many(lambda n: f'<task {unread} id="t{n}"/>', count))


def four_eyes(count: int, words: int) -> Files:
    others = many(lambda n: f"weg{n} ", words)
    return one(row(lambda n: user(f"t{n}", f'pr:fourEyes="{others}"'), count))


def long_scripts(count: int, names: int) -> Files:
    def text(number: int) -> str:
        return "{" + many(lambda n: f"a{n}: {number},", names) + "b: 1}"

    return one(row(lambda n: script(f"t{n}", text(n)), count))


def named(count: int, name: str) -> Files:
    return one(many(lambda n: f'<task id="t{n}" name="{name}"/>', count))


BOMBS: Mapping[str, Callable[[], Files]] = {
    "more than the most elements": lambda: {"p.bpmn": b"<a>" + b"<b/>" * 60_000 + b"</a>"},
    "a file too large": lambda: {"p.bpmn": b" " * (2 << 20) + b"<a/>"},
    "a deep tree of nothing": lambda: {"p.bpmn": b"<x>" * 100_000 + b"</x>" * 100_000},
    "lines without end": lambda: {"p.bpmn": b"<a>" + b"\n" * 1_900_000 + b"</a>"},
    "a hundred files": lambda: {f"{n}.bpmn": one(line(user("x")))["p.bpmn"] for n in range(100)},
    "a chain of calls": lambda: calls(300),
    "a long chain of calls": lambda: calls(1_000),
    "processes that call each other in a circle": lambda: calls(20, circle=True),
    "a process that calls itself": lambda: calls(1, circle=True),
    "lanes in lanes": lambda: lanes(30, 20_000),
    "annotations": lambda: one(
        line(user("x")) + "<textAnnotation><text>x</text></textAnnotation>" * 24_000
    ),
    "shapes with long names": lambda: shapes(10_000),
    "definitions in a circle": lambda: definitions_in_a_circle(40),
    "a large definition, often": lambda: a_large_definition(4_000, 20_000),
    "mappings without end": lambda: mappings(30_000),
    "attributes that nobody reads": lambda: attributes(400),
    "misspelt four eyes": lambda: four_eyes(400, 400),
    "misspelt messages": lambda: misspelt_messages(2_400),
    "misspelt ends": lambda: misspelt_ends(4_900),
    "conditions that hold": lambda: conditions(80, "{0} + " * 590 + "1 &gt; 0"),
    "conditions that are too long": lambda: conditions(7, "1 + " * 10_000 + "1 &gt; 0"),
    "conditions as long as a file": lambda: conditions(40, "1 + " * 10_000 + "1 &gt; 0"),
    "names with signs": lambda: conditions(3, "a-b+c*" * 16_000 + "d"),
    "calls of calls": lambda: conditions(3, "f" + "(1)" * 30_000),
    "long lists": lambda: conditions(3, "[" + "1, " * 33_000 + "1] = null"),
    "conditions that are broken": lambda: conditions(4_900, "= ("),
    "conditions without end": lambda: conditions(10, "for x in 1..1000000000 return x"),
    "conditions in JUEL": lambda: conditions(4_900, "${{a == {0}}}"),
    "long JUEL": lambda: conditions(900, "${{" + "!" * 1_900 + "a}}"),
    "brackets of JUEL": lambda: conditions(900, "${{" + "(" * 1_900 + "}}"),
    "choices of JUEL": lambda: conditions(900, "${{" + "a ? " * 400 + "}}"),
    "long scripts": lambda: long_scripts(35, 900),
    "a long identity": lambda: one(line(user(LONG), LONG, LONG)),
    "long identities": lambda: one(many(lambda n: user(f"{LONG}{n}"), 90)),
    "long names": lambda: named(100, LONG),
    "names of many words": lambda: named(100, "a " * 9_000),
    "digits without end": lambda: one(line(user("x", f'startQuantity="{"9" * 19_000}"'))),
}
