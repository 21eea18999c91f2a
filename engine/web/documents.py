"""Documents that people send: adding them to a case, looking at them, assessing and destroying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request

from engine import documents, errors, http
from engine.errors import Problem
from engine.model import Permission, Verdict
from engine.web import files, page, postal, shapes

MB = 1024 * 1024

pages = http.blueprint("documents", __name__)

LABELS: Mapping[str, str] = {
    "files": "Bestanden",
    "_type": "Soort document",
    "verdict": "Oordeel",
    "motivation": "Motivering",
    "issued_on": "Opgemaakt op",
    "expires_on": "Geldig tot en met",
}

VERDICTS: Mapping[str, str] = {
    Verdict.MEETS: "Voldoet",
    Verdict.FAILS: "Voldoet niet",
    Verdict.DEVIATES: "Afwijking",
    Verdict.NOT_APPLICABLE: "Niet van toepassing",
}
SCANS: Mapping[str, str] = {
    "clean": "Nagekeken, geen virus gevonden",
    "not_scanned": "Niet nagekeken op virussen",
}
ACTIVE: Mapping[str, str] = {
    "javascript": "scripts",
    "launch": "een opdracht die een programma start",
    "embedded": "andere bestanden",
    "media": "bewegende beelden",
    "submit": "een formulier dat gegevens verstuurt",
    "xfa": "een invulformulier",
    "too_many_objects": "te veel onderdelen om helemaal na te kijken",
}


@pages.app_template_filter("verdict")
def verdict_name(verdict: str) -> str:
    """Return what was found of a document in words."""
    return VERDICTS.get(verdict, verdict)


@pages.app_template_filter("file_size")
def file_size(size: int) -> str:
    """Return a number of bytes as people read it."""
    if size < MB:
        return f"{-(-size // 1024)} kB"
    return f"{size / MB:.1f} MB".replace(".", ",")


@pages.app_template_filter("file_kind")
def file_kind(name: str) -> str:
    """Return what kind of file a name says it is: attest.pdf is PDF."""
    return name.rpartition(".")[2].upper()


@pages.get("/procedures/<number>/documenten/toevoegen")
@http.demands(Permission.WORK_TASKS)
def add_form(number: str) -> Response:
    """Show the form that adds documents to a case."""
    return _add_page(number, ())


@pages.post("/procedures/<number>/documenten/toevoegen")
@http.takes_files
@http.demands(Permission.WORK_TASKS)
def add(number: str) -> Response:
    """Add documents to a case, all of them or none."""
    try:
        added = documents.add(
            http.runtime(),
            number=number,
            files=http.files("files"),
            type_key=request.form.get("_type") or None,
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        return _add_page(number, refused.problems)
    done = "document-toegevoegd-deels" if postal.left_out(added) else "document-toegevoegd"
    return page.back_to("cases.papers", done, number=number)


@pages.get("/procedures/<number>/documenten/<document_id>/bekijken")
@http.demands(Permission.READ_CASES)
def look(number: str, document_id: str) -> Response:
    """Show what is known of a document, and a page of it as a picture."""
    return _look_page(number, document_id, ())


@pages.get("/procedures/<number>/documenten/<document_id>/bladzijde/<int:wanted>.png")
@http.demands(Permission.READ_CASES)
def picture(number: str, document_id: str, wanted: int) -> Response:
    """Give one page of a document as a picture."""
    drawn = documents.picture(
        http.runtime(), number=number, document_id=document_id, page=wanted, by=http.actor()
    )
    return files.picture(drawn)


@pages.post("/procedures/<number>/documenten/<document_id>/beoordelen")
@http.demands(Permission.WORK_TASKS)
def assess(number: str, document_id: str) -> Response:
    """Write down what is found of a document."""
    given = request.form
    days = {name: shapes.typed_day(given.get(name, "")) for name in ("issued_on", "expires_on")}
    wrong = [
        Problem(name, "not_a_date") for name, day in days.items() if given.get(name) and not day
    ]
    said = given.get("verdict", "")
    if said and said not in VERDICTS:
        wrong.append(Problem("verdict", "unknown_option"))
    if wrong:
        return _look_page(number, document_id, wrong)
    try:
        documents.assess(
            http.runtime(),
            number=number,
            document_id=document_id,
            by=http.actor(),
            verdict=Verdict(said) if said else None,
            motivation=given.get("motivation", ""),
            issued_on=days["issued_on"],
            expires_on=days["expires_on"],
        )
    except errors.InvalidInput as refused:
        return _look_page(number, document_id, refused.problems)
    return page.back_to(
        "documents.look", "document-beoordeeld", number=number, document_id=document_id
    )


@pages.post("/procedures/<number>/documenten/<document_id>/vernietigen")
@http.demands(Permission.WORK_TASKS)
def destroy(number: str, document_id: str) -> Response:
    """Destroy a document that was assessed and may not be kept."""
    documents.destroy(http.runtime(), number=number, document_id=document_id, by=http.actor())
    return page.back_to("cases.papers", "document-vernietigd", number=number)


def _add_page(number: str, problems: Sequence[Problem]) -> Response:
    found = documents.adding(http.runtime(), number=number, by=http.actor())
    placed = [Problem(each.field or "files", each.code, each.facts) for each in problems]
    chosen = request.form.get("_type", request.args.get("soort", ""))
    return page.show(
        "document_add.html",
        422 if problems else 200,
        found=found,
        types=[
            {"value": each.key, "label": each.title, "chosen": each.key == chosen}
            for each in found.types
        ],
        most=http.runtime().settings.upload_mb,
        errors=_first_errors(placed),
        problems=page.problem_list(placed, None, **LABELS),
    )


def _look_page(number: str, document_id: str, problems: Sequence[Problem]) -> Response:
    found = documents.look(http.runtime(), number=number, document_id=document_id, by=http.actor())
    row, refused = found.paper.row, bool(problems)
    typed = request.form if refused else {}
    verdict = typed.get("verdict", row.verdict)
    return page.show(
        "document.html",
        422 if refused else 200,
        found=found,
        row=row,
        facts=_facts(found),
        wanted=min(page.number_in("blz"), max(1, found.paper.pages)),
        verdicts=[
            {"value": key, "label": label, "chosen": key == verdict}
            for key, label in VERDICTS.items()
        ],
        typed={
            "motivation": typed.get("motivation", row.motivation or ""),
            "issued_on": typed.get("issued_on", page.day(row.issued_on)),
            "expires_on": typed.get("expires_on", page.day(row.expires_on)),
        },
        errors=_first_errors(problems),
        problems=page.problem_list(problems, None, **LABELS),
    )


def _first_errors(problems: Sequence[Problem]) -> dict[str, str]:
    """Return what is said at each field: the first problem with it."""
    return {each.field: page.said(each) for each in reversed(problems)}


def about_file(row: Any) -> list[tuple[str, str]]:
    """Return what a file of a case or a start form is, as `ui.definitions` draws it."""
    inspected = row.inspected or {}
    active = ", ".join(ACTIVE.get(each, each) for each in inspected.get("active", ()))
    return [
        ("Bestand", f"{file_kind(row.name)}, {file_size(row.size)}" if row.name else ""),
        ("Toegevoegd op", page.moment(row.created_at)),
        ("Virusscanner", SCANS.get(inspected.get("scan", ""), "")),
        *([("Opgelet: bevat", active)] if active else []),
    ]


def _facts(found: documents.Look) -> list[tuple[str, str]]:
    """Return what is known of a document as `ui.definitions` draws it."""
    paper, row = found.paper, found.paper.row
    return [
        ("Soort document", paper.title or "Ander document"),
        *about_file(row),
        ("Versie", str(row.version)),
        ("Toegevoegd door", found.sender or ""),
        ("Vertrouwelijk", paper.confidential or "nee"),
        *(("Niet overgenomen uit de e-mail", each) for each in postal.left_out([row])),
        ("Oordeel", verdict_name(row.verdict or "")),
        ("Vingerafdruk (SHA-256)", row.content_hash),
    ]
