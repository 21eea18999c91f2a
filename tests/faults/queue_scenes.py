"""Scenes of the queue of the workers, which there is on PostgreSQL only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from engine import queueing, sweeps
from tests.faults.scenes import Scene
from tests.house import House
from tests.verbs import probing
from tests.web.site import Site
from tests.workers.crowd import ALARM


def _workers(house: House) -> None:
    """Let workers do the jobs of a house."""
    settings = replace(house.runtime.settings, workers=True)
    house.runtime = replace(house.runtime, settings=settings)


def _none(site: Site) -> None:
    queueing.set_up(site.house.runtime)


def _install(house: House, _about: object) -> None:
    _workers(house)
    queueing.set_up(house.runtime)


def _due(site: Site) -> None:
    """Let a timer be due that nobody was asked to do."""
    _install(site.house, None)
    probing.deploy(site.house, ALARM)
    probing.start(site.house)
    site.house.clock.now += timedelta(hours=1)


def _hand_over(house: House, _about: object) -> None:
    _workers(house)
    queueing.hand_over(house.runtime)


def _died(site: Site) -> None:
    """Let an order be there that a worker had in hand when it died."""
    _due(site)
    queueing.hand_over(site.house.runtime)
    with site.house.runtime.store.write("tests.scene") as tx:
        tx.run(text("SET LOCAL search_path TO procrastinate, public"))
        tx.run(text("UPDATE procrastinate.procrastinate_jobs SET status = 'doing'"))


def _forget(house: House, _about: object) -> None:
    _workers(house)
    sweeps.SWEEPS["queue"].do(house.runtime)


QUEUE: Mapping[str, Scene] = {
    "workers are to do the jobs": Scene(_none, _install),
    "what became due is handed over": Scene(_due, _hand_over),
    "what a dead worker had is forgotten": Scene(_died, _forget),
}
