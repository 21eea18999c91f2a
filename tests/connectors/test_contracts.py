"""The contracts: each is valid OpenAPI, fits our registers, and is read or refused as a whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from engine.connectors import typed
from engine.connectors.contracts import read_contract
from engine.connectors.ways import Way, read_setups
from engine.forms.identifiers import IDENTIFIERS
from engine.runtime import build
from tests import house
from tests.connectors.contract_server import FOLDER, sample

NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
NAMED_BY_THE_USERS = {"edison", "osiris", "kariboe", "mirage", "klachtenregistratie"}
HEAD = "openapi: 3.1.0\ninfo: {title: a, summary: b, description: c}\n"


@cache
def system(name: str) -> Any:
    return read_contract(name, (FOLDER / f"{name}.yaml").read_bytes())


def test_every_system_that_the_procedures_name_has_a_contract() -> None:
    others = {"kbo", "ebox", "betaling", "kinderopvangzoeker", "zorginspectie", "riziv"}
    assert set(NAMES) == NAMED_BY_THE_USERS | others


@pytest.mark.parametrize("name", NAMES)
def test_a_contract_is_valid_openapi_and_names_no_address(name: str) -> None:
    raw = yaml.safe_load((FOLDER / f"{name}.yaml").read_bytes())
    assert list(OpenAPIV31SpecValidator(raw).iter_errors()) == []
    assert "servers" not in raw, "an operator says where a system is"
    assert "Te bevestigen" in raw["info"]["description"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_done_natively_has_a_register_with_those_fields(name: str, tmp_path: Path) -> None:
    registers = build(house.settings(tmp_path)).registers
    for each in system(name).asked:
        native = each.native
        if native is None:
            continue
        if native.check:
            assert native.check in IDENTIFIERS
            continue
        fields = {one.name for one in registers[native.register].open_fields}
        aside = {native.number, native.valid_from, native.reason}
        asked = each.takes["properties"] if native.writes else each.gives["properties"]
        assert {native.field_of(one) for one in asked if one not in aside} <= fields, each.name
        if native.key:
            held = registers[native.register]
            assert native.field_of(native.key) in held.same, "looked up by what is compared"


def test_each_system_that_the_users_name_can_do_all_it_holds_in_our_own_registers() -> None:
    for name in NAMED_BY_THE_USERS:
        found = system(name)
        assert found.sheets, "its records travel as a CSV"
        assert any(each.native and each.native.writes for each in found.asked)


@pytest.mark.parametrize(
    "text",
    [
        "openapi: 3.0.0\ninfo: {title: a}",
        f"{HEAD}paths: 3",
        "- a list",
        "a: [",
        f"{HEAD}paths: {{/x: {{get: {{$ref: '#/paths/~1x'}}}}}}",
        f"{HEAD}paths: {{/x: {{get: {{a: {{$ref: '#/paths'}}}}}}}}",
        f"{HEAD}paths: {{/x: {{get: {{$ref: 'http://example.org/x'}}}}}}",
        "x: " + "a" * 600_000,
    ],
)
def test_what_is_no_contract_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        read_contract("x", text.encode())


def test_values_travel_as_json_and_come_back() -> None:
    write = system("edison").operations["schrijf_vergunning"]
    values = {
        "nummer": "LOC-000001",
        "status": "actief",
        "plaatsen": Decimal("14"),
        "vergunning_tot": None,
        "ingangsdatum": date(2026, 4, 1),
        "beslissing": "2026/00012",
    }
    asked = typed.request(write, values)
    assert asked["ingangsdatum"] == "2026-04-01"
    assert asked["plaatsen"] == 14
    assert "vergunning_tot" not in asked
    read = system("edison").operations["lees_voorziening"]
    told = typed.answer(read, sample(read.gives))
    assert told["vergunning_tot"] == date(2026, 3, 1)
    assert told["plaatsen"] == Decimal(14)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"status": "onbestaand"}, "status enum"),
        ({"plaatsen": Decimal(-1)}, "plaatsen minimum"),
        ({"ingangsdatum": "morgen"}, "ingangsdatum format"),
        ({"kleur": "rood"}, "additionalProperties"),
        ({"status": None}, "required"),
        ({"plaatsen": Decimal("0.1234567890123456789")}, "more digits"),
    ],
)
def test_a_request_that_the_contract_does_not_take_is_refused(
    change: dict[str, Any], wrong: str
) -> None:
    write = system("edison").operations["schrijf_vergunning"]
    good = {
        "nummer": "LOC-000001",
        "status": "actief",
        "ingangsdatum": date(2026, 4, 1),
        "beslissing": "1",
    }
    with pytest.raises(typed.Unfit, match=wrong):
        typed.request(write, {**good, **change})


@given(st.binary(max_size=200))
def test_any_answer_is_read_or_refused(body: bytes) -> None:
    read = system("edison").operations["lees_voorziening"]
    try:
        typed.answer(read, typed.parsed(body))
    except typed.Unfit:
        return


@pytest.mark.parametrize("body", [b"NaN", b"[" * 100_000, b'{"status": Infinity}', b"\xff"])
def test_an_answer_with_tricks_is_refused(body: bytes) -> None:
    with pytest.raises(typed.Unfit):
        typed.parsed(body)


def test_the_file_of_an_operator_says_how_each_system_is_connected() -> None:
    text = """
    [edison]
    way = "http"
    [mirage]
    way = "http"
    endpoint = "planning"
    [osiris]
    way = "csv"
    """
    found = read_setups(text, frozenset(NAMES))
    assert (found["edison"].way, found["edison"].endpoint) == (Way.HTTP, "edison")
    assert found["mirage"].endpoint == "planning"
    assert found["osiris"].way is Way.CSV


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('[edisson]\nway = "http"', "unknown system: edisson"),
        ('[edison]\nway = "fax"', "edison: way is one of"),
        ("[edison]\nway = 3", "edison: way is one of"),
        ('[edison]\nway = "http"\naddress = "https://x"', "only way and endpoint"),
        ("edison = 4", "only way and endpoint"),
        ('[edison]\nway = "http"\nendpoint = 4', "endpoint is a name"),
        ("[edison", "Expected"),
    ],
)
def test_a_file_of_an_operator_that_is_wrong_says_where(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        read_setups(text, frozenset(NAMES))
