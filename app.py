"""The entry: Flask finds `create_app` here by itself."""

from __future__ import annotations

import os

from flask import Flask

from engine import api, web
from engine import runtime as wiring
from engine.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from `settings`, by default those of the environment."""
    chosen = settings or Settings.from_environment(os.environ)
    app = web.create_app(wiring.build(chosen, metered=True))
    api.install(app)
    return app
