"""Registers: finding records, one record with its history, and writing it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Response, request, url_for

from engine import errors, http, registers, wording
from engine.errors import Problem
from engine.model import Permission
from engine.web import page, shapes

pages = http.blueprint("registers", __name__)

WHAT_HAPPENED: Mapping[str, tuple[str, str]] = {
    "record:added": ("Toegevoegd", "plus"),
    "record:changed": ("Gewijzigd", "pencil"),
    "record:closed": ("Afgesloten", "lock"),
    "record:reopened": ("Opnieuw geopend", "rotate-ccw"),
    "record:merged": ("Samengevoegd", "arrow-right"),
    "record:parted": ("Samenvoeging ongedaan gemaakt", "undo-2"),
}
STATES: Mapping[str, str] = {"open": "", "closed": "afgesloten", "merged": "samengevoegd"}
MANY = "meer dan 2.000"


@pages.get("/registers")
@http.demands(Permission.READ_REGISTERS)
def overview() -> Response:
    """List the registers."""
    found = registers.overview(http.runtime(), by=http.actor())
    return page.show("registers.html", found=found)


@pages.get("/registers/<register>")
@http.demands(Permission.READ_REGISTERS)
def search(register: str) -> Response:
    """Search one register, also as it was on a day."""
    q, typed = request.args.get("q", "")[:100], request.args.get("dag", "")[:10]
    day = shapes.typed_day(typed) if typed else None
    found = registers.search(
        http.runtime(),
        register=register,
        by=http.actor(),
        q=q,
        day=day,
        page=page.number_in("blad"),
    )
    wrong = bool(typed) and day is None
    return page.show(
        "register.html",
        found=found,
        q=q,
        typed=typed,
        wrong="Schrijf dag/maand/jaar, bijvoorbeeld 20/03/2026." if wrong else "",
        states=STATES,
        paging=_paging(found),
    )


@pages.get("/registers/<register>/nieuw")
@http.demands(Permission.EDIT_REGISTERS)
def new(register: str) -> Response:
    """Show the empty form of a register."""
    drawn = registers.blank(http.runtime(), register=register, by=http.actor())
    return _form_page(drawn)


@pages.post("/registers/<register>/nieuw")
@http.demands(Permission.EDIT_REGISTERS)
def add(register: str) -> Response:
    """Add a record; what it may be the double of is shown first."""
    runtime, by, posted = http.runtime(), http.actor(), page.posted()
    sure = request.form.get("_zeker") == "ja"
    try:
        made = registers.add(
            runtime, register=register, by=by, posted=posted, confirmed=sure, key=page.key()
        )
    except errors.InvalidInput as refused:
        doubles = refused.doubles if isinstance(refused, registers.Suspect) else ()
        problems = refused.problems
        drawn = registers.draw(runtime, register=register, by=by, posted=posted, problems=problems)
        return _form_page(drawn, problems, doubles)
    return page.back_to(
        "registers.one", "gegeven-toegevoegd", register=register, record=made.number
    )


@pages.get("/registers/<register>/<record>")
@http.demands(Permission.READ_REGISTERS)
def one(register: str, record: str) -> Response:
    """Show one record, also as it was on a day."""
    runtime, by = http.runtime(), http.actor()
    typed = request.args.get("dag", "")[:10]
    view = registers.view(
        runtime, register=register, number=record, by=by, day=shapes.typed_day(typed)
    )
    hanging = registers.hanging(runtime, register=register, number=record, by=by)
    return page.show(
        "record.html",
        view=view,
        state=STATES[view.state],
        typed=typed,
        history=_history(view),
        hanging=hanging,
        cases=[shapes.case_row(row) for row in hanging.cases],
        reasons=_reasons(view.type),
    )


@pages.get("/registers/<register>/<record>/wijzigen")
@http.demands(Permission.EDIT_REGISTERS)
def change_form(register: str, record: str) -> Response:
    """Show a record as a form."""
    drawn = registers.draw(http.runtime(), register=register, number=record, by=http.actor())
    return _form_page(drawn)


@pages.post("/registers/<register>/<record>/wijzigen")
@http.demands(Permission.EDIT_REGISTERS)
def change(register: str, record: str) -> Response:
    """Write a new version of a record."""
    runtime, by, posted = http.runtime(), http.actor(), page.posted()
    where: Mapping[str, Any] = {"register": register, "number": record}
    try:
        registers.change(runtime, **where, by=by, posted=posted, seen=_seen())
    except errors.InvalidInput as refused:
        problems = refused.problems
        drawn = registers.draw(runtime, **where, by=by, posted=posted, problems=problems)
        return _form_page(drawn, problems)
    return page.back_to("registers.one", "gegeven-gewijzigd", register=register, record=record)


@pages.get("/registers/<register>/<record>/afsluiten")
@http.demands(Permission.EDIT_REGISTERS)
def close_form(register: str, record: str) -> Response:
    """Ask since when and why a record is closed, or opened again."""
    return _ask("close", register, record)


@pages.post("/registers/<register>/<record>/afsluiten")
@http.demands(Permission.EDIT_REGISTERS)
def close(register: str, record: str) -> Response:
    """Close a record, or open a closed one again."""
    turn = registers.reopen if request.form.get("_opnieuw") == "ja" else registers.close
    done = partial(turn, seen=_seen(), posted=page.posted())
    return _done("close", register, record, done, "gegeven-gewijzigd")


@pages.get("/registers/<register>/<record>/samenvoegen")
@http.demands(Permission.EDIT_REGISTERS)
def merge_form(register: str, record: str) -> Response:
    """Ask with which record this one is merged, or since when and why they come apart."""
    return _ask("merge", register, record)


@pages.post("/registers/<register>/<record>/samenvoegen")
@http.demands(Permission.EDIT_REGISTERS)
def merge(register: str, record: str) -> Response:
    """Merge a record into another."""
    posted = page.posted()
    into = _picked(str(posted.pop("into", "")))
    done = partial(registers.merge, into=into, seen=_seen(), posted=posted)
    return _done("merge", register, record, done, "gegevens-samengevoegd")


@pages.post("/registers/<register>/<record>/losmaken")
@http.demands(Permission.EDIT_REGISTERS)
def part(register: str, record: str) -> Response:
    """Take a merge back."""
    done = partial(registers.part, posted=page.posted())
    return _done("merge", register, record, done, "gegeven-los")


@pages.post("/registers/<register>/<record>/dossier")
@http.demands(Permission.START_CASES)
def open_dossier(register: str, record: str) -> Response:
    """Open the dossier of a record."""
    opened = registers.open_dossier(
        http.runtime(), register=register, number=record, by=http.actor()
    )
    return page.back_to("dossiers.dossier", "dossier-geopend", number=opened)


# --- what a template draws -----------------------------------------------------------------------


def _form_page(
    drawn: registers.Drawn,
    problems: tuple[Problem, ...] = (),
    doubles: tuple[registers.Double, ...] = (),
) -> Response:
    return page.show(
        "record_form.html",
        422 if problems else 200,
        key=page.key(),
        drawn=drawn,
        problems=page.problem_list(problems, drawn.view),
        doubles=doubles,
        reasons=_reasons(drawn.type),
    )


def _done(what: str, register: str, record: str, do: partial[Any], said: str) -> Response:
    """Do what was asked of a record, or ask it again with what is wrong."""
    try:
        do(http.runtime(), register=register, number=record, by=http.actor())
    except errors.InvalidInput as refused:
        return _ask(what, register, record, do.keywords["posted"], refused)
    return page.back_to("registers.one", said, register=register, record=record)


def _ask(
    what: str,
    register: str,
    number: str,
    posted: Mapping[str, Any] | None = None,
    refused: errors.InvalidInput | None = None,
) -> Response:
    """Show the page that asks since when and why; `what` is close or merge."""
    runtime, by = http.runtime(), http.actor()
    problems = refused.problems if refused else ()
    drawn = registers.ask_why(
        runtime, register=register, number=number, by=by, posted=posted, problems=problems
    )
    into = request.form.get("into", request.args.get("met", ""))[:400]
    wrong = next((page.said(each) for each in problems if each.field == "into"), "")
    return page.show(
        f"record_{what}.html",
        422 if problems else 200,
        drawn=drawn,
        into=into,
        wrong=wrong,
        problems=page.problem_list(problems, drawn.view, into="Met welk gegeven?"),
    )


def _seen() -> int:
    return page.whole(request.form.get("_versie", "")) or 0


def _picked(text: str) -> str:
    """Return the number that was typed, or that stands last in what was offered."""
    return text.strip().rpartition("\N{MIDDLE DOT}")[2].strip()


def _history(view: registers.RecordView) -> list[dict[str, Any]]:
    """Return the versions of a record by the day they were written, as `ui.timeline` draws it."""
    days: dict[str, list[dict[str, Any]]] = {}
    for each in view.history:
        what, icon = WHAT_HAPPENED.get(each.kind, ("Gewijzigd", "pencil"))
        until = f" tot en met {page.day(each.valid_to)}" if each.valid_to else ""
        words = f"{what}, geldig vanaf {page.day(each.valid_from)}{until}. {each.reason}"
        day = wording.long_date(each.at.astimezone(page.BRUSSELS).date()).capitalize()
        days.setdefault(day, []).append(
            {
                "time": f"{each.at.astimezone(page.BRUSSELS):%H:%M}",
                "icon": icon,
                "words": words,
                "actor": page.actor_name(each.who),
                "details": [
                    (one.title, f"{one.before or shapes.NOTHING} → {one.after or shapes.NOTHING}")
                    for one in each.changes
                ],
                "url": url_for("cases.case", number=each.case) if each.case else "",
                "url_label": each.case,
            }
        )
    return [{"label": label, "entries": entries} for label, entries in days.items()]


def _reasons(what: Any) -> dict[str, str]:
    """Return in words why two records may be the same."""
    named = {one.name: f"zelfde {one.title.lower()}" for one in what.fields}
    return {**named, "@address": "zelfde adres", "@name": "naam lijkt erop"}


def _paging(found: registers.Listing) -> dict[str, Any] | None:
    """Return what `ui.pagination` draws; how many there are is not always counted."""
    if found.page == 1 and not found.more:
        return None
    kept: dict[str, Any] = {**request.args.to_dict(), "register": found.type.name}

    def url(number: int) -> str:
        return url_for("registers.search", **{**kept, "blad": str(number)})

    first = (found.page - 1) * registers.PAGE_SIZE + 1
    return {
        "first": first,
        "last": first + len(found.rows) - 1,
        "total": MANY if found.total is None else found.total,
        "first_url": url(1) if found.page > 2 else "",
        "previous_url": url(found.page - 1) if found.page > 1 else "",
        "next_url": url(found.page + 1) if found.more else "",
        "last_url": "",
    }
