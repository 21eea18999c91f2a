"""Every letter of ours as the archive gets it: judged by somebody else, and always the same."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from engine.letters import Letter, render, set_pdf
from engine.letters.layout import default
from tests.letters import casework
from tests.letters.judging import preflight
from tests.letters.samples import META

SCRIPT = """
from hashlib import sha256
from engine.letters import docx, render
from tests.letters import casework
from tests.letters.samples import META
for name in casework.LETTERS:
    made = render(casework.text(name), casework.VALUES, META)
    print(name, made.sha256, sha256(docx(made.data)).hexdigest())
"""


def made(name: str) -> Letter:
    return render(casework.text(name), casework.VALUES, META)


def copy(letter: Letter) -> bytes:
    """Return the same letter as PDF/A-1b, which is what the judge knows.

    Without bookmarks: Preflight 2.0 takes a destination that is an indirect object, as ISO 32000
    allows it to be, for an error.
    """
    return set_pdf(letter.data, default(), ("a-1b",), bookmarks=False)


def changed(pdf: bytes, change: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def without_intent(writer: PdfWriter) -> None:
    """Leave out what the colours are meant for, where one of them is only the device's."""
    del writer.root_object[NameObject("/OutputIntents")]
    page = writer.pages[0]
    shown = page.get_contents()
    assert shown is not None
    painted = StreamObject()
    painted.set_data(shown.get_data() + b"\nq 1 0 0 rg 10 10 20 20 re f Q\n")
    page[NameObject("/Contents")] = writer._add_object(painted)


def without_fonts(writer: PdfWriter) -> None:
    for found in writer._objects:
        if isinstance(found, DictionaryObject) and found.get("/Type") == "/FontDescriptor":
            for name in ("/FontFile", "/FontFile2", "/FontFile3"):
                found.pop(NameObject(name), None)


def test_preflight_finds_every_letter_archivable_and_sees_what_is_not(tmp_path: Path) -> None:
    good = {name: copy(made(name)) for name in casework.LETTERS}
    one = good["toekenning_vergunning"]
    bad = {
        "no_intent": changed(one, without_intent),
        "no_fonts": changed(one, without_fonts),
        "cut_off": one[: len(one) // 2],
    }
    found = preflight({**good, **bad}, tmp_path)
    assert {name: said for name, said in found.items() if name in good} == {
        name: [] for name in good
    }
    assert any(said.startswith("2.4.3") for said in found["no_intent"])
    assert any(said.startswith("3.1.3") for said in found["no_fonts"])
    assert found["cut_off"]


@pytest.mark.parametrize("name", casework.LETTERS)
def test_a_letter_is_pdf_a_2a_and_ua_1(name: str) -> None:
    root: Any = PdfReader(io.BytesIO(made(name).pdf)).trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    for said in ("part>2<", "conformance>A<", "<pdfuaid:part>1<"):
        assert said in xmp
    assert root["/MarkInfo"]["/Marked"]


def test_the_same_letter_has_the_same_bytes_in_another_process_and_another_place() -> None:
    """Another time zone, locale and order of hashing change nothing."""
    said = []
    for zone, locale, seed in (("UTC", "C", "1"), ("Pacific/Apia", "nl_BE.UTF-8", "77")):
        around = os.environ | {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", SCRIPT]
        done = subprocess.run(command, env=around, capture_output=True, text=True, check=True)
        said.append(done.stdout)
    assert said[0] == said[1]
    assert said[0].count("\n") == len(casework.LETTERS)
