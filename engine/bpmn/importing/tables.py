"""Decision tables: cells in JUEL or Groovy as FEEL where they are simple, else located."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from engine import feel
from engine.bpmn import juel
from engine.bpmn.importing.result import Imported, comments, written
from engine.bpmn.tags import CAMUNDA, split
from engine.bpmn.vendors.place import drop
from engine.bpmn.vendors.plan import Element
from engine.bpmn.vendors.remark import Level, Remark
from engine.bpmn.vendors.scripts import proposal
from engine.xml import line_of

DMN = re.compile(r"https?://www\.omg\.org/spec/DMN/")
_CAMUNDA_DMN = frozenset({"http://camunda.org/schema/1.0/dmn", CAMUNDA})
_EXPRESSIONS = frozenset({"inputExpression", "inputEntry", "outputEntry", "literalExpression"})
_READ = frozenset({"juel", "groovy", "javascript"})
_TYPES = {"integer": "number", "long": "number", "double": "number"}
_CELL: juel.Names = {"cellInput": "?"}


@dataclass
class _Table:
    """One file being rewritten; `juel_by_default`: what is no FEEL may be JUEL."""

    root: Element
    juel_by_default: bool
    remarks: list[Remark] = field(default_factory=list)

    def say(
        self,
        element: Element,
        level: Level,
        code: str,
        written: str,
        becomes: str | None = None,
        proposed: str | None = None,
        **facts: object,
    ) -> None:
        about = next(
            (e.get("id") for e in (element, *element.iterancestors()) if e.get("id")), None
        )
        line, full = line_of(element), f"bpmn.vendor.{code}"
        self.remarks.append(Remark(line, about, level, full, written, becomes, proposed, facts))


def import_table(root: Element, data: bytes, file: str) -> Imported:
    """Return a decision table whose cells are FEEL; what is not simple stays and is located."""
    table = _Table(root, _is_camunda_7(root))
    for element in root.iter():
        space, local = split(str(element.tag))
        if not DMN.match(space):
            continue
        if local in _EXPRESSIONS:
            _expression(table, element, local)
        _type(table, element)
        _additions(table, element)
    remarks = sorted((*comments(data), *table.remarks), key=lambda remark: remark.line or 0)
    name = PurePosixPath(file).name.removesuffix(".xml").removesuffix(".dmn") + ".dmn"
    return Imported(name, written(root, frozenset()), tuple(remarks))


def _is_camunda_7(root: Element) -> bool:
    if root.get("{http://camunda.org/schema/modeler/1.0}executionPlatform") == "Camunda Cloud":
        return False
    names = {split(str(name))[0] for element in root.iter() for name in element.attrib}
    return bool(names & _CAMUNDA_DMN) or root.get("namespace") in _CAMUNDA_DMN


def _expression(table: _Table, element: Element, local: str) -> None:
    holder = element.find(f"{{{split(str(element.tag))[0]}}}text")
    text = (holder.text or "").strip() if holder is not None else ""
    language = (element.get("expressionLanguage") or "").strip().lower()
    if holder is None or not text or language.endswith("feel"):
        return
    if language not in _READ and language:
        table.say(element, Level.REFUSED, "script", text, None, proposal(language, text))
        return
    if (
        not language
        and not juel.is_juel(text)
        and (not table.juel_by_default or _reads(text, local))
    ):
        return
    whole = text if juel.is_juel(text) else f"${{{text}}}"
    made = juel.to_feel(whole, _CELL if local == "inputEntry" else None)
    if made is None:
        facts = {"expression": text, "language": language}
        proposed = proposal(language, text) if language else juel.proposal(whole)
        table.say(element, Level.REFUSED, "expression", text, None, proposed, **facts)
        return
    level = Level.REWRITTEN if language in ("", "juel") else Level.ATTENTION
    table.say(element, level, "rewritten", text, made)
    holder.text = made
    drop(element, "expressionLanguage")


def _reads(text: str, local: str) -> bool:
    try:
        (feel.compile_unary_tests if local == "inputEntry" else feel.compile_expression)(text)
    except feel.FeelSyntaxError:
        return False
    return True


def _type(table: _Table, element: Element) -> None:
    reference = element.get("typeRef", "")
    if reference in _TYPES:
        becomes = _TYPES[reference]
        shown = f'typeRef="{reference}"'
        table.say(element, Level.REWRITTEN, "rewritten", shown, f'typeRef="{becomes}"')
        element.set("typeRef", becomes)


def _additions(table: _Table, element: Element) -> None:
    for name, text in element.attrib.items():
        space, local = split(str(name))
        if space == CAMUNDA:
            table.say(element, Level.KEPT, "kept", f'camunda:{local}="{text!s}"')
