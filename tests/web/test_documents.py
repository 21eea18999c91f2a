"""The pages of documents: forms with files, downloads, pictures; and bodies without an end."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from typing_extensions import override
from werkzeug.test import EnvironBuilder

from engine import cases
from engine.model import RoleInTeam, Verdict
from engine.uploads import MB
from tests import sending
from tests.vetting import samples
from tests.web.site import Site, Visitor
from tests.web.test_http import CLOSED

NAME = "Plan van Zoë, “versie 2”.png"


@pytest.fixture
def sara(site: Site) -> Visitor:
    return site.visit("sara.mertens")


def address(site: Site, *rest: str) -> str:
    return "/".join((f"/procedures/{site.known.done}/documenten", *rest))


def send(site: Site, visitor: Visitor, *files: tuple[bytes, str], **fields: str) -> Any:
    chosen = [(io.BytesIO(data), name) for data, name in files]
    answer = visitor.post(address(site, "toevoegen"), {"files": chosen, **fields})
    answer.request.environ["wsgi.input"].close()  # the client keeps a large body in a file
    return answer


def folder(site: Site) -> Path:
    return site.house.runtime.vault.folder


def newest(site: Site) -> str:
    by = site.house.actors["sara.mertens"]
    page = cases.view(site.house.runtime, number=site.known.done, by=by)
    return page.documents.rows[0].row.id


def test_a_file_goes_in_through_the_form_and_comes_out_as_it_was(site: Site, sara: Visitor) -> None:
    data = samples.image("PNG")
    assert send(site, sara, (data, "a.png"), (b"Een stuk.", "b.txt")).status_code == 303
    shown = sara.get(address(site)).text
    assert "b.txt" in shown
    answer = sara.get(address(site, newest(site)))
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''b.txt"
    send(site, sara, (data, NAME))
    answer = sara.get(address(site, newest(site)))
    assert answer.data == data
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; filename*=UTF-8''")
    assert said.isascii()
    assert unquote(said) == f"attachment; filename*=UTF-8''{NAME}"
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == CLOSED


def test_a_page_of_a_pdf_is_shown_as_a_picture(site: Site, sara: Visitor) -> None:
    send(site, sara, (samples.pdf(pages=3, action="/JavaScript"), "a.pdf"))
    document_id = newest(site)
    page = sara.get(address(site, document_id, "bekijken?blz=2")).text
    assert "Bladzijde 2 van 3" in page
    assert "scripts" in page
    picture = sara.get(address(site, document_id, "bladzijde", "2.png"))
    assert picture.data.startswith(b"\x89PNG")
    assert picture.headers["Content-Type"] == "image/png"
    for wrong in ("0.png", "4.png", "99999999999.png"):
        assert sara.get(address(site, document_id, "bladzijde", wrong)).status_code == 404


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([(b"MZ\x90\0", "attest.pdf")], "‘attest.pdf’ is een programma"),
        ([(b"goed", "a.txt"), (b"", "leeg.txt")], "‘leeg.txt’ is leeg"),
        ([(b"<svg onload=x>", "a.svg")], "een webpagina of een SVG-tekening"),
        ([(samples.pdf(password="x"), "../../a.pdf")], "beveiligd met een wachtwoord"),
        ([], "Kies een bestand"),
    ],
)
def test_a_refused_file_is_named_on_the_form_and_nothing_is_kept(
    site: Site, sara: Visitor, files: list[tuple[bytes, str]], said: str
) -> None:
    before = site.kept()
    answer = send(site, sara, *files)
    assert answer.status_code == 422
    assert said in answer.text
    assert "<title>Fout: " in answer.text
    assert site.kept() == before
    assert not [
        path for path in folder(site).glob("**/*") if path.is_file() and path.name[0] != "."
    ]


def test_a_sort_that_does_not_exist_is_refused(site: Site, sara: Visitor) -> None:
    assert send(site, sara, (b"a", "a.txt"), _type="verzonnen").status_code == 422


def test_a_confidential_document_is_not_named_to_others(site: Site, sara: Visitor) -> None:
    send(site, sara, (b"Blanco.", "uittreksel an.txt"), _type=sending.CONFIDENTIAL)
    document_id = newest(site)
    assert "uittreksel an" in sara.get(address(site)).text
    other = site.visit("an.admin")
    seen = other.get(address(site)).text
    assert "Vertrouwelijk document" in seen
    assert "uittreksel an" not in seen + other.get(f"/procedures/{site.known.done}/verloop").text
    for rest in ((), ("bekijken",), ("bladzijde", "1.png")):
        assert other.get(address(site, document_id, *rest)).status_code == 404
    assert site.logged()[-1][0] == "access:denied"


def test_assessing_and_destroying_through_the_page(site: Site, sara: Visitor) -> None:
    send(site, sara, (b"Blanco.", "uittreksel.txt"), _type=sending.CONFIDENTIAL)
    document_id = newest(site)
    judge = address(site, document_id, "beoordelen")
    assert sara.post(judge, {"verdict": "fails"}).status_code == 422
    assert sara.post(judge, {"verdict": "verzonnen"}).status_code == 422
    assert sara.post(judge, {"issued_on": "31/02/2026"}).status_code == 422
    assert sara.post(address(site, document_id, "vernietigen")).status_code == 409
    sent = {"verdict": str(Verdict.MEETS), "issued_on": "01/03/2026", "expires_on": "01/03/2027"}
    assert sara.post(judge, sent).status_code == 303
    assert "Voorgoed vernietigen" in sara.get(address(site, document_id, "bekijken")).text
    assert sara.post(address(site, document_id, "vernietigen")).status_code == 303
    assert sara.get(address(site, document_id)).status_code == 404
    assert "vernietigd" in sara.get(address(site, document_id, "bekijken")).text


# Bodies.


class Endless(io.RawIOBase):
    """A body of `size` bytes, made while it is read; it notes how much memory is in use."""

    def __init__(self, head: bytes, size: int) -> None:
        self.left, self.head = size, head
        self.read_bytes, self.most = 0, 0

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Any) -> int:
        data = self.head[: len(buffer)] or bytes(min(len(buffer), self.left))
        self.head = self.head[len(data) :]
        self.left -= len(data)
        self.read_bytes += len(data)
        buffer[: len(data)] = data
        if self.read_bytes % (8 * MB) < len(data):
            self.most = max(self.most, resident())
        return len(data)


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def stream(
    site: Site, visitor: Visitor, size: int, path: str, *, told: bool
) -> tuple[int, Endless]:
    """Post `size` bytes as one file and return the status and the body, as far as it was read."""
    head = (
        f'--grens\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{visitor.csrf}\r\n'
        '--grens\r\nContent-Disposition: form-data; name="files"; filename="groot.txt"\r\n'
        "Content-Type: text/plain\r\n\r\n"
    )
    body = Endless(head.encode(), size)
    builder = EnvironBuilder(path=path, method="POST")
    environ = builder.get_environ()
    environ["CONTENT_TYPE"] = "multipart/form-data; boundary=grens"
    environ["wsgi.input"] = io.BufferedReader(body, MB)
    environ["wsgi.input_terminated"] = True
    if told:
        environ["CONTENT_LENGTH"] = str(size)
    cookie = visitor.client.get_cookie("procesregie")
    assert cookie is not None
    environ["HTTP_COOKIE"] = f"procesregie={cookie.value}"
    said: list[str] = []

    def start(status: str, *_rest: Any) -> Any:
        said.append(status)

    answer = site.app.wsgi_app(environ, start)
    b"".join(answer)
    answer.close()  # type: ignore[attr-defined] # what a web server does
    return int(said[0].split()[0]), body


def test_a_stream_of_two_gigabytes_is_cut_in_little_memory(site: Site, sara: Visitor) -> None:
    before = resident()
    status, body = stream(site, sara, 2048 * MB, address(site, "toevoegen"), told=False)
    assert status == 413
    assert 100 * MB < body.read_bytes < 210 * MB
    assert body.most - before < 40 * MB
    assert not list(folder(site).glob("incoming/*"))


def test_a_stream_that_says_how_large_it_is_is_not_even_read(site: Site, sara: Visitor) -> None:
    status, body = stream(site, sara, 2048 * MB, address(site, "toevoegen"), told=True)
    assert status == 413
    assert body.read_bytes <= 2 * MB


def test_no_other_route_takes_a_large_body_or_a_file(site: Site, sara: Visitor) -> None:
    path = f"/taken/{site.known.taken_task}/vragen"
    for told in (True, False):
        status, body = stream(site, sara, 2048 * MB, path, told=told)
        assert status == 413
        assert body.read_bytes <= 6 * MB
    assert not folder(site).exists()


def test_one_file_over_the_limit_is_named(site: Site, sara: Visitor) -> None:
    answer = send(site, sara, (bytes(51 * MB), "groot.txt"))
    assert answer.status_code == 422
    assert "‘groot.txt’ is te groot: het mag hoogstens 50 MB zijn" in answer.text
    assert not list(folder(site).glob("incoming/*"))


def test_somebody_without_the_case_sends_nothing(site: Site) -> None:
    stranger = site.visit_as(RoleInTeam("kb-ko", "west"))
    assert send(site, stranger, (b"a", "a.txt")).status_code == 404
    assert not list(folder(site).glob("incoming/*"))
