"""Files of a start form before there is a case, for who sent them: page by page, or saved."""

from __future__ import annotations

from flask import Response

from engine import documents, http
from engine.model import Permission
from engine.web import files, page
from engine.web.documents import about_file

pages = http.blueprint("uploads", __name__)


@pages.get("/procedures/nieuw/bestanden/<upload_id>")
@http.demands(Permission.START_CASES)
def look(upload_id: str) -> Response:
    """Show what is known of a file that the asker sent, and a page of it as a picture."""
    found = documents.look_at_upload(http.runtime(), upload_id=upload_id, by=http.actor())
    return page.show(
        "upload.html",
        row=found.row,
        pages=found.pages,
        wanted=min(page.number_in("blz"), max(1, found.pages)),
        facts=about_file(found.row),
    )


@pages.get("/procedures/nieuw/bestanden/<upload_id>/bladzijde/<int:wanted>.png")
@http.demands(Permission.START_CASES)
def picture(upload_id: str, wanted: int) -> Response:
    """Give one page of a file that the asker sent as a picture."""
    drawn = documents.upload_picture(
        http.runtime(), upload_id=upload_id, page=wanted, by=http.actor()
    )
    return files.picture(drawn)


@pages.get("/procedures/nieuw/bestanden/<upload_id>/bestand")
@http.demands(Permission.START_CASES)
def download(upload_id: str) -> Response:
    """Give back a file that the asker sent, to be saved."""
    row, data = documents.read_upload(http.runtime(), upload_id=upload_id, by=http.actor())
    return files.saved(data, row.name, row.media_type, row.size)
