"""Visits to the pages of decisions and of the signing folder."""

from __future__ import annotations

from collections.abc import Mapping

from engine import cases, signing, store
from tests.signing import decider, signed, waiting
from tests.web.site import Site
from tests.web.visiting import Prepare, Visit

KEY = "sleutel-van-de-map-van-wie-beslist"


def decided(site: Site) -> dict[str, str]:
    """Return the place in the register of what the finished case decided."""
    view = cases.view(
        site.house.runtime, number=site.known.done, by=site.house.actors["sara.mertens"]
    )
    row = view.decisions.rows[0].row
    return {"year": str(row.year), "number": str(row.number)}


def _waiting_task(site: Site) -> str:
    """Return a decision that waits for its decider, as the folder's form names it."""
    number = waiting(site.house, store.new_id(), dated=False)
    found = signing.folder(site.house.runtime, by=site.house.actors[decider()])
    task = next(each for each in found.waiting if each.case_number == number)
    return f"{task.task_id}:{task.mark}"


OF_DECISIONS: Mapping[str, Prepare] = {
    "signing.folder": lambda _: Visit("hilde.vandamme"),
    "signing.check": lambda site: Visit(decider(), {}, {"chosen": _waiting_task(site)}),
    "signing.sign": lambda site: Visit(decider(), {}, {"chosen": _waiting_task(site), "_key": KEY}),
    "signing.add_copy": lambda site: Visit(
        "sara.mertens",
        decided(site),
        files=(signed(site.house, site.known.done), "ondertekend.pdf"),
    ),
    "decisions.decision": lambda site: Visit("sara.mertens", decided(site)),
}
