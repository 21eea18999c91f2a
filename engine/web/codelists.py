"""Lists of codes: all of them, one with its codes, and a change of a code under four eyes."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from engine import codelists, errors, http
from engine.model import Code, CodeAct, Permission
from engine.web import page, shapes

pages = http.blueprint("codelists", __name__)

STATES = {
    "proposed": "voorgesteld",
    "confirmed": "bevestigd",
    "withdrawn": "ingetrokken",
}
ACTS = {
    CodeAct.RENAME: "Ze krijgt een ander label",
    CodeAct.END: "Ze kan niet meer gekozen worden",
}
FIELDS = {
    "act": "Wat verandert er?",
    "code": "Code",
    "label": "Label",
    "weight": "Gewicht",
    "effective_on": "Vanaf",
    "source": "Bron",
    "reason": "Waarom verandert dit?",
}


@pages.get("/codelijsten")
@http.demands(Permission.SIGNED_IN)
def overview() -> Response:
    """List every list of codes, with where it is used."""
    lines = codelists.overview(http.runtime(), by=http.actor())
    return page.show("codelists.html", lines=[(each, _names(each.used)) for each in lines])


@pages.get("/codelijsten/<name>")
@http.demands(Permission.SIGNED_IN)
def one(name: str) -> Response:
    """Show one list: its codes with their days, where it is used, and its changes."""
    q = request.args.get("q", "")[:100]
    at = page.number_in("blad")
    found = codelists.entry(http.runtime(), name=name, by=http.actor(), q=q, page=at)
    return page.show(
        "codelist.html",
        entry=found,
        rows=[_row(each, found) for each in found.rows],
        changes=[_change(each) for each in found.changes],
        used=_used(found.used),
        paging=shapes.paging(found.page, found.pages, found.total, codelists.PAGE_SIZE, request),
        q=q,
    )


@pages.get("/codelijsten/<name>/wijzigen")
@http.demands(Permission.EDIT_TERMS)
def propose_form(name: str) -> Response:
    """Ask for a new code, or for what changes of the code `code`."""
    return _form(name, request.args.get("code", ""))


@pages.post("/codelijsten/<name>/wijzigen")
@http.demands(Permission.EDIT_TERMS)
def propose(name: str) -> Response:
    """Keep a change of a code, for somebody else to confirm."""
    typed = request.form
    known = request.args.get("code", "")
    act = typed.get("act", "") if known else str(CodeAct.ADD)
    weight = typed.get("weight", "").strip()
    if act not in set(CodeAct) or (known and act == CodeAct.ADD):
        return _form(name, known, errors.InvalidInput([errors.Problem("act", "required")]))
    try:
        change_id = codelists.propose(
            http.runtime(),
            name=name,
            act=CodeAct(act),
            code=known or typed.get("code", "")[:100],
            label=typed.get("label", "")[:300],
            weight=page.whole(weight) if weight else None,
            effective_on=shapes.typed_day(typed.get("effective_on", "")),
            source=typed.get("source", "")[:600],
            reason=typed.get("reason", "")[:600],
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        return _form(name, known, refused)
    return page.back_to("codelists.change", "wijziging-voorgesteld", change_id=change_id)


@pages.get("/codelijsten/wijzigingen/<change_id>")
@http.demands(Permission.EDIT_TERMS)
def change(change_id: str) -> Response:
    """Show a change of a code."""
    return _change_page(change_id)


@pages.post("/codelijsten/wijzigingen/<change_id>/bevestigen")
@http.demands(Permission.CONFIRM_TERMS)
def confirm(change_id: str) -> Response:
    """Put a proposed change of a code into force, from its day on."""
    try:
        codelists.confirm(http.runtime(), change_id=change_id, by=http.actor())
    except errors.InvalidInput as refused:
        return _change_page(change_id, refused)
    return page.back_to("codelists.change", "wijziging-bevestigd", change_id=change_id)


@pages.post("/codelijsten/wijzigingen/<change_id>/intrekken")
@http.demands(Permission.EDIT_TERMS)
def withdraw(change_id: str) -> Response:
    """Take a proposed change of a code back."""
    codelists.withdraw(http.runtime(), change_id=change_id, by=http.actor())
    return page.back_to("codelists.change", "wijziging-ingetrokken", change_id=change_id)


# --- what the pages draw -------------------------------------------------------------------------


def _form(name: str, code: str, refused: errors.InvalidInput | None = None) -> Response:
    found = codelists.standing(http.runtime(), name=name, code=code, by=http.actor())
    problems = refused.problems if refused else ()
    typed = request.form if refused else _standing(found.row)
    chosen = typed.get("act", str(CodeAct.RENAME))
    return page.show(
        "codelist_propose.html",
        422 if problems else 200,
        list=found,
        typed=typed,
        acts=[
            {"value": str(act), "label": label, "chosen": chosen == act}
            for act, label in ACTS.items()
        ],
        errors={each.field: page.said(each) for each in problems},
        problems=page.problem_list(problems, None, **FIELDS),
        labels=FIELDS,
    )


def _standing(row: Code | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {"label": row.label, "weight": row.weight}


def _change_page(change_id: str, refused: errors.InvalidInput | None = None) -> Response:
    found = codelists.change(http.runtime(), change_id=change_id, by=http.actor())
    problems = refused.problems if refused else ()
    return page.show(
        "codelist_change.html",
        422 if problems else 200,
        view=found,
        about=_change(found),
        problems=page.problem_list(problems, None, **FIELDS),
    )


def _row(row: Code, entry: codelists.Entry) -> dict[str, Any]:
    today = page.today()
    over = row.valid_to is not None and row.valid_to < today
    comes = row.valid_from is not None and row.valid_from > today
    changes = entry.may_propose and row.valid_to is None and row.code not in entry.pending
    return {
        "code": row.code,
        "label": row.label,
        "weight": row.weight,
        "from": page.day(row.valid_from),
        "to": page.day(row.valid_to),
        "over": over,
        "followed": over and row.code in entry.stands,
        "comes": comes,
        "waits": row.code in entry.pending and row.valid_to is None,
        "url": url_for("codelists.propose_form", name=entry.name, code=row.code) if changes else "",
    }


def _used(used: codelists.Used) -> list[dict[str, str]]:
    """Return where a list is used: the kind of place, what it is called, where it can be seen."""
    found = [
        {
            "kind": "Formulier",
            "name": page.words(name),
            "of": page.words(process),
            "url": url_for("forms.form", form_id=name, procedure=process),
        }
        for process, name in used.forms
    ]
    found += [
        {
            "kind": "Register",
            "name": plural,
            "of": field,
            "url": url_for("registers.search", register=name),
        }
        for name, plural, field in used.registers
    ]
    found += [
        {"kind": "Tabel", "name": page.words(name), "of": page.words(process), "url": ""}
        for process, name in used.tables
    ]
    return found


def _names(used: codelists.Used) -> list[str]:
    """Return what is called where a list is used, each name once: procedures share tables."""
    return list(dict.fromkeys(place["name"] for place in _used(used)))


def _change(view: codelists.ChangeView) -> dict[str, Any]:
    decided = f"{view.decider}, {page.moment(view.decided_at)}" if view.decider else ""
    return {
        "url": url_for("codelists.change", change_id=view.id),
        "words": _words(view),
        "from": page.day(view.effective_on),
        "state": STATES[view.state],
        "open": view.state == "proposed",
        "proposer": f"{view.proposer}, {page.moment(view.proposed_at)}",
        "decider": decided,
    }


def _words(view: codelists.ChangeView) -> str:
    """Return what a change does, in a line."""
    weight = f", gewicht {view.weight}" if view.weight is not None else ""
    if view.act is CodeAct.ADD:
        return f"{view.label} ({view.code}{weight}) komt erbij"
    if view.act is CodeAct.END:
        return f"{view.label} ({view.code}) eindigt"
    before = view.before.label if view.before is not None else ""
    return f"{before} wordt {view.label} ({view.code}{weight})"
