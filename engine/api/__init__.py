"""The door for programs: JSON in English under `/api/v1`, told in `openapi.yaml`.

A program comes in with a key in the header `Authorization: Bearer …`; a cookie opens nothing here.
What comes in is checked against the same document that tells how to ask.
"""

from __future__ import annotations

from flask import Flask

from engine.api import work

PREFIX = "/api/"


def install(app: Flask) -> None:
    """Add the routes of programs to the application of the pages."""
    app.register_blueprint(work.routes)
