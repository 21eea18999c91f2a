"""The queue's door: one of the processes that do jobs, on any host (`procesregie worker`).

It stops when it is told to: the jobs in hand are finished and nothing new is begun.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

from procrastinate import App
from procrastinate.exceptions import ConnectorException

from engine import queueing
from engine.runtime import Runtime
from engine.worker import IDLE_SECONDS, Rounds

log = logging.getLogger(__name__)

POLL_SECONDS = 5.0  # how long a lost notification stays unnoticed by Procrastinate itself
AGAIN_SECONDS = 1.0


class Worker:
    """A worker process: threads that do jobs, and one that looks every second what became due."""

    def __init__(self, runtime: Runtime, *, name: str, concurrency: int) -> None:
        self._runtime, self._name, self._concurrency = runtime, name, concurrency
        self._stopping = threading.Event()
        self._rounds = Rounds(runtime)
        self._looking = threading.Thread(target=self._look, name="rounds", daemon=True)

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; then finish what is in hand."""
        asyncio.run(self._main())

    async def _main(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(self._concurrency, thread_name_prefix="job"))
        main = asyncio.current_task()
        assert main is not None
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop, main)
        self._looking.start()
        log.info("worker_started", extra={"worker": self._name, "threads": self._concurrency})
        while not self._stopping.is_set():
            await self._work()
        await asyncio.to_thread(self._looking.join)
        self._rounds.close()
        log.info("worker_stopped", extra={"worker": self._name})

    def _stop(self, main: asyncio.Task[None]) -> None:
        if not self._stopping.is_set():
            self._stopping.set()
            main.cancel()

    async def _work(self) -> None:
        """Do what is handed over, until told to stop or until the database is away."""
        try:
            async with queueing.app_of(self._runtime, self._stopping.is_set).open_async() as app:
                await self._serve(app)
        except ConnectorException:
            log.exception("worker_lost_the_database", extra={"worker": self._name})
        except asyncio.CancelledError:
            if not self._stopping.is_set():
                raise
        await asyncio.to_thread(self._stopping.wait, AGAIN_SECONDS)

    async def _serve(self, app: App) -> None:
        await app.run_worker_async(
            name=self._name,
            concurrency=self._concurrency,
            fetch_job_polling_interval=POLL_SECONDS,
            install_signal_handlers=False,
        )

    def _look(self) -> None:
        """Every second: hand over what became due, and go the rounds if it is our turn."""
        while not self._stopping.wait(IDLE_SECONDS):
            try:
                queueing.hand_over(self._runtime)
                self._rounds.go()
            except Exception:
                log.exception("worker_round_failed")
