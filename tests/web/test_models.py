"""What an analyst sends: kept or put into force when it is sound, refused in words when not."""

from __future__ import annotations

import io
import zipfile

import pytest

from engine import deployments, layout
from tests.web.model_visits import diagram
from tests.web.site import JSON, PROCESS, Site
from tests.web.visiting import DIAGRAM

ANALYST = "pieter.claeys"
DEPLOY = f"/processen/{PROCESS}/in-werking"
ARRANGE = f"/processen/{PROCESS}/schikken"
SAVE = f"/processen/{PROCESS}/concept"
REASON = {"X-Reason": "een proef"}
BPMN = b'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'


def laughs() -> bytes:
    lines = [b"<!DOCTYPE lolz [<!ENTITY a0 'lol'>"]
    lines += [b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)]
    return b"".join(lines) + b"]><definitions>&a9;</definitions>"


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.bpmn", "<definitions/>")
    return file.getvalue()


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "spaces": b"  \n ",
    "no XML": b"dit is geen diagram",
    "half XML": b"<definitions><process",
    "a zip": zipped(),
    "a NUL": b"<definitions>\0</definitions>",
    "UTF-16": "<definitions/>".encode("utf-16"),
    "an encoding of its own": b'<?xml version="1.0" encoding="utf-7"?><definitions/>',
    "bytes that are no text": b"<definitions>\xff\xfe\xfa</definitions>",
    "a billion laughs": laughs(),
    "a file of the server": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "a page of elsewhere": b'<!DOCTYPE a SYSTEM "http://localhost:9/x.dtd"><a/>',
    "an inclusion": b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="b"/></a>',
    "deep nesting": b"<a>" * 5_000 + b"</a>" * 5_000,
    "too many elements": b"<a>" + b"<b/>" * 60_000 + b"</a>",
    "three megabytes": b"<a>" + b"x" * 3_000_000 + b"</a>",
    "too many attributes": b"<a " + b" ".join(b'b%d=""' % n for n in range(5_000)) + b"/>",
    "another kind of XML": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "a diagram without a process": b"<definitions " + BPMN + b"/>",
    "a script that runs": b"<definitions "
    + BPMN
    + b'><process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" '
    + b'sourceRef="s" targetRef="t"/><scriptTask id="t" scriptFormat="python">'
    + b"<script>import os</script></scriptTask></process></definitions>",
}
UNSAFE = [each for each in HOSTILE if not each.startswith(("another", "a diagram", "a script"))]


@pytest.mark.parametrize("what", HOSTILE)
def test_a_diagram_that_is_not_sound_is_never_put_into_force(shared_site: Site, what: str) -> None:
    before = shared_site.kept()
    browser = shared_site.visit(ANALYST)
    answer = browser.send(DEPLOY, HOSTILE[what], DIAGRAM, headers={**REASON, **JSON})
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.json
    assert answer.json["code"] == "invalid_model"
    assert all(each["text"].endswith((".", "?")) for each in answer.json["findings"])
    assert "root:" not in answer.text
    assert shared_site.kept() == before


@pytest.mark.parametrize("what", UNSAFE)
def test_what_is_no_safe_xml_is_not_even_kept_as_a_draft(shared_site: Site, what: str) -> None:
    before = shared_site.kept()
    answer = shared_site.visit(ANALYST).send(SAVE + "?versie=0", HOSTILE[what], DIAGRAM)
    assert answer.status_code == 422
    assert "Dit model kan niet in gebruik" in answer.text
    assert "<li" in answer.text
    assert shared_site.kept() == before


def test_a_refusal_of_a_deployment_is_in_the_log(site: Site) -> None:
    site.visit(ANALYST).send(DEPLOY, HOSTILE["a script that runs"], DIAGRAM, headers=REASON)
    assert site.logged()[-1][0] == "model:refused"


def test_a_body_of_five_megabytes_is_too_large(shared_site: Site) -> None:
    before = shared_site.kept()
    for path in (DEPLOY, SAVE):
        answer = shared_site.visit(ANALYST).send(path, b"x" * 5_000_000, DIAGRAM, headers=REASON)
        assert answer.status_code == 413
    assert shared_site.kept() == before


def test_a_draft_of_a_stale_page_does_not_overwrite_a_newer_one(site: Site) -> None:
    browser, xml = site.visit(ANALYST), diagram(site)
    first = browser.send(SAVE + "?versie=0", xml, DIAGRAM)
    assert first.json
    assert first.json["version"] == 1
    before = site.kept()
    again = browser.send(SAVE + "?versie=0", xml + b"<!-- tab 2 -->", DIAGRAM, headers=JSON)
    assert again.status_code == 409
    assert again.json
    assert again.json["code"] == "stale"
    assert site.kept() == before


@pytest.mark.parametrize("version", ["x", "-1", "%C2%B2", "9" * 30, "9" * 5_000])
def test_a_version_that_is_none_counts_as_no_draft_seen(site: Site, version: str) -> None:
    browser, xml = site.visit(ANALYST), diagram(site)
    browser.send(SAVE + "?versie=0", xml, DIAGRAM)
    before = site.kept()
    answer = browser.send(f"{SAVE}?versie={version}", xml, DIAGRAM, headers=JSON)
    assert answer.status_code == 409
    assert site.kept() == before


