"""Visits to the pages of code lists."""

from __future__ import annotations

from collections.abc import Mapping

from tests import coding
from tests.web.visiting import Prepare, Visit, plain


def _change(login: str) -> Prepare:
    return lambda site: Visit(login, {"change_id": coding.added(site.house)})


CODES: Mapping[str, Prepare] = {
    "codelists.overview": plain("sara.mertens"),
    "codelists.one": plain("sara.mertens", name="gemeenten"),
    "codelists.propose_form": plain("pieter.claeys", name="maatregelen"),
    "codelists.propose": lambda site: Visit(
        "pieter.claeys",
        {"name": "rechtsvormen"},
        {
            "code": coding.fresh(),
            "label": "Coöperatieve vennootschap met sociaal oogmerk",
            "effective_on": coding.tomorrow(site.house).isoformat(),
            "source": "Wetboek",
            "reason": "Nieuw.",
        },
    ),
    "codelists.change": _change("pieter.claeys"),
    "codelists.confirm": _change("nele.aerts"),
    "codelists.withdraw": _change("pieter.claeys"),
}
