"""What people type, and who they are, does not come into the log, however much goes wrong."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from engine import errors, jobs, tasks, telemetry
from engine.handler import Handler
from engine.store import new_id
from tests.verbs import probing
from tests.web.site import JSON, PROCESS, Site, flat, start_values

WHO = "sara.mertens"
_ERRORS = text("SELECT error FROM job WHERE case_id = :case")
MARK = "Zonderlinge-Naam-8841"
ASKS = probing.row(
    probing.TASK.format("tell"),
    '<exclusiveGateway id="gate" name="Which?"/>',
    probing.TASK.format("look"),
).replace(
    '<sequenceFlow id="gate_look" sourceRef="gate" targetRef="look"/>',
    '<sequenceFlow id="gate_look" sourceRef="gate" targetRef="look"><conditionExpression>'
    "remark &gt; 10</conditionExpression></sequenceFlow>",
)
STAMPS = probing.row(
    probing.TASK.format("tell"), '<serviceTask id="stamp" name="Stamp" pr:job="stamp"/>'
)


@pytest.fixture
def written(site: Site) -> Iterator[io.StringIO]:
    """Return what the served application would write, of every logger."""
    stream, root = io.StringIO(), logging.getLogger()
    level = root.level
    handler = telemetry.set_up(stream)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def raises(*_given: Any, **_more: Any) -> Any:
    raise ValueError(f"cannot read {MARK}")


def to_task(site: Site, elements: str) -> tuple[str, str]:
    """Start a case with a task that asks for a remark; return the numbers of both."""
    probing.deploy(site.house, elements)
    number = probing.start(site.house)
    (task,) = site.house.open_tasks(number)
    tasks.claim(site.house.runtime, task_id=task.id, by=site.house.actors[WHO])
    return number, task.id


def remark(site: Site, task_id: str, login: str = WHO) -> int:
    fields = {"remark": MARK, "_key": new_id()}
    return site.visit(login).post(f"/taken/{task_id}/afronden", fields).status_code


def test_no_value_reaches_the_log(
    site: Site,
    written: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    browser, admin = site.visit("an.admin"), site.visit("bert.beheer")
    person = {"login": "m.merk", "name": MARK, "email": f"{MARK}@x.be"}
    assert admin.post("/beheer/gebruikers/nieuw", person).status_code in {200, 303}
    assert site.visit().post("/aanmelden", {"login": MARK, "password": MARK}).status_code == 422

    values = {**flat(start_values()), "organisator.naam": MARK, "_key": new_id()}
    begun = browser.post(f"/procedures/nieuw/{PROCESS}", values)
    assert begun.status_code == 303
    site.house.work_off()
    wrong = {**values, "organisator.kbo": MARK, "_key": new_id()}
    assert browser.post(f"/procedures/nieuw/{PROCESS}", wrong).status_code == 422
    assert MARK in browser.get(begun.location).text
    assert MARK in browser.get(f"/dossiers?q={MARK}").text
    assert browser.get(f"/dossiers/{MARK}").status_code == 404

    _, asked = to_task(site, ASKS)
    assert remark(site, asked) == 500, "no way out of the gateway: an expression that fails"

    handler = Handler("stamp", lambda *_: {}, raises)
    monkeypatch.setattr(jobs, "HANDLERS", {**jobs.HANDLERS, "stamp": handler})
    number, stamped = to_task(site, STAMPS)
    assert remark(site, stamped) == 303
    assert jobs.run_due(site.house.runtime) >= 1
    assert MARK in _errors(site, number), "people who mend it do read why"

    for fault in (raises, _refused):
        monkeypatch.setattr(tasks, "complete", fault)
        _, left = to_task(site, probing.row(probing.TASK.format("tell")))
        assert remark(site, left) in {500, 503}
    site.visit("an.admin").get("/taken", headers=JSON)

    lines = [json.loads(each) for each in written.getvalue().splitlines()]
    traces = [each["trace"] for each in lines if "trace" in each]
    assert len(traces) == 4
    assert sum(each["event"] == "request" for each in lines) >= 10
    assert [each for each in lines if MARK in json.dumps(each)] == []
    said = capfd.readouterr()
    assert MARK not in said.out + said.err


def _refused(*_given: Any, **_more: Any) -> Any:
    try:
        raises()
    except ValueError as error:
        raise errors.Unavailable("database_unavailable", detail=MARK) from error


def _errors(site: Site, number: str) -> str:
    with site.house.runtime.store.read() as tx:
        return str(tx.all(_ERRORS, {"case": site.house.case(number).id}))
