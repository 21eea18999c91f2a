"""Files that come in with post: kept for the page that books it, a mail with what is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine import errors, filling, mails, post, receipts, uploads
from engine.documents.incoming import kept_for_page, note_refusal
from engine.documents.picking import Attached
from engine.mailroom.finding import find, must
from engine.mailroom.sheet import FILES, Typed
from engine.model import Actor
from engine.runtime import Runtime
from engine.store import uploads as upload_rows
from engine.store.rows import CaseRow
from engine.uploads import Sent


def attach(
    runtime: Runtime, *, by: Actor, typed: Typed, files: Mapping[str, Sequence[Sent]]
) -> Attached:
    """Keep files for the page that books a piece, each by itself; a mail comes with its contents.

    Of a mail the files in it come in or are refused one by one; its own row tells which were
    refused. Raises NotAllowed, NotFound for a place that is not there.
    """
    must(runtime, by)
    kept: dict[str, tuple[str, ...]] = {}
    problems: list[errors.Problem] = []
    for key, sent in files.items():
        picker = _picker(runtime, by, typed, key)
        for each in sent:
            try:
                ids = _keep(runtime, by, typed.key, picker, each)
            except errors.InvalidInput as refused:
                note_refusal(runtime, refused, by, None)
                problems += [errors.Problem(key, p.code, p.facts) for p in refused.problems]
            else:
                kept[key] = (*kept.get(key, ()), *ids)
    return Attached(kept, tuple(problems))


def _picker(runtime: Runtime, by: Actor, typed: Typed, key: str) -> filling.Picker | None:
    """Return what a form that is ticked asks at `key`. Raises InvalidInput when none does."""
    if key == FILES:
        return None
    with runtime.store.read() as tx:
        row = find(runtime, tx, by, typed.number) if typed.number else None
        waiting = [each for each in typed.tokens if not each.startswith(receipts.LATE)]
        case = row if isinstance(row, CaseRow) else None
        schemas = post.schemas(runtime, tx, case, waiting) if case and waiting else ()
    for schema in schemas:
        found = filling.picker(schema, key) if schema is not None else None
        if found is not None:
            return found
    raise errors.InvalidInput([errors.Problem(key, "unknown_field")], "refused_upload")


def _keep(
    runtime: Runtime, by: Actor, page_key: str, picker: filling.Picker | None, file: Sent
) -> tuple[str, ...]:
    (accepted,) = uploads.accept(runtime, [file])
    if picker is not None and not picker.takes(accepted.name, accepted.media_type):
        raise errors.InvalidInput(
            [errors.Problem("", "upload.not_asked", {"name": accepted.name})], "refused_upload"
        )
    with mails.opened(runtime, accepted) as found:
        kind = picker.kind if picker else None
        with uploads.placed(runtime, found), runtime.store.write("post_files.keep") as tx:
            rows = kept_for_page(runtime, tx, found, page_key=page_key, type_key=kind, by=by)
    return tuple(row.id for row in (rows[:1] if picker else rows))


def leave_out(runtime: Runtime, *, by: Actor, page_key: str, file_id: str) -> None:
    """Forget a file of a page that was not booked yet."""
    must(runtime, by)
    with runtime.store.write("post_files.leave_out") as tx:
        upload_rows.take(tx, by.person_id or "", page_key, [file_id])
