"""The name a file came with, as a name that can be shown and offered for download again."""

from __future__ import annotations

import re
import unicodedata

from engine.vetting.kinds import KINDS

LONGEST = 120
NAMELESS = "document"
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
_FAMILIES = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/tiff": (".tif", ".tiff"),
    "text/plain": (".txt", ".csv"),
}


def clean_name(name: str, media_type: str) -> str:
    """Return `name` without folders, control and direction characters, with the ending of its kind.

    The ending follows from what the file is: `factuur.pdf.exe` that is a PDF becomes
    `factuur.pdf.exe.pdf`.
    """
    kept = shown_name(name)
    endings = _FAMILIES.get(media_type, (KINDS[media_type].ending,))
    ending = next((each for each in endings if kept.lower().endswith(each)), "")
    stem = kept[: len(kept) - len(ending)].rstrip(". ")
    return (stem[: LONGEST - 10].rstrip(". ") or NAMELESS) + (ending or endings[0])


def shown_name(name: str) -> str:
    """Return `name` without folders, control and direction characters, for a sentence."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(each for each in last if unicodedata.category(each)[0] != "C")
    return " ".join(_FORBIDDEN.sub("_", kept).split()).strip(". ")[:LONGEST]
