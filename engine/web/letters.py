"""Letters of ours: the page of one that was made, how it was posted, a copy to work with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Response, make_response, request

from engine import documents, errors, http
from engine.errors import Problem
from engine.model import Permission
from engine.web import page, shapes

pages = http.blueprint("letters", __name__)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CARRIERS: Mapping[str, str] = {
    "aangetekend": "Aangetekende brief",
    "brief": "Gewone brief",
    "ebox": "eBox",
    "e_mail": "E-mail",
}
REGISTERED = "aangetekend"
LABELS: Mapping[str, str] = {
    "sent_on": "Afgegeven of verstuurd op",
    "carrier": "Hoe verstuurd",
    "evidence": "Zendingsnummer",
    "returned_on": "Teruggekomen op",
    "reason": "Reden volgens de drager",
}


@pages.app_template_filter("iso_day")
def iso_day(text: str | None) -> str:
    """Return a day that was kept as text as people read it."""
    return page.day(date.fromisoformat(text)) if text else ""


@pages.get("/procedures/<number>/brieven/<document_id>")
@http.demands(Permission.READ_CASES)
def letter(number: str, document_id: str) -> Response:
    """Show a letter as it was made, and how it was posted."""
    return _page(number, document_id, ())


@pages.get("/procedures/<number>/brieven/<document_id>/kopie.docx")
@http.demands(Permission.READ_CASES)
def copy(number: str, document_id: str) -> Response:
    """Give a copy of a letter to work with."""
    made = documents.copy(http.runtime(), number=number, document_id=document_id, by=http.actor())
    shown = f'attachment; filename="{number}-kopie.docx"'
    return make_response(made, 200, {"Content-Type": DOCX, "Content-Disposition": shown})


@pages.post("/procedures/<number>/brieven/<document_id>/verzending")
@http.demands(Permission.REGISTER_POST)
def record_posting(number: str, document_id: str) -> Response:
    """Write down how a letter was posted."""
    given = request.form
    carrier, evidence = given.get("carrier", ""), given.get("evidence", "")
    wrong = [] if carrier in CARRIERS else [Problem("carrier", "required")]
    if carrier == REGISTERED and not evidence.strip():
        wrong.append(Problem("evidence", "required"))
    if wrong:
        return _page(number, document_id, wrong)
    try:
        documents.record_posting(
            http.runtime(),
            number=number,
            document_id=document_id,
            by=http.actor(),
            sent_on=shapes.typed_day(given.get("sent_on", "")),
            carrier=carrier,
            evidence=evidence,
        )
    except errors.InvalidInput as refused:
        return _page(number, document_id, refused.problems)
    return page.back_to(
        "letters.letter", "verzending-genoteerd", number=number, document_id=document_id
    )


@pages.post("/procedures/<number>/brieven/<document_id>/terug")
@http.demands(Permission.REGISTER_POST)
def record_return(number: str, document_id: str) -> Response:
    """Write down that a letter came back."""
    try:
        documents.record_return(
            http.runtime(),
            number=number,
            document_id=document_id,
            by=http.actor(),
            returned_on=shapes.typed_day(request.form.get("returned_on", "")),
            reason=request.form.get("reason", ""),
        )
    except errors.InvalidInput as refused:
        return _page(number, document_id, refused.problems)
    return page.back_to(
        "letters.letter", "terugkeer-genoteerd", number=number, document_id=document_id
    )


def _page(number: str, document_id: str, problems: Sequence[Problem]) -> Response:
    found = documents.letter(
        http.runtime(), number=number, document_id=document_id, by=http.actor()
    )
    typed = request.form if problems else {}
    carrier = typed.get("carrier", found.posting.get("carrier", ""))
    return page.show(
        "letter.html",
        422 if problems else 200,
        found=found,
        row=found.paper.row,
        facts=_facts(found),
        posted=_posted(found.posting),
        wanted=min(page.number_in("blz"), max(1, found.paper.pages)),
        carriers=[
            {"value": key, "label": label, "chosen": key == carrier}
            for key, label in CARRIERS.items()
        ],
        typed={
            "sent_on": typed.get("sent_on", iso_day(found.posting.get("sent_on"))),
            "evidence": typed.get("evidence", found.posting.get("evidence", "")),
            "returned_on": typed.get("returned_on", ""),
            "reason": typed.get("reason", ""),
        },
        returning="reason" in typed,
        errors={each.field: page.said(each) for each in reversed(problems)},
        problems=page.problem_list(problems, None, **LABELS),
    )


def _posted(posting: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return how a letter was posted as `ui.definitions` draws it; nothing when nobody said."""
    if not posting:
        return []
    carrier = posting.get("carrier", "")
    told = [
        ("Verstuurd op", iso_day(posting.get("sent_on"))),
        ("Hoe", CARRIERS.get(carrier, carrier)),
        ("Zendingsnummer", posting.get("evidence", "")),
        ("Dag van kennisgeving", iso_day(posting.get("notified_on"))),
    ]
    if posting.get("returned_on"):
        told += [
            ("Teruggekomen op", iso_day(posting["returned_on"])),
            ("Reden", posting.get("reason", "")),
        ]
    return [(name, value) for name, value in told if value]


def _facts(found: documents.LetterView) -> list[tuple[str, str]]:
    row = found.paper.row
    layout = (row.layout_hash or "")[:12]
    return [
        ("Opgemaakt op", page.moment(row.created_at)),
        ("Formaat", "PDF/A-2a en PDF/UA-1"),
        ("Vingerafdruk (SHA-256)", row.content_hash),
        ("Tekst van de brief", (row.template_hash or "")[:12]),
        ("Bladschikking", f"{layout}{'' if found.same_layout else ' (intussen gewijzigd)'}"),
    ]
