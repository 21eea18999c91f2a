"""What an import gives, and how a rewritten tree is written so that it reads well."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from engine import xml
from engine.bpmn.tags import PR, bpmn, kind, split
from engine.bpmn.vendors.plan import Element
from engine.bpmn.vendors.remark import Level, Remark

_INDENT = "  "
_PREFIXES = ("pr", "procesregie")


@dataclass(frozen=True, slots=True)
class Imported:
    """One file, rewritten: its new name and bytes, what was said, and the forms it held.

    `forms` leads from the name of a form to its JSON.
    """

    name: str
    data: bytes
    remarks: tuple[Remark, ...]
    forms: Mapping[str, bytes] = field(default_factory=dict)


def comments(data: bytes) -> tuple[Remark, ...]:
    """Return the remark that comments are left out, when there are any."""
    at = data.find(b"<!--")
    if at < 0:
        return ()
    line = data.count(b"\n", 0, at) + 1
    return (Remark(line, None, Level.ATTENTION, "import.comments", "<!--"),)


def as_json(form: Mapping[str, object]) -> bytes:
    """Return a form as its file: indented, keys in the order of the form."""
    return (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode()


def written(root: Element, unused: frozenset[str]) -> bytes:
    """Return `root` as a file: our prefix declared at the top, new elements laid out.

    Prefixes of the namespaces `unused` are no longer declared when nothing is called by them.
    """
    if "\n" in (root.text or ""):
        _lay_out(root)
    prefixes = {p: uri for e in root.iter() for p, uri in e.nsmap.items() if p}
    ours = next((p for p in _PREFIXES if prefixes.get(p, PR) == PR), "pr1")
    used = any(_is_ours(element) for element in root.iter())
    etree.cleanup_namespaces(
        root,
        top_nsmap={ours: PR} if used else None,
        keep_ns_prefixes=[p for p, uri in prefixes.items() if uri not in unused | {PR}],
    )
    return xml.write(root) + b"\n"


def _is_ours(element: Element) -> bool:
    return any(split(str(n))[0] == PR for n in (element.tag, *element.attrib))


def _lay_out(root: Element) -> None:
    """Indent the extensions in which something of ours was written."""
    for holder in root.iter(bpmn("extensionElements")):
        if not any(split(str(child.tag))[0] == PR for child in holder):
            continue
        depth = sum(1 for _ in holder.iterancestors())
        if any(child.tail is None for child in holder.iterdescendants()):
            etree.indent(holder, space=_INDENT, level=depth)
        if holder.tail is None:
            last = holder.getnext() is None
            holder.tail = "\n" + _INDENT * (depth - last)
            around = holder.getparent()
            if around is not None and holder.getprevious() is None and not around.text:
                around.text = "\n" + _INDENT * depth
    for script in root.iter(bpmn("script")):
        _close(script)


def _close(element: Element) -> None:
    """Lay out an element that was added at the end of another."""
    around, depth = element.getparent(), sum(1 for _ in element.iterancestors())
    if element.tail is not None or around is None or not kind(around):
        return
    element.tail = "\n" + _INDENT * (depth - 1)
    before = element.getprevious()
    if before is not None:
        before.tail = "\n" + _INDENT * depth
    else:
        around.text = "\n" + _INDENT * depth
