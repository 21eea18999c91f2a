"""Documents of a case: letters that we make, files that people send; read, assessed, destroyed."""

from __future__ import annotations

from engine.documents.assessing import assess, destroy, expire
from engine.documents.beforehand import Upload, look_at_upload, read_upload, upload_picture
from engine.documents.foreseeing import Foreseen, foresee
from engine.documents.incoming import Adding, add, add_to_page, adding
from engine.documents.making import PDF, Paper, keep, make
from engine.documents.picking import Attached, Files, attach_to_page, attach_to_task
from engine.documents.posting import (
    LetterView,
    copy,
    letter,
    post_for_case,
    record_posting,
    record_return,
)
from engine.documents.reading import File, Look, Pieces, look, picture, read

__all__ = [
    "PDF",
    "Adding",
    "Attached",
    "File",
    "Files",
    "Foreseen",
    "LetterView",
    "Look",
    "Paper",
    "Pieces",
    "Upload",
    "add",
    "add_to_page",
    "adding",
    "assess",
    "attach_to_page",
    "attach_to_task",
    "copy",
    "destroy",
    "expire",
    "foresee",
    "keep",
    "letter",
    "look",
    "look_at_upload",
    "make",
    "picture",
    "post_for_case",
    "read",
    "read_upload",
    "record_posting",
    "record_return",
    "upload_picture",
]
