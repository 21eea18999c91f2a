"""The operator's page layout: read and tried once, seen on every letter, out of reach of others."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from engine.letters import BadLayout, read_layout, render
from engine.letters.layout import default
from tests.letters.samples import DECISION, META

FACTS = """
sender = ["Agentschap Proef", "Kerkstraat 1", "9000 Gent"]
footer = ["Een eigen voet"]
logo = "logo.svg"
logo_text = "Het beeld van de proef"
logo_height_mm = 12
font = "New Computer Modern"
font_size_pt = 12
colour = "#003366"
"""
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    '<rect width="40" height="20" fill="#036"/></svg>'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "layout.toml").write_text(FACTS)
    (tmp_path / "logo.svg").write_text(LOGO)
    return tmp_path


def seen(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_letter_bears_what_the_operator_filled_in(folder: Path) -> None:
    layout = read_layout(str(folder))
    text = seen(render(DECISION, {}, replace(META, sender=()), layout).pdf)
    assert "Agentschap Proef" in text
    assert "Een eigen voet" in text
    assert "Opgroeien" not in text


def test_the_hash_of_a_layout_changes_with_every_file_of_it(folder: Path) -> None:
    hashes = {default().sha256, read_layout(str(folder)).sha256}
    (folder / "logo.svg").write_text(LOGO.replace("#036", "#630"))
    hashes.add(read_layout(str(folder)).sha256)
    (folder / "layout.toml").write_text(FACTS.replace("= 12\ncolour", "= 10\ncolour"))
    hashes.add(read_layout(str(folder)).sha256)
    (folder / "notities.txt").write_text("geen deel van de opmaak")
    hashes.add(read_layout(str(folder)).sha256)
    assert len(hashes) == 4


def test_without_a_folder_it_is_ours() -> None:
    assert read_layout("") is default()


def test_an_own_template_replaces_ours(folder: Path) -> None:
    template = default().template.replace(b"Ons kenmerk", b"Dossiernummer")
    (folder / "layout.typ").write_bytes(template)
    assert "Dossiernummer" in seen(render(DECISION, {}, META, read_layout(str(folder))).pdf)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('colour = "#003366"', 'colour = "blauw"', "colour"),
        ('colour = "#003366"', "", "colour is missing"),
        ("font_size_pt = 12", "font_size_pt = 60", "font_size_pt"),
        ('["Agentschap Proef", "Kerkstraat 1", "9000 Gent"]', "[]", "sender"),
        ('logo = "logo.svg"', 'logo = "../logo.svg"', "logo"),
        ('logo_text = "Het beeld van de proef"', 'logo_text = ""', "logo_text"),
        ('colour = "#003366"', 'colour = "#003366"\nmargin = 3', "unknown: margin"),
        ('colour = "#003366"', "colour =", "layout.toml"),
        ('font = "New Computer Modern"', 'font = "Nergens"', "nergens"),
    ],
)
def test_a_layout_that_is_not_in_order_stops_the_start(
    folder: Path, old: str, new: str, said: str
) -> None:
    (folder / "layout.toml").write_text(FACTS.replace(old, new))
    with pytest.raises(BadLayout, match=said):
        read_layout(str(folder))


@pytest.mark.parametrize(
    "template", [b"#panic(1)", b'#import "@preview/x:1.0.0"', b'#read("/etc/passwd")']
)
def test_a_template_that_cannot_be_set_stops_the_start(folder: Path, template: bytes) -> None:
    (folder / "layout.typ").write_bytes(template)
    with pytest.raises(BadLayout):
        read_layout(str(folder))


def test_a_folder_without_a_layout_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadLayout, match=r"layout\.toml"):
        read_layout(str(tmp_path))
