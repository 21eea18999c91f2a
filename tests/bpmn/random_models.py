"""Random diagrams: blocks in blocks, or nodes joined at will. Drawn by hypothesis, so they shrink.

A block is drawn as XML at once and gives its first and last node. Every condition and script reads
and writes the same few variables, so that concurrent branches race.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from typing_extensions import override

from engine.feel import Value
from tests.bpmn.constructs.model import (
    TERMINATE,
    TOP,
    cardinality,
    conditional,
    error,
    escalation,
    many,
    message,
    signal,
    timer,
)
from tests.bpmn.driving import diagram
from tests.bpmn.random_drawing import Dice, Pen, Sheet

Ends = tuple[str, str]  # the first and the last node of a block

BASIC = ("seq", "xor", "and", "or", "split", "loop", "round", "sub", "guarded", "many", "wait")
PLAINER = ("seq", "xor", "and", "sub", "guarded", "many", "listening")
RINGS = {
    "blocks": (*BASIC, "guarded", "listening"),
    "events": (*PLAINER, "wait", "call", "throwing", "alarmed"),
    "undoing": (*PLAINER, "undone", "undone", "undo", "transaction"),
    "stock": ("seq", "xor", "and", "or", "sub", "loop", "round"),  # see `stock.py`
    "rare": (*PLAINER, "loop", "multiple", "ad_hoc", "complex", "quantities"),
}

NORMAL = {"blocks": 200, "events": 100, "undoing": 100, "rare": 100, "graphs": 200}  # how many

START: dict[str, Value] = {"x": Decimal(0), "y": Decimal(1)}
CONDITIONS = ("x = 0", "x = 1", "y &gt; 1", "x &gt; y", "x + y = 2", "x = y")
SCRIPTS = (
    *("{x: 1}", "{x: x + 1}", "{y: 2}", "{y: x}", "{x: 0}", "{x: x * 2 + y}", "{new: x}"),
    *("{new: new}", "{other: y}"),
)
VALUES = ((), (("x", 1),), (("y", 2),), (("x", 0), ("y", 0)), (("new", 7),), (("x", 2),))
COUNTS = "numberOfCompletedInstances &gt;= {}"
WORK = ("user", "script", "service")
PLAIN = ("message", "timer")
LOUD = ("message", "timer", "cycle", "error", "any error", "signal", "escalation", "condition")
TRIGGERS = {
    "message": message(),
    "other message": message("m2"),
    "timer": timer(),
    "cycle": timer("R2/P1D", "timeCycle"),
    "error": error(),
    "any error": error(""),
    "signal": signal(),
    "escalation": escalation(),
    "undo": "<compensateEventDefinition/>",
    "cancel": "<cancelEventDefinition/>",
    "terminate": TERMINATE,
}
SECOND = {"message": "other message", "timer": "signal"}
ERRORS = ("error", "any error")
ALWAYS = ("cycle",)  # never interrupting
NEVER = ("error", "any error", "cancel", "undo")  # always interrupting


class Model:
    """A random diagram, and what is done with it: which work, with which values, which order.

    `order` 0 is the engine's own order of concurrent tokens, else a seed for another.
    """

    def __init__(
        self, files: dict[str, bytes], choices: Sequence[tuple[int, int]], order: int
    ) -> None:
        self.files = files
        self.choices = tuple(choices)
        self.order = order

    @override
    def __repr__(self) -> str:
        """Return the diagram itself, a line an element, and what is done with it."""
        drawn = "".join(content.decode() for content in self.files.values())
        lines = drawn.replace(TOP, "").replace("><", ">\n<")
        return f"{lines}\n{self.choices} order {self.order}"


class Artist(Dice):
    """Draws a random block out of `kinds`; `left` is how many parts it may still have."""

    def __init__(self, thrown: bytes, ring: str) -> None:
        super().__init__(thrown)
        self.ring = ring
        self.kinds = RINGS.get(ring, ())
        self.left = self.number(4, 20)
        self.sheet = Sheet()
        self.deep = 0
        self.beside = self.rounds = 0  # how many forks and loops are around

    @property
    def scripts(self) -> Sequence[str]:
        return ("{unread: 1}",) if self.ring == "stock" and self.beside else SCRIPTS

    def condition(self) -> str:
        return self.pick(CONDITIONS)

    # --- blocks ----------------------------------------------------------------------------

    def block(self, pen: Pen) -> Ends:
        self.left -= 1
        if self.left <= 0 or self.deep > 3:
            return self.leaf(pen)
        joins = ("and", "or") if self.ring == "stock" and self.rounds else ()
        kind = self.pick(("leaf", *(kind for kind in self.kinds if kind not in joins)))
        self.deep += 1
        made: Ends = getattr(self, f"_{kind}", self.leaf)(pen)
        self.deep -= 1
        return made

    def leaf(self, pen: Pen, kinds: Sequence[str] = ()) -> Ends:
        kinds = kinds or ("user", "script", "service", "message", "timer", "receive")
        plain = self.ring == "stock"
        kind = self.pick([k for k in kinds if not plain or k in ("user", "script")])
        name = {
            "user": lambda: pen.node("userTask", "user", more='pr:candidateGroup="g"'),
            "script": lambda: self._script(pen, self.pick(self.scripts)),
            "service": lambda: pen.node("serviceTask", "work", more='pr:job="work"'),
            "message": lambda: pen.node("intermediateCatchEvent", "message", message()),
            "timer": lambda: pen.node("intermediateCatchEvent", "timer", timer()),
            "receive": lambda: pen.node("receiveTask", "receive", more='messageRef="m2"'),
        }[kind]()
        return name, name

    def _script(self, pen: Pen, text: str) -> str:
        return pen.node("scriptTask", "script", f"<script>{text}</script>", 'scriptFormat="feel"')

    def _seq(self, pen: Pen) -> Ends:
        ends = [self.block(pen) for _ in range(self.number(2, 3))]
        for (_, before), (after, _) in itertools.pairwise(ends):
            pen.flow(before, after)
        return ends[0][0], ends[-1][1]

    def _xor(self, pen: Pen) -> Ends:
        return self._fork(pen, "exclusiveGateway", "exclusiveGateway")

    def _and(self, pen: Pen) -> Ends:
        return self._fork(pen, "parallelGateway", "parallelGateway")

    def _or(self, pen: Pen) -> Ends:
        return self._fork(pen, "inclusiveGateway", "inclusiveGateway")

    def _split(self, pen: Pen) -> Ends:
        """Draw several flows out of a task, joined by an inclusive gateway."""
        return self._fork(pen, "", "inclusiveGateway")

    def _fork(self, pen: Pen, split: str, join: str, inner: str = "", more: str = "") -> Ends:
        first = pen.node(split, "gate") if split else self.leaf(pen, WORK)[0]
        last = pen.node(join, "gate", inner, more)
        flows = []
        together = split != "exclusiveGateway"
        for number in range(self.number(2, 3)):
            self.beside += together
            racing = not split and not number and self.yes()
            start, end = self.leaf(pen, ("script",)) if racing else self.block(pen)
            self.beside -= together
            chosen = split != "parallelGateway" and (number or split) and self.yes()
            flows.append((pen.flow(first, start, self.condition() if chosen else ""), chosen))
            pen.flow(end, last if not number or self.number(0, 5) else self.end(pen))
        bare = [flow for flow, chosen in flows if not chosen]
        if split in ("exclusiveGateway", "inclusiveGateway"):
            self._decide(pen, first, bare)
        elif not split and bare and len(bare) < len(flows) and self.yes():
            pen.change(first, f'default="{bare[-1]}"')
        return first, last

    def _decide(self, pen: Pen, gateway: str, bare: list[str]) -> None:
        """Give every flow a condition or make it the default."""
        default, *others = bare or [pen.flow(gateway, self.end(pen))]
        pen.change(gateway, f'default="{default}"')
        for flow in others:
            inner = f"<conditionExpression>{self.condition()}</conditionExpression>"
            place = next(n for n, part in enumerate(pen.parts) if f'id="{flow}"' in part)
            pen.parts[place] = pen.parts[place].replace("></seq", f">{inner}</seq")

    def _loop(self, pen: Pen) -> Ends:
        """Draw a loop: round and round until its counter is there, or a condition holds."""
        self.sheet.number += 1
        count = f"count{self.sheet.number}"
        first = self._script(pen, f"{{{count}: 0}}")
        merge = pen.node("exclusiveGateway", "gate")
        self.rounds += 1
        inner, last = self.block(pen)
        self.rounds -= 1
        again = self._script(pen, f"{{{count}: {count} + 1}}")
        test = pen.node("exclusiveGateway", "gate")
        for source, target in ((first, merge), (merge, inner), (last, again), (again, test)):
            pen.flow(source, target)
        pen.flow(test, merge, f"{count} &lt; {self.number(1, 3)}")
        out, end = self.leaf(pen)
        pen.change(test, f'default="{pen.flow(test, out)}"')
        return first, end

    def _wait(self, pen: Pen) -> Ends:
        gateway, merge = pen.node("eventBasedGateway", "gate"), pen.node("exclusiveGateway", "gate")
        kinds = (*PLAIN, "signal", "condition") if self.ring == "events" else PLAIN
        for kind in self.some(kinds, 2):
            what = TRIGGERS.get(kind) or self.trigger(kind)  # several triggers are refused here
            event = pen.node("intermediateCatchEvent", "catch", what)
            first, last = self.block(pen)
            pen.flow(gateway, event)
            pen.flow(event, first)
            pen.flow(last, merge)
        return gateway, merge

    # --- activities ------------------------------------------------------------------------

    def _sub(self, pen: Pen, kind: str = "subProcess", extra: str = "", more: str = "") -> Ends:
        name = pen.node(kind, "sub", self.body(bare=self.yes()) + extra, more)
        return name, name

    def _call(self, pen: Pen) -> Ends:
        self.sheet.number += 1
        name = f"called{self.sheet.number}"
        self.sheet.called[name] = self.body()
        made = pen.node("callActivity", "call", more=f'calledElement="{name}"')
        return self._guard(pen, made) if self.yes() else (made, made)

    def _guarded(self, pen: Pen) -> Ends:
        """Draw an activity with one or two events at its border."""
        simple = self.pick((True, False))
        inner = self.pick((self._sub, self._many))
        activity, _ = self.leaf(pen, ("service", "user")) if simple else inner(pen)
        return self._guard(pen, activity)

    def _guard(self, pen: Pen, activity: str, kinds: Sequence[str] = ()) -> Ends:
        merge = pen.node("exclusiveGateway", "gate")
        pen.flow(activity, merge)
        options = kinds or (LOUD if self.ring == "events" else (*PLAIN, "cycle", *ERRORS))
        chosen = self.some(options, self.number(1, 2))
        for kind in ERRORS if "work" in activity and self.yes() else chosen:
            cancels = kind in NEVER or (kind not in ALWAYS and self.yes())
            more = f'attachedToRef="{activity}" cancelActivity="{str(cancels).lower()}"'
            event = pen.node("boundaryEvent", "border", self.trigger(kind), more)
            first, last = self.leaf(pen) if self.yes() else self.block(pen)
            pen.flow(event, first)
            pen.flow(last, merge if cancels or not self.number(0, 3) else self.end(pen))
        return activity, merge

    def trigger(self, kind: str) -> str:
        """Return the definition of an event, in the ring of rare things with a second one."""
        second = SECOND.get(kind) if self.ring == "rare" and self.yes() else None
        if kind == "condition":
            return conditional(self.condition())
        return TRIGGERS[kind] + (TRIGGERS[second] if second else "")

    def _many(self, pen: Pen) -> Ends:
        loop = self._repeated()
        if self.yes():
            activity, _ = self.leaf(pen, ("user", "script", "service", "receive"))
            place = next(n for n, part in enumerate(pen.parts) if f'id="{activity}"' in part)
            closing = pen.parts[place].rindex("</")
            pen.parts[place] = pen.parts[place][:closing] + loop + pen.parts[place][closing:]
            return activity, activity
        return self._sub(pen, extra=loop)

    def _repeated(self) -> str:
        more = 'isSequential="true"' if self.yes() else ""
        until = self.pick(("", COUNTS.format(1), COUNTS.format(2), "x = 1"))
        inner = f"<completionCondition>{until}</completionCondition>" if until else ""
        if self.yes():
            return many(cardinality(str(self.number(0, 3))) + inner, more)
        items = self.pick(("[5]", "[5, 6]", "[5, 6, 7]"))
        result = self.pick(("item", "item + loopCounter", "new"))
        over = f'pr:collection="={items}" pr:element="item" pr:outputCollection="out"'
        return many(inner, f'{over} pr:outputElement="{result}" {more}')

    def _round(self, pen: Pen) -> Ends:
        """Draw an activity that is repeated as a standard loop."""
        more = f'loopMaximum="{self.number(1, 3)}"'
        more += ' testBefore="true"' if self.yes() else ""
        until = f"<loopCondition>{self.condition()}</loopCondition>" if self.yes() else ""
        name = "standardLoopCharacteristics"
        return self._sub(pen, extra=f"<{name} {more}>{until}</{name}>")

    def _listening(self, pen: Pen) -> Ends:
        """Draw a sub-process with one or two event sub-processes."""
        options = LOUD if self.ring == "events" else (*PLAIN, "cycle")
        options = ("undo", "message", "error") if self.ring == "undoing" else options
        kinds = self.some(options, self.number(1, 2))
        return self._sub(pen, extra="".join(self._handler(kind) for kind in kinds))

    def _handler(self, kind: str) -> str:
        pen = Pen(self.sheet)
        cancels = kind in NEVER or (kind not in ALWAYS and self.yes())
        more = f'isInterrupting="{str(cancels).lower()}"'
        start = pen.node("startEvent", "begin", self.trigger(kind), more)
        first, last = self.leaf(pen) if self.yes() else self.block(pen)
        pen.flow(start, first)
        pen.flow(last, self.end(pen))
        outer = Pen(self.sheet)
        outer.node("subProcess", "handler", "".join(pen.parts), 'triggeredByEvent="true"')
        return "".join(outer.parts)

    # --- what is thrown and undone ---------------------------------------------------------

    def end(self, pen: Pen) -> str:
        kinds = {
            "stock": ("none",),
            "events": ("signal", "error", "escalation", "terminate"),
            "undoing": ("undo",),
        }
        often = ("none",) * 4
        kind = self.pick((*often, *kinds.get(self.ring, ("terminate",))))
        return pen.node("endEvent", "end", TRIGGERS.get(kind, ""))

    def _throwing(self, pen: Pen) -> Ends:
        kind = self.pick(("signal", "escalation"))
        name = pen.node("intermediateThrowEvent", "throw", TRIGGERS[kind])
        return name, name

    def _alarmed(self, pen: Pen) -> Ends:
        kind = self.pick(("signal", "condition"))
        name = pen.node("intermediateCatchEvent", "catch", self.trigger(kind))
        return name, name

    def _undone(self, pen: Pen) -> Ends:
        """Draw tasks with a handler that undoes each; perhaps they are undone at once."""
        line = [self._with_handler(pen) for _ in range(self.number(1, 3))]
        for _ in range(self.number(0, 2)):
            one = f'<compensateEventDefinition activityRef="{line[0]}"/>'
            thrown = self.pick((one, TRIGGERS["undo"]))
            line.append(pen.node("intermediateThrowEvent", "throw", thrown))
        for before, after in itertools.pairwise(line):
            pen.flow(before, after)
        return line[0], line[-1]

    def _with_handler(self, pen: Pen) -> str:
        task, _ = self.leaf(pen, WORK)
        event = pen.node("boundaryEvent", "border", TRIGGERS["undo"], f'attachedToRef="{task}"')
        handler, _ = self.leaf(pen, ("user", "script"))
        pen.change(handler, 'isForCompensation="true"')
        ends = f'sourceRef="{event}" targetRef="{handler}"'
        pen.parts.append(f'<association id="l{event}" {ends}/>')
        return task

    def _undo(self, pen: Pen) -> Ends:
        name = pen.node("intermediateThrowEvent", "throw", TRIGGERS["undo"])
        return name, name

    def _transaction(self, pen: Pen) -> Ends:
        inner = Pen(self.sheet)
        first, last = self.block(inner)
        start, fork = inner.node("startEvent", "start"), inner.node("parallelGateway", "gate")
        beside, cancel = self.leaf(inner), inner.node("endEvent", "end", TRIGGERS["cancel"])
        pairs = ((start, fork), (fork, first), (last, self.end(inner)))
        for source, target in (*pairs, (fork, beside[0]), (beside[1], cancel)):
            inner.flow(source, target)
        name = pen.node("transaction", "sub", "".join(inner.parts))
        return self._guard(pen, name, ("cancel",))

    # --- rarely drawn ----------------------------------------------------------------------

    def _multiple(self, pen: Pen) -> Ends:
        more = 'parallelMultiple="true"' if self.yes() else ""
        name = pen.node(
            "intermediateCatchEvent", "catch", message() + self.pick((timer(), signal())), more
        )
        return name, name

    def _ad_hoc(self, pen: Pen) -> Ends:
        inner = Pen(self.sheet)
        for _ in range(self.number(2, 3)):
            self.leaf(inner, WORK)
        until = f"<completionCondition>{self.condition()}</completionCondition>"
        more = self.pick(("", 'ordering="Sequential"')) + self.pick(
            ("", ' cancelRemainingInstances="false"')
        )
        inside = "".join(inner.parts) + (until if self.yes() else "")
        name = pen.node("adHocSubProcess", "sub", inside, more)
        return name, name

    def _complex(self, pen: Pen) -> Ends:
        test = (
            f"<activationCondition>activationCount &gt;= {self.number(1, 3)}</activationCondition>"
        )
        return self._fork(pen, "parallelGateway", "complexGateway", test)

    def _quantities(self, pen: Pen) -> Ends:
        first, _ = self.leaf(pen, ("user", "script"))
        last, _ = self.leaf(pen, ("user", "script"))
        pen.change(first, f'completionQuantity="{self.number(1, 3)}"')
        pen.change(last, f'startQuantity="{self.number(1, 2)}"')
        pen.flow(first, last)
        return first, last

    # --- bodies ----------------------------------------------------------------------------

    def body(self, *, bare: bool = False) -> str:
        """Draw a block between a start and an end event, or, `bare`, without them."""
        pen = Pen(self.sheet)
        first, last = self.block(pen)
        if not bare or f'targetRef="{first}"' in "".join(pen.parts):
            pen.flow(pen.node("startEvent", "start"), first)
            pen.flow(last, self.end(pen))
        return "".join(pen.parts)

    def files(self) -> dict[str, bytes]:
        body = self.body()
        listens = "listening" in self.kinds and not self.number(0, 3)
        drawn = diagram(body + (self._handler("message") if listens else ""), top=TOP)
        for name, inside in self.sheet.called.items():
            drawn |= diagram(inside, process=name, top=TOP)
        return drawn


@st.composite
def ring(draw: Callable[[st.SearchStrategy[bytes]], bytes], name: str) -> Model:
    """Return a random model of a ring, with what is done with it."""
    artist = Artist(draw(st.binary(min_size=150, max_size=250)), name)
    files = graph(artist) if name == "graphs" else artist.files()
    done = draw(st.binary(max_size=25))
    return Model(files, [(byte // 12, byte % 12) for byte in done], artist.number(0, 3))


def sample(seed: int, name: str = "blocks") -> dict[str, bytes]:
    """Return the diagram of a random model; the same seed gives the same one."""
    return Artist(Random(seed).randbytes(200), name).files()


def graph(artist: Artist) -> dict[str, bytes]:
    """Draw a diagram without structure: every node is joined to one or two before it."""
    pen = Pen(artist.sheet)
    gateways = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "inclusiveGateway")
    kinds = ("user", "user", "script", *gateways)
    drawn = [(pen.node("startEvent", "start"), "start")]
    out: dict[str, list[str]] = {drawn[0][0]: []}
    for _ in range(artist.number(2, 9)):
        kind = artist.pick(kinds)
        gateway = kind.endswith("Gateway")
        name = pen.node(kind, "gate") if gateway else artist.leaf(pen, (kind,))[0]
        before = artist.some([n for n, _ in drawn], artist.number(1, 2))
        for source in before:
            out[source].append(name)
        drawn.append((name, kind))
        out[name] = []
    _join(artist, pen, drawn, out)
    return diagram("".join(pen.parts), top=TOP)


def _join(
    artist: Artist, pen: Pen, drawn: list[tuple[str, str]], out: dict[str, list[str]]
) -> None:
    """Draw the flows of a graph, some events at borders, and perhaps a way back."""
    for number, (name, kind) in enumerate(drawn):
        after = [n for n, _ in drawn[number + 1 :]]
        if kind == "user" and after and artist.yes():
            cancels = str(artist.yes()).lower()
            more = f'attachedToRef="{name}" cancelActivity="{cancels}"'
            near = [n for n in after if set(out[n]) & set(out[name])]
            target = artist.pick(near if near and artist.yes() else after)
            pen.flow(pen.node("boundaryEvent", "border", timer(), more), target)
        targets = out[name] or [pen.node("endEvent", "end")]
        decides = kind in ("exclusiveGateway", "inclusiveGateway") or (
            kind in WORK and len(targets) > 1 and artist.yes()
        )
        flows = [pen.flow(name, t, artist.condition() if decides else "") for t in targets[1:]]
        flows.append(pen.flow(name, targets[0]))
        if decides and (kind not in WORK or artist.yes()):
            pen.change(name, f'default="{flows[-1]}"')


def some(most: int, *, shrink: bool = True) -> settings:
    """Return how hypothesis plays: always the same models, with the smallest that fails shown."""
    return settings(
        max_examples=most,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
