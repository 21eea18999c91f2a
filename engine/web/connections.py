"""The operator's pages about systems outside: how each is connected, and its files."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from flask import Response, make_response, request

from engine import connectors, errors, http, wording
from engine.connectors import Standing, View, Way
from engine.errors import Problem
from engine.model import Permission
from engine.web import page
from engine.web.page import moment

pages = http.blueprint("connections", __name__)

MOST_BYTES = 5_000_000
MOST_SHOWN = 200
WAYS: Mapping[str, tuple[str, str]] = {
    Way.NATIVE: (
        "Eigen register",
        "Wat een procedure vraagt of schrijft, staat in onze registers.",
    ),
    Way.HTTP: ("Rechtstreeks", "Een procedure vraagt en schrijft het meteen in het systeem."),
    Way.CSV: ("Met een bestand", "Onze registers gelden; je vergelijkt ze met een bestand."),
    Way.MANUAL: ("Met de hand", "Een collega doet het in het systeem en noteert het nummer daar."),
}
STANDINGS: Mapping[Standing, tuple[str, str, str]] = {
    Standing.DIFFERENT: ("Verschilt", "warning", "pencil"),
    Standing.ONLY_HERE: ("Alleen bij ons", "info", "plus"),
    Standing.ONLY_THERE: ("Alleen daar", "warning", "triangle-alert"),
    Standing.TWICE: ("Dubbel in het bestand", "error", "circle-alert"),
    Standing.EQUAL: ("Gelijk", "success", "check"),
}


@pages.get("/beheer/koppelingen")
@http.demands(Permission.OPERATE)
def listing() -> Response:
    """List the systems outside: how each is connected, and how that goes."""
    found = connectors.overview(http.runtime(), by=http.actor())
    return page.show("connections.html", rows=[_row(each) for each in found])


@pages.get("/beheer/koppelingen/<system>")
@http.demands(Permission.OPERATE)
def one(system: str) -> Response:
    """Show one system: what one may ask of it, and the files that may be compared."""
    return _page(system)


@pages.post("/beheer/koppelingen/<system>/proef")
@http.demands(Permission.OPERATE)
def reach(system: str) -> Response:
    """Ask a system whether it is there, and tell what came of it."""
    reached = connectors.reach(http.runtime(), system=system, by=http.actor())
    said = wording.say(reached.code, dict(reached.facts)) if reached.code else ""
    return _page(system, tried=("error", said) if said else ("success", _well(reached)))


@pages.get("/beheer/koppelingen/<system>/<sheet>.csv")
@http.demands(Permission.OPERATE)
def export(system: str, sheet: str) -> Response:
    """Give what has to stand in a system as a CSV."""
    runtime, by = http.runtime(), http.actor()
    table = connectors.table_of(runtime, system, sheet, by)
    return _csv(f"{system}-{sheet}", b"".join(connectors.export(runtime, table, by)))


@pages.post("/beheer/koppelingen/<system>/vergelijken")
@http.takes_files
@http.demands(Permission.OPERATE)
def compare(system: str) -> Response:
    """Compare the file of a system with our register: on the page, or as a CSV."""
    runtime, by, count = http.runtime(), http.actor(), connectors.Count()
    sheet = request.form.get("_blad", "")
    table = connectors.table_of(runtime, system, sheet, by)
    try:
        found = connectors.compare(runtime, table, io.BytesIO(_data()), by, count)
        if request.form.get("_doe") == "downloaden":
            words = {each: told[0] for each, told in STANDINGS.items()}
            return _csv(f"{system}-{sheet}-verschillen", b"".join(connectors.report(found, words)))
        unequal = (each for each in found if each.standing is not Standing.EQUAL)
        shown = list(islice(unequal, MOST_SHOWN))
        more = sum(1 for _ in unequal)
    except errors.InvalidInput as refused:
        return _page(system, problems=refused.problems, sheet=sheet)
    report = {
        "title": sheet,
        "register": table.what.name,
        "counts": [(STANDINGS[each][0], count.of[each]) for each in STANDINGS if count.of[each]],
        "lines": [_line(each) for each in shown],
        "more": more,
        "strange": ", ".join(count.strange),
    }
    return _page(system, report=report, sheet=sheet)


def _page(
    system: str,
    *,
    tried: tuple[str, str] | None = None,
    report: Mapping[str, Any] | None = None,
    problems: Sequence[Problem] = (),
    sheet: str = "",
) -> Response:
    found = connectors.overview(http.runtime(), by=http.actor())
    view = next((each for each in found if each.system.name == system), None)
    if view is None:
        raise errors.NotFound("connector_unknown", system=system[:60])
    chosen = sheet or next(iter(view.system.sheets), "")
    return page.show(
        "connection.html",
        422 if problems else 200,
        here=_row(view),
        about=view.system.about,
        operations=[
            {"title": each.title, "name": each.name, "can": _can(view, each)}
            for each in view.system.asked
        ],
        sheets=[
            {"value": name, "label": name.capitalize(), "chosen": name == chosen}
            for name in view.system.sheets
        ],
        tried=tried,
        report=report,
        wrong=" ".join(page.said(each) for each in problems),
    )


def _can(view: View, operation: connectors.Operation) -> str:
    if view.setup.way is Way.HTTP:
        return "rechtstreeks"
    if view.setup.way is Way.MANUAL or operation.native is None:
        return "met de hand"
    return "in ons register" if operation.native.register else "door ons systeem zelf"


def _row(view: View) -> dict[str, Any]:
    ours = view.setup.way is Way.HTTP or any(each.native for each in view.system.asked)
    way, means = WAYS[view.setup.way if ours else Way.MANUAL]
    fault = view.fault
    return {
        "name": view.system.name,
        "title": view.system.title,
        "holds": view.system.holds,
        "way": way,
        "means": means,
        "remote": view.setup.way is Way.HTTP,
        "address": view.address,
        "done": moment(view.last_done) if view.last_done else "",
        "fault": f"{moment(fault.at)}: {_why(fault.code, view)}" if fault else "",
        "failing": fault is not None and (view.last_done is None or fault.at > view.last_done),
        "waits": view.waits,
        "stuck": view.stuck,
        "by_hand": view.by_hand,
        "problem": _why(view.problem, view) if view.problem else "",
    }


def _why(code: str, view: View) -> str:
    code, _, status = code.partition(" ")
    facts = {"system": view.system.title, "endpoint": view.setup.endpoint, "status": status}
    return wording.say(code, facts)


def _well(reached: connectors.Reached) -> str:
    if reached.way is Way.HTTP:
        return f"{reached.system.title} antwoordt."
    return f"{reached.system.title} wordt niet van buiten bereikt; er valt niets te testen."


def _line(each: connectors.Compared) -> dict[str, Any]:
    return {
        "standing": STANDINGS[each.standing],
        "key": each.key,
        "number": each.number,
        "title": each.title,
        "row": each.row,
        "differences": [(d.column, d.here or "leeg", d.there or "leeg") for d in each.differences],
    }


def _data() -> bytes:
    """Return the file that was chosen. Raises InvalidInput."""
    sent = http.files("file")
    if not sent:
        raise errors.InvalidInput([Problem("file", "transfer.no_file")])
    incoming = sent[0].incoming
    incoming.finish()
    if incoming.size > MOST_BYTES or incoming.too_large:
        raise errors.InvalidInput([Problem("file", "connector.file_size")])
    with incoming.plain() as file:
        return file.read()


def _csv(name: str, data: bytes) -> Response:
    head = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}.csv"',
    }
    return make_response(data, 200, head)
