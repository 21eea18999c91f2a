"""Files that are added to a file picker while its form is filled in.

On a start form they are kept for the page, on a task form they are documents of the case at once.
Each file comes in or is refused by itself, so that one that is wrong takes no other with it; the
same file of the same type, sent again because nobody knew whether it had arrived, is one document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine import cases, errors, filling, papers, store, tasks, uploads
from engine.casefile import start_schema
from engine.documents.incoming import kept_for_page, note_refusal
from engine.documents.whose import rules_of
from engine.model import Actor, DocumentRules
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store.rows import CaseRow
from engine.uploads import Accepted, Sent

Files = Mapping[str, Sequence[Sent]]
"""The files that were sent, by the key of their file picker."""

Keep = Callable[[store.Tx, Accepted, str | None], str]
"""Keeps a file of a type, in a transaction, and gives its id."""


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of files: their ids by file picker, and why the others were refused."""

    documents: Mapping[str, tuple[str, ...]]
    problems: tuple[errors.Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What files are held against: form, types of the procedure, the case if there is one."""

    schema: bytes | None
    rules: DocumentRules
    case: CaseRow | None = None


def attach_to_page(
    runtime: Runtime, *, process_id: str, page_key: str, files: Files, by: Actor
) -> Attached:
    """Keep files for the start form of `process_id` on a page whose case has not started.

    Raises NotFound, NotAllowed.
    """
    with runtime.store.read() as tx:
        deployed, _ = cases.find(runtime, tx, process_id, by)
    asked = _Asked(start_schema(deployed, process_id), DocumentRules.of(deployed.facts))

    def keep(tx: store.Tx, file: Accepted, kind: str | None) -> str:
        return kept_for_page(runtime, tx, [file], page_key=page_key, type_key=kind, by=by)[0].id

    return _attach(runtime, asked, files, by, keep)


def attach_to_task(runtime: Runtime, *, task_id: str, files: Files, by: Actor) -> Attached:
    """Make documents of the case of files for the form of a task that `by` has taken.

    Raises as `tasks.taken_form`.
    """
    with runtime.store.write("task_files.ask") as tx:
        case, schema, actor = tasks.taken_form(runtime, tx, task_id, by)
        rules = rules_of(runtime, tx, case)

    def keep(tx: store.Tx, file: Accepted, kind: str | None) -> str:
        held, _, sender = tasks.taken_form(runtime, tx, task_id, by)
        known = uploads.same(tx, rules, sender, held, file, kind)
        if known is not None:
            return known.id
        (row,) = uploads.add_to_case(
            runtime, tx, held, rules, [file], sent_by=sender.person_id, type_key=kind
        )
        trail.append(tx, held.id, [papers.came_in(row, sender)], runtime.now())
        return row.id

    return _attach(runtime, _Asked(schema, rules, case), files, actor, keep)


def _attach(runtime: Runtime, asked: _Asked, files: Files, by: Actor, keep: Keep) -> Attached:
    documents: dict[str, tuple[str, ...]] = {}
    problems: list[errors.Problem] = []
    for key, sent in files.items():
        picker = filling.picker(asked.schema, key) if asked.schema is not None else None
        for each in sent:
            try:
                file = _accepted(runtime, picker, asked.rules, each)
                kind = picker.kind if picker else None
                with (
                    uploads.placed(runtime, [file]),
                    runtime.store.write("task_files.attach") as tx,
                ):
                    kept = keep(tx, file, kind)
            except errors.InvalidInput as refused:
                note_refusal(runtime, refused, by, asked.case)
                problems += [errors.Problem(key, p.code, p.facts) for p in refused.problems]
            else:
                documents[key] = (*documents.get(key, ()), kept)
    return Attached(documents, tuple(problems))


def _accepted(
    runtime: Runtime, picker: filling.Picker | None, rules: DocumentRules, file: Sent
) -> Accepted:
    """Return a file as it may come in at this file picker; Raises InvalidInput."""
    if picker is None:
        raise _refused("unknown_field")
    if picker.kind is not None and picker.kind not in rules.types:
        raise _refused("upload.kind")
    (accepted,) = uploads.accept(runtime, [file])
    if not picker.takes(accepted.name, accepted.media_type):
        raise _refused("upload.not_asked", name=accepted.name)
    return accepted


def _refused(code: str, **facts: str) -> errors.InvalidInput:
    return errors.InvalidInput([errors.Problem("", code, facts)], "refused_upload")
