"""A visit that succeeds for every route of the register of mandates."""

from __future__ import annotations

from collections.abc import Mapping

from tests import mandating
from tests.web.visiting import Prepare, Visit, plain


def _mandate(login: str) -> Prepare:
    return lambda site: Visit(login, {"mandate_id": mandating.proposed(site.house)})


MANDATES: Mapping[str, Prepare] = {
    "mandates.listing": plain("sara.mertens"),
    "mandates.one": _mandate("sara.mertens"),
    "mandates.propose_form": plain("nele.aerts"),
    "mandates.propose": lambda site: Visit("nele.aerts", {}, mandating.typed(site.house)),
    "mandates.confirm": _mandate("griet.lambrecht"),
    "mandates.withdraw": _mandate("nele.aerts"),
    "mandates.end": lambda site: Visit(
        "nele.aerts",
        {"mandate_id": mandating.confirmed(site.house)},
        {"last": site.house.clock.now.date().isoformat(), "reason": "Nieuwe functie."},
    ),
}
