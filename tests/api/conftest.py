"""A house on either database with a diagram that leaves work to a program, and that program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from engine import api, keys, web
from engine.api import contract
from engine.model import SYSTEM
from tests.furnished import house, postgresql_house, show_house
from tests.house import House
from tests.verbs import probing
from tests.verbs.operating import either

__all__ = ["either", "house", "postgresql_house", "show_house"]

TOPIC = "kbo.opzoeken"
WORK = probing.row(
    f'<serviceTask id="look_up" name="Look up" pr:topic="{TOPIC}">'
    '<extensionElements><pr:mapping><pr:in source="=42" target="number"/>'
    '<pr:out source="=name" target="organiser"/></pr:mapping></extensionElements></serviceTask>',
    probing.TASK.format("look"),
).replace(
    '<endEvent id="finish" name="Finish"/>',
    '<endEvent id="finish" name="Finish"/>'
    '<boundaryEvent id="unknown" name="Unknown" attachedToRef="look_up">'
    '<errorEventDefinition id="e" errorRef="err"/></boundaryEvent>'
    + probing.TASK.format("by_hand")
    + '<sequenceFlow id="to_hand" sourceRef="unknown" targetRef="by_hand"/>'
    '<sequenceFlow id="from_hand" sourceRef="by_hand" targetRef="finish"/>',
)
ERROR = '<error id="err" name="Unknown" errorCode="unknown_number"/>'


class Program:
    """A program elsewhere: it asks over HTTP, and every answer has to be as the contract says."""

    def __init__(self, house: House, token: str) -> None:
        app = web.create_app(house.runtime)
        api.install(app)
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {token}"}

    def post(self, path: str, body: Any, **more: Any) -> TestResponse:
        headers = more.pop("headers", self.headers)
        found = self.client.post(
            f"/api/v1/external-jobs/{path}", json=body, headers=headers, **more
        )
        self._as_promised(path, found)
        return found

    def fetch(self, **more: Any) -> list[dict[str, Any]]:
        asked = {"worker": "w1", "topics": [TOPIC], "lock_seconds": 60, **more}
        found = self.post("fetch-and-lock", asked)
        assert found.status_code == 200, found.text
        jobs: list[dict[str, Any]] = found.get_json()["jobs"]
        return jobs

    def answer(self, job: Mapping[str, Any], how: str, **body: Any) -> TestResponse:
        return self.post(f"{job['id']}/{how}", {"lock": job["lock"], **body})

    def _as_promised(self, path: str, found: TestResponse) -> None:
        whole = contract.document()
        route = path if path == "fetch-and-lock" else "{id}/" + path.rpartition("/")[2]
        promised = whole["paths"][f"/api/v1/external-jobs/{route}"]["post"]["responses"]
        status = str(found.status_code)
        assert status in promised, (path, status, found.text)
        told = promised[status]
        if "$ref" in told:
            told = whole["components"]["responses"][told["$ref"].rpartition("/")[2]]
        ((kind, content),) = told["content"].items()
        assert found.mimetype == kind
        Draft202012Validator({**content["schema"], "components": whole["components"]}).validate(
            found.get_json()
        )


@pytest.fixture
def program(either: House) -> Program:
    probing.deploy(either, WORK, beside=ERROR)
    token = keys.make(either.runtime, name="kbo-1", topics=[TOPIC], by=SYSTEM)
    return Program(either, token)
