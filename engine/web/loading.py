"""Loading records from a CSV: tried first, with a report of every line, then written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, make_response, request

from engine import errors, http, registers
from engine.errors import Problem
from engine.model import Permission
from engine.web import page

pages = http.blueprint("loading", __name__)

MOST_LINES = 1_000
MOST_BYTES = 1_000_000

OUTCOMES: Mapping[str, tuple[str, str, str]] = {
    "added": ("Nieuw", "success", "plus"),
    "changed": ("Gewijzigd", "info", "pencil"),
    "known": ("Staat er al", "neutral", "check"),
    "double": ("Misschien dubbel", "warning", "triangle-alert"),
    "refused": ("Kan niet", "error", "circle-alert"),
}
ASKED = ("about.valid_from", "about.reason")


@pages.get("/registers/<register>/inlezen")
@http.demands(Permission.EDIT_REGISTERS)
def form(register: str) -> Response:
    """Ask for a file with records."""
    return _asked(register)


@pages.post("/registers/<register>/inlezen")
@http.takes_files
@http.demands(Permission.EDIT_REGISTERS)
def load(register: str) -> Response:
    """Try a file and tell every line, or write it."""
    posted = {name: text for name, text in page.posted().items() if name in ASKED}
    writes, rest = request.form.get("_doe") == "inlezen", request.form.get("_wat") == "rest"
    sure = request.form.get("_dubbel") == "ja"
    try:
        data = _data()
        loaded = registers.load(
            http.runtime(),
            register=register,
            data=data,
            by=http.actor(),
            posted=posted,
            dry_run=not writes,
            all_or_nothing=not rest,
            confirmed=sure,
            most=MOST_LINES,
        )
    except errors.InvalidInput as refused:
        return _asked(register, posted, refused.problems)
    return _asked(register, posted, (), loaded, data.decode("utf-8", "replace"))


@pages.get("/registers/<register>/uitvoer.csv")
@http.demands(Permission.READ_REGISTERS)
def export(register: str) -> Response:
    """Give a register as a CSV, as far as the asker may read it."""
    made = registers.export(http.runtime(), register=register, by=http.actor())
    head = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{register}.csv"',
    }
    return make_response(made, 200, head)


def _data() -> bytes:
    """Return the file that was chosen, or the one that was tried just now. Raises InvalidInput."""
    sent = http.files("file")
    if not sent:
        text = request.form.get("_tekst", "")
        if not text:
            raise errors.InvalidInput([Problem("file", "transfer.no_file")])
        return text.encode()
    incoming = sent[0].incoming
    incoming.finish()
    if incoming.size > MOST_BYTES or incoming.too_large:
        raise errors.InvalidInput([Problem("file", "transfer.too_long", {"most": MOST_LINES})])
    with incoming.plain() as file:
        return registers.as_text(file.read()).encode()


def _asked(
    register: str,
    posted: Mapping[str, Any] | None = None,
    problems: Sequence[Problem] = (),
    loaded: registers.Load | None = None,
    text: str = "",
) -> Response:
    runtime, by = http.runtime(), http.actor()
    view = registers.ask_when(runtime, by=by, posted=posted, problems=problems)
    titles = dict(registers.columns(runtime, register=register, by=by))
    placed = [Problem(each.field or "file", each.code, each.facts) for each in problems]
    return page.show(
        "record_load.html",
        422 if problems else 200,
        here=registers.type_of(runtime, register),
        columns=titles.items(),
        view=view,
        wrong=" ".join(page.said(each) for each in placed if each.field == "file"),
        problems=page.problem_list(placed, view, file="Bestand"),
        report=_report(loaded, titles) if loaded else None,
        text=text,
        rest=request.form.get("_wat") == "rest",
        sure=request.form.get("_dubbel") == "ja",
        most=MOST_LINES,
    )


def _report(loaded: registers.Load, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "written": loaded.written,
        "asked": request.form.get("_doe") == "inlezen",
        "counts": [
            (words, count)
            for key, (words, _, _) in OUTCOMES.items()
            if (count := loaded.count(key))
        ],
        "lines": [
            {
                "row": line.row,
                "outcome": OUTCOMES[line.outcome],
                "title": line.title,
                "number": line.number if line.outcome != "added" or loaded.written else "",
                "problems": [_said(each, titles) for each in line.problems],
                "doubles": line.doubles,
            }
            for line in loaded.lines
        ],
    }


def _said(problem: Problem, titles: Mapping[str, str]) -> str:
    """Return what is wrong with a line, after the field that it is about."""
    name = problem.field.rpartition(".")[2]
    return ": ".join(filter(None, [titles.get(name) or page.words(name), page.said(problem)]))
