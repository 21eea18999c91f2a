"""The analyst's pages on forms: the catalogue, one form, and the editor with its preview."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, request, url_for

from engine import deployments, http
from engine.deployments import FileName
from engine.model import Permission
from engine.runtime import FileKind
from engine.web import drafting, page
from engine.web.failures import finding_json
from engine.wording.nl import editing

pages = http.blueprint("forms", __name__)

JSON = "application/json"
MAX_FORM_BYTES = 512 * 1024


@pages.get("/formulieren")
@http.demands(Permission.READ_MODELS)
def catalogue() -> Response:
    """List the forms of every procedure in force."""
    runtime, by = http.runtime(), http.actor()
    return page.show("forms.html", lines=deployments.catalogue_of_forms(runtime, by=by))


@pages.get("/formulieren/<form_id>")
@http.demands(Permission.READ_MODELS)
def form(form_id: str) -> Response:
    """Show a form as it is in force, without a case."""
    runtime, by = http.runtime(), http.actor()
    file = deployments.form_file(runtime, name=_name(form_id), by=by)
    drawn = deployments.drawn_form(runtime, content=file.content, by=by)
    return page.show("form.html", file=file, drawn=drawn)


@pages.get("/formulieren/<form_id>/schema.json")
@http.demands(Permission.READ_MODELS)
def schema(form_id: str) -> Response:
    """Give the schema in force, or with `concept` the asker's draft."""
    file = deployments.form_file(http.runtime(), name=_name(form_id), by=http.actor())
    draft = file.draft.content if file.draft and "concept" in request.args else None
    return make_response(draft or file.content, 200, {"Content-Type": JSON})


@pages.get("/formulieren/<form_id>/bewerken")
@http.demands(Permission.DEPLOY_MODELS)
def edit(form_id: str) -> Response:
    """Show the editor on the draft, or on the version in force."""
    runtime, by, name = http.runtime(), http.actor(), _name(form_id)
    file = deployments.form_file(runtime, name=name, by=by)
    known = [finding_json(f) for f in deployments.findings(runtime, name=name, by=by)]
    content = file.draft.content if file.draft else file.content
    drawn = deployments.drawn_form(runtime, content=content, by=by)
    switches = [(each, *editing.FORM[each]) for each in deployments.form_properties()]
    return page.show(
        "form_edit.html",
        file=file,
        known=known,
        drawn=drawn,
        language=_language(),
        switches=switches,
    )


@pages.post("/formulieren/<form_id>/voorbeeld")
@http.demands(Permission.DEPLOY_MODELS)
def preview(form_id: str) -> Response:
    """Draw the form as it is being edited, with sample data; nothing is kept."""
    trial = deployments.try_form(
        http.runtime(),
        schema=request.form.get("_schema", "").encode(),
        sample=request.form.get("_gegevens", ""),
        answers=page.posted() if "antwoorden" in request.args else None,
        rows=page.row_change(),
        by=http.actor(),
    )
    procedure = request.args.get("procedure")
    live = url_for("forms.preview", form_id=form_id, procedure=procedure, antwoorden="ja")
    return page.show("fragments/form_trial.html", trial=trial, live_url=live)


@pages.post("/formulieren/<form_id>/nakijken")
@http.demands(Permission.DEPLOY_MODELS)
def lint(form_id: str) -> Response:
    """Answer what is wrong with the form as it stands; nothing is kept."""
    del form_id
    trial = deployments.try_form(http.runtime(), schema=_json(), by=http.actor())
    return make_response({"findings": [finding_json(each) for each in trial.findings]}, 200)


@pages.post("/formulieren/<form_id>/concept")
@http.demands(Permission.DEPLOY_MODELS)
def save(form_id: str) -> Response:
    """Keep the draft, right or wrong, and answer what is wrong with it."""
    draft, findings = deployments.save_draft(
        http.runtime(),
        name=_name(form_id),
        by=http.actor(),
        content=_json(),
        seen=page.whole(request.args.get("versie", "0")) or 0,
        begun=drafting.begun(),
    )
    return drafting.kept(draft, findings)


@pages.post("/formulieren/<form_id>/in-werking")
@http.demands(Permission.DEPLOY_MODELS)
def deploy(form_id: str) -> Response:
    """Put the form into force with its procedure: version n+1, or refused with every reason."""
    sent = request.mimetype == JSON
    result = deployments.hand_in(
        http.runtime(),
        name=_name(form_id),
        by=http.actor(),
        reason=drafting.reason(),
        content=_json() if sent else None,
        begun=drafting.begun(),
    )
    where = {"form_id": form_id, "procedure": result.process_key}
    return drafting.handed_in(result, "forms.form", script=sent, **where)


@pages.post("/formulieren/<form_id>/concept/weg")
@http.demands(Permission.DEPLOY_MODELS)
def drop(form_id: str) -> Response:
    """Throw the draft away."""
    name = _name(form_id)
    deployments.drop_draft(http.runtime(), name=name, by=http.actor())
    return page.back_to("forms.form", "concept-weg", form_id=form_id, procedure=name.process_key)


def _name(form_id: str) -> FileName:
    return drafting.file_name(FileKind.FORM, form_id)


def _json() -> bytes:
    return drafting.body(MAX_FORM_BYTES, "form.too_large")


def _language() -> dict[str, Any]:
    """Return what a form may be made of, in words, as the editor's script reads it."""
    components, properties = deployments.form_language()
    return {
        "components": {each: editing.COMPONENTS[each] for each in sorted(components)},
        "properties": [
            {
                "name": each.name,
                "kind": each.kind,
                "components": sorted(each.components),
                "label": editing.PROPERTIES[each.name][0],
                "help": editing.PROPERTIES[each.name][1],
                "choices": [[one, editing.CHOICES.get(one, one)] for one in each.choices],
            }
            for each in properties
        ],
    }
