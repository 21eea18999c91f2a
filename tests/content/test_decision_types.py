"""The sorts of decisions, who takes them, and the mandates of the demo: data that must agree."""

import tomllib
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from engine import dmn
from engine.model import Value
from engine.runtime import read_decision_types
from tests.content.reading import PROCESSES, people, roles

KNOWN = read_decision_types((PROCESSES / "beslissingssoorten.toml").read_text("utf-8"))
ROLES = frozenset(roles()["role"])
TOP = "administrateur-generaal"
GROUPS = {"coordinator": "teamcoordinator-ko", "groep": "kb-ko"}


def decides(decision_type: str, amount: Decimal | None) -> str:
    """Return the group to which the table of powers gives a decision."""
    name = "gedeeld/beslissingsbevoegdheid.dmn"
    model = dmn.parse((PROCESSES / name).read_bytes(), name, {})
    kind, _, outcome = decision_type.partition(".")
    values: dict[str, Value] = {
        "beslissingssoort": kind,
        "voorstel": {"uitkomst": outcome},
        "bedrag": amount,
        "bevoegd": dict(GROUPS),
    }
    now = datetime(2026, 3, 23, tzinfo=UTC)
    outputs, _ = model.decide_all("beslissingsbevoegdheid", values, now=now)
    assert isinstance(outputs, dict)
    return str(outputs["beslisser_groep"])


def role_or_top(office: str | None) -> str:
    """Return the role that takes a decision: what is no role here goes up."""
    return office if office is not None and office in ROLES else TOP


@pytest.mark.parametrize("key", sorted(KNOWN.types))
def test_the_table_of_powers_gives_each_sort_to_who_the_register_says(key: str) -> None:
    row = KNOWN.types[key]
    assert decides(key, row.limit) == role_or_top(row.decider)
    if row.limit is not None:
        assert decides(key, row.limit + 1) == role_or_top(row.above)
        assert decides(key, None) == TOP


def test_what_nobody_knows_goes_up() -> None:
    assert decides("vergunning.iets_nieuws", None) == TOP
    assert decides("onbekend.toekenning", Decimal(5)) == TOP


def test_every_sort_names_an_office_and_how_sure_we_are() -> None:
    for row in KNOWN.types.values():
        assert {row.decider, row.above or row.decider} <= {*ROLES, *KNOWN.offices}, row.key
        assert row.status.startswith(("te bevestigen", "[")), row.key


def test_the_mandates_of_the_demo_are_for_its_people_and_known_sorts() -> None:
    rows = tomllib.loads((PROCESSES / "demo.toml").read_text("utf-8"))["mandate"]
    for row in rows:
        assert set(row["people"]) <= people().keys()
        assert set(row.get("types", ())) <= KNOWN.types.keys()
        assert row["office"] in ROLES
    assert [row["people"] for row in rows if not row.get("types")] == [["marc.desmet"]]
