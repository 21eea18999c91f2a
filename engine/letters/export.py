"""A letter as DOCX: a copy to work with, made from the data of the letter; never the original."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from engine.letters.dutch import words

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STYLES = {"bullets": "List Bullet", "numbers": "List Number"}


def docx(data: bytes) -> bytes:
    """Return the letter of this data (`Letter.data`) as DOCX; equal data gives equal bytes.

    Headings, lists and the references keep their structure; every page says that it is a copy.
    """
    letter: Mapping[str, Any] = json.loads(data)
    document = Document()
    _properties(document, letter)
    section = document.sections[0]
    section.header.paragraphs[0].text = words().copy
    section.footer.paragraphs[0].text = f"{words().copy} · {letter['number']}"
    document.styles["Normal"].font.size = Pt(11)
    _lines(document, letter["sender"])
    _lines(document, letter["recipient"])
    _references(document, letter)
    document.add_heading(letter["subject"], level=1)
    for block in letter["blocks"]:
        _block(document, block)
    _lines(document, letter["signature"])
    _lines(document, letter["contact"])
    return _packed(document)


def _properties(document: Docx, letter: Mapping[str, Any]) -> None:
    made = datetime(letter["year"], letter["month"], letter["day"], 12)  # noqa: DTZ001 - DOCX knows no zone
    core = document.core_properties
    core.title, core.author = letter["subject"], letter["sender"][0]
    core.created = core.modified = made
    core.last_modified_by, core.comments, core.language = "", words().copy, "nl-BE"


def _references(document: Docx, letter: Mapping[str, Any]) -> None:
    told = [
        (words().reference, letter["number"]),
        (words().dated, letter["date"]),
        (words().your_reference, letter["your_reference"]),
    ]
    told = [(name, value) for name, value in told if value]
    table = document.add_table(rows=2, cols=len(told))
    for column, (name, value) in enumerate(told):
        table.cell(0, column).text = name
        table.cell(1, column).text = value


def _block(document: Docx, block: Mapping[str, Any]) -> None:
    kind, items = block["kind"], block["items"]
    if kind == "heading":
        _runs(document.add_heading("", level=block["level"]), items[0])
        return
    numbering = _numbered_from(document, block["level"]) if kind == "numbers" else None
    for item in items:
        paragraph = document.add_paragraph(style=_STYLES.get(kind))
        if numbering is not None:
            _number(paragraph, numbering)
        _runs(paragraph, item)


def _number(paragraph: Paragraph, numbering: int) -> None:
    properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - the library has no other way
    properties.get_or_add_numPr().get_or_add_numId().val = numbering


def _numbered_from(document: Docx, first: int) -> int:
    """Return the id of a numbering of its own that begins at `first`."""
    numbering = document.part.numbering_part.element
    style = document.styles[_STYLES["numbers"]].element
    known = style.pPr.numPr.numId.val
    abstract = next(each for each in numbering.num_lst if each.numId == known)
    own = numbering.add_num(abstract.abstractNumId.val)
    own.add_lvlOverride(ilvl=0).add_startOverride(first)
    return int(own.numId)


def _runs(paragraph: Paragraph, runs: Sequence[Mapping[str, Any]]) -> None:
    for run in runs:
        if run["break"]:
            paragraph.add_run().add_break()
            continue
        added = paragraph.add_run(run["text"])
        added.bold, added.italic = run["bold"] or None, run["italic"] or None


def _lines(document: Docx, lines: Sequence[str]) -> None:
    if lines:
        paragraph = document.add_paragraph()
        for number, line in enumerate(lines):
            if number:
                paragraph.add_run().add_break()
            paragraph.add_run(line)


def _packed(document: Docx) -> bytes:
    """Return the file, its parts in one order and without the time at which it was packed."""
    first, packed = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(packed, "w") as into:
        for name in sorted(made.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            into.writestr(part, made.read(name))
    return packed.getvalue()
