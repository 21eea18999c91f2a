"""What a colleague looks after: what runs there, what ends first, what expires; handing it over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, request, url_for

from engine import errors, http, registers, wording
from engine.errors import Problem
from engine.model import Permission
from engine.web import page, shapes

pages = http.blueprint("portfolios", __name__)

CONTACTS = {"post": "post gekregen", "letter": "brief gemaakt"}


@pages.get("/portefeuille")
@http.demands(Permission.READ_REGISTERS)
def portfolio() -> Response:
    """Show what a colleague looks after: oneself, unless another is asked for."""
    login = request.args.get("collega") or None
    found = registers.portfolio(http.runtime(), by=http.actor(), login=login)
    return page.show(
        "portfolio.html",
        found=found,
        lines=[_care(each) for each in found.lines],
        mine=login is None,
        colleagues=_colleagues(found, found.login),
    )


@pages.get("/portefeuille/overdragen")
@http.demands(Permission.EDIT_REGISTERS)
def hand_over_form() -> Response:
    """Ask which records go to which colleague, since when and why."""
    found = registers.portfolio(http.runtime(), by=http.actor(), login=_giver())
    everything = request.args.get("alles") == "ja"
    chosen = [each.row.number for each in found.lines] if everything else []
    return _asked(found, chosen)


@pages.post("/portefeuille/overdragen")
@http.demands(Permission.EDIT_REGISTERS)
def hand_over() -> Response:
    """Let another colleague look after the records that were chosen."""
    runtime, by, posted = http.runtime(), http.actor(), page.posted()
    found = registers.portfolio(runtime, by=by, login=_giver())
    chosen, to = request.form.getlist("records"), str(posted.pop("to", ""))
    posted.pop("records", None)
    try:
        registers.hand_over(runtime, by=by, login=found.login, to=to, numbers=chosen, posted=posted)
    except errors.InvalidInput as refused:
        return _asked(found, chosen, to, posted, refused.problems)
    return page.back_to("portfolios.portfolio", "voorzieningen-overgedragen", collega=found.login)


def _giver() -> str | None:
    return request.args.get("collega") or None


def _asked(
    found: registers.Portfolio,
    chosen: Sequence[str],
    to: str = "",
    posted: dict[str, Any] | None = None,
    problems: Sequence[Problem] = (),
) -> Response:
    view = registers.ask_when(http.runtime(), by=http.actor(), posted=posted, problems=problems)
    wrong = {each.field: page.said(each) for each in problems}
    return page.show(
        "portfolio_hand_over.html",
        422 if problems else 200,
        found=found,
        view=view,
        records=[
            {
                "value": each.row.number,
                "label": f"{each.row.title} ({each.row.number})",
                "chosen": each.row.number in chosen,
            }
            for each in found.lines
        ],
        colleagues=[each for each in _colleagues(found, to) if each["value"] != found.login],
        wrong=wrong,
        problems=page.problem_list(problems, view, records="Welke voorzieningen?", to="Aan wie?"),
    )


def _colleagues(found: registers.Portfolio, chosen: str) -> list[dict[str, Any]]:
    return [
        {"value": login, "label": name, "chosen": login == chosen}
        for login, name in found.colleagues.items()
    ]


def _care(each: registers.Care) -> dict[str, Any]:
    """Return one record of a portfolio: what runs, what ends first, what expires."""
    today = page.today()
    numbers = {case.id: case.number for case in each.cases}
    lapsing = [(page.words(paper.type) or "Document", paper.expires_on) for paper in each.expires]
    lapsing += [(lapse.title, lapse.on) for lapse in each.lapses]
    return {
        "url": url_for("registers.one", register=each.row.register, record=each.row.number),
        "title": each.row.title,
        "number": each.row.number,
        "contact": {"day": page.day(each.contact.day), "how": CONTACTS[each.contact.kind]}
        if each.contact
        else None,
        "cases": [
            {
                "url": url_for("cases.case", number=case.number),
                "number": case.number,
                "taken_over": case.taken_over,
            }
            for case in each.cases
        ],
        "clocks": [
            {
                "name": page.words(clock.term_key.partition(".")[2] or clock.term_key),
                "case": numbers[clock.case_id],
                "words": wording.deadline(clock.end_on, today) if clock.end_on else "opgeschort",
                "day": page.day(clock.end_on),
                "lateness": shapes.lateness(clock.end_on, today),
            }
            for clock in each.clocks
        ],
        "expires": [
            {
                "name": name,
                "words": wording.deadline(day, today),
                "day": page.day(day),
                "lateness": shapes.lateness(day, today),
            }
            for name, day in sorted(lapsing, key=lambda one: one[1])
        ],
    }
