"""What the machine executes, as lists: everything else in a diagram is refused, never ignored.

Works on the analyst's own XML, so that a finding carries the line as it was written. What a vendor
added is rewritten, refused or taken away before (`engine.bpmn.vendors`).
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from engine.bpmn.supported import own, standard
from engine.bpmn.supported.standard import Refusals
from engine.bpmn.tags import kind
from engine.errors import Finding
from engine.xml import line_of

_CHECKS: tuple[Callable[[etree._Element], Refusals], ...] = (
    standard.elements,
    standard.attributes,
    standard.events,
    standard.languages,
    standard.instance_attributes,
    own.own,
)


def unsupported(root: etree._Element, file: str) -> list[Finding]:
    """Return a finding for everything in `root` that the machine would not execute as drawn."""
    findings: list[Finding] = []
    for element in root.iter():
        for check in _CHECKS:
            for construct, facts in check(element):
                findings.append(_finding(file, element, construct, facts))
    return findings


def _finding(
    file: str, element: etree._Element, construct: str, facts: dict[str, object]
) -> Finding:
    node: etree._Element | None = element
    while node is not None and not (kind(node) and node.get("id")):
        node = node.getparent()
    return Finding(
        file,
        f"bpmn.unsupported.{construct}",
        None if node is None else node.get("id"),
        line_of(element),
        facts=facts,
    )
