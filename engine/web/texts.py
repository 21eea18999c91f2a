"""The analyst's pages on letters and shared blocks: the list, one text, and the editor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from flask import Response, request

from engine import deployments, errors, http
from engine.deployments import FileName, LetterTrial, TextFile
from engine.errors import Finding
from engine.model import Permission
from engine.runtime import FileKind
from engine.web import drafting, page

pages = http.blueprint("texts", __name__)

GAP = "[ontbreekt]"
BLOCK = "blok"
MOST_FINDINGS = 50
SEVERITIES = {"error": "Fout", "warning": "Let op", "info": "Tip"}
LABELS = {"reason": "Wat is er veranderd, en waarom?"}


@pages.app_template_filter("stem")
def stem(path: str) -> str:
    """Return the name of a file as people read it."""
    return page.words(PurePosixPath(path).stem)


@pages.get("/brieven")
@http.demands(Permission.READ_MODELS)
def catalogue() -> Response:
    """List the letters and blocks of every procedure in force."""
    found = deployments.catalogue_of_letters(http.runtime(), by=http.actor())
    return page.show("texts.html", lines=found)


@pages.get("/brieven/<text_id>")
@http.demands(Permission.READ_MODELS)
def text(text_id: str) -> Response:
    """Show a letter or block in force, or of an older version, with sample data."""
    runtime, by, name = http.runtime(), http.actor(), _name(text_id)
    version = page.number_in("versie", 0) or None
    file = deployments.letter_file(runtime, name=name, by=by, version=version)
    sample = request.args.get("scenario", "")
    trial = None
    if file.shown.id == file.current.id:
        trial = deployments.try_letter(runtime, name=name, by=by, gap=GAP, sample=sample)
    told = _told(file.findings, file.text)
    return page.show("text.html", file=file, trial=trial, told=told, soort=_kind())


@pages.get("/brieven/<text_id>/bewerken")
@http.demands(Permission.DEPLOY_MODELS)
def edit(text_id: str) -> Response:
    """Show the editor on the draft, or on the text in force."""
    return _editor(_name(text_id))


@pages.post("/brieven/<text_id>/voorbeeld")
@http.demands(Permission.DEPLOY_MODELS)
def preview(text_id: str) -> Response:
    """Show the text as it is being written with sample data, and what is wrong; nothing is kept."""
    name, written = _name(text_id), _written()
    if request.headers.get("HX-Request") == "true":
        trial = _trial(name, written)
        told = _told(trial.findings, written)
        return page.show("fragments/text_trial.html", trial=trial, told=told)
    return _editor(name, written=written)


@pages.post("/brieven/<text_id>/concept")
@http.demands(Permission.DEPLOY_MODELS)
def save(text_id: str) -> Response:
    """Keep the draft, right or wrong; what is no text at all, or stale, is refused."""
    name, written = _name(text_id), _written()
    try:
        draft, findings = deployments.save_draft(
            http.runtime(),
            name=name,
            by=http.actor(),
            content=written.encode(),
            seen=page.seen_draft(),
            begun=drafting.begun(),
        )
    except (errors.InvalidModel, errors.Stale) as refused:
        if page.is_autosave() or page.wants_json():
            raise
        return _refused(name, written, refused)
    if page.is_autosave() or page.wants_json():
        return drafting.kept(draft, findings)
    return page.back_to("texts.edit", "concept-bewaard", text_id=text_id, **_address())


@pages.post("/brieven/<text_id>/in-werking")
@http.demands(Permission.DEPLOY_MODELS)
def deploy(text_id: str) -> Response:
    """Put the text into force with its procedure: version n+1, or refused with every reason."""
    name = _name(text_id)
    written = _written() if "tekst" in request.form else None
    try:
        result = deployments.hand_in(
            http.runtime(),
            name=name,
            by=http.actor(),
            reason=drafting.reason(),
            content=None if written is None else written.encode(),
            begun=drafting.begun(),
        )
    except (errors.InvalidInput, errors.InvalidModel, errors.Stale) as refused:
        if written is None or page.wants_json():
            raise
        return _refused(name, written, refused)
    where = {**_address(), "procedure": result.process_key, "text_id": text_id}
    return drafting.handed_in(result, "texts.text", script=False, **where)


@pages.post("/brieven/<text_id>/concept/weg")
@http.demands(Permission.DEPLOY_MODELS)
def drop(text_id: str) -> Response:
    """Throw the draft away."""
    deployments.drop_draft(http.runtime(), name=_name(text_id), by=http.actor())
    return page.back_to("texts.text", "concept-weg", text_id=text_id, **_address())


def _name(text_id: str) -> FileName:
    kind = FileKind.BLOCK if _kind() else FileKind.LETTER
    return drafting.file_name(kind, text_id)


def _kind() -> str | None:
    return BLOCK if request.args.get("soort") == BLOCK else None


def _address() -> dict[str, str]:
    """Return what the address says of the text besides its name."""
    return {each: request.args[each] for each in ("procedure", "soort") if request.args.get(each)}


def _written() -> str:
    """Return what was typed: the lines of a form end as those of a file do."""
    return request.form.get("tekst", "").replace("\r\n", "\n")


def _trial(name: FileName, written: str) -> LetterTrial:
    return deployments.try_letter(
        http.runtime(),
        name=name,
        by=http.actor(),
        gap=GAP,
        content=written.encode("utf-8", "replace"),
        sample=request.values.get("scenario", ""),
    )


def _refused(name: FileName, written: str, why: errors.EngineError) -> Response:
    """Show the editor again with what was typed, and every reason why it was refused."""
    findings = why.findings if isinstance(why, errors.InvalidModel) else ()
    problems = why.problems if isinstance(why, errors.InvalidInput) else ()
    return _editor(
        name,
        http.status_of(why),
        written=written,
        refused=[each for each in findings if each.severity == "error"],
        problems=page.problem_list(problems, None, **LABELS),
        stale=isinstance(why, errors.Stale),
    )


def _editor(
    name: FileName,
    status: int = 200,
    *,
    written: str | None = None,
    refused: Sequence[Finding] = (),
    problems: Sequence[Any] = (),
    stale: bool = False,
) -> Response:
    file = deployments.letter_file(http.runtime(), name=name, by=http.actor())
    if written is None:
        written = file.draft.content.decode() if file.draft else file.text
    trial = _trial(name, written)
    elsewhere = [each for each in refused if each not in trial.findings]
    return page.show(
        "text_edit.html",
        status,
        file=file,
        written=written,
        trial=trial,
        told=_told([*elsewhere, *trial.findings], written),
        refused=bool(refused),
        problems=problems,
        stale=stale,
        soort=_kind(),
        **_follows(file),
    )


def _follows(file: TextFile) -> dict[str, Any]:
    """Return what the page goes on from: as it was posted, else the draft and the version now."""
    seen = page.whole(request.form.get("_concept", ""))
    return {
        "seen": (file.draft.version if file.draft else 0) if seen is None else seen,
        "basis": drafting.begun() or (file.draft and file.draft.base_id) or file.current.id,
        "reason": request.form.get("reden", ""),
    }


def _told(findings: Sequence[Finding], written: str) -> dict[str, Any]:
    """Return findings as the list draws them, each with the line that it is about."""
    lines = written.split("\n")
    worst_first = sorted(findings, key=lambda each: list(SEVERITIES).index(each.severity))
    own = [_line(each, lines) for each in worst_first]
    return {"lines": own[:MOST_FINDINGS], "more": max(0, len(own) - MOST_FINDINGS)}


def _line(finding: Finding, lines: Sequence[str]) -> dict[str, Any]:
    line = finding.line if finding.line and finding.line <= len(lines) else None
    return {
        "severity": finding.severity,
        "word": SEVERITIES.get(finding.severity, SEVERITIES["error"]),
        "text": page.said(finding),
        "file": finding.file,
        "line": line,
        "column": finding.column if line else None,
        "excerpt": lines[line - 1].strip()[:120] if line else "",
    }
