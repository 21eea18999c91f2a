"""The register of decisions: the list, and one decision whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Response, request

from engine import cases, decisions, http, wording
from engine.decisions import Course, DecisionPage, Protection, Remedy
from engine.errors import Problem
from engine.model import DecisionEvent, Permission
from engine.web import page, starting
from engine.wording.nl.decisions import COURSES, EVENTS, PROTECTIONS, duration

pages = http.blueprint("decisions", __name__)

COURSE_BADGES: Mapping[str, str] = {
    Course.INTENDED: "info",
    Course.NOTIFIED: "success",
    Course.RECTIFIED: "warning",
    Course.WITHDRAWN: "error",
    Course.ANNULLED: "error",
}
PROTECTION_BADGES: Mapping[str, str] = {
    Protection.NONE: "warning",
    Protection.APPEALED: "warning",
    Protection.SUSPENDED: "warning",
    Protection.CONFIRMED: "success",
    Protection.FINAL: "success",
}
LAST: Mapping[str, str] = {
    "genomen": "",
    "meegedeeld": DecisionEvent.NOTIFIED,
    "bezwaar": DecisionEvent.APPEALED,
    "opgeschort": DecisionEvent.SUSPENDED,
    "bevestigd": DecisionEvent.CONFIRMED,
    "definitief": DecisionEvent.FINAL,
    "rechtgezet": DecisionEvent.RECTIFIED,
    "ingetrokken": DecisionEvent.WITHDRAWN,
    "vernietigd": DecisionEvent.ANNULLED,
}
STATES: Mapping[str, str] = {
    "genomen": "Genomen, nog niet meegedeeld",
    "meegedeeld": "Meegedeeld",
    "bezwaar": "Bezwaar of beroep ingediend",
    "opgeschort": "Uitvoering opgeschort",
    "bevestigd": "Bevestigd",
    "definitief": "Definitief",
    "rechtgezet": "Rechtgezet",
    "ingetrokken": "Ingetrokken",
    "vernietigd": "Vernietigd",
}


@pages.app_template_filter("course")
def course_words(course: str) -> str:
    """Return how far a decision came, in words."""
    return COURSES.get(course, course)


@pages.app_template_filter("protection")
def protection_words(protection: str) -> str:
    """Return what can still be done against a decision, in words."""
    return PROTECTIONS.get(protection, protection)


@pages.app_template_filter("course_badge")
def course_badge(course: str) -> str:
    """Return the colour of the badge of a course."""
    return COURSE_BADGES.get(course, "neutral")


@pages.app_template_filter("protection_badge")
def protection_badge(protection: str) -> str:
    """Return the colour of the badge of a protection."""
    return PROTECTION_BADGES.get(protection, "neutral")


@pages.app_template_filter("duration")
def duration_words(text: str) -> str:
    """Return a duration (ISO 8601) in words."""
    return duration(text)


@pages.get("/beslissingen")
@http.demands(Permission.READ_CASES)
def listing() -> Response:
    """List the decisions that the asker may read: by words, number, type, state or location."""
    asked = {
        name: request.args.get(name, "")[:100].strip()
        for name in ("q", "soort", "stand", "locatie")
    }
    like = decisions.Wanted(
        type=asked["soort"] or None,
        record=asked["locatie"].upper() or None,
        last=LAST.get(asked["stand"]),
    )
    number = page.number_in("blad")
    found = decisions.listing(http.runtime(), by=http.actor(), q=asked["q"], like=like, page=number)
    return page.show(
        "decisions.html",
        found=found,
        asked=asked,
        filtered=any(asked.values()),
        types=[
            {"value": each, "label": page.words(each), "chosen": each == asked["soort"]}
            for each in found.types
        ],
        states=[
            {"value": key, "label": text, "chosen": key == asked["stand"]}
            for key, text in STATES.items()
        ],
        page=number,
        pages=max(1, -(-found.total // 50)),
    )


@pages.get("/beslissingen/<int(max=9999):year>/<int(max=999999999):number>")
@http.demands(Permission.READ_CASES)
def decision(year: int, number: int) -> Response:
    """Show one decision whole."""
    return decision_page(year, number, ())


def decision_page(year: int, number: int, problems: Sequence[Problem]) -> Response:
    """Return the page of a decision, with what was wrong with a signed copy."""
    found = decisions.view(http.runtime(), year=year, number=number, by=http.actor())
    return page.show(
        "decision.html",
        422 if problems else 200,
        found=found,
        facts=_facts(found),
        events=_events(found),
        copies=_copies(found),
        corrections=_corrections(found),
        follow_ups=_follow_ups(found),
        remedy=_remedy(found.remedy),
        counted=[wording.say(each.code, each.facts) for each in found.remedy.explanation],
        most=http.runtime().settings.upload_mb,
        errors={"files": page.said(problems[0])} if problems else {},
        problems=page.problem_list(
            [Problem(each.field or "files", each.code, each.facts) for each in problems],
            None,
            files="Ondertekende PDF",
        ),
    )


def _corrections(found: DecisionPage) -> list[dict[str, str]]:
    """Return what would rectify or withdraw a decision, as long as that can be done."""
    if found.dossier is None or found.line.standing.protection == Protection.ENDED:
        return []
    return starting.about(cases.About.DECISION, found.line.reference, found.dossier.number)


def _follow_ups(found: DecisionPage) -> list[dict[str, str]]:
    """Return what follows a decision that holds."""
    if found.dossier is None or found.line.standing.protection == Protection.ENDED:
        return []
    number = found.line.reference
    ours = cases.follow_ups(http.runtime(), row=found.line.row, number=number, by=http.actor())
    return starting.buttons(ours, number, found.dossier.number)


def _facts(found: DecisionPage) -> list[tuple[str, str]]:
    """Return what was decided as `ui.definitions` draws it."""
    row, stands = found.line.row, found.line.standing
    measure = found.measure
    if row.duration:
        measure = f"{measure}, {duration(row.duration)}"
    return [
        ("Soort beslissing", page.words(row.type)),
        ("Uitkomst", page.words(row.outcome)),
        *([("Maatregel", measure)] if row.measure else []),
        ("Genomen op", wording.long_date(row.decided_on)),
        ("Voorstel", found.line.proposer or ""),
        ("Nazicht", found.line.reviewer or ""),
        ("Beslist door", found.line.decider),
        ("Mandaat", row.mandate or ""),
        ("In werking", _period(stands.effective_from, stands.effective_to)),
    ]


def _remedy(known: Remedy) -> list[tuple[str, str]]:
    """Return where one can go, by which term and until when, as `ui.definitions` draws it."""
    term = known.term or ""
    last = wording.long_date(known.ends_on) if known.ends_on else ""
    return [
        ("Waar en hoe", known.where or ""),
        ("Termijn", term[:1].upper() + term[1:]),
        ("Laatste dag", last or ("bekend na de kennisgeving" if term else "")),
    ]


def _period(first: date | None, last: date | None) -> str:
    words = []
    if first is not None:
        words.append(f"vanaf {wording.long_date(first)}")
    if last is not None:
        words.append(f"tot en met {wording.long_date(last)}")
    return " ".join(words)


FACTS: Mapping[str, str] = {
    "recipient": "Aan",
    "sent_on": "Verzonden op",
    "carrier": "Drager",
    "evidence": "Bewijs",
    "presented_on": "Aangeboden op",
    "presumed_on": "Vermoede dag van kennisgeving",
    "lodged_with": "Bij",
    "suspended_to": "Tot en met",
    "effective_from": "Nieuwe ingangsdatum",
    "effective_to": "Tot en met",
    "correction": "Wat er nu staat",
    "annulled_by": "Door",
    "by_decision": "Met beslissing",
}
ICONS: Mapping[str, str] = {
    DecisionEvent.NOTIFIED: "mail",
    DecisionEvent.SIGNED_COPY: "signature",
    DecisionEvent.APPEALED: "scale",
    DecisionEvent.SUSPENDED: "pause",
    DecisionEvent.CONFIRMED: "check-check",
    DecisionEvent.FINAL: "lock",
    DecisionEvent.RECTIFIED: "file-pen",
    DecisionEvent.WITHDRAWN: "rotate-ccw",
    DecisionEvent.ANNULLED: "ban",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a decision, as its page shows it."""

    icon: str
    title: str
    day: date
    person: str | None
    case_number: str | None
    reason: str | None
    facts: tuple[tuple[str, str], ...]


