"""The analyst's pages: the catalogue, one diagram with its versions, and the modeler."""

from __future__ import annotations

from flask import Response, make_response, request, url_for

from engine import deployments, http, layout
from engine.model import Permission
from engine.web import choices, drafting, page, shapes
from engine.web.failures import finding_json

pages = http.blueprint("models", __name__)

MAX_MODEL_BYTES = 2 * 1024 * 1024


@pages.get("/processen")
@http.demands(Permission.READ_MODELS)
def catalogue() -> Response:
    """List every procedure with its newest version."""
    runtime, by = http.runtime(), http.actor()
    lines = [
        (line, deployments.diagrams(runtime, process_key=line.process_key, by=by))
        for line in deployments.catalogue(runtime, by=by)
    ]
    session = http.current_session()
    may_decide = session is not None and Permission.DEPLOY_MODELS in session.permissions
    waiting = deployments.waiting(runtime, by=by) if may_decide else ()
    return page.show("models.html", lines=lines, waiting=len(waiting))


@pages.get("/processen/<process_id>")
@http.demands(Permission.READ_MODELS)
def model(process_id: str) -> Response:
    """Show one diagram, its steps as a list, and its versions."""
    http.draws_diagram()
    version = page.number_in("versie", 0) or None
    runtime, by = http.runtime(), http.actor()
    view = deployments.view(runtime, process_id=process_id, by=by, version=version)
    svg = deployments.drawing(runtime, process_id=process_id, by=by, version=version)
    xml_url = url_for("models.xml", process_id=process_id, versie=view.current.version)
    steps = [shapes.model_step(each) for each in view.steps]
    return page.show("model.html", view=view, svg=svg, xml_url=xml_url, steps=steps)


@pages.get("/processen/<process_id>/schema.bpmn")
@http.demands(Permission.READ_MODELS)
def xml(process_id: str) -> Response:
    """Give the XML of a version, or with `concept` the asker's draft."""
    view = deployments.view(
        http.runtime(),
        process_id=process_id,
        by=http.actor(),
        version=page.number_in("versie", 0) or None,
    )
    draft = view.draft.content if view.draft and "concept" in request.args else None
    return make_response(draft or view.xml, 200, {"Content-Type": "application/xml"})


@pages.get("/processen/<process_id>/bewerken")
@http.demands(Permission.DEPLOY_MODELS)
def edit(process_id: str) -> Response:
    """Show the modeler on the draft, or on the version in force."""
    http.draws_diagram()
    runtime, by = http.runtime(), http.actor()
    view = deployments.view(runtime, process_id=process_id, by=by)
    known = [finding_json(f) for f in deployments.findings(runtime, name=process_id, by=by)]
    return page.show(
        "model_edit.html",
        view=view,
        known=known,
        choices=choices.as_json(deployments.choices(runtime, process_id=process_id, by=by)),
        asked=deployments.mine(runtime, name=process_id, by=by),
        approval=runtime.settings.approve_deployments,
        urls=_urls(process_id, view.current.id),
    )


@pages.post("/processen/<process_id>/nakijken")
@http.demands(Permission.DEPLOY_MODELS)
def lint(process_id: str) -> Response:
    """Answer what is wrong with the diagram as it is drawn now; nothing is kept."""
    found = deployments.lint(http.runtime(), name=process_id, by=http.actor(), content=_xml())
    return make_response({"findings": [finding_json(each) for each in found]}, 200)


@pages.post("/processen/<process_id>/concept")
@http.demands(Permission.DEPLOY_MODELS)
def save(process_id: str) -> Response:
    """Keep the draft, right or wrong, and answer what is wrong with it."""
    seen = request.args.get("versie") or request.headers.get("X-Draft-Version", "0")
    draft, findings = deployments.save_draft(
        http.runtime(),
        name=process_id,
        by=http.actor(),
        content=_xml(),
        seen=page.whole(seen) or 0,
        begun=drafting.begun(),
    )
    return drafting.kept(draft, findings)


@pages.post("/processen/<process_id>/schikken")
@http.demands(Permission.DEPLOY_MODELS)
def arrange(process_id: str) -> Response:
    """Give the diagram back laid out anew; nothing is kept."""
    arranged = layout.layout(_xml(), f"{process_id}.bpmn")
    return make_response(arranged, 200, {"Content-Type": "application/xml"})


@pages.post("/processen/<process_id>/in-werking")
@http.demands(Permission.DEPLOY_MODELS)
def deploy(process_id: str) -> Response:
    """Put the draft into force or propose it: version n+1, or refused with every reason."""
    xml = _xml() if request.mimetype in {"application/xml", "text/xml"} else None
    result = deployments.hand_in(
        http.runtime(),
        name=process_id,
        by=http.actor(),
        reason=drafting.reason(),
        content=xml,
        begun=drafting.begun(),
    )
    return drafting.handed_in(result, "models.model", script=xml is not None, process_id=process_id)


@pages.post("/processen/<process_id>/concept/weg")
@http.demands(Permission.DEPLOY_MODELS)
def drop(process_id: str) -> Response:
    """Throw the draft away."""
    deployments.drop_draft(http.runtime(), name=process_id, by=http.actor())
    return page.back_to("models.model", "concept-weg", process_id=process_id)


def _urls(process_id: str, basis: str) -> dict[str, str]:
    """Return where the editor's script finds and sends the diagram; `basis`: what it began from."""
    return {
        "xml": url_for("models.xml", process_id=process_id, concept="ja"),
        "save": url_for("models.save", process_id=process_id, basis=basis),
        "lint": url_for("models.lint", process_id=process_id),
        "arrange": url_for("models.arrange", process_id=process_id),
        "deploy": url_for("models.deploy", process_id=process_id, basis=basis),
        "play": url_for("rehearsals.ask", process_id=process_id),
    }


def _xml() -> bytes:
    return drafting.body(MAX_MODEL_BYTES, "xml.too_large")
