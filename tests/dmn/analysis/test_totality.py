"""Whatever stands in a table, the analysis gives findings that can be said, and never raises."""

import random

import pytest

from engine import wording
from engine.dmn.analysis import analyse
from tests.dmn.building import column, decision, model, rule, table, values

CELLS = """
- | null | "a" | < "b" | true | not(null) | not(not(5)) | [10..5] | (>5) | [null..5] | -(-5) | 2**10
1e6000 | > 9.999E6144 | < -9.999E6144 | 0.0000000000000000000000000000000001 | [1e-300..1e300] | 1/0
date("9999-12-31") | < date("0001-01-01") | @"-5000-01-01" | date("99999-01-01") | @"2026-02-30"
duration("P1D") | < duration("PT0S") | < duration("-P999999999D") | > duration("P3000000D")
duration("P1Y") | > duration("P99999Y") | [date("2026-01-01")..duration("P1D")] | time("00:00:00")
< time("10:00:00Z") | > time("10:00:00@Europe/Brussels") | < @"2026-01-01T00:00:00@Europe/Brussels"
@"9999-12-31T23:59:59.999999" | < @"0001-01-01T00:00:00+14:00" | > @"9999-12-31T23:00:00-14:00"
[[1,2],[3]] | [1,[2]] | {a:1} | ? = 5 or ? | not(? > 3) | function(x) x | ? instance of number
some x in ? satisfies x > 1 | "a" + "b" | [1..2], "x", date("2020-01-01") | ander | "\\u2026"
"""
POOL = [cell.strip() for line in CELLS.strip().splitlines() for cell in line.split(" | ")]
KINDS = [
    "Any",
    "number",
    "integer",
    "string",
    "boolean",
    "date",
    "time",
    "dateTime",
    "dayTimeDuration",
    "yearMonthDuration",
    "duration",
    "list",
    "context",
]


def odd_table(dice: random.Random) -> bytes:
    """Return a table of cells that nobody would write."""
    inputs = []
    for name in ("x", "y"):
        allowed = values("inputValues", dice.choice(POOL)) if dice.random() < 0.3 else ""
        kind = dice.choice(KINDS)
        inside = f'<inputExpression typeRef="{kind}"><text>{name}</text></inputExpression>'
        inputs.append(f'<input id="{name}" label="{name}">{inside}{allowed}</input>')
    rules = [
        rule(f"r{at}", [dice.choice(POOL), dice.choice(POOL)], [dice.choice(["1", '"a" + 1', "y"])])
        for at in range(dice.randint(1, 5))
    ]
    policy = dice.choice(["UNIQUE", "ANY", "FIRST", "COLLECT"])
    out = column("output", "", id="o", name="o")
    return model(decision("d", table(*inputs, out, *rules, policy=policy)))


@pytest.mark.parametrize("seed", range(8))
def test_odd_tables_give_findings_that_can_be_said(seed: int) -> None:
    dice = random.Random(seed)
    found = [one for _ in range(50) for one in analyse(odd_table(dice), "proef.dmn")]
    assert sum(one.rule.startswith("dmn.analysis.") for one in found) > 50
    for one in found:
        said = wording.finding(one)
        assert said
        assert "niet in woorden kennen" not in said