def _events(found: DecisionPage) -> list[Line]:
    return [
        Line(
            ICONS.get(each.row.kind, "circle"),
            EVENTS.get(each.row.kind, each.row.kind),
            each.row.day,
            each.person,
            each.case_number,
            each.row.reason,
            tuple(
                (label, _fact(each.row.facts[name]))
                for name, label in FACTS.items()
                if name in each.row.facts
            ),
        )
        for each in found.events
        if each.row.kind != DecisionEvent.SIGNED_COPY
    ]


def _fact(value: Any) -> str:
    """Return a fact as people read it: a day in Dutch, a key as words."""
    text = str(value)
    try:
        return wording.short_date(date.fromisoformat(text))
    except ValueError:
        return page.words(text) if "_" in text and " " not in text else text


@dataclass(frozen=True, slots=True)
class Copy:
    """A signed copy as the page of its decision shows it: its signatures, each as facts."""

    document_id: str
    day: date
    person: str | None
    signatures: tuple[tuple[tuple[str, str], ...], ...]


CHAINS: Mapping[str, str] = {
    "known": "gekend: het certificaat leidt naar een instantie die wij vertrouwen",
    "expired": "niet geldig op de dag dat we het nakeken",
    "unknown": "niet gekend: wij kunnen niet zeggen of dit echt deze persoon is",
}


def _copies(found: DecisionPage) -> list[Copy]:
    return [
        Copy(
            each.row.facts["document"],
            each.row.day,
            each.person,
            tuple(_signature(one) for one in each.row.facts["signatures"]),
        )
        for each in found.events
        if each.row.kind == DecisionEvent.SIGNED_COPY
    ]


def _signature(one: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what a signature says, and what nobody checked, in words."""
    signed = one.get("signed_at")
    when = page.moment(datetime.fromisoformat(signed)) if signed else "niet vermeld"
    how = "tijdstempel" if one["stamped"] else "volgens de klok van de ondertekenaar"
    first, last = (datetime.fromisoformat(one[name]) for name in ("valid_from", "valid_to"))
    return (
        ("Ondertekend door", ", ".join(filter(None, (one["signer"], one["organisation"])))),
        ("Wanneer", f"{when} ({how})" if signed else when),
        ("Handtekening", "heel: er is niets gewijzigd sinds het ondertekenen"),
        ("Certificaat", f"van {one['issuer']}, geldig van {page.day(first)} tot {page.day(last)}"),
        ("Keten", CHAINS[one["chain"]]),
    )
