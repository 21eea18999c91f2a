"""The embedded server: one gunicorn process with threads, and the poller that starts in it."""

from __future__ import annotations

import gc
from typing import Any

from gunicorn.app.base import BaseApplication
from typing_extensions import override

from engine import api, web
from engine import runtime as wiring
from engine.config import Settings
from engine.worker import Poller

THREADS = 8
GRACE_SECONDS = 20
COLLECT_AFTER = 50_000  # objects more than were freed; a few megabytes


class Server(BaseApplication):
    """Gunicorn with our settings; the application is built after the fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._poller: Poller | None = None
        super().__init__()

    @override
    def load_config(self) -> None:
        """Set one worker with threads: SQLite has one writer, and the poller runs once."""
        settings: dict[str, Any] = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "graceful_timeout": GRACE_SECONDS,
            "timeout": 120,
            "keepalive": 15,
            "limit_request_line": 4094,
            "limit_request_fields": 60,
            "worker_exit": lambda _server, _worker: self._stop(),
            "accesslog": None,
            "loglevel": "warning",
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    @override
    def load(self) -> Any:
        """Build the application and start the poller, in the worker process."""
        runtime = wiring.build(self._settings)
        if self._settings.polls:
            self._poller = Poller(runtime)
            self._poller.start()
        app = web.create_app(runtime)
        api.install(app)
        spare_collector()
        return app

    def _stop(self) -> None:
        if self._poller is not None:
            self._poller.stop()


def spare_collector() -> None:
    """Let the garbage collector leave alone what stays, and look less often at what goes.

    What was loaded by now (modules, templates, routes) is never garbage; looking through it again
    and again was a sixth of the processor time of a completed task.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 50)


def serve(settings: Settings) -> None:
    """Serve until told to stop; a job in hand is finished first."""
    Server(settings).run()
