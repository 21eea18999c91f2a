"""Where something of a vendor stands, and what may be done with it: rewrite, keep or refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.bpmn import juel
from engine.bpmn.rules.tree import named_ancestor
from engine.bpmn.tags import XSI, kind, pr, split
from engine.bpmn.vendors.plan import Element, Plan, remove
from engine.bpmn.vendors.remark import Level, Remark
from engine.xml import line_of

_MOST = 160  # characters of what stood there, in a report


@dataclass
class Run:
    """One pass over one tree: what was said, and what is written when an element is done.

    `forms` collects the forms that were drawn inside the diagram (name → JSON, as in a form
    editor); `None` leaves them where they are.
    """

    root: Element
    forms: dict[str, dict[str, object]] | None = None
    names: juel.Names = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    plans: dict[Element, Plan] = field(default_factory=dict)
    ids: dict[str, Element] = field(default_factory=dict)

    def by_id(self) -> dict[str, Element]:
        """Return the BPMN elements by their id."""
        if not self.ids:
            self.ids = {e.get("id", ""): e for e in self.root.iter() if kind(e) and e.get("id")}
        return self.ids

    def plan(self, owner: Element) -> Plan:
        """Return what will pass into and out of `owner`."""
        if owner not in self.plans:
            self.plans[owner] = Plan(owner)
        return self.plans[owner]


class Place:
    """One attribute or element of a vendor on `owner`, a BPMN element.

    `attribute` is its qualified name on `holder` (the owner, or the vendor's own element); without
    one the place is the element `holder` as a whole.
    """

    def __init__(
        self, run: Run, owner: Element, holder: Element, label: str, attribute: str | None = None
    ) -> None:
        self.run = run
        self.owner = owner
        self.holder = holder
        self.attribute = attribute
        self.label = label
        text = holder.get(attribute, "") if attribute else (holder.text or "")
        self.value = text.strip()
        self.line = line_of(holder)
        self.said = False

    # --- looking ---------------------------------------------------------------------------

    @property
    def kind(self) -> str:
        """Return what kind of BPMN element this stands on."""
        return kind(self.owner)

    @property
    def written(self) -> str:
        """Return what stands there, as one line."""
        if self.attribute is not None:
            return _short(f'{self.label}="{self.value}"')
        given = [(*split(str(name)), text) for name, text in self.holder.attrib.items()]
        shown = [f'{local}="{text!s}"' for space, local, text in given if space != XSI]
        text = "" if len(self.holder) else self.value
        return _short(" ".join([self.label, *shown, text]).strip())

    def inside(self, name: str | None = None) -> Iterator[Element]:
        """Yield the vendor's elements directly in this one, of one name or all."""
        space, _ = split(str(self.holder.tag))
        for child in list(self.holder):
            if name is None or child.tag == f"{{{space}}}{name}":
                yield child

    def part(self, child: Element) -> Place:
        """Return the place of an element inside this one."""
        prefix = self.label.partition(":")[0]
        return Place(self.run, self.owner, child, f"{prefix}:{split(str(child.tag))[1]}")

    # --- doing -----------------------------------------------------------------------------

    def own(self, name: str, text: str, level: Level = Level.REWRITTEN, code: str = "") -> None:
        """Say it with our own attribute `name`; what already stands there goes first."""
        self._set(self.owner, pr(name), f"pr:{name}", text, level, code)

    def plain(self, name: str, text: str) -> None:
        """Say it with an attribute of the standard."""
        self._set(self.owner, name, name, text, Level.REWRITTEN, "")

    def on(self, element: Element, name: str, text: str) -> None:
        """Say it with our own attribute `name` of another element."""
        self._set(element, pr(name), f"pr:{name}", text, Level.REWRITTEN, "")

    def _set(
        self, element: Element, name: str, shown: str, text: str, level: Level, code: str
    ) -> None:
        there = element.get(name)
        if there is None:
            element.set(name, text)
        elif there != text:
            level, code, text = Level.ATTENTION, "own_first", there
        self.say(level, code or "rewritten", becomes=_short(f'{shown}="{text}"'))
        self.take_away()

    def pair(self, way: str, source: str, target: str) -> bool:
        """Say it with a pair of our own mapping: `way` in or out, FEEL, and the variable.

        Returns whether it is said; what uses another pair of the same way is refused.
        """
        plan = self.run.plan(self.owner)
        if plan.said(way, target):
            self.say(Level.ATTENTION, "own_first", becomes=f'pr:{way} target="{target}"')
        elif plan.uses_earlier(way, source):
            self.refused("mapping_order")
            return False
        else:
            plan.add(way, source, target, self.line)
            becomes = _short(f'pr:{way} source="={source}" target="{target}"')
            self.say(Level.REWRITTEN, "rewritten", becomes=becomes)
        self.take_away()
        return True

    def kept(self, code: str = "kept") -> None:
        """Leave it: it changes nothing in what is executed."""
        self.say(Level.KEPT, code)

    def noted(self, code: str, **facts: object) -> None:
        """Leave it, and ask a person to think about it."""
        self.say(Level.ATTENTION, code, facts=facts)

    def refused(self, code: str, proposal: str | None = None, **facts: object) -> None:
        """Leave it: a person writes something else, perhaps `proposal`."""
        self.say(Level.REFUSED, code, proposal=proposal, facts=facts)

    def say(
        self,
        level: Level,
        code: str,
        becomes: str | None = None,
        proposal: str | None = None,
        facts: Mapping[str, object] | None = None,
    ) -> None:
        """Add a remark about this place."""
        self.said = True
        full = code if code.startswith("bpmn.") else f"bpmn.vendor.{code}"
        identity, written = named_ancestor(self.owner).get("id"), self.written
        self.run.remarks.append(
            Remark(self.line, identity, level, full, written, becomes, proposal, facts or {})
        )

    def take_away(self) -> None:
        """Remove it from the tree; its meaning stands elsewhere."""
        if self.attribute is not None:
            drop(self.holder, self.attribute)
            return
        remove(self.holder)

    # --- reading ---------------------------------------------------------------------------

    def text(self) -> str | None:
        """Return the value as ours: literal, or FEEL after `=`; refuses what cannot be read."""
        return self.text_of(self.value)

    def text_of(self, written: str) -> str | None:
        """Return `written` as `text` does; what is not read is refused here."""
        if not juel.is_juel(written):
            return written
        made = self.feel_of(written)
        return None if made is None else f"={made}"

    def feel_of(self, written: str) -> str | None:
        """Return a text with JUEL in it as FEEL, another as a FEEL text; refuses the rest."""
        if not juel.is_juel(written):
            return juel.quoted(written)
        made = juel.template(written, self.run.names)
        if made is None:
            self.refused("expression", juel.proposal(written), expression=_short(written))
        return made


def drop(element: Element, attribute: str) -> None:
    """Remove an attribute that may be there."""
    if attribute in element.attrib:
        del element.attrib[attribute]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _MOST else flat[: _MOST - 1] + "…"
