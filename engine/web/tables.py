"""The analyst's pages on decision tables: the list, one file of them, the editor, trying out."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, request

from engine import deployments, http
from engine.deployments import FileName, TableTrial
from engine.errors import Finding
from engine.model import Permission
from engine.runtime import FileKind
from engine.web import drafting, page, shapes
from engine.web.failures import finding_json
from engine.wording.nl.policies import POLICIES

pages = http.blueprint("tables", __name__)

XML = "application/xml"
MAX_TABLE_BYTES = 2 * 1024 * 1024
TYPES = {
    "string": "tekst",
    "number": "getal",
    "boolean": "ja of nee",
    "date": "datum, zoals 27/04/2026",
    "Any": "waarde zoals in de tabel: tekst tussen dubbele aanhalingstekens",
}


@pages.get("/beslisregels")
@http.demands(Permission.READ_MODELS)
def catalogue() -> Response:
    """List the decision tables of every procedure in force."""
    runtime, by = http.runtime(), http.actor()
    return page.show("tables.html", lines=deployments.catalogue_of_tables(runtime, by=by))


@pages.get("/beslisregels/<table_id>")
@http.demands(Permission.READ_MODELS)
def table(table_id: str) -> Response:
    """Show the decisions of a file in force, or of an older version, and what was found in them."""
    runtime, by, name = http.runtime(), http.actor(), _name(table_id)
    version = page.number_in("versie", 0) or None
    file = deployments.table_file(runtime, name=name, by=by, version=version)
    trial = deployments.try_table(runtime, name=name, by=by)
    return page.show(
        "table.html", file=file, trial=_drawn(trial), told=_told(file.findings), policies=POLICIES
    )


@pages.get("/beslisregels/<table_id>/tabel.dmn")
@http.demands(Permission.READ_MODELS)
def xml(table_id: str) -> Response:
    """Give the XML in force, or with `concept` the asker's draft."""
    file = deployments.table_file(http.runtime(), name=_name(table_id), by=http.actor())
    draft = file.draft.content if file.draft and "concept" in request.args else None
    return make_response(draft or file.content, 200, {"Content-Type": XML})


@pages.get("/beslisregels/<table_id>/bewerken")
@http.demands(Permission.DEPLOY_MODELS)
def edit(table_id: str) -> Response:
    """Show the editor on the draft, or on the version in force."""
    http.draws_diagram()
    runtime, by, name = http.runtime(), http.actor(), _name(table_id)
    file = deployments.table_file(runtime, name=name, by=by)
    content = file.draft.content if file.draft else file.content
    found = deployments.look_over_table(runtime, name=name, content=content, by=by)
    trial = deployments.try_table(runtime, name=name, by=by)
    return page.show(
        "table_edit.html",
        file=file,
        known=[finding_json(each) for each in found],
        trial=_drawn(trial),
        policies=POLICIES,
    )


@pages.post("/beslisregels/<table_id>/nakijken")
@http.demands(Permission.DEPLOY_MODELS)
def lint(table_id: str) -> Response:
    """Answer what the analysis says of the tables as they stand; nothing is kept."""
    found = deployments.look_over_table(
        http.runtime(), name=_name(table_id), content=_xml(), by=http.actor()
    )
    return make_response({"findings": [finding_json(each) for each in found]}, 200)


@pages.post("/beslisregels/<table_id>/proberen")
@http.demands(Permission.READ_MODELS)
def attempt(table_id: str) -> Response:
    """Decide on one row of values, with the tables in force or as they stand; nothing is kept."""
    written = request.form.get("_tabel", "")
    typed = {name: str(value) for name, value in page.posted().items()}
    trial = deployments.try_table(
        http.runtime(),
        name=_name(table_id),
        by=http.actor(),
        typed=typed if "_vragen" not in request.form else None,
        decision=request.form.get("_beslissing", ""),
        content=written.encode() if written else None,
    )
    if request.headers.get("HX-Request") == "true":
        return page.show("fragments/table_trial.html", trial=_drawn(trial))
    file = deployments.table_file(http.runtime(), name=_name(table_id), by=http.actor())
    told = _told(file.findings)
    return page.show("table.html", file=file, trial=_drawn(trial), told=told, policies=POLICIES)


@pages.post("/beslisregels/<table_id>/concept")
@http.demands(Permission.DEPLOY_MODELS)
def save(table_id: str) -> Response:
    """Keep the draft, right or wrong, and answer what is wrong with it."""
    draft, findings = deployments.save_draft(
        http.runtime(),
        name=_name(table_id),
        by=http.actor(),
        content=_xml(),
        seen=page.whole(request.args.get("versie", "0")) or 0,
        begun=drafting.begun(),
    )
    return drafting.kept(draft, findings)


@pages.post("/beslisregels/<table_id>/in-werking")
@http.demands(Permission.DEPLOY_MODELS)
def deploy(table_id: str) -> Response:
    """Put the tables into force with their procedure: version n+1, or refused with every reason."""
    sent = request.mimetype == XML
    result = deployments.hand_in(
        http.runtime(),
        name=_name(table_id),
        by=http.actor(),
        reason=drafting.reason(),
        content=_xml() if sent else None,
        begun=drafting.begun(),
    )
    where = {"table_id": table_id, "procedure": result.process_key}
    return drafting.handed_in(result, "tables.table", script=sent, **where)


@pages.post("/beslisregels/<table_id>/concept/weg")
@http.demands(Permission.DEPLOY_MODELS)
def drop(table_id: str) -> Response:
    """Throw the draft away."""
    name = _name(table_id)
    deployments.drop_draft(http.runtime(), name=name, by=http.actor())
    return page.back_to(
        "tables.table", "concept-weg", table_id=table_id, procedure=name.process_key
    )


def _name(table_id: str) -> FileName:
    return drafting.file_name(FileKind.TABLE, table_id)


def _xml() -> bytes:
    return drafting.body(MAX_TABLE_BYTES, "xml.too_large")


def _told(findings: tuple[Finding, ...]) -> list[dict[str, str]]:
    return [{"severity": each.severity, "text": page.said(each)} for each in findings]


def _drawn(trial: TableTrial) -> dict[str, Any]:
    """Return a trial as its fragment draws it: fields, problems, the outcome, rules that fired."""
    wrong = {each.field: page.said(each) for each in trial.problems}
    asked = trial.tables[-1] if trial.tables else None
    found = trial.outputs
    labels = {each.expression: each.label for each in asked.outputs} if asked else {}
    outputs = (
        [(labels.get(key, key), shapes.text(value)) for key, value in found.items()]
        if isinstance(found, dict) and set(found) <= set(labels)
        else [("Uitkomst", shapes.text(found))]
    )
    return {
        "decision": trial.decision,
        "decisions": trial.decisions,
        "fields": [
            {
                "name": each.path,
                "id": "proef-" + each.path.replace(".", "-"),
                "label": each.label,
                "help": " · ".join(filter(None, [TYPES.get(each.type, each.type), each.allowed])),
                "value": each.typed,
                "problem": wrong.get(each.path, ""),
            }
            for each in trial.fields
        ],
        "findings": _told(trial.findings),
        "outputs": outputs if asked else [],
        "fired": [
            (each.name, ", ".join(str(one.number) for one in each.rules if one.matched))
            for each in trial.tables
            if each.rules
        ],
        "rules": [one.id for each in trial.tables for one in each.rules if one.matched],
        "problems": trial.problems,
    }
