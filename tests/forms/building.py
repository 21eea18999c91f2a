"""Small schemas for the tests, in the shape that the form editor writes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine import filling
from engine.errors import Finding
from engine.forms import Form, check, load


def schema(*components: dict[str, Any], **top: Any) -> bytes:
    whole = {
        "type": "default",
        "id": "proef",
        "schemaVersion": 18,
        "exporter": {"name": "form-js", "version": "1.15.0"},
        "components": list(components),
    }
    return json.dumps(whole | top).encode()


def field(kind: str, key: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "id": f"id_{key}", "label": key.capitalize(), **more}


def form(*components: dict[str, Any]) -> Form:
    return load(schema(*components))


def only(monkeypatch: pytest.MonkeyPatch, made: Form) -> None:
    """Let every form of a house be this one."""

    def always(_schema: bytes) -> Form:
        return made

    monkeypatch.setattr(filling, "form", always)


def findings(*components: dict[str, Any]) -> list[Finding]:
    return check(schema(*components), "forms/proef.json")


def choices(*values: str) -> list[dict[str, str]]:
    return [{"label": value.capitalize(), "value": value} for value in values]
