"""Codes and facts → sentences that say what happened and what to do, in the reader's language.

The only room that knows Dutch. No database, no clock, no network; nothing here decides anything.
A sentence's text may hold `{fact}`, and `[… {fact}|…]`: a part that is left out (or replaced by
what stands after the bar) when the fact is unknown. So a sentence is whole with any facts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.errors import EngineError, Finding, Problem
from engine.wording import nl
from engine.wording.nl.dates import count, day_and_month, deadline, long_date, short_date
from engine.wording.nl.feel import UNKNOWN as UNKNOWN_FEEL
from engine.wording.nl.history import PERMISSIONS
from engine.wording.nl.rules import ALL_RULES, UNSUPPORTED
from engine.wording.nl.words import BY_FACT

__all__ = [
    "count",
    "day_and_month",
    "deadline",
    "error",
    "event",
    "finding",
    "long_date",
    "permission",
    "problem",
    "rule",
    "say",
    "short_date",
]

_PLACE = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*\{\w+\}[^\[\]]*)\]")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_UNKNOWN = "Er is iets dat we niet in woorden kennen (code: {code}). Meld dit aan de beheerder."
_MOST = 300  # characters of one fact in a sentence


def say(code: str, facts: Mapping[str, Any] | None = None, language: str = "nl") -> str:
    """Return the sentence for `code`, filled with `facts`; never a placeholder, never empty.

    Codes are those of errors, form problems, findings, FEEL ("feel." before its own), legal terms
    and kinds of history (facts `actor` and `name`). An unknown code gives a sentence that names
    it. Dutch is the only `language` so far; any other falls back to it.
    """
    assert language
    known = dict(facts or {})
    if code in ALL_RULES or code.startswith("bpmn.unsupported."):
        return _said_rule(code, known)
    sentence = nl.SENTENCES.get(code)
    if sentence is None:
        return UNKNOWN_FEEL if code.startswith("feel.") else _fill(_UNKNOWN, {"code": code})
    if callable(sentence):
        return sentence(known)
    return _meant(_fill(sentence, _with_feel(known)), known)


def finding(found: Finding) -> str:
    """Return the sentence for one finding."""
    return say(found.rule, {"element": found.element, "line": found.line, **found.facts})


def problem(refused: Problem) -> str:
    """Return the sentence that stands at a field of a form."""
    return say(refused.code, refused.facts)


def error(raised: EngineError) -> str:
    """Return the sentence for an error; an unknown code speaks as its class does."""
    facts = dict(raised.facts)
    if isinstance(facts.get("permission"), str):
        facts["permission"] = permission(facts["permission"])
    known = raised.code in nl.SENTENCES or raised.code in ALL_RULES
    return say(raised.code if known else type(raised).code, facts)


def event(kind: str, actor: str, name: str | None = None, **facts: Any) -> str:
    """Return a line of the timeline: who (`actor`), what of which `name`."""
    return say(kind, {**facts, "actor": actor, "name": name})


def permission(code: str) -> str:
    """Return what a permission lets one do, as an infinitive."""
    return PERMISSIONS.get(code, code)


def rule(code: str) -> tuple[str, str]:
    """Return what a rule on diagrams says in general, and what to do about it."""
    what, todo = ALL_RULES[code]
    return _sentence(_fill(what, {})), todo


def _said_rule(code: str, facts: Mapping[str, Any]) -> str:
    construct = code.rpartition(".")[2].replace("_", " ")
    what, todo = ALL_RULES.get(code, UNSUPPORTED)
    told = _fill(what, _with_feel({"construct": construct, **facts}))
    name = facts.get("name")
    whole = f"\u2018{_shown('name', name)}\u2019: {told}." if name else _sentence(told)
    return f"{_meant(whole, facts)} {todo}"


def _with_feel(facts: Mapping[str, Any]) -> dict[str, Any]:
    code = facts.get("code")
    if not isinstance(code, str) or "feel" in facts:
        return dict(facts)
    sentence = nl.SENTENCES.get(f"feel.{code}", UNKNOWN_FEEL)
    return {**facts, "feel": _fill(sentence, facts) if isinstance(sentence, str) else None}


def _meant(text: str, facts: Mapping[str, Any]) -> str:
    guess = facts.get("did_you_mean")
    return f"{text} Bedoelde je \u2018{_shown('guess', guess)}\u2019?" if guess else text


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def _fill(template: str, facts: Mapping[str, Any]) -> str:
    def optional(part: re.Match[str]) -> str:
        wanted, _, otherwise = part[1].partition("|")
        known = all(facts.get(name) not in (None, "") for name in _PLACE.findall(wanted))
        return wanted if known else otherwise

    def fact(part: re.Match[str]) -> str:
        return _shown(part[1], facts.get(part[1]))

    text = _OPTIONAL.sub(optional, template)
    return re.sub(r" {2,}", " ", _PLACE.sub(fact, text)).strip()


def _shown(name: str, value: Any) -> str:
    if isinstance(value, date):
        return short_date(value) + (f"{value: %H:%M}" if isinstance(value, datetime) else "")
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(_shown(name, item) for item in value)[:_MOST]
    if isinstance(value, Decimal | float):
        return f"{value}".replace(".", ",")
    plain = {None: "\u2026", "": "\u2026", True: "ja", False: "nee"}
    if value is None or (isinstance(value, bool | str) and value in plain):
        return plain[value]
    text = BY_FACT.get(name, {}).get(str(value), str(value))
    day = _ISO_DAY.fullmatch(text)
    return f"{day[3]}/{day[2]}/{day[1]}" if day else text[:_MOST]
