"""The addresses of what pages load: each with the hash of its content, so that it may be kept."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask

STATIC = Path(__file__).parent / "static"


def add_assets(app: Flask) -> None:
    """Give the templates `asset(name)`: `asset("dist/app.css")` → `/static/dist/app.css?v=…`."""
    app.jinja_env.globals["asset"] = lambda name: f"{app.static_url_path}/{name}?v={_hash(name)}"


@cache
def _hash(name: str) -> str:
    """Return eight characters that change with the file; "0" when it was not built."""
    file = STATIC / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8] if file.is_file() else "0"