def test_two_analysts_do_not_overwrite_each_other(site: Site) -> None:
    mine, hers = site.visit(ANALYST), site.visit("sofie.lemmens")
    xml = diagram(site)
    mine.send(SAVE + "?versie=0", xml, DIAGRAM)
    hers.send(SAVE + "?versie=0", xml, DIAGRAM)
    changed = xml.replace(b"</bpmn:definitions>", b"<!-- zij --></bpmn:definitions>")
    assert hers.send(DEPLOY, changed, DIAGRAM, headers=REASON).status_code == 200
    before = site.kept()
    answer = mine.send(DEPLOY, xml, DIAGRAM, headers={**REASON, **JSON})
    assert answer.status_code == 409
    assert site.kept() == before


@pytest.mark.parametrize("reason", ["", "x", "x" * 501])
def test_a_version_needs_a_reason(shared_site: Site, reason: str) -> None:
    before = shared_site.kept()
    answer = shared_site.visit(ANALYST).post(DEPLOY, {"reden": reason}, headers=JSON)
    assert answer.status_code == 422
    assert answer.json
    assert answer.json["problems"][0]["field"] == "reason"
    assert shared_site.kept() == before


def test_without_a_draft_there_is_nothing_to_deploy(shared_site: Site) -> None:
    answer = shared_site.visit("sofie.lemmens").post(DEPLOY, {"reden": "een reden"})
    assert answer.status_code == 404
    assert "kladversie bestaat niet" in answer.text


def test_running_cases_keep_their_version(site: Site) -> None:
    before = site.house.case(site.known.free).deployment_id
    changed = diagram(site).replace(b"</bpmn:definitions>", b"<!-- x --></bpmn:definitions>")
    answer = site.visit(ANALYST).send(DEPLOY, changed, DIAGRAM, headers=REASON)
    assert answer.json
    assert answer.json["version"] == 2
    assert site.house.case(site.known.free).deployment_id == before


def bomb(levels: int) -> bytes:
    return b'{"components":' + b"[" * levels + b"]" * levels + b"}"


FILES: dict[str, tuple[str, bytes]] = {
    "a form that is no JSON": ("forms/vergunning/x.json", b"{"),
    "a form of nested lists": ("forms/vergunning/x.json", bomb(100_000)),
    "a form with a number without end": (
        "forms/vergunning/x.json",
        b'{"schemaVersion": ' + b"9" * 100_000 + b"}",
    ),
    "a form of three megabytes": (
        "forms/vergunning/x.json",
        b'{"id": "' + b"x" * 3_000_000 + b'"}',
    ),
    "a form with the same name twice": ("forms/vergunning/x.json", b'{"id": 1, "id": 2}'),
    "a form with a NUL": ("forms/vergunning/x.json", b'{"id": "\0"}'),
    "a form that is a list": ("forms/vergunning/x.json", b"[]"),
    "a form with half a sign": ("forms/vergunning/x.json", b'{"id": "\\ud800"}'),
    "bytes for a form": ("forms/vergunning/x.json", b"\xff\xfe"),
    "a table with a doctype": ("vergunning/x.dmn", laughs()),
    "a table of three megabytes": ("vergunning/x.dmn", b"<a>" + b"x" * 3_000_000 + b"</a>"),
    "a table that is nested deep": ("vergunning/x.dmn", b"<a>" * 5_000 + b"</a>" * 5_000),
    "a table that is a zip": ("vergunning/x.dmn", zipped()),
    "an empty table": ("vergunning/x.dmn", b""),
    "a diagram instead of a table": ("vergunning/x.dmn", b"<definitions " + BPMN + b"/>"),
    "a letter of bytes": ("vergunning/brieven/x.md", b"\xff\xfe\x00"),
    "a letter that never closes": ("vergunning/brieven/x.md", b"{{" * 10_000),
    "facts that are no TOML": ("vergunning/procedure.toml", b"= ="),
    "facts of bytes": ("vergunning/procedure.toml", b"\xff\xfe"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_hostile_file_is_a_finding_in_its_own_name(shared_site: Site, what: str) -> None:
    path, data = FILES[what]
    runtime = shared_site.house.runtime
    before = shared_site.rows()
    found = deployments.check(runtime, {path: data})
    assert [each for each in found if each.file == path and each.severity == "error"]
    assert shared_site.rows() == before


def test_a_diagram_comes_back_laid_out_and_nothing_is_kept(shared_site: Site) -> None:
    before = shared_site.kept()
    browser = shared_site.visit(ANALYST)
    answer = browser.send(ARRANGE, diagram(shared_site), DIAGRAM, headers=JSON)
    assert answer.status_code == 200
    assert answer.content_type == "application/xml"
    assert answer.data == layout.layout(diagram(shared_site))
    assert shared_site.kept() == before


@pytest.mark.parametrize("what", UNSAFE)
def test_what_is_no_safe_xml_is_not_laid_out(shared_site: Site, what: str) -> None:
    answer = shared_site.visit(ANALYST).send(ARRANGE, HOSTILE[what], DIAGRAM, headers=JSON)
    assert answer.status_code == 422
    assert answer.json
    assert answer.json["code"] == "invalid_model"
