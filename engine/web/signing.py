"""The signing folder, and copies that were signed outside."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import Response, request

from engine import http, signing, wording
from engine.errors import InvalidInput
from engine.model import Permission
from engine.signing import Failed, Waiting
from engine.web import decisions, page, shapes
from engine.wording.nl.hands import money

pages = http.blueprint("signing", __name__)


@pages.app_template_filter("money")
def money_words(amount: Any) -> str:
    """Return an amount in euro in words; what is no amount as it is."""
    return money(amount) if isinstance(amount, Decimal) else str(amount)


@pages.get("/ondertekenmap")
@http.demands(Permission.WORK_TASKS)
def folder() -> Response:
    """Show the decisions that wait for the asker."""
    return _folder({})


@pages.post("/ondertekenmap/nakijken")
@http.demands(Permission.WORK_TASKS)
def check() -> Response:
    """Ask once more, with everything that would be signed on one page."""
    chosen = _chosen()
    found = signing.folder(http.runtime(), by=http.actor())
    wanted = [each for each in found.waiting if each.task_id in chosen and _may(each)]
    if not wanted:
        return _folder({"chosen": "Vink eerst de beslissingen aan die je wilt ondertekenen."})
    return page.show("signing_check.html", wanted=wanted, key=page.key())


@pages.post("/ondertekenmap/ondertekenen")
@http.demands(Permission.WORK_TASKS)
def sign() -> Response:
    """Sign what was confirmed, each on its own; what fails is named and stays."""
    done, failed = signing.sign(
        http.runtime(), chosen=_chosen(), by=http.actor(), key=page.secret()
    )
    return page.show("signing_done.html", done=done, failed=[_failure(each) for each in failed])


@pages.post("/beslissingen/<int(max=9999):year>/<int(max=999999999):number>/ondertekend")
@http.takes_files
@http.demands(Permission.WORK_TASKS)
def add_copy(year: int, number: int) -> Response:
    """Keep a PDF that was signed outside, once it is what it says to be."""
    try:
        signing.add_copy(
            http.runtime(), year=year, number=number, file=http.files("files"), by=http.actor()
        )
    except InvalidInput as refused:
        return decisions.decision_page(year, number, refused.problems)
    return page.back_to("decisions.decision", "ondertekend-bewaard", year=year, number=number)


def _folder(errors: Mapping[str, str]) -> Response:
    found = signing.folder(http.runtime(), by=http.actor())
    signable = [each for each in found.waiting if _may(each)]
    return page.show(
        "signing.html",
        422 if errors else 200,
        found=found,
        signable=signable,
        errors=errors,
        clocks={each.task_id: shapes.clocks(each.clocks, page.today()) for each in found.waiting},
    )


def _may(each: Waiting) -> bool:
    return each.signable and each.blocked is None


def _chosen() -> dict[str, str]:
    """Return the tasks that were ticked, each with the mark of what was seen."""
    parts = (each[:80].partition(":") for each in request.form.getlist("chosen"))
    return {task_id: seen for task_id, _, seen in parts}


def _failure(each: Failed) -> dict[str, str]:
    fault = each.fault
    texts = [page.said(one) for one in fault.problems] if isinstance(fault, InvalidInput) else []
    said = " ".join(dict.fromkeys(texts or [wording.error(fault)]))
    return {"number": each.case_number, "name": each.name, "text": said}
