"""The OpenAPI document as what it is: the check of everything that comes in."""

from __future__ import annotations

from functools import cache
from importlib import resources
from itertools import islice
from typing import Any

from flask import request
from jsonschema import Draft202012Validator, ValidationError
from werkzeug.exceptions import HTTPException

from engine import errors, yaml
from engine.errors import Problem

MOST_PROBLEMS = 20


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of this door."""
    text = resources.files("engine.api").joinpath("openapi.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text)
    return loaded


@cache
def validator(name: str) -> Draft202012Validator:
    """Return the check of one schema among the document's components."""
    whole = document()
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": whole["components"]}
    )


def body(name: str) -> dict[str, Any]:
    """Return the body of this request, as the schema `name` has it.

    Raises InvalidInput with the JSON pointer of each thing that is wrong.
    """
    sent: Any = None
    try:
        sent = request.get_json(force=False)
        found = islice(validator(name).iter_errors(sent), MOST_PROBLEMS)
        wrong = [
            Problem(_pointer(each), "schema.keyword", {"keyword": each.validator}) for each in found
        ]
    except RecursionError:
        wrong = [Problem("/", "schema.depth")]
    except HTTPException as unread:
        if unread.code == 413:
            raise
        wrong = [Problem("/", "schema.json")]
    if wrong:
        raise errors.InvalidInput(wrong, "schema")
    loaded: dict[str, Any] = sent
    return loaded


def _pointer(error: ValidationError) -> str:
    return "/" + "/".join(str(each)[:80] for each in error.absolute_path)
