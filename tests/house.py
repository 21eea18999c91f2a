"""A whole house in a folder of its own: database, deployed procedures, demo people, own clock."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine import cases, deployments, filling, jobs, mandates, messages, people, store, tasks
from engine import runtime as wiring
from engine.config import PREFIX, Settings
from engine.model import Actor, RoleInTeam
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import people as people_rows
from engine.store import tasks as task_rows
from engine.store.rows import TaskRow

BRUSSELS = ZoneInfo("Europe/Brussels")
ROOT = Path(__file__).parent.parent
PASSWORD = "wachtwoord-voor-de-proef"
PROCESS = "vergunning_gezinsopvang"


@dataclass
class Clock:
    """A clock that stands still until it is told to move."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def to(self, moment: datetime) -> None:
        assert moment >= self.now, "time goes forward"
        self.now = moment

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class House:
    """A running house with its people, by login."""

    runtime: Runtime
    clock: Clock
    actors: dict[str, Actor] = field(default_factory=dict)

    def work_off(self) -> int:
        """Do every job that is due."""
        done = 0
        while found := jobs.run_due(self.runtime):
            done += found
        return done

    def kept_message(self, name: str, by: str = "an.admin") -> str:
        """Let a message come in that names no key, so that nobody takes it; return its id."""
        messages.publish(
            self.runtime,
            name=name,
            keys={},
            values={
                "onderwerp": "Attest van de module",
                "received_on": self.clock.now.date(),
                "channel": "brief",
            },
            by=self.actors[by],
            unique_key=store.new_id(),
        )
        self.work_off()
        return messages.unassigned(self.runtime, by=self.actors[by]).rows[-1].message.id

    def open_tasks(self, number: str) -> list[TaskRow]:
        with self.runtime.store.read() as tx:
            case = case_rows.find(tx, number)
            assert case is not None
            return [t for t in task_rows.of_case(tx, case.id) if t.state == "open"]

    def case(self, number: str) -> Any:
        with self.runtime.store.read() as tx:
            found = case_rows.find(tx, number)
        assert found is not None
        return found

    def start(
        self,
        values: dict[str, Any],
        key: str = "k" * 20,
        by: str = "an.admin",
        process: str = PROCESS,
        dossier: str | None = None,
    ) -> str:
        return cases.start(
            self.runtime,
            process_id=process,
            by=self.actors[by],
            posted=values,
            key=key,
            source="json",
            dossier_number=dossier,
        )

    def do(self, number: str, element: str, by: str, answers: dict[str, Any]) -> tasks.Completed:
        """Claim and complete the open task `element` of a case as `by`, then work off the jobs.

        What the form already shows is posted with the answers, as a browser would.
        """
        task = next(t for t in self.open_tasks(number) if t.element == element)
        actor = self.actors[by]
        tasks.claim(self.runtime, task_id=task.id, by=actor)
        done = tasks.complete(
            self.runtime,
            task_id=task.id,
            by=actor,
            posted=self.filled_in(task.id, actor, answers),
            key=store.new_id(),
        )
        self.work_off()
        return done

    def filled_in(self, task_id: str, by: Actor, answers: dict[str, Any]) -> dict[str, Any]:
        """Return what a browser posts: the fields that show, with `answers` typed over them."""
        view = tasks.view(self.runtime, task_id=task_id, by=by).form
        assert view is not None
        typed = {**filling.typed(view), **{path: text(value) for path, value in answers.items()}}
        after = tasks.preview(self.runtime, task_id=task_id, by=by, posted=typed)
        assert after is not None
        there = {field.name for field in after.fields if field.visible} | set(answers)
        return {name: value for name, value in typed.items() if name in there and value != ""}


def text(value: Any) -> Any:
    """Return a value as it is typed or ticked."""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, list):
        return [text(each) for each in value]
    return str(plain(value))


def settings(folder: Path, **more: Any) -> Settings:
    """Return settings that keep everything in `folder`."""
    return Settings(
        **{
            "database_url": f"sqlite:///{folder / 'house.db'}",
            "data_dir": str(folder),
            "processes": str(ROOT / "processes"),
            "forms": str(ROOT / "forms"),
            "seal_dir": str(folder / "seals"),
            "seal_key": str(folder / "key.pem"),
            "documents_key": str(folder / "documents-key"),
            "demo": True,  # nobody has confirmed the terms that letters name
            **more,
        }
    )


def environment(chosen: Settings) -> dict[str, str]:
    """Return the variables that choose these settings; what has its default is left out."""
    default = Settings()
    return {
        PREFIX + each.name.upper(): str(int(value) if isinstance(value, bool) else value)
        for each in fields(Settings)
        if (value := getattr(chosen, each.name)) != getattr(default, each.name)
    }


def build(folder: Path, now: datetime | None = None, **more: Any) -> House:
    """Build a house: upgraded, deployed, with the demo's people but no cases."""
    clock = Clock(now or datetime(2026, 3, 23, 8, 0, tzinfo=UTC))
    runtime = wiring.build(settings(folder, **more), clock)
    runtime.store.upgrade()
    deployments.load_terms(runtime)
    deployments.deploy_folder(runtime)
    house = House(runtime, clock)
    _people(house)
    return house


def _people(house: House) -> None:
    plan = tomllib.loads((ROOT / "processes" / "demo.toml").read_text("utf-8"))
    hashed, now = people.hash_password(PASSWORD), house.clock.now
    with house.runtime.store.write() as tx:
        for entry in plan["person"]:
            person_id = store.new_id()
            people.add_with_password(tx, person_id, (entry["login"], entry["name"]), hashed, now)
            roles = tuple(RoleInTeam(r["role"], r.get("team")) for r in entry["roles"])
            for role in roles:
                people_rows.grant(tx, store.new_id(), person_id, role, now.date())
            house.actors[entry["login"]] = Actor(person_id, entry["name"], roles)
    mandates.add_invented(house.runtime, plan["mandate"], house.actors)


def nested(flat: dict[str, Any]) -> dict[str, Any]:
    """Return values by dotted path as nested values."""
    found: dict[str, Any] = {}
    for path, value in flat.items():
        *groups, name = path.split(".")
        group = found
        for each in groups:
            group = group.setdefault(each, {})
        group[name] = plain(value)
    return found


def plain(value: Any) -> Any:
    """Return what YAML gave as what JSON would hold."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def morning(day: Any) -> datetime:
    """Return nine o'clock in Brussels on `day`."""
    return datetime.combine(day, time(9), BRUSSELS).astimezone(UTC)
