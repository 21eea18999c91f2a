"""A whole house in a folder of its own: database, deployed procedures, demo people, own clock."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import tomllib
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine import deployments, mandates, messages, people, scenarios, store
from engine import runtime as wiring
from engine.config import PREFIX, Settings
from engine.model import Actor, RoleInTeam
from engine.scenarios import Clock, morning, plain, text
from engine.store import people as people_rows

__all__ = [
    "Clock",
    "House",
    "build",
    "environment",
    "morning",
    "nested",
    "plain",
    "settings",
    "text",
]

BRUSSELS = ZoneInfo("Europe/Brussels")
ROOT = Path(__file__).parent.parent
PASSWORD = "wachtwoord-voor-de-proef"
PROCESS = "vergunning_gezinsopvang"
# Settings with which a house is no copy of another; the others only count once it is lived in.
ELSEWHERE = frozenset(each.name for each in fields(Settings)) - {
    *("demo", "poller", "approve_deployments", "session_idle_minutes", "session_absolute_minutes"),
    *("endpoints", "connectors", "smtp_host", "smtp_port", "smtp_security", "mail_from"),
    *("alert_to", "alert_endpoint"),
}


class House(scenarios.House):
    """A running house with its people, by login, and what only tests ask of it."""

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

    def start(
        self,
        values: dict[str, Any],
        key: str = "k" * 20,
        by: str = "an.admin",
        process: str = PROCESS,
        dossier: str | None = None,
    ) -> str:
        return self.begin(process, values, key=key, by=by, dossier=dossier)


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
    """Build a house: upgraded, deployed, with the demo's people but no cases.

    It is a copy of one that was built before, unless it lives or finds its files elsewhere.
    """
    now = now or datetime(2026, 3, 23, 8, 0, tzinfo=UTC)
    if ELSEWHERE & more.keys():
        return _built(folder, Clock(now), **more)
    pattern = _pattern(now)
    shutil.copytree(pattern.runtime.settings.data_dir, folder, dirs_exist_ok=True)
    clock = Clock(now)
    return House(wiring.build(settings(folder, **more), clock), clock, dict(pattern.actors))


@cache
def _pattern(now: datetime) -> House:
    """Build the house of this moment that others are copied from; its folder goes at the end."""
    folder = Path(tempfile.mkdtemp(prefix="procesregie-house-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    house = _built(folder, Clock(now))
    house.runtime.store.close()
    return house


def _built(folder: Path, clock: Clock, **more: Any) -> House:
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
    with house.runtime.store.write("tests.write") as tx:
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
