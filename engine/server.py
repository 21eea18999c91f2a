"""The server: gunicorn processes with threads, and the poller that starts in them.

On SQLite one process serves; on PostgreSQL as many as the settings say. Whatever holds a connection
or a thread is made in the process itself, after the fork.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from typing_extensions import override

from engine import api, web
from engine import runtime as wiring
from engine.config import Settings
from engine.worker import Poller

GRACE_SECONDS = 20
COLLECT_AFTER = 50_000  # objects more than were freed; a few megabytes
METRICS = "metrics"


class Server(BaseApplication):
    """Gunicorn with our settings; the application is built after the fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._poller: Poller | None = None
        super().__init__()

    @override
    def load_config(self) -> None:
        """Set processes and threads; a process that answers nothing for two minutes is replaced."""
        settings: dict[str, Any] = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": self._settings.web_processes,
            "threads": self._settings.web_threads,
            "worker_class": "gthread",
            "graceful_timeout": GRACE_SECONDS,
            "timeout": 120,
            "keepalive": 15,
            "limit_request_line": 4094,
            "limit_request_fields": 60,
            "worker_exit": lambda _server, _worker: self._stop(),
            "child_exit": lambda _server, worker: _forget_gauges(worker.pid),
            "accesslog": None,
            "loglevel": "warning",
        }
        if self._settings.web_processes > 1:
            settings["raw_env"] = [f"PROMETHEUS_MULTIPROC_DIR={_shared_folder(self._settings)}"]
        for name, value in settings.items():
            self.cfg.set(name, value)

    @override
    def load(self) -> Any:
        """Build the application and start the poller, in the worker process."""
        runtime = wiring.build(self._settings, metered=True)
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


def refused(settings: Settings) -> str | None:
    """Return why these settings cannot be served, in a sentence; None when they can."""
    processes, threads = settings.web_processes, settings.web_threads
    if processes < 1 or threads < 1:
        return "PROCESREGIE_WEB_PROCESSES and PROCESREGIE_WEB_THREADS are at least 1."
    if processes > 1 and settings.database_url.startswith("sqlite"):
        return (
            f"PROCESREGIE_WEB_PROCESSES is {processes}, but SQLite has one writer and takes one "
            "process. Leave it at 1, or use PostgreSQL."
        )
    return None


def _shared_folder(settings: Settings) -> Path:
    """Return the folder in which the processes keep their figures; those of dead ones go."""
    folder = Path(settings.data_dir).resolve() / METRICS
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        if not _alive(file.stem.rpartition("_")[2]):
            file.unlink(missing_ok=True)
    return folder


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def _forget_gauges(pid: int) -> None:
    """Leave out what a process that ended had in use; what it counted stays counted."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")  # noqa: TID251 - gunicorn put it there
    for file in Path(folder).glob(f"gauge_live*_{pid}.db") if folder else ():
        file.unlink(missing_ok=True)


def spare_collector() -> None:
    """Let the garbage collector leave alone what stays, and look less often at what goes.

    What was loaded by now (modules, templates, routes) is never garbage; looking through it again
    and again was a sixth of the processor time of a completed task.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 50)


def serve(settings: Settings) -> None:
    """Serve until told to stop; a job in hand is finished first.

    Raises ValueError, with a sentence, for settings that cannot be served.
    """
    sentence = refused(settings)
    if sentence is not None:
        raise ValueError(sentence)
    Server(settings).run()
