"""The safe parse: what it refuses, how fast, and that writing is stable."""

import time

import pytest

from engine import xml
from engine.errors import InvalidModel

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol">
%s]>
<a>&lol9;</a>""" % b"\n".join(
    b'<!ENTITY lol%d "%s">' % (n, b"&lol%s;" % (str(n - 1).encode() if n > 1 else b"") * 10)
    for n in range(1, 10)
)
EXTERNAL = b"""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>"""
PARAMETER = b"""<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/evil.dtd"> %p;]>\n<a/>"""
QUADRATIC = b'<!DOCTYPE a [<!ENTITY x "' + b"x" * 100_000 + b'">]><a>' + b"&x;" * 100_000 + b"</a>"
XINCLUDE = (
    b'<a xmlns:xi="http://www.w3.org/2001/XInclude">\n<xi:include href="file:///etc/passwd"/></a>'
)
MANY_NAMESPACES = b"<a " + b" ".join(b'xmlns:a%d="u:%d"' % (i, i) for i in range(50_000)) + b"/>"
MANY_ATTRIBUTES = b"<a " + b" ".join(b'a%d="1"' % i for i in range(150_000)) + b"/>"

HOSTILE = [
    ("billion_laughs", LAUGHS, "xml.doctype", 2),
    ("external_entity", EXTERNAL, "xml.doctype", 1),
    ("parameter_entity", PARAMETER, "xml.doctype", 1),
    ("quadratic_blowup", QUADRATIC, "xml.doctype", 1),
    ("doctype_without_entities", b"<a/>\n<!DOCTYPE a>", "xml.doctype", 2),
    ("undefined_entity", b"<a>\n&x;</a>", "xml.malformed", 2),
    ("deep_nesting", b"<a>" * 200_000, "xml.too_deep", 1),
    ("deeper_than_our_cap", b"<a>" * 101 + b"</a>" * 101, "xml.too_deep", 1),
    ("many_elements", b"<a>" + b"<b/>" * 400_000 + b"</a>", "xml.too_many_elements", None),
    ("more_than_our_cap", b"<a>" + b"<b/>" * 50_000 + b"</a>", "xml.too_many_elements", None),
    ("many_lines", b"<a>" + b"\n" * 50_001 + b"</a>", "xml.too_many_lines", None),
    ("huge_attribute", b'<a b="' + b"x" * 1_900_000 + b'"/>', "xml.value_too_long", 1),
    ("huge_text", b"<a>" + b"x" * 1_900_000 + b"</a>", "xml.value_too_long", 1),
    ("huge_name", b"<" + b"x" * 1_900_000 + b"/>", "xml.value_too_long", 1),
    ("many_attributes", MANY_ATTRIBUTES, "xml.too_many_attributes", 1),
    ("many_namespaces", MANY_NAMESPACES, "xml.too_many_namespaces", None),
    ("too_large", b"<a>" + b" " * xml.MAX_BYTES + b"</a>", "xml.too_large", None),
    ("nul", b"<a>\n\x00</a>", "xml.encoding", 2),
    ("utf_16", "<a/>".encode("utf-16"), "xml.encoding", 1),
    ("utf_16_without_mark", "<a/>".encode("utf-16-le"), "xml.encoding", 1),
    ("utf_32", "<a/>".encode("utf-32"), "xml.encoding", 1),
    ("utf_7", b'<?xml version="1.0" encoding="UTF-7"?><a/>', "xml.encoding", 1),
    ("latin_1", b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>', "xml.encoding", 1),
    ("not_utf_8", b"<a>\n\n\xe9</a>", "xml.encoding", 3),
    ("xinclude", XINCLUDE, "xml.include", 2),
    ("control_character", b"<a>\n&#1;</a>", "xml.malformed", 2),
    ("two_roots", b"<a/>\n<b/>", "xml.malformed", 2),
    ("unclosed", b"<a>\n<b></a>", "xml.malformed", 2),
    ("duplicate_attribute", b'<a x="1" x="2"/>', "xml.malformed", 1),
    ("not_xml", b"een gewone tekst", "xml.not_xml", 1),
    ("json", b'{"a": "<b>"}', "xml.malformed", 1),
    ("zip", b"PK\x03\x04\x00\x00", "xml.encoding", 1),
    ("empty", b"", "xml.empty", None),
    ("white", b" \n ", "xml.empty", None),
    ("only_a_mark", b"\xef\xbb\xbf", "xml.empty", None),
]


@pytest.mark.parametrize(("name", "data", "rule", "line"), HOSTILE, ids=[h[0] for h in HOSTILE])
def test_hostile_bytes_are_refused_quickly(
    name: str, data: bytes, rule: str, line: int | None
) -> None:
    began = time.process_time()
    with pytest.raises(InvalidModel) as refused:
        xml.parse(data, f"{name}.bpmn")
    assert time.process_time() - began < 1
    (finding,) = refused.value.findings
    assert (finding.file, finding.rule, finding.line) == (f"{name}.bpmn", rule, line)


def test_a_tree_at_the_cap_is_read() -> None:
    root = xml.parse(b"<a>" + b"<b/>" * (xml.MAX_ELEMENTS - 1) + b"</a>", "cap.xml")
    assert len(root) == xml.MAX_ELEMENTS - 1
    deep = b"<a>" * xml.MAX_DEPTH + b"</a>" * xml.MAX_DEPTH
    assert xml.parse(deep, "deep.xml").tag == "a"


def test_a_byte_order_mark_of_utf_8_is_read() -> None:
    assert xml.parse(b"\xef\xbb\xbf<a>\xc3\xa9</a>", "bom.xml").text == "\u00e9"


def test_a_comment_does_not_cut_a_text_in_two() -> None:
    data = b"<a>bedrag &gt; <!-- 10 or -->20<?pi x?><![CDATA[ < 30]]></a>"
    assert xml.parse(data, "comment.xml").text == "bedrag > 20 < 30"


def test_no_stylesheet_instruction_survives() -> None:
    data = b'<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:9/x"?><a/>'
    root = xml.parse(data, "sheet.xml")
    assert b"stylesheet" not in xml.write(root)


def test_elements_know_their_line() -> None:
    root = xml.parse(b"<a>\n\n<b/></a>", "line.xml")
    assert [xml.line_of(child) for child in root] == [3]


def test_what_is_written_reads_back_the_same() -> None:
    data = '<a xmlns:p="u:p" p:x="&lt;&quot;é">\n <b>1 &lt; 2</b>tekst</a>'.encode()
    once = xml.write(xml.parse(data, "in.xml"))
    assert once == xml.write(xml.parse(once, "again.xml"))
    assert xml.parse(once, "again.xml").attrib["{u:p}x"] == '<"é'
