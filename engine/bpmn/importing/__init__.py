"""Files of another system rewritten as ours: bytes in, bytes and a report line by line out.

Pure: the same bytes give the same result, and the result of an import is left as it is. What a
person still has to write stays where it stood, and the report names it.
"""

from __future__ import annotations

from engine import xml
from engine.bpmn.importing.drawings import import_diagram
from engine.bpmn.importing.result import Imported
from engine.bpmn.importing.sheets import import_form
from engine.bpmn.importing.tables import DMN, import_table
from engine.bpmn.tags import BPMN, split
from engine.errors import Finding, InvalidModel

__all__ = ["Imported", "import_file"]


def import_file(data: bytes, file: str) -> Imported:
    """Return a diagram, decision table or form, rewritten; its kind is read from what it holds.

    Raises InvalidModel, with the place where known, when it is none of the three.
    """
    if data.lstrip()[:1] == b"{":
        return import_form(data, file)
    root = xml.parse(data, file)
    space = split(str(root.tag))[0]
    if space == BPMN:
        return import_diagram(root, data, file)
    if DMN.match(space):
        return import_table(root, data, file)
    raise InvalidModel([Finding(file, "import.kind", line=xml.line_of(root))])
