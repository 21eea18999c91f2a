"""What a colleague looks after: what runs there, what ends first, what expires."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from engine import http, registers, wording
from engine.model import Permission
from engine.web import page, shapes

pages = http.blueprint("portfolios", __name__)


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
        colleagues=[
            {"value": key, "label": name, "chosen": key == found.login}
            for key, name in found.colleagues
        ],
    )


def _care(each: registers.Care) -> dict[str, Any]:
    """Return one record of a portfolio: what runs, what ends first, what expires."""
    today = page.today()
    numbers = {case.id: case.number for case in each.cases}
    return {
        "url": url_for("registers.one", register=each.row.register, record=each.row.number),
        "title": each.row.title,
        "number": each.row.number,
        "cases": [
            {"url": url_for("cases.case", number=case.number), "number": case.number}
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
                "name": page.words(paper.type) or "Document",
                "words": wording.deadline(paper.expires_on, today),
                "day": page.day(paper.expires_on),
                "lateness": shapes.lateness(paper.expires_on, today),
            }
            for paper in each.expires
        ],
    }
