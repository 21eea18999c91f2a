"""What waits for a second analyst: the list, one proposal with what it changes, and the answer."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, request, url_for

from engine import deployments, errors, http, scenarios
from engine.deployments import ProposalLine, ProposalView
from engine.model import Permission
from engine.web import page, rehearsals
from engine.web.failures import finding_json
from engine.wording.nl import proposals as nl
from engine.wording.nl.words import KINDS

pages = http.blueprint("proposals", __name__)

MARKS = {"added": "added", "changed": "changed"}
LABELS = {"remarks": "Wat moet er anders?"}


@pages.get("/voorstellen")
@http.demands(Permission.DEPLOY_MODELS)
def listing() -> Response:
    """List what waits for a second analyst."""
    lines = deployments.waiting(http.runtime(), by=http.actor())
    return page.show("proposals.html", lines=[_line(each) for each in lines])


@pages.get("/voorstellen/<proposal_id>")
@http.demands(Permission.DEPLOY_MODELS)
def one(proposal_id: str) -> Response:
    """Show a proposal beside what is in force: every element, or every line, that differs."""
    return _page(proposal_id)


@pages.get("/voorstellen/<proposal_id>/schema.bpmn")
@http.demands(Permission.DEPLOY_MODELS)
def xml(proposal_id: str) -> Response:
    """Give the diagram as it is proposed."""
    found = deployments.proposed_file(http.runtime(), proposal_id=proposal_id, by=http.actor())
    return make_response(found, 200, {"Content-Type": "application/xml"})


@pages.post("/voorstellen/<proposal_id>/goedkeuren")
@http.demands(Permission.DEPLOY_MODELS)
def approve(proposal_id: str) -> Response:
    """Put what was proposed into force."""
    deployments.approve(http.runtime(), proposal_id=proposal_id, by=http.actor())
    return page.back_to("proposals.one", "voorstel-goedgekeurd", proposal_id=proposal_id)


@pages.post("/voorstellen/<proposal_id>/terugsturen")
@http.demands(Permission.DEPLOY_MODELS)
def send_back(proposal_id: str) -> Response:
    """Send a proposal back with remarks."""
    try:
        deployments.send_back(
            http.runtime(),
            proposal_id=proposal_id,
            remarks=request.form.get("remarks", ""),
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        return _page(proposal_id, refused)
    return page.back_to("proposals.one", "voorstel-terug", proposal_id=proposal_id)


@pages.post("/voorstellen/<proposal_id>/intrekken")
@http.demands(Permission.DEPLOY_MODELS)
def withdraw(proposal_id: str) -> Response:
    """Take one's own proposal back."""
    deployments.withdraw(http.runtime(), proposal_id=proposal_id, by=http.actor())
    return page.back_to("proposals.one", "voorstel-ingetrokken", proposal_id=proposal_id)


def _page(proposal_id: str, refused: errors.InvalidInput | None = None) -> Response:
    runtime, by = http.runtime(), http.actor()
    view = deployments.proposal(runtime, proposal_id=proposal_id, by=by)
    problems = refused.problems if refused else ()
    svg = ""
    if view.comparison is not None:
        http.draws_diagram()
        svg = deployments.proposed_drawing(runtime, proposal_id=proposal_id, by=by)
    return page.show(
        "proposal.html",
        422 if problems else 200,
        view=view,
        line=_line(view.line),
        changes=_changes(view),
        marks=_marks(view),
        svg=svg,
        played=_played(proposal_id),
        findings=[finding_json(each) for each in view.findings],
        remarks=request.form.get("remarks", ""),
        wrong={each.field: page.said(each) for each in problems},
        problems=page.problem_list(problems, None, **LABELS),
    )


def _played(proposal_id: str) -> dict[str, Any] | None:
    found = scenarios.of_proposal(http.runtime(), proposal_id=proposal_id, by=http.actor())
    return None if found is None else rehearsals.as_json(found)


def _line(line: ProposalLine) -> dict[str, Any]:
    decided = f"{line.decider}, {page.moment(line.decided_at)}" if line.decider else ""
    return {
        "url": url_for("proposals.one", proposal_id=line.id),
        "name": page.words(line.stem),
        "kind": nl.FILES.get(str(line.kind), page.words(str(line.kind))),
        "title": line.title,
        "reason": line.reason,
        "proposer": f"{line.proposer}, {page.moment(line.proposed_at)}",
        "state": nl.STATES[line.state],
        "open": line.state == "proposed",
        "approved": line.state == "approved",
        "decider": decided,
        "remarks": line.remarks or "",
    }


def _changes(view: ProposalView) -> list[dict[str, Any]]:
    """Return every element that differs: what it is, and each part before and after."""
    if view.comparison is None:
        return []
    return [
        {
            "act": nl.ACTS[each.act],
            "kind": each.act,
            "name": each.name or each.element,
            "what": KINDS.get(each.kind, each.kind).removeprefix("de ").removeprefix("het "),
            "parts": [
                (nl.PARTS.get(part.part, part.part), part.before, part.after) for part in each.parts
            ],
        }
        for each in view.comparison.elements
    ]


def _marks(view: ProposalView) -> dict[str, str]:
    every = view.comparison.elements if view.comparison is not None else ()
    return {each.element: MARKS[each.act] for each in every if each.act in MARKS}
