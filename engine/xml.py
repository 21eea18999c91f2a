"""The one safe parse of XML, and the one way to write it. No network, no files, no DTD."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from engine.errors import Finding, InvalidModel

MAX_BYTES = 2 * 1024 * 1024
MAX_ELEMENTS = 50_000
MAX_DEPTH = 100
MAX_ATTRIBUTES = 200
MAX_NAMESPACES = 200
MAX_LINES = 50_000  # libxml2 counts to 65,535
MAX_ATTRIBUTE_CHARS = 20_000
MAX_TEXT_CHARS = 200_000

Refuse = Callable[..., InvalidModel]

_BOM = b"\xef\xbb\xbf"
_OTHER_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_DECLARED = re.compile(rb"""\A<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']""")
_PLAIN = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_XINCLUDE = "{http://www.w3.org/2001/XInclude}"
# what libxml2 says when a name, a value or a text passes a limit of its own
_TOO_LONG = ("too long", "too large", "too big", "uge input", "buffer size")


def parse(data: bytes, file: str) -> etree._Element:
    """Return the root element of `data`; comments and processing instructions are left out.

    Only UTF-8 without DOCTYPE is read. The bounds above hold for every tree that comes out, so
    whoever walks it (nesting included) needs none of its own.

    Raises InvalidModel with one finding (rule `xml.…`, with the line where known) when the bytes
    are empty, too large, in another encoding, malformed, or use a construct that is refused.
    """
    refuse = _refuser(file)
    body = _plain_utf8(data, refuse)
    _refuse_declarations(body, refuse)
    if body.count(b"\n") > MAX_LINES:
        raise refuse("xml.too_many_lines", limit=MAX_LINES)
    if body.count(b"<") > 4 * MAX_ELEMENTS:
        raise refuse("xml.too_many_elements", limit=MAX_ELEMENTS)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise _malformed(error, body, refuse) from None
    _within_bounds(root, refuse)
    return root


def write(root: etree._Element) -> bytes:
    """Return `root` as UTF-8 with declaration; the same tree always gives the same bytes.

    `write(parse(write(root)))` equals `write(root)`.
    """
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, with_tail=False)


def line_of(element: etree._Element) -> int | None:
    """Return the source line on which `element` starts; `None` when it was made, not read."""
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def _refuser(file: str) -> Refuse:
    def refuse(rule: str, line: int | None = None, **facts: object) -> InvalidModel:
        column = facts.pop("column", None)
        where = column if isinstance(column, int) else None
        return InvalidModel([Finding(file, rule, line=line, column=where, facts=facts)])

    return refuse


def _plain_utf8(data: bytes, refuse: Refuse) -> bytes:
    if len(data) > MAX_BYTES:
        raise refuse("xml.too_large", bytes=len(data), limit=MAX_BYTES)
    if data.startswith(_OTHER_BOMS):
        raise refuse("xml.encoding", line=1)
    body = data.removeprefix(_BOM)
    if not body.strip():
        raise refuse("xml.empty")
    if b"\x00" in body:
        raise refuse("xml.encoding", line=_line_at(body, body.index(b"\x00")))
    declared = _DECLARED.match(body)
    if declared and declared[1].decode("latin-1").lower() not in _PLAIN:
        raise refuse("xml.encoding", line=1, declared=declared[1].decode("latin-1"))
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refuse("xml.encoding", line=_line_at(body, error.start)) from None
    return body


def _refuse_declarations(body: bytes, refuse: Refuse) -> None:
    # After the prolog these can only be quoted text, and nothing of ours quotes them.
    for mark in (b"<!DOCTYPE", b"<!ENTITY"):
        at = body.find(mark)
        if at >= 0:
            raise refuse("xml.doctype", line=_line_at(body, at))


def _line_at(body: bytes, at: int) -> int:
    return body.count(b"\n", 0, at) + 1


def _malformed(error: etree.XMLSyntaxError, body: bytes, refuse: Refuse) -> InvalidModel:
    line = error.lineno or None
    text = error.msg or ""
    if "xcessive depth" in text:
        return refuse("xml.too_deep", line=line, limit=MAX_DEPTH)
    if any(words in text for words in _TOO_LONG):
        return refuse("xml.value_too_long", line=line, limit=MAX_TEXT_CHARS)
    if b"<" not in body:
        return refuse("xml.not_xml", line=1)
    return refuse("xml.malformed", line=line, column=error.offset or None, detail=text)


def _within_bounds(root: etree._Element, refuse: Refuse) -> None:
    elements = depth = namespaces = 0
    for event, item in etree.iterwalk(root, events=("start", "end", "start-ns", "end-ns")):
        if event == "end":
            depth -= 1
        elif event == "start-ns":
            namespaces += 1
            if namespaces > MAX_NAMESPACES:
                raise refuse("xml.too_many_namespaces", limit=MAX_NAMESPACES)
        elif event == "end-ns":
            namespaces -= 1
        else:
            elements, depth = elements + 1, depth + 1
            if elements > MAX_ELEMENTS:
                raise refuse("xml.too_many_elements", limit=MAX_ELEMENTS)
            if depth > MAX_DEPTH:
                raise refuse("xml.too_deep", line=line_of(item), limit=MAX_DEPTH)
            _element_within_bounds(item, refuse)


def _element_within_bounds(element: etree._Element, refuse: Refuse) -> None:
    line = line_of(element)
    if str(element.tag).startswith(_XINCLUDE):
        raise refuse("xml.include", line=line)
    if len(element.attrib) > MAX_ATTRIBUTES:
        raise refuse("xml.too_many_attributes", line=line, limit=MAX_ATTRIBUTES)
    for value in element.attrib.values():
        if len(value) > MAX_ATTRIBUTE_CHARS:
            raise refuse("xml.value_too_long", line=line, limit=MAX_ATTRIBUTE_CHARS)
    for text in (element.text, element.tail):
        if text and len(text) > MAX_TEXT_CHARS:
            raise refuse("xml.value_too_long", line=line, limit=MAX_TEXT_CHARS)
