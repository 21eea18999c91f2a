"""A throw-away house: made once from a folder of models, copied for everything that is played."""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from engine import deployments, mandates, people
from engine import runtime as wiring
from engine.config import Settings
from engine.model import Actor
from engine.runtime import Deployed, Runtime
from engine.scenarios.house import Clock, House, morning
from engine.scenarios.staging import Models, stage
from engine.store import deployments as deployment_rows

PEOPLE = "demo.toml"
FIRST = date(2026, 1, 1)
_DATABASE = "house.db"


@dataclass(frozen=True)
class Template:
    """A house that was made and shut: its folder, its moment, its people. Another process reads it.

    Every `opened` house is a copy of its own; what was compiled is shared.
    """

    folder: Path
    now: datetime
    actors: dict[str, Actor] = field(default_factory=dict)

    @cached_property
    def runtime(self) -> Runtime:
        """Return the runtime of the template itself, for reading."""
        return wiring.build(settings_in(self.folder, self.folder), Clock(self.now))

    def deployed(self) -> tuple[Deployed, ...]:
        """Return every procedure that is in force."""
        with self.runtime.store.read() as tx:
            rows = deployment_rows.latest(tx)
            return tuple(self.runtime.deployed(tx, row.id) for row in rows)

    @contextmanager
    def opened(self, changed: Iterable[Deployed] = ()) -> Iterator[House]:
        """Open a copy of the house, perhaps with deployments `changed`; it goes afterwards."""
        with tempfile.TemporaryDirectory(dir=self.folder, prefix="copy-") as name:
            copy = Path(name)
            shutil.copyfile(self.folder / _DATABASE, copy / _DATABASE)
            clock = Clock(self.now)
            runtime = self.runtime.beside(settings_in(self.folder, copy), clock, changed)
            try:
                yield House(runtime, clock, dict(self.actors))
            finally:
                runtime.store.close()


@contextmanager
def furnished(models: Models, first: date | None = None) -> Iterator[Template]:
    """Make a house from a folder of models, at nine o'clock on the `first` day of its scenarios.

    Raises InvalidModel with every finding when the models cannot be put into force.
    """
    with tempfile.TemporaryDirectory(prefix="procesregie-") as name:
        folder = Path(name)
        stage(models, folder)
        template = _built(folder, morning(first or FIRST))
        try:
            yield template
        finally:
            template.runtime.store.close()


def _built(folder: Path, now: datetime) -> Template:
    runtime = wiring.build(settings_in(folder, folder), Clock(now))
    runtime.store.upgrade()
    deployments.load_terms(runtime)
    deployments.deploy_folder(runtime)
    plan = tomllib.loads((folder / "processes" / PEOPLE).read_text("utf-8"))
    actors = people.add_invented(runtime, plan.get("person", ()), password=folder.name)
    mandates.add_invented(runtime, plan.get("mandate", ()), actors)
    runtime.store.close()
    return Template(folder, now.astimezone(UTC), actors)


def settings_in(models: Path, kept: Path) -> Settings:
    """Return settings that read the models of one folder and keep everything in another."""
    return replace(
        Settings(),
        database_url=f"sqlite:///{kept / _DATABASE}?throwaway=yes",
        data_dir=str(kept),
        processes=str(models / "processes"),
        forms=str(models / "forms"),
        seal_dir=str(kept / "seals"),
        seal_key=str(kept / "key.pem"),
        documents_key=str(kept / "documents-key"),
        demo=True,  # nobody has confirmed the terms that letters name, and the people are invented
    )
