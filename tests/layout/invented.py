"""Invented diagrams: pools, lanes, loops, borders with events, boxes in boxes, notes, messages.

A number gives a diagram, always the same one; it has no drawing yet.
"""

from __future__ import annotations

from random import Random

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
WORDS = (
    *("aanvraag", "beslissing", "kennisgeving", "ontvankelijkheidsbeoordeling", "brief", "na"),
    *("de", "het", "maak", "kijk", "onderzoek", "vergunningsvoorwaarden", "locatie", "en", "of"),
    *("bezwaar", "binnen", "verstreken", "termijn", "kinderopvanglocatie", "dossier", "volledig"),
)
TASKS = ("userTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "callActivity")
GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway")
BOXES = ("subProcess", "transaction", "adHocSubProcess")
TRIGGERS = ("timer", "message", "signal", "error")
NAMED = 0.6  # of the arrows out of a choice


class Inventor:
    """Invents one collaboration of about `size` shapes."""

    def __init__(self, seed: int, size: int = 40) -> None:
        self.dice = Random(seed)
        self.count = 0
        self.size = size
        self.nodes: list[list[str]] = []  # per pool

    def diagram(self) -> bytes:
        """Return the diagram as an analyst's tool would write it, without a drawing."""
        pools = self.dice.choice((1, 1, 2, 3))
        processes = "".join(self.process(f"p{at}", self.size // pools) for at in range(pools))
        collaboration = self.collaboration(pools) if pools > 1 or self.yes() else ""
        head = f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{BPMN}" id="d">\n'
        return f"{head}{collaboration}{processes}</definitions>\n".encode()

    def yes(self, chance: float = 0.5) -> bool:
        return self.dice.random() < chance

    def name(self, most: int = 5) -> str:
        return " ".join(self.dice.choices(WORDS, k=self.dice.randint(1, most))).capitalize()

    def id(self, kind: str) -> str:
        self.count += 1
        return f"{kind}_{self.count}"

    def collaboration(self, pools: int) -> str:
        parts = [
            f'<participant id="pool{at}" name="{self.name()}" processRef="p{at}"/>'
            for at in range(pools)
        ]
        ends = [*self.nodes, ["buiten"]]
        parts.append(f'<participant id="buiten" name="{self.name(2)}"/>')
        for _ in range(self.dice.randint(1, 4)):
            one, other = self.dice.sample(range(len(ends)), 2)
            source, target = self.dice.choice(ends[one]), self.dice.choice(ends[other])
            name = f'name="{self.name(2)}"' if self.yes() else ""
            parts.append(self.link("messageFlow", source, target, name))
        return f'<collaboration id="samen">{"".join(parts)}</collaboration>'

    def process(self, name: str, size: int) -> str:
        body, nodes = self.scope(size, 0)
        self.nodes.append(nodes)
        return f'<process id="{name}" name="x">{self.lanes(name, nodes)}{body}</process>'

    def lanes(self, process: str, nodes: list[str]) -> str:
        count = self.dice.choice((0, 2, 3, 4))
        if not count:
            return ""
        members: list[list[str]] = [[] for _ in range(count)]
        for node in nodes:
            self.dice.choice(members).append(node)
        made = [
            f'<lane id="{process}_l{at}" name="{self.name(2)}">'
            + "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in inside)
            + "</lane>"
            for at, inside in enumerate(members)
        ]
        if count == 4:  # two of them within a lane
            inner = f'<childLaneSet id="{process}_c">{made[2]}{made[3]}</childLaneSet>'
            made[2:] = [f'<lane id="{process}_n" name="Samen">{inner}</lane>']
        return f'<laneSet id="{process}_s">{"".join(made)}</laneSet>'

    # --- what flows --------------------------------------------------------------------------

    def scope(self, size: int, deep: int) -> tuple[str, list[str]]:
        """Return what stands in a process or box, and its nodes."""
        start = self.id("startEvent")
        parts = [f'<startEvent id="{start}" name="{self.name(3)}"/>']
        nodes, extra = [start], []
        while len(nodes) < max(3, size):
            node, drawn, more = self.node(size, deep)
            parts += [drawn, self.flow(self.dice.choice(nodes[-3:]), node, choice=True)]
            nodes.append(node)
            extra += more
        for _ in range(len(nodes) // 5):  # joins forwards, and loops backwards
            one, other = self.dice.choice(nodes), self.dice.choice(nodes[1:])
            parts.append(self.flow(one, other, choice=self.yes()))
        for event in extra:
            parts.append(self.flow(event, self.dice.choice(nodes[1:]), choice=False))
        for _ in range(self.dice.randint(1, 2)):
            end = self.id("endEvent")
            parts.append(f'<endEvent id="{end}" name="{self.name()}"/>')
            parts.append(self.flow(nodes[-1], end, choice=True))
            nodes.append(end)
        if deep < 2 and self.yes(0.3):
            parts.append(self.box("subProcess", size // 4, deep, 'triggeredByEvent="true"')[1])
        return "".join([*parts, self.notes(nodes)]), nodes

    def node(self, size: int, deep: int) -> tuple[str, str, list[str]]:
        luck = self.dice.random()
        if luck < 0.12 and deep < 2 and size > 6:
            name, drawn = self.box(self.dice.choice(BOXES), size // 3, deep, "")
        elif luck < 0.4:
            kind = self.dice.choice(GATEWAYS)
            name = self.id(kind)
            drawn = f'<{kind} id="{name}" name="{self.name(4) if self.yes() else ""}"/>'
            return name, drawn, []
        elif luck < 0.5:
            name = self.id("event")
            inner = f"<{self.dice.choice(TRIGGERS[:3])}EventDefinition/>"
            kind = "intermediateCatchEvent"
            return name, f'<{kind} id="{name}" name="{self.name()}">{inner}</{kind}>', []
        else:
            kind = self.dice.choice(TASKS)
            name = self.id(kind)
            drawn = f'<{kind} id="{name}" name="{self.name(7)}"/>'
        events = [self.id("boundaryEvent") for _ in range(self.dice.choice((0, 0, 0, 1, 1, 2, 3)))]
        for event in events:
            inner = f"<{self.dice.choice(TRIGGERS)}EventDefinition/>"
            words = f'name="{self.name(3)}"' if self.yes() else ""
            drawn += f'<boundaryEvent id="{event}" {words} attachedToRef="{name}">{inner}'
            drawn += "</boundaryEvent>"
        return name, drawn, events

    def box(self, kind: str, size: int, deep: int, more: str) -> tuple[str, str]:
        name = self.id(kind)
        body, _ = self.scope(size, deep + 1)
        return name, f'<{kind} id="{name}" name="{self.name(4)}" {more}>{body}</{kind}>'

    def flow(self, source: str, target: str, *, choice: bool) -> str:
        named = choice and "Gateway" in source and self.yes(NAMED)
        return self.link("sequenceFlow", source, target, f'name="{self.name(3)}"' if named else "")

    def link(self, kind: str, source: str, target: str, more: str = "") -> str:
        return f'<{kind} id="{self.id(kind)}" sourceRef="{source}" targetRef="{target}" {more}/>'

    def notes(self, nodes: list[str]) -> str:
        parts = []
        for _ in range(self.dice.randint(0, 2)):
            note = self.id("textAnnotation")
            parts.append(
                f'<textAnnotation id="{note}"><text>{self.name(9)}</text></textAnnotation>'
            )
            parts.append(self.link("association", self.dice.choice(nodes), note))
        if self.yes(0.4):
            data = self.id("dataObjectReference")
            parts.append(f'<dataObjectReference id="{data}" name="{self.name(3)}"/>')
            parts.append(self.link("association", data, self.dice.choice(nodes)))
        return "".join(parts)


def invented(seed: int, size: int = 40) -> bytes:
    """Return the diagram of this number."""
    return Inventor(seed, size).diagram()
