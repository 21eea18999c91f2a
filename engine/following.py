"""A procedure that follows a decision: what its `[[follows]]` says, and what its form takes over.

The button stands on the page of the decision; what the case of that decision knows is filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from engine import bpmn, forms, masking, store
from engine.decisions import numbers
from engine.errors import Finding
from engine.model import Actor, Permission, Value
from engine.runtime import Deployed, Runtime
from engine.store import cases as case_rows
from engine.store import decisions as rows
from engine.store import whereabouts
from engine.store.rows import DecisionRow


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a procedure says of the decisions that it follows.

    `decisions` are `type.outcome`; `number` is the field of the start form that takes the number of
    the decision, `fill` gives other fields a path in the case of that decision, `once` is the
    search field by which a running case is known to follow it already.
    """

    process: str
    label: str
    decisions: frozenset[str]
    number: str
    fill: Mapping[str, str]
    once: str


def follow_ups(facts: Mapping[str, Any]) -> tuple[FollowUp, ...]:
    """Return what checked facts of a procedure say of the decisions that it follows."""
    return tuple(
        FollowUp(
            process=each["process"],
            label=each["label"],
            decisions=frozenset(each["decisions"]),
            number=each["number"],
            fill=each.get("fill", {}),
            once=each.get("once", ""),
        )
        for each in facts.get("follows", ())
    )


def follows(tx: store.Tx, said: FollowUp, row: DecisionRow, number: str) -> bool:
    """Tell whether a procedure can begin about a decision: of its sort, none running for it yet."""
    if f"{row.type}.{row.outcome}" not in said.decisions:
        return False
    return not said.once or case_rows.running_with_field(tx, said.once, number) is None


def filled(
    runtime: Runtime,
    tx: store.Tx,
    deployed: Deployed,
    process_id: str,
    given: Mapping[str, str],
    by: Actor,
) -> Mapping[str, str]:
    """Return `given` with what the case of the decision knows, as far as `by` may read it."""
    for said in follow_ups(deployed.facts):
        place = numbers.parsed(given.get(said.number, ""))
        if said.process != process_id or place is None:
            continue
        row = rows.by_number(tx, *place, runtime.policy.scope(by, Permission.READ_CASES))
        if row is not None and f"{row.type}.{row.outcome}" in said.decisions:
            return {**_known(runtime, tx, said, row, by), **given}
    return given


def _known(
    runtime: Runtime, tx: store.Tx, said: FollowUp, row: DecisionRow, by: Actor
) -> dict[str, str]:
    case, document = case_rows.find(tx, row.case_id), whereabouts.document(tx, row.case_id)
    if case is None or document is None:
        return {}
    mask = masking.of(runtime.deployed(tx, case.deployment_id), by)
    values = mask.values(bpmn.visible(document))
    found = {
        field: _text(forms.at_path(values, tuple(path.split("."))))
        for field, path in said.fill.items()
    }
    return {field: text for field, text in found.items() if text}


def _text(value: Value) -> str:
    """Return a value as a form takes it from an address."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    return ""


def wrong_follows(
    facts: Mapping[str, Any], path: str, fields: frozenset[str], known: frozenset[str]
) -> Iterator[Finding]:
    """Yield what is not in order with `[[follows]]`.

    `fields` are the fields of all forms, `known` the types of decisions.
    """
    said = facts.get("follows", [])
    for each in said if isinstance(said, list) else [{}]:
        wrong = _lacking(each) or _unknown(each, facts, fields, known)
        if wrong:
            yield Finding(path, "facts.follows", line=1, facts={"detail": wrong[:100]})


def _lacking(each: Any) -> str:
    if not isinstance(each, Mapping):
        return "follows"
    for key in ("process", "label", "number"):
        if not isinstance(each.get(key), str) or not each[key]:
            return key
    lists = each.get("decisions")
    if not isinstance(lists, list) or not lists or not all(isinstance(x, str) for x in lists):
        return "decisions"
    fill = each.get("fill", {})
    if not isinstance(fill, Mapping) or not all(isinstance(x, str) for x in fill.values()):
        return "fill"
    return "" if isinstance(each.get("once", ""), str) else "once"


def _unknown(
    each: Mapping[str, Any], facts: Mapping[str, Any], fields: frozenset[str], known: frozenset[str]
) -> str:
    if each["process"] not in facts.get("start", ()):
        return str(each["process"])
    named = [name for name in each["decisions"] if name not in known]
    named += [key for key in (each["number"], *each.get("fill", {})) if key not in fields]
    return named[0] if named else ""
