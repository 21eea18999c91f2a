"""What passes into and out of one element, collected from all that a vendor wrote about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from engine.bpmn.tags import PR, bpmn, kind, pr

Element = etree._Element  # noqa: SLF001 - lxml has no public name for its element type


@dataclass(frozen=True, slots=True)
class Pair:
    """One variable that passes: FEEL, the name it gets, and the line it was written on."""

    source: str
    target: str
    line: int | None


@dataclass
class Plan:
    """The mapping that will be written on `owner`; `every` and `nothing` per way (in, out)."""

    owner: Element
    pairs: dict[str, list[Pair]] = field(default_factory=lambda: {"in": [], "out": []})
    every: set[str] = field(default_factory=set)
    nothing: set[str] = field(default_factory=set)
    made: dict[str, set[str]] = field(default_factory=dict)
    own_targets: dict[str, set[str]] = field(default_factory=dict)

    @property
    def own(self) -> Element | None:
        """Return the mapping that the owner has in our own words; what it says goes first."""
        return self.owner.find(f"{bpmn('extensionElements')}/{pr('mapping')}")

    def add(self, way: str, source: str, target: str, line: int | None) -> None:
        """Let the value of `source` (FEEL) pass as `target`."""
        self.pairs[way].append(Pair(source, target, line))
        self._made(way).add(target.partition(".")[0])

    def said(self, way: str, target: str) -> bool:
        """Say whether our own mapping names what passes as `target`."""
        return target in self._own_targets(way)

    def uses_earlier(self, way: str, source: str) -> bool:
        """Say whether `source` uses what an earlier pair makes.

        Vendors compute them one after the other; ours all see what was there before.
        """
        return not self._made(way).isdisjoint(re.findall(r"\w+", source))

    def _made(self, way: str) -> set[str]:
        """Return the names of the variables that pass in one way, as far as we know now."""
        if way not in self.made:
            self.made[way] = {target.partition(".")[0] for target in self._own_targets(way)}
        return self.made[way]

    def _own_targets(self, way: str) -> set[str]:
        if way not in self.own_targets:
            own = () if self.own is None else self.own.findall(pr(way))
            self.own_targets[way] = {pair.get("target", "") for pair in own}
        return self.own_targets[way]

    def write(self) -> None:
        """Write the mapping into the extensions of the owner, beside what we say there already."""
        ways = [way for way in ("in", "out") if self.pairs[way] or way in self.every | self.nothing]
        holder = holder_of(self.owner, make=True) if ways else None
        if holder is None:
            return
        mapping = self.own
        if mapping is None:
            mapping = etree.SubElement(holder, pr("mapping"))
            mapping.sourceline = self.owner.sourceline
        for way in ways:
            self._write(mapping, way)

    def _write(self, mapping: Element, way: str) -> None:
        every = way in self.every and way not in self.nothing
        if mapping.find(pr(way)) is None and (every or not self.pairs[way]):
            which = etree.SubElement(mapping, pr(way))
            which.set("variables", "all" if every else "none")
            which.sourceline = self.owner.sourceline
        for pair in self.pairs[way]:
            made = etree.SubElement(mapping, pr(way))
            made.set("source", f"={pair.source}")
            made.set("target", pair.target)
            made.sourceline = pair.line  # type: ignore[assignment]  # the stubs know no number


def remove(element: Element) -> None:
    """Take an element out of the tree; what stood around it stays laid out as it was."""
    around, before = element.getparent(), element.getprevious()
    if around is None:
        return
    if element.getnext() is None and before is not None:
        before.tail = element.tail
    elif before is None and element.getnext() is None and not (around.text or "").strip():
        around.text = None
    around.remove(element)


def holder_of(owner: Element, *, make: bool = False) -> Element | None:
    """Return the extension elements of `owner`; made after its documentation when asked."""
    found = owner.find(bpmn("extensionElements"))
    if found is not None or not make:
        return found
    made = owner.makeelement(bpmn("extensionElements"), nsmap={"pr": PR})
    made.sourceline = owner.sourceline
    at = sum(1 for child in owner if kind(child) == "documentation")
    owner.insert(at, made)
    return made
