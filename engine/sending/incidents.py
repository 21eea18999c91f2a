"""Telling operators of incidents, by mail or webhook: once per kind and hour, with how many."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from engine import store, wording
from engine.casefile import element_in
from engine.runtime import Runtime
from engine.sending.alerts import alert
from engine.store import incidents as rows
from engine.store.incidents import Untold

SETTLES = timedelta(minutes=1)
"""How long incidents of a kind gather before they are told of: a storm is one alert."""
PERIOD = timedelta(hours=1)
_START = datetime(2000, 1, 1, tzinfo=UTC)


def tell_of_incidents(runtime: Runtime) -> int:
    """Tell of the kinds of open incidents that nobody was told of; return how many alerts.

    At most one alert per kind in an hour: what comes after it is counted in the next one. Whom it
    goes to stands in the settings, as for every alert; without anybody nothing is noted.
    """
    settings = runtime.settings
    if not (settings.alert_to or settings.alert_endpoint):
        return 0
    now, made = runtime.now(), 0
    with runtime.store.read() as tx:
        due = [each for each in rows.untold(tx) if now - each.since >= SETTLES]
    for each in due:
        with runtime.store.write("incidents.alert") as tx:
            made += _told(runtime, tx, each, now)
    return made


def _told(runtime: Runtime, tx: store.Tx, kind: Untold, now: datetime) -> bool:
    process, element = _names(runtime, tx, kind)
    facts = {"count": kind.count, "process": process, "element": element}
    what = wording.say(kind.code, {"element": element})
    made = alert(
        runtime,
        tx,
        key=f"incident:{_mark(kind)}:{(now - _START) // PERIOD}",
        subject=wording.say("incident.alert_subject", facts).rstrip("."),
        text=wording.say("incident.alert", {**facts, "what": what.partition(". ")[0].rstrip(".")}),
    )
    if made:
        rows.tell(tx, kind, now)
    return made > 0


def _names(runtime: Runtime, tx: store.Tx, kind: Untold) -> tuple[str | None, str | None]:
    if kind.deployment_id is None:
        return None, kind.element
    deployed = runtime.deployed(tx, kind.deployment_id)
    title = str(deployed.facts.get("title", kind.process_key))
    return title, element_in(deployed, kind.element) or kind.element


def _mark(kind: Untold) -> str:
    """Return a short text that only this kind has."""
    whole = repr((kind.code, kind.element, kind.process_key))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
