"""What an analyst wrote about repeating an activity, in any vendor's spelling, as one type."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.tags import BPMN, CAMUNDA, PR, ZEEBE, bpmn, children, kind, text_of

MOST_TOKENS = 100
_COUNT = re.compile(r"[0-9]{1,9}")
_NAME = re.compile(r"[^\W\d]\w*")
LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")


@dataclass(frozen=True, slots=True)
class Repeat:
    """The texts of one repeated activity; `kind` is parallel, sequential or standard.

    `element` and `output` are names of variables; the other texts are FEEL. `throws` are triples
    of a throw event's id, when it is thrown, and the condition of that.
    """

    kind: str
    cardinality: str | None = None
    collection: str | None = None
    element: str | None = None
    output: str | None = None
    result: str | None = None
    completion: str | None = None
    condition: str | None = None
    maximum: str | None = None
    test_before: bool = False
    throws: tuple[tuple[str, str, str | None], ...] = ()


def is_name(text: str) -> bool:
    """Say whether `text` can be the name of a variable."""
    return _NAME.fullmatch(text.strip()) is not None


def is_count(text: str) -> bool:
    """Say whether `text` is a whole number below a billion."""
    return _COUNT.fullmatch(text.strip()) is not None


def is_quantity(text: str) -> bool:
    """Say whether so many tokens may start or leave an activity: 1 to 100 (BPMN 2.0.2 §13.3.2)."""
    return is_count(text) and 0 < int(text) <= MOST_TOKENS


def parse_repeat(activity: etree._Element) -> Repeat | None:
    """Return how `activity` is repeated; `None` when it is not."""
    for loop in children(activity, *LOOPS):
        return _standard(loop) if kind(loop) == LOOPS[1] else _multi_instance(loop)
    return None


def _standard(loop: etree._Element) -> Repeat:
    return Repeat(
        "standard",
        condition=text_of(loop, "loopCondition"),
        maximum=loop.get("loopMaximum"),
        test_before=loop.get("testBefore") == "true",
    )


def _multi_instance(loop: etree._Element) -> Repeat:
    zeebe = loop.find(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}loopCharacteristics")
    given = {} if zeebe is None else {str(key): str(text) for key, text in zeebe.attrib.items()}
    output = loop.get(f"{{{PR}}}outputCollection") or given.get("outputCollection")
    result = loop.get(f"{{{PR}}}outputElement") or given.get("outputElement")
    return Repeat(
        "sequential" if loop.get("isSequential") == "true" else "parallel",
        cardinality=text_of(loop, "loopCardinality"),
        collection=loop.get(f"{{{PR}}}collection")
        or given.get("inputCollection")
        or loop.get(f"{{{CAMUNDA}}}collection")
        or text_of(loop, "loopDataInputRef"),
        element=loop.get(f"{{{PR}}}element")
        or given.get("inputElement")
        or loop.get(f"{{{CAMUNDA}}}elementVariable")
        or _item(loop, "inputDataItem"),
        output=output or text_of(loop, "loopDataOutputRef"),
        result=result or _item(loop, "outputDataItem"),
        completion=text_of(loop, "completionCondition"),
        throws=tuple(
            (throws.get("event", ""), throws.get("when", ""), throws.text)
            for throws in loop.findall(f"{{{PR}}}throws")
        ),
    )


def _item(loop: etree._Element, name: str) -> str | None:
    item = loop.find(bpmn(name))
    return None if item is None else item.get("name") or item.get("id")
