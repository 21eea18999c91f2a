"""The contract of programs: a valid document that tells every route, and only those."""

from __future__ import annotations

from flask import Flask
from openapi_spec_validator import validate

from engine import api, http, web
from engine.api import contract
from engine.model import Permission
from tests.house import House

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (rule.rule.replace("<job_id>", "{id}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(api.PREFIX)
        for method in METHODS & (rule.methods or set())
    }


def test_the_document_is_openapi() -> None:
    validate(contract.document())


def test_it_tells_every_route_and_no_other(house: House) -> None:
    app = web.create_app(house.runtime)
    api.install(app)
    told = {
        (path, method)
        for path, item in contract.document()["paths"].items()
        for method in item
        if method.upper() in METHODS
    }
    assert routes(app) == told


def test_every_route_but_the_document_demands_a_key(house: House) -> None:
    app = web.create_app(house.runtime)
    api.install(app)
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(api.PREFIX):
            found = http.permission_of(app, rule.endpoint)
            wanted = Permission.PUBLIC if rule.rule.endswith(".json") else Permission.EXTERNAL_WORK
            assert found is wanted


def test_every_example_passes_its_own_schema() -> None:
    whole = contract.document()
    for path, item in whole["paths"].items():
        post = item.get("post")
        if post is None:
            continue
        body = post["requestBody"]["content"]["application/json"]
        name = body["schema"]["$ref"].rpartition("/")[2]
        assert list(contract.validator(name).iter_errors(body["example"])) == [], path
