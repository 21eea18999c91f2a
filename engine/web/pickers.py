"""Files for the file pickers of a form: sent with the form, or by a script one at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response

from engine import documents, errors, http
from engine.documents import Attached, Files
from engine.errors import Problem
from engine.model import Permission
from engine.web import page

pages = http.blueprint("pickers", __name__)

FILES = "_file."
ANY_FILE = "PDF, afbeelding, Word, Excel, PowerPoint, OpenDocument, e-mail of tekst"
KINDS: Mapping[str, str] = {
    "image/*": "afbeelding",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "application/pdf": "PDF",
    "text/plain": "tekst",
    ".docx": "Word",
    ".xlsx": "Excel",
    ".pptx": "PowerPoint",
    ".eml": "e-mail",
    ".msg": "e-mail uit Outlook",
    ".txt": "tekst",
}

Attach = Callable[[Files], Attached]


@dataclass(frozen=True, slots=True)
class Received:
    """What a page posted: the answers with the files that came in, and what else was asked.

    `rows` asks for a row or document more or less. `refused` are the files that may not come in.
    """

    answers: dict[str, Any]
    rows: dict[str, str]
    refused: tuple[Problem, ...]
    update: bool

    @property
    def goes_on(self) -> bool:
        """Tell whether the person goes on with the form, instead of sending it."""
        return self.update or bool(self.rows)


def typed() -> Received:
    """Return what a script posted to have the form drawn again; files go another way."""
    return Received(page.posted(), page.row_change(), (), update=True)


def received(attach: Attach) -> Received:
    """Return what was posted, every file in it handed to `attach` whatever button was pressed."""
    answers, rows = page.posted(), page.row_change()
    update = answers.pop("bijwerken", None) is not None
    files = http.files_by_name(FILES)
    done = attach(files) if files else Attached({})
    for key, ids in done.documents.items():
        chosen = answers.get(key, [])
        before = chosen if isinstance(chosen, list) else [chosen]
        answers[key] = list(dict.fromkeys((*before, *ids)))
    refused, at = done.problems, rows.get("attach", "")
    if at in done.documents:
        rows["attach"] = f"{at}:{done.documents[at][-1]}"
    elif at and ":" not in at and at not in files:
        refused = (*refused, Problem(at, "upload.none"))
    return Received(answers, rows, refused, update)


@pages.post("/procedures/nieuw/<process_id>/bestanden")
@http.takes_files
@http.demands(Permission.START_CASES)
def add_to_start(process_id: str) -> Response:
    """Keep a file for a start form, and say by which id it can be chosen."""
    return told(_sent(to_start(process_id)))


@pages.post("/taken/<task_id>/bestanden")
@http.takes_files
@http.demands(Permission.WORK_TASKS)
def add_to_task(task_id: str) -> Response:
    """Make a document of the case of a file, and say by which id it can be chosen."""
    return told(_sent(to_task(task_id)))


def to_start(process_id: str) -> Attach:
    """Return what keeps files for a start form, under the key of its page."""

    def attach(files: Files) -> Attached:
        return documents.attach_to_page(
            http.runtime(),
            process_id=process_id,
            page_key=page.secret(),
            files=files,
            by=http.actor(),
        )

    return attach


def to_task(task_id: str) -> Attach:
    """Return what makes documents of the case of the files of a task's form."""

    def attach(files: Files) -> Attached:
        return documents.attach_to_task(
            http.runtime(), task_id=task_id, files=files, by=http.actor()
        )

    return attach


def _sent(attach: Attach) -> Attached:
    files = http.files_by_name(FILES)
    if not files:
        raise errors.InvalidInput([Problem("", "upload.none")], "refused_upload")
    return attach(files)


def told(done: Attached) -> Response:
    """Tell a script what became of the files that it sent."""
    chosen = {key: list(ids) for key, ids in done.documents.items()}
    if done.problems:
        said = page.problem_list(done.problems)
        more = {"problems": said, "chosen": chosen}
        return page.problem_json(422, "refused_upload", said[0]["text"], more)
    return make_response({"chosen": chosen}, 200)


@pages.app_template_filter("accepted")
def accepted(accept: Sequence[str]) -> str:
    """Return which kinds of files a picker takes, as people say it: PDF of afbeelding."""
    said = list(dict.fromkeys(KINDS.get(each, each.lstrip(".").upper()) for each in accept))
    if not said:
        return ANY_FILE
    sentence = " of ".join(filter(None, [", ".join(said[:-1]), said[-1]]))
    return sentence[:1].upper() + sentence[1:]


@pages.app_template_global("most_mb")
def most_mb() -> int:
    """Return how many MB one file may have."""
    return http.runtime().settings.upload_mb
