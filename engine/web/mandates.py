"""The register of mandates: the list, one with its history, proposing, confirming, ending."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response, request, url_for

from engine import errors, http, mandates
from engine.mandates import MandateView, Wanted
from engine.model import Permission
from engine.web import page
from engine.wording.nl.hands import money

pages = http.blueprint("mandates", __name__)

FIELDS = {
    "person": "Wie krijgt het mandaat?",
    "office": "In welke functie of welk ambt?",
    "acting": "Waarnemend",
    "scope": "Voor welke beslissingen?",
    "types": "Welke soorten?",
    "max_amount": "Tot en met welk bedrag?",
    "source": "Besluit waarop het mandaat steunt",
    "valid_from": "Eerste dag",
    "valid_to": "Laatste dag",
    "reason": "Waarom?",
    "last": "Laatste dag",
}
ALL, SOME = "alle", "enkele"


@pages.get("/mandaten")
@http.demands(Permission.SIGNED_IN)
def listing() -> Response:
    """List every mandate, the newest first."""
    q, number = request.args.get("q", "")[:100], page.number_in("blad")
    found = mandates.listing(http.runtime(), by=http.actor(), q=q, page=number)
    return page.show("mandates.html", found=found, rows=[_line(each) for each in found.rows], q=q)


@pages.get("/mandaten/nieuw")
@http.demands(Permission.EDIT_MANDATES)
def propose_form() -> Response:
    """Ask who may decide what, up to how much, from when and by which act."""
    return _form()


@pages.post("/mandaten/nieuw")
@http.demands(Permission.EDIT_MANDATES)
def propose() -> Response:
    """Keep a mandate for somebody else to confirm."""
    typed = request.form
    types = tuple(typed.getlist("types")) if typed.get("scope") == SOME else ()
    missing = []
    if typed.get("scope") not in {ALL, SOME}:
        missing.append(errors.Problem("scope", "required"))
    elif typed["scope"] == SOME and not types:
        missing.append(errors.Problem("types", "required"))
    if missing:
        return _form(errors.InvalidInput(missing))
    try:
        mandate_id = mandates.propose(
            http.runtime(),
            wanted=Wanted(
                person_id=typed.get("person", ""),
                types=types,
                office=typed.get("office", ""),
                acting=typed.get("acting") == "true",
                source=typed.get("source", "")[:600],
                reason=typed.get("reason", "")[:600],
                valid_from=_day(typed.get("valid_from", "")),
                valid_to=_day(typed.get("valid_to", "")),
                max_amount=typed.get("max_amount", "")[:40],
            ),
            by=http.actor(),
            key=page.key(),
        )
    except errors.InvalidInput as refused:
        return _form(refused)
    return page.back_to("mandates.one", "mandaat-voorgesteld", mandate_id=mandate_id)


@pages.get("/mandaten/<mandate_id>")
@http.demands(Permission.SIGNED_IN)
def one(mandate_id: str) -> Response:
    """Show a mandate, who proposed, confirmed and ended it."""
    return _one(mandate_id)


@pages.post("/mandaten/<mandate_id>/bevestigen")
@http.demands(Permission.CONFIRM_MANDATES)
def confirm(mandate_id: str) -> Response:
    """Put a proposed mandate in force."""
    mandates.confirm(http.runtime(), mandate_id=mandate_id, by=http.actor())
    return page.back_to("mandates.one", "mandaat-bevestigd", mandate_id=mandate_id)


@pages.post("/mandaten/<mandate_id>/intrekken")
@http.demands(Permission.EDIT_MANDATES)
def withdraw(mandate_id: str) -> Response:
    """Take a proposed mandate back."""
    mandates.withdraw(http.runtime(), mandate_id=mandate_id, by=http.actor())
    return page.back_to("mandates.one", "mandaat-ingetrokken", mandate_id=mandate_id)


@pages.post("/mandaten/<mandate_id>/beeindigen")
@http.demands(Permission.EDIT_MANDATES)
def end(mandate_id: str) -> Response:
    """Write the last day of a mandate."""
    typed = request.form
    try:
        mandates.end(
            http.runtime(),
            mandate_id=mandate_id,
            last=_day(typed.get("last", "")),
            reason=typed.get("reason", "")[:600],
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        return _one(mandate_id, refused)
    return page.back_to("mandates.one", "mandaat-beeindigd", mandate_id=mandate_id)


# --- what the pages draw -------------------------------------------------------------------------


def _form(refused: errors.InvalidInput | None = None) -> Response:
    offered = mandates.choices(http.runtime(), by=http.actor())
    typed = request.form
    problems = refused.problems if refused else ()
    return page.show(
        "mandate_new.html",
        422 if problems else 200,
        key=page.key(),
        typed=typed,
        people=_options(offered.people, [typed.get("person", "")]),
        offices=_options(offered.offices, [typed.get("office", "")]),
        types=_options(offered.types, typed.getlist("types")),
        scopes=_options(
            ((ALL, "Alle soorten"), (SOME, "Enkel de soorten hieronder")), [typed.get("scope", "")]
        ),
        labels=FIELDS,
        errors={each.field: page.said(each) for each in problems},
        problems=page.problem_list(problems, None, **FIELDS),
    )


def _one(mandate_id: str, refused: errors.InvalidInput | None = None) -> Response:
    found = mandates.one(http.runtime(), mandate_id=mandate_id, by=http.actor())
    problems = refused.problems if refused else ()
    return page.show(
        "mandate.html",
        422 if problems else 200,
        view=found,
        line=_line(found),
        facts=_facts(found),
        typed=request.form,
        labels=FIELDS,
        errors={each.field: page.said(each) for each in problems},
        problems=page.problem_list(problems, None, **FIELDS),
    )


def _options(pairs: Any, chosen: list[str]) -> list[dict[str, Any]]:
    return [{"value": key, "label": label, "chosen": key in chosen} for key, label in pairs]


def _line(view: MandateView) -> dict[str, Any]:
    row = view.row
    state, kind = _state(view)
    return {
        "url": url_for("mandates.one", mandate_id=row.id),
        "holder": view.holder,
        "capacity": view.capacity,
        "types": view.types,
        "what": f"{len(view.types)} soorten" if len(view.types) > 1 else "".join(view.types),
        "amount": money(Decimal(row.max_amount)) if row.max_amount is not None else "",
        "from": page.day(row.valid_from),
        "to": page.day(row.valid_to),
        "source": row.source,
        "state": state,
        "kind": kind,
    }


def _state(view: MandateView) -> tuple[str, str]:
    if view.row.state == "proposed":
        return "te bevestigen", "warning"
    if view.row.state == "withdrawn":
        return "ingetrokken", "neutral"
    if view.holds:
        return "geldig", "success"
    return ("beëindigd", "neutral") if view.row.ended_at else ("niet geldig vandaag", "neutral")


def _facts(view: MandateView) -> list[tuple[str, str]]:
    row = view.row
    proposed = f"{view.proposer}, {page.moment(row.proposed_at)}" if view.proposer else ""
    decided = f"{view.decider}, {page.moment(row.decided_at)}" if view.decider else ""
    ended = f"{view.ender}, {page.moment(row.ended_at)}: {row.end_reason}" if view.ender else ""
    return [
        ("Hoedanigheid", view.capacity),
        ("Bedrag", f"tot en met {_line(view)['amount']}" if row.max_amount else "zonder grens"),
        ("Eerste dag", page.day(row.valid_from)),
        ("Laatste dag", page.day(row.valid_to) or "loopt door"),
        ("Besluit", row.source),
        ("Waarom", row.reason),
        ("Voorgesteld door", proposed),
        ("Bevestigd door" if row.state != "withdrawn" else "Ingetrokken door", decided),
        *([("Beëindigd door", ended)] if ended else []),
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
