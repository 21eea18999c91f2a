"""Diagrams: vendors' additions rewritten; shapes, ids, names and documentation stay."""

from __future__ import annotations

from pathlib import PurePosixPath

from engine.bpmn import vendors
from engine.bpmn.importing.result import Imported, as_json, comments, written
from engine.bpmn.vendors.plan import Element


def import_diagram(root: Element, data: bytes, file: str) -> Imported:
    """Return a diagram in our own words, with the forms that were drawn inside it."""
    forms: dict[str, dict[str, object]] = {}
    remarks = comments(data) + vendors.translate(root, forms)
    name = PurePosixPath(file).name.removesuffix(".xml").removesuffix(".bpmn20")
    return Imported(
        name.removesuffix(".bpmn") + ".bpmn",
        written(root, vendors.SPACES),
        tuple(sorted(remarks, key=lambda remark: remark.line or 0)),
        {f"{form}.json": as_json(schema) for form, schema in sorted(forms.items())},
    )
