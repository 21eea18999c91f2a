"""What auditors compare: lines of the trail, looks, faults in a chain, tables that fired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine import history, wording
from engine.model import HistoryKind
from engine.web import shapes
from engine.web.page import actor_name, group_name, moment, words

FAULTS: Mapping[str, str] = {
    "edited": "Een regel is gewijzigd",
    "broken": "Een regel volgt niet op de vorige",
    "missing": "Een regel is weggelaten",
    "payload": "De inhoud van een regel is gewijzigd",
    "head": "De laatste regel is niet die van de procedure",
    "rewritten": "Een verzegelde regel is herschreven",
    "cut": "Verzegelde regels zijn afgeknipt",
    "dropped": "Een verzegelde procedure is verdwenen",
    "seal-edited": "Een verzegeling is gewijzigd",
    "seal-missing": "Een verzegeling ontbreekt",
    "seal-broken": "Een verzegeling volgt niet op de vorige",
}

FINDERS: Mapping[str, str] = {"chain": "de keten", "seal": "de verzegeling"}


def kind_words(kind: HistoryKind) -> str:
    """Return a kind of event as a choice in a list."""
    return wording.say(str(kind), {}).rstrip(".")


def audit_lines(rows: Sequence[Any], numbers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return lines of the trail or of the log as the auditor's lists draw them."""
    return [
        {
            "words": shapes.said(row),
            "person_id": row.person_id,
            "actor": shapes.who(row),
            "at": moment(row.at),
            "case_id": row.case_id,
            "number": numbers.get(row.case_id or ""),
        }
        for row in rows
    ]


def reads(rows: Sequence[Any]) -> list[tuple[str, str, str]]:
    """Return who looked at a case: what, who, when; the newest first."""
    newest = sorted(rows, key=lambda row: row.at, reverse=True)
    return [(shapes.said(row), shapes.who(row), moment(row.at)) for row in newest]


def faults(found: Sequence[Any]) -> list[tuple[str, str, int, str]]:
    """Return what a verification found: what is wrong, where, at which line, and what found it."""
    return [
        (FAULTS.get(each.kind, each.kind), _where(each.case), each.seq, FINDERS[each.found_by])
        for each in found
    ]


def _where(chain: str | None) -> str:
    if chain is None:
        return "de verzegelingen"
    return "het logboek" if chain == "access_log" else f"procedure {chain}"


def audit_events(view: history.AuditView) -> list[dict[str, Any]]:
    """Return the events of a case with everything an auditor compares."""
    return [
        {
            "seq": row.seq,
            "at": moment(row.at),
            "words": shapes.said(row),
            "actor": actor_name(row.actor.get("name", "")),
            "roles": ", ".join(group_name(role) for role in row.actor.get("roles", ())),
            "in_name_of": row.actor.get("in_name_of"),
            "changes": shapes.changes(row.payload),
            "redacted": row.redacted,
            "meta": [(name, shapes.text(value)) for name, value in row.meta.items()],
            "hash": row.hash,
        }
        for row in view.events.rows
    ]


def rule_table(each: history.EvaluationView) -> dict[str, Any]:
    """Return a run of a decision table with the table itself, its fired rules marked."""
    title = each.table.name if each.table else words(each.row.decision)
    return {**shapes.rule_facts(each.row), "title": title, "view": each.table}
