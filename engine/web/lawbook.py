"""Terms and amounts of the law: the list, one with its history, changes, what to confirm."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, request, url_for

from engine import errors, http, lawbook, wording
from engine.lawbook import ClockLine, RefusedChange
from engine.model import MoveState, Permission, Term, Transition
from engine.web import page
from engine.wording.nl.terms import amount, source
from engine.wording.nl.words import ANCHORS

pages = http.blueprint("lawbook", __name__)

RULES: tuple[tuple[Transition, str, str], ...] = (
    (Transition.RESPECTFUL, "Eerbiedigend", "wat al loopt, houdt de regel van zijn eerste dag."),
    (Transition.IMMEDIATE, "Onmiddellijk", "wat al loopt, volgt de nieuwe regel vanaf die dag."),
    (Transition.PER_CASE, "Per dossier", "voor elke lopende termijn beslist iemand apart."),
)
RULE_NAMES = {str(rule): name for rule, name, _ in RULES}
STATES = {
    "proposed": "voorgesteld",
    "confirmed": "bevestigd",
    "done": "uitgevoerd",
    "withdrawn": "ingetrokken",
}
CARRIERS = {
    "agency": "het agentschap",
    "citizen": "de burger",
    "authority": "een andere overheid",
    "third": "een derde",
    "on_call": "de wachtrol",
    "nobody": "niemand",
}
ROLLS = {
    "forward": "naar de volgende werkdag",
    "none": "blijft staan",
    "fixed": "vaste datum, blijft staan",
}
STOPS = {
    "never": "loopt door",
    "suspend": "wordt opgeschort, de resterende dagen blijven",
    "restart": "begint opnieuw",
}
OUTCOMES = {
    MoveState.MOVED: "verschoven",
    MoveState.KEPT: "behouden",
    MoveState.LETTER: "wacht op een brief",
    MoveState.REFUSED: "behouden",
}
FIELDS = {
    "value": "Nieuwe waarde",
    "grace_days": "Werkdagen voor de post",
    "effective_on": "Geldt vanaf",
    "rule": "Wat met termijnen die al lopen?",
    "source": "Bron",
    "reason": "Waarom verandert dit?",
}
DECIDING = {
    "moves": "Wat gebeurt met deze termijn?",
    "reason": "Waarom?",
    "letter": "Met welke brief?",
    "letter_on": "Brief verstuurd op",
}


@pages.get("/termijnen")
@http.demands(Permission.SIGNED_IN)
def listing() -> Response:
    """List every term and amount, with what holds today and where it is used."""
    q = request.args.get("q", "")[:100]
    found = lawbook.book(http.runtime(), by=http.actor(), q=q)
    return page.show("lawbook.html", lines=[_line(each) for each in found], q=q)


@pages.get("/termijnen/<key>")
@http.demands(Permission.SIGNED_IN)
def term(key: str) -> Response:
    """Show one term with every row that it had, its use and its changes."""
    found = lawbook.entry(http.runtime(), key=key, by=http.actor())
    return page.show(
        "lawbook_term.html",
        entry=found,
        name=_name(found.current),
        facts=_facts(found.current),
        rows=[_row(each, found.confirmed) for each in found.rows],
        changes=[_change(each) for each in found.changes],
    )


@pages.get("/termijnen/<key>/wijzigen")
@http.demands(Permission.EDIT_TERMS)
def propose_form(key: str) -> Response:
    """Ask for the new row of a term."""
    return _form(key)


@pages.post("/termijnen/<key>/wijzigen")
@http.demands(Permission.EDIT_TERMS)
def propose(key: str) -> Response:
    """Keep a new row of a term, for somebody else to confirm."""
    typed = request.form
    rule = typed.get("rule", "")
    if rule not in RULE_NAMES:
        return _form(key, errors.InvalidInput([errors.Problem("rule", "required")]))
    try:
        change_id = lawbook.propose(
            http.runtime(),
            key=key,
            value=page.whole(typed.get("value", "").strip()),
            grace_days=page.whole(typed.get("grace_days", "").strip()),
            effective_on=_day(typed.get("effective_on", "")),
            rule=Transition(rule),
            source=typed.get("source", "")[:600],
            reason=typed.get("reason", "")[:600],
            by=http.actor(),
        )
    except RefusedChange as refused:
        return _form(key, refused)
    return page.back_to("lawbook.change", "wijziging-voorgesteld", change_id=change_id)


@pages.get("/termijnen/wijzigingen/<change_id>")
@http.demands(Permission.EDIT_TERMS)
def change(change_id: str) -> Response:
    """Show a change of a term with the clocks that it moves, before and after."""
    return _change_page(change_id)


@pages.post("/termijnen/wijzigingen/<change_id>/bevestigen")
@http.demands(Permission.CONFIRM_TERMS)
def confirm_change(change_id: str) -> Response:
    """Put a proposed row into force; clocks follow from its day on."""
    try:
        lawbook.confirm_change(http.runtime(), change_id=change_id, by=http.actor())
    except RefusedChange as refused:
        return _change_page(change_id, refused)
    return page.back_to("lawbook.change", "wijziging-bevestigd", change_id=change_id)


@pages.post("/termijnen/wijzigingen/<change_id>/intrekken")
@http.demands(Permission.EDIT_TERMS)
def withdraw(change_id: str) -> Response:
    """Take a proposed change back."""
    lawbook.withdraw(http.runtime(), change_id=change_id, by=http.actor())
    return page.back_to("lawbook.change", "wijziging-ingetrokken", change_id=change_id)


@pages.get("/termijnen/wijzigingen/<change_id>/<clock_id>")
@http.demands(Permission.EDIT_TERMS)
def clock_form(change_id: str, clock_id: str) -> Response:
    """Ask what happens with one clock of a change."""
    return _clock_page(change_id, clock_id)


@pages.post("/termijnen/wijzigingen/<change_id>/<clock_id>")
@http.demands(Permission.EDIT_TERMS)
def decide_clock(change_id: str, clock_id: str) -> Response:
    """Move one clock to the new row, or keep it."""
    typed = request.form
    if typed.get("moves") not in {"ja", "nee"}:
        missing = errors.InvalidInput([errors.Problem("moves", "required")])
        return _clock_page(change_id, clock_id, missing)
    try:
        lawbook.decide_clock(
            http.runtime(),
            change_id=change_id,
            clock_id=clock_id,
            moves=typed["moves"] == "ja",
            reason=typed.get("reason", "")[:500],
            letter_on=_day(typed.get("letter_on", "")),
            letter=typed.get("letter"),
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        return _clock_page(change_id, clock_id, refused)
    return page.back_to("lawbook.change", "termijn-beslist", change_id=change_id)


@pages.get("/te-bevestigen")
@http.demands(Permission.SIGNED_IN)
def unconfirmed() -> Response:
    """List every term and amount that nobody confirmed, and who may."""
    found = lawbook.unconfirmed(http.runtime(), by=http.actor())
    lines = [_line(each) for each in found.lines]
    return page.show("lawbook_unconfirmed.html", found=found, lines=lines)


@pages.post("/te-bevestigen/<term_id>")
@http.demands(Permission.CONFIRM_TERMS)
def confirm(term_id: str) -> Response:
    """Sign a row of the law off, by name and day."""
    lawbook.confirm(http.runtime(), term_id=term_id, by=http.actor())
    return page.back_to("lawbook.unconfirmed", "termijn-bevestigd")


# --- what the pages draw -------------------------------------------------------------------------


def _form(key: str, refused: errors.InvalidInput | None = None) -> Response:
    found = lawbook.entry(http.runtime(), key=key, by=http.actor())
    problems = refused.problems if refused else ()
    now, typed = found.current, request.form if refused else {}
    shown = {
        "value": typed.get("value", now.value if now.value is not None else ""),
        "grace_days": typed.get("grace_days", now.grace_days),
        "effective_on": typed.get("effective_on", ""),
        "source": typed.get("source", ""),
        "reason": typed.get("reason", ""),
    }
    chosen = typed.get("rule", str(Transition.RESPECTFUL))
    return page.show(
        "lawbook_propose.html",
        422 if problems else 200,
        entry=found,
        name=_name(now),
        typed=shown,
        unit=amount(None, now.unit),
        rules=[
            {"value": str(rule), "label": f"{name}: {why}", "chosen": chosen == rule}
            for rule, name, why in RULES
        ],
        errors={each.field: page.said(each) for each in problems},
        problems=page.problem_list(problems, None, **FIELDS),
        labels=FIELDS,
        clocks=[_clock(each) for each in refused.clocks]
        if isinstance(refused, RefusedChange)
        else [],
    )


def _change_page(change_id: str, refused: errors.InvalidInput | None = None) -> Response:
    found = lawbook.change(http.runtime(), change_id=change_id, by=http.actor())
    problems = refused.problems if refused else ()
    return page.show(
        "lawbook_change.html",
        422 if problems else 200,
        view=found,
        about=_change(found),
        name=_name(found.new),
        clocks=[_clock(each, change_id, found.may_decide) for each in found.clocks],
        problems=page.problem_list(problems, None, **FIELDS),
    )


def _clock_page(
    change_id: str, clock_id: str, refused: errors.InvalidInput | None = None
) -> Response:
    found = lawbook.change(http.runtime(), change_id=change_id, by=http.actor())
    line = next((each for each in found.clocks if each.clock_id == clock_id), None)
    if line is None:
        raise errors.NotFound("term_change")
    letters = lawbook.letters_for(
        http.runtime(), change_id=change_id, clock_id=clock_id, by=http.actor()
    )
    problems = refused.problems if refused else ()
    return page.show(
        "lawbook_clock.html",
        422 if problems else 200,
        view=found,
        name=_name(found.new),
        line=line,
        clock=_clock(line),
        options=[
            {"value": value, "label": label, "chosen": request.form.get("moves") == value}
            for value, label in (("ja", "Ze volgt de nieuwe regel"), ("nee", "Ze blijft"))
        ],
        letters=[
            {
                "value": each,
                "label": f"{named}, {page.day(made)}",
                "chosen": request.form.get("letter") == each,
            }
            for each, (named, made) in letters.items()
        ],
        typed=request.form,
        labels=DECIDING,
        errors={each.field: page.said(each) for each in problems},
        problems=page.problem_list(problems, None, **DECIDING),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _name(row: Term) -> str:
    title = row.title or page.words(row.key)
    return title[:1].upper() + title[1:]


def _length(row: Term) -> str:
    return row.fixed or amount(row.value, row.unit)


def _source(row: Term, *, confirmed: bool) -> str:
    facts = {"source": row.source, "confirmed": confirmed, "confirmed_by": row.confirmed_by}
    on = f" op {page.day(row.confirmed_on)}" if row.confirmed_on and row.confirmed_by else ""
    told = source({**facts, "as_of": row.valid_from})
    assumed = told.removeprefix("te bevestigen (")
    return assumed.removesuffix(")") if assumed != told else told + on


def _line(each: lawbook.Line) -> dict[str, Any]:
    used = each.used
    clocks = wording.count(used.running + used.suspended, "lopende termijn", "lopende termijnen")
    return {
        "name": _name(each.row),
        "key": each.row.key,
        "id": each.row.id,
        "url": url_for("lawbook.term", key=each.row.key),
        "length": _length(each.row),
        "since": page.day(each.row.valid_from),
        "later": page.day(each.later),
        "source": _source(each.row, confirmed=each.confirmed),
        "confirmed": each.confirmed,
        "diagrams": [name for _, name in used.diagrams],
        "letters": [page.words(name) for name in used.letters],
        "clocks": clocks if used.running + used.suspended else "",
        "known": each.row.unit != "unknown",
    }


def _row(row: Term, confirmed: frozenset[str]) -> dict[str, Any]:
    return {
        "id": row.id,
        "length": _length(row),
        "since": page.day(row.valid_from),
        "until": page.day(row.valid_to),
        "source": _source(row, confirmed=row.id in confirmed),
        "confirmed": row.id in confirmed,
        "grace": row.grace_days,
        "known": row.unit != "unknown",
    }


def _facts(row: Term) -> list[tuple[str, str]]:
    grace = wording.count(row.grace_days, "werkdag", "werkdagen") if row.grace_days else ""
    return [
        ("Sleutel", row.key),
        ("Lengte", _length(row)),
        ("Begint de dag na", ANCHORS.get(row.anchor, row.anchor)),
        ("Wie moet handelen", CARRIERS.get(row.carrier, row.carrier)),
        ("Einde in het weekend of op een feestdag", ROLLS.get(row.roll, row.roll)),
        ("Als we op iemand wachten", STOPS.get(row.stop, row.stop)),
        ("Tijd voor de post na het einde", grace),
        ("Aan het einde", row.on_end),
    ]


def _change(view: lawbook.ChangeView) -> dict[str, Any]:
    decided = f"{view.decider}, {page.moment(view.decided_at)}" if view.decider else ""
    return {
        "url": url_for("lawbook.change", change_id=view.id),
        "words": f"{_length(view.old)} → {_length(view.new)}",
        "from": page.day(view.effective_on),
        "rule": RULE_NAMES[view.rule],
        "state": STATES[view.state],
        "open": view.state == "proposed",
        "proposer": f"{view.proposer}, {page.moment(view.proposed_at)}",
        "decider": decided,
        "reason": view.reason,
        "source": view.new.source,
        "grace": view.new.grace_days if view.new.grace_days != view.old.grace_days else None,
    }


def _clock(each: ClockLine, change_id: str = "", may: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 - whether there is a way on
    before, after = (
        (f"opgeschort, {each.days[0]} dagen", f"opgeschort, {each.days[1]} dagen")
        if each.suspended and each.before is None
        else (page.day(each.before), page.day(each.after))
    )
    waits = each.state in {None, MoveState.LETTER}
    return {
        "number": each.number,
        "url": url_for("cases.case", number=each.number),
        "before": before,
        "after": after,
        "moves": before != after,
        "what": "te beslissen" if may and each.state is None else "verschuift",
        "problem": wording.say(each.problem, {}) if each.problem else "",
        "letter": each.communicated and waits,
        "outcome": OUTCOMES[each.state] if each.state else "",
        "reason": each.reason or "",
        "letter_on": page.day(each.letter_on),
        "decide": url_for("lawbook.clock_form", change_id=change_id, clock_id=each.clock_id)
        if may and waits
        else "",
    }
