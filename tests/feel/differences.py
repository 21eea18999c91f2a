"""The classes of difference with feelin that `docs/feel-differences.md` explains, one rule each.

A rule looks at what made the expression, the kinds of its parts and both answers, so that a new
mistake of ours does not hide behind an old explanation.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.feel.comparing import Difference

Rule = Callable[[Difference], bool]
RULES: dict[str, Rule] = {}

SPANS = {"days and time duration", "years and months duration"}
POINTS = {"date", "time", "date and time"}
ORDERED = {"number", "string"} | SPANS | POINTS
INTERVALS = {"({}..{})", "[{}..{}]"}
ORDERINGS = {"<", "<=", ">", ">="}
RELATIONS = {
    *("before", "after", "meets", "met by", "overlaps", "coincides", "includes", "during"),
    *("starts", "started by", "finishes"),
}
POSITIONS = {"sublist", "remove", "insert before", "list replace", "substring"}
LOOPS = {
    *("for x in {} return x", "for x in {} return x * {}"),
    *("for x in {} return upper case(x)", "for x in {}, y in {} return x + y"),
}
QUANTIFIED = {
    *("some x in {} satisfies x > {}", "every x in {} satisfies x <= {}"),
    "some x in {}, y in {} satisfies x = y",
}
BETWEEN = {
    *("{} between {} and {}", "{} in ({}..{}]", "{} in [{}..{}]"),
    *("{} in (< {})", "{} in ({}, > {})"),
}
ROUNDINGS = {
    *("decimal", "floor", "ceiling", "round up", "round down"),
    *("round half up", "round half down"),
}


def rule(key: str) -> Callable[[Rule], Rule]:
    """Name the heading of the explanation that a rule belongs to."""

    def keep(one: Rule) -> Rule:
        RULES[key] = one
        return one

    return keep


def classify(found: Difference) -> str | None:
    """Return the heading under which a difference is explained, None when there is none."""
    return next((key for key, one in RULES.items() if one(found)), None)


def _starts(answer: str, *words: str) -> bool:
    return answer.split("(", 1)[0] in words


@rule("condition")
def _condition(d: Difference) -> bool:
    asked = d.made_by in {"if {} then {} else {}", "(if {} then {} else {})"}
    return asked and d.kinds[0] not in ("boolean", "null") and d.ours == "null"


@rule("not-a-number")
def _not_a_number(d: Difference) -> bool:
    return d.theirs == "strange" and d.made_by in {"/", "**", "*", "+", "-", "exp", "log", "sqrt"}


@rule("duration-factor")
def _factor(d: Difference) -> bool:
    made = d.made_by in {"*", "/"} and set(d.kinds) <= SPANS | {"number"}
    in_loop = d.made_by == "for x in {} return x * {}" and d.kinds[1] in SPANS
    return (made and d.theirs == "null" and _starts(d.ours, *SPANS)) or in_loop


@rule("duration-sign")
def _sign(d: Difference) -> bool:
    return d.made_by == "-{}" and d.kinds[0] in SPANS and d.theirs == "null"


@rule("date-and-hours")
def _hours(d: Difference) -> bool:
    both = {"date", "days and time duration"} == set(d.kinds) and d.made_by in {"+", "-"}
    return both and _starts(d.ours, "date") and _starts(d.theirs, "date and time")


@rule("zones")
def _zones(d: Difference) -> bool:
    if d.made_by != "-" or not set(d.kinds) <= POINTS:
        return False
    return d.ours == "null" or _starts(d.ours, "days and time duration")


@rule("time-and-months")
def _months(d: Difference) -> bool:
    return d.made_by in {"+", "-"} and "time" in d.kinds and d.ours == "null"


@rule("interval-ends")
def _ends(d: Difference) -> bool:
    if d.made_by not in INTERVALS:
        return False
    return d.ours == "null" or (_starts(d.ours, "range") and "null" in d.kinds)


@rule("order")
def _order(d: Difference) -> bool:
    ordered = d.kinds[0] == d.kinds[-1] and set(d.kinds) <= ORDERED
    return d.made_by in ORDERINGS and d.ours == "null" and not ordered


@rule("equality")
def _equality(d: Difference) -> bool:
    if d.made_by not in {"=", "!="}:
        return False
    inside = set(d.kinds) <= {"list", "context"} and d.theirs == "null"
    return inside or (set(d.kinds) == SPANS and d.ours == "null")


@rule("relations")
def _relations(d: Difference) -> bool:
    if d.made_by not in RELATIONS:
        return False
    return d.theirs == "null" or d.ours == "null" or "range" in d.kinds


@rule("positions")
def _positions(d: Difference) -> bool:
    return d.made_by in POSITIONS and (d.ours == "null" or _starts(d.ours, "list", "string"))


@rule("fractions")
def _fractions(d: Difference) -> bool:
    made = d.made_by in {"date", "time"} and d.kinds == ("number", "number", "number")
    return made and (d.ours == "null" or "." in d.ours)


@rule("least-and-most")
def _extremes(d: Difference) -> bool:
    return d.made_by in {"min", "max"} and d.theirs == "null" and d.ours != "null"


@rule("not-there")
def _missing(d: Difference) -> bool:
    known = {"duplicate values", "is empty", "is", "last day of month", "duration"}
    return d.made_by in known and d.theirs == "null" and d.ours != "null"


@rule("scale")
def _scale(d: Difference) -> bool:
    return d.made_by in ROUNDINGS and len(d.kinds) > 1


@rule("mode")
def _mode(d: Difference) -> bool:
    return d.made_by == "mode" and _starts(d.ours, "list") and _starts(d.theirs, "list")


@rule("split")
def _split(d: Difference) -> bool:
    return d.made_by in {"split", "replace"} and d.ours == "null"


@rule("string-of-interval")
def _string(d: Difference) -> bool:
    return d.made_by == "string" and "<range>" in d.theirs


@rule("lists-of-one")
def _union(d: Difference) -> bool:
    if d.made_by not in {"union", "concatenate"} or set(d.kinds) == {"list"}:
        return False
    return d.theirs == "refused" or (d.ours == "null" and "null" in d.kinds)


@rule("conversions")
def _conversions(d: Difference) -> bool:
    if d.made_by not in {"number", "date and time", "date", "time"}:
        return False
    converted = _starts(d.ours, d.made_by) and d.theirs == "null"
    return converted or (d.ours == "null" and d.kinds != ("number", "number", "number"))


@rule("months-between")
def _between_dates(d: Difference) -> bool:
    return d.made_by == "years and months duration" and _starts(d.ours, d.made_by)


@rule("between")
def _between(d: Difference) -> bool:
    return d.made_by in BETWEEN | {"in"} and (d.ours in ("null", "false") or d.theirs == "refused")


@rule("loops")
def _loops(d: Difference) -> bool:
    single = not set(d.kinds) <= {"list", "null"} and _starts(d.ours, "list")
    return d.made_by in LOOPS and (single or d.kinds[0] == "range")


@rule("quantified")
def _quantified(d: Difference) -> bool:
    return d.made_by in QUANTIFIED and (d.ours == "null" or d.theirs in ("null", "refused"))


@rule("sort")
def _sort(d: Difference) -> bool:
    return d.made_by.startswith("sort(") and _starts(d.ours, "list")


@rule("types")
def _types(d: Difference) -> bool:
    if not d.made_by.startswith("{} instance of"):
        return False
    return d.theirs == "refused" or d.made_by.endswith(("list<number>", "context"))


@rule("filters")
def _filters(d: Difference) -> bool:
    by = {"{}[{}]", "{}[item > {}]", "{}[a > {}]"}
    if d.made_by not in by:
        return False
    return d.ours == "null" or d.theirs in ("refused", "null") or _starts(d.ours, "list")
