"""What a form may know of legal terms, as `terms`: rows of the register, clocks of its case.

`terms.vergunning.vervollediging.end` is FEEL in a form of a task; a key or word that does not
exist is refused at deployment. Days are dates; `outcome` and `explanation` are sentences.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from engine import store, wording
from engine.errors import Finding
from engine.model import Clock, Term, Value
from engine.runtime import Runtime
from engine.store import terms as term_rows
from engine.store.rows import CaseRow
from engine.terms import explain, local_day, standing, target_of, term_on

NAME = "terms"
FIELDS = (
    "title",
    "value",
    "unit",
    "start",
    "end",
    "target",
    "state",
    "days_left",
    "outcome",
    "explanation",
)
_PATH = re.compile(r"\bterms((?:\.[A-Za-z_]\w*)+)")
_OUTCOMES = frozenset({"term_met", "term_late", "term_passed", "term_closed"})


def check(path: str, schema: bytes, keys: Collection[str]) -> Iterator[Finding]:
    """Yield every term that a form reads and that is not in the register, or a word beside it."""
    for asked in sorted(_asked(schema)):
        if _split(asked, keys) is None:
            yield Finding(path, "form.unknown_term", facts={"value": asked})


def of_case(runtime: Runtime, tx: store.Tx, case: CaseRow, schema: bytes) -> dict[str, Value]:
    """Return what `terms` is in a form of a case: the terms that the form reads, and no others."""
    rows = term_rows.all_terms(tx)
    keys = frozenset(row.key for row in rows)
    clocks = {clock.term_key: (clock, term) for clock, term in term_rows.clocks_of(tx, case.id)}
    found: dict[str, Value] = {}
    for key in {split[0] for each in _asked(schema) if (split := _split(each, keys))}:
        running = clocks.get(key)
        row = running[1] if running else term_on(rows, key, local_day(runtime.now()))
        if row is not None:
            _lay(found, key.split("."), _facts(runtime, row, running[0] if running else None))
    return found


def _asked(schema: bytes) -> frozenset[str]:
    """Return the paths behind `terms.` in a form."""
    return frozenset(found[1:] for found in _PATH.findall(schema.decode("utf-8", "replace")))


def _split(asked: str, keys: Collection[str]) -> tuple[str, str] | None:
    """Return key and word of a path; None when there is no such key or word."""
    key, _, word = asked.rpartition(".")
    return (key, word) if key in keys and word in FIELDS else None


def _facts(runtime: Runtime, row: Term, clock: Clock | None) -> dict[str, Value]:
    today = local_day(runtime.now())
    facts: dict[str, Value] = dict.fromkeys(FIELDS)
    facts |= {"title": row.title or row.key, "unit": row.unit, "outcome": "", "explanation": []}
    facts["value"] = None if row.value is None else Decimal(row.value)
    if clock is None:
        return facts
    told = explain(clock, row, runtime.calendar, today)
    said = [(each.code, wording.say(each.code, each.facts)) for each in told]
    end = clock.end
    return facts | {
        "start": clock.day0,
        "end": end,
        "target": target_of(row, end, runtime.calendar) if end else None,
        "state": str(standing(clock, today)),
        "days_left": Decimal((end - today).days) if end else None,
        "outcome": next((text for code, text in said if code in _OUTCOMES), ""),
        "explanation": [text for _, text in said],
    }


def _lay(into: dict[str, Value], path: list[str], facts: Mapping[str, Value]) -> None:
    """Lay facts at a path; a key may be the beginning of another."""
    for part in path:
        inner = into.setdefault(part, {})
        assert isinstance(inner, dict), "a part of a key is never a word"
        into = inner
    into.update(facts)
