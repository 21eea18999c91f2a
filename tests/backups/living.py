"""A house in which something happened, and where it goes when it is restored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from engine import backups, history
from engine.config import Settings
from tests import house as houses
from tests import sending
from tests.house import House
from tests.web.site import REGISTERED, start_values

PASSPHRASE = b"een lange wachtzin voor de proef"


@dataclass(frozen=True)
class Lived:
    """A house with a case that has a document, and the case's number."""

    house: House
    number: str

    @property
    def settings(self) -> Settings:
        return self.house.runtime.settings

    def back_up(self, place: Path, passphrase: bytes | None = PASSPHRASE) -> backups.Made:
        """Make a backup; every one is a minute later than the one before."""
        self.house.clock.now = later(self.house.clock.now)
        return backups.make(self.house.runtime, place=place, passphrase=passphrase)

    def add(self, data: bytes) -> str:
        """Add a document to the case and return its hash."""
        sara = self.house.actors["sara.mertens"]
        return sending.add(self.house, self.number, data, by=sara).content_hash


def live(house: House) -> Lived:
    number = house.start(start_values(), key="a-case-with-documents")
    house.work_off()
    house.do(number, "controleer_registratie", "an.admin", REGISTERED)
    lived = Lived(house, number)
    lived.add(b"Een stuk dat bewaard wordt.")
    history.seal(house.runtime)
    return lived


def elsewhere(folder: Path, url: str | None = None) -> Settings:
    """Return settings of a place where nothing is yet."""
    target = folder / "elsewhere"
    return houses.settings(target, **({"database_url": url} if url else {}))


def later(moment: datetime) -> datetime:
    return moment + timedelta(minutes=1)
