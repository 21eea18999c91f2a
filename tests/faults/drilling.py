"""Cut the commands behind the pages at every boundary: `python -m tests.faults.drilling [ROUTE…]`.

One JSON object comes out: what was cut, what no command reached, and what was wrong. It is a
program of its own, for a process that has drawn a letter cannot be forked any more.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.faults.cutting import Ask, Drill, boundaries
from tests.web import site as sites
from tests.web.site import Known, Site
from tests.web.visits import VISITS, address, pay, routes
from tools import transactions


def asked(site: Site, endpoint: str) -> Ask:
    """Prepare the visit of a route, and return what pays it, as often as one likes."""
    visit = VISITS[endpoint](site)
    browser = site.visit(visit.login)
    path, method = address(site.app, endpoint, visit), routes(site.app)[endpoint]

    def ask() -> None:
        answer = pay(browser, path, method, visit)
        assert answer.status_code < 500, (answer.status_code, answer.text[:300])

    return ask


def drill(endpoints: Iterable[str], folder: Path) -> tuple[Drill, list[str]]:
    """Cut what the visits pass; return what was found, and which visits could not be paid."""
    known, done, unpaid = _lived_in(folder), Drill(), []
    for number, endpoint in enumerate(endpoints):
        here = folder / str(number)
        here.mkdir()
        site = sites.open_site(known, here)
        try:
            done.run(endpoint, site, asked(site, endpoint))
        except Exception as problem:  # noqa: BLE001 - counted: what it would reach is not covered
            unpaid.append(f"{endpoint}: {str(problem)[-300:]}")
        finally:
            site.house.runtime.store.close()
            shutil.rmtree(here, ignore_errors=True)
    return done, unpaid


def report(done: Drill, unpaid: list[str]) -> dict[str, Any]:
    """Return the figures and the places; covered are boundaries that were cut, of all there are."""
    every = boundaries(each.name for each in transactions.named("engine"))
    cut = done.cut.keys() & every
    return {
        "boundaries": len(every),
        "boundaries_cut": len(cut),
        "boundaries_covered_percent": round(100 * len(cut) / len(every), 1),
        "uncovered": sorted({name for name, _ in every - cut}),
        "lost": done.lost,
        "doubled": done.doubled,
        "stuck": done.stuck,
        "chain": done.chain,
        "unpaid": unpaid,
    }


def _lived_in(folder: Path) -> Known:
    """Build the lived-in house in a process of its own: it draws letters."""
    place = folder / "lived-in"
    place.mkdir()
    with multiprocessing.get_context("fork").Pool(1) as apart:
        return apart.apply(sites.live_in, [place])


def main() -> int:
    """Print the report of the routes that are named, else of all."""
    with tempfile.TemporaryDirectory(prefix="procesregie-drill-") as folder:
        found = report(*drill(sys.argv[1:] or sorted(VISITS), Path(folder)))
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
