"""The list of incidents: narrowed, counted by kind, and which of them are chosen."""

from __future__ import annotations

from collections.abc import Iterable

from engine import masking, store
from engine.casefile import element_in, element_name
from engine.masking import ALL
from engine.model import SYSTEM, Actor, Happened, HistoryKind, Permission, Reads, Scope
from engine.operations import cases
from engine.operations.moves import MOST_AT_ONCE
from engine.operations.telling import names_of, shown_incident
from engine.operations.views import Incident, Incidents, Kind, Sorts
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import incidents as incident_rows
from engine.store.incidents import EVERY, Met, Sought
from engine.store.steps import UNHANDLED_ERROR

PAGE_SIZE = 50
EVERYTHING = Scope(None, Reads.ALL)


def incidents(
    runtime: Runtime, *, by: Actor, state: str = "open", sought: Sought = EVERY, page: int = 1
) -> Incidents:
    """Return a page of incidents, newest first, with the count of every kind that is open.

    `state` is open or resolved. The look is written down. A terminal (SYSTEM) sees all of them.
    """
    return _listed(runtime, by, state, sought, page, PAGE_SIZE)


def chosen(runtime: Runtime, *, by: Actor, sought: Sought) -> Incidents:
    """Return the open incidents that are sought, as many as one move takes; written down too."""
    return _listed(runtime, by, "open", sought, 1, MOST_AT_ONCE)


def _listed(
    runtime: Runtime, by: Actor, state: str, sought: Sought, page: int, size: int
) -> Incidents:
    if by is not SYSTEM:
        cases.must(runtime, by)
    scope = EVERYTHING if by is SYSTEM else runtime.policy.scope(by, Permission.OPERATE)
    with runtime.store.read() as tx:
        found = incident_rows.search(tx, scope, state=state, sought=sought, page=page, size=size)
        kinds = tuple(_kind(runtime, tx, each) for each in incident_rows.kinds(tx, scope))
        sorts = _sorts(runtime, tx, incident_rows.sorts(tx, scope, state=state))
        rows = tuple(_met(runtime, tx, found.rows, by))
    fact = Happened(HistoryKind.LIST_READ, by, {"list": "incidents"})
    with runtime.store.write("incidents.list") as tx:
        trail.log(tx, [fact], runtime.now())
    return Incidents(rows, found.total, page, size, kinds, sorts)


def _met(runtime: Runtime, tx: store.Tx, found: Iterable[Met], by: Actor) -> Iterable[Incident]:
    met = tuple(found)
    names = names_of(tx, (each.row for each in met))
    for each in met:
        element, mask = each.row.element or "", ALL if by is SYSTEM else None
        if each.case is not None:
            deployed = runtime.deployed(tx, each.case.deployment_id)
            mask = masking.of(deployed, None if by is SYSTEM else by)
            element = element_name(deployed, each.case, element) if element else ""
        yield shown_incident(each.row, each.case, element, names, mask)


def _kind(runtime: Runtime, tx: store.Tx, each: incident_rows.Kind) -> Kind:
    name = each.element or ""
    if each.deployment_id is not None:
        name = element_in(runtime.deployed(tx, each.deployment_id), each.element) or name
    again = each.jobs > 0 or each.code == UNHANDLED_ERROR
    return Kind(each.code, each.element, name, each.process_key, each.count, again)


def _sorts(runtime: Runtime, tx: store.Tx, found: Iterable[incident_rows.Sort]) -> Sorts:
    titles: dict[str, str] = {}
    codes: dict[str, None] = {}
    jobs: dict[str, None] = {}
    for each in found:
        codes[each.code] = None
        if each.job is not None:
            jobs[each.job] = None
        if each.process_key is not None and each.process_key not in titles:
            facts = runtime.deployed(tx, each.deployment_id or "").facts
            titles[each.process_key] = str(facts.get("title", each.process_key))
    return Sorts(tuple(titles.items()), tuple(codes), tuple(jobs))
