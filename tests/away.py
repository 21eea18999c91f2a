"""People who are away in a house, and who stands in for them."""

from __future__ import annotations

from datetime import date, timedelta

from engine import absences, people, store
from engine.model import Actor
from engine.people import tokens
from engine.store import absences as rows
from engine.store import people as people_rows
from engine.terms import local_day
from tests.house import House

HOUR = timedelta(hours=1)


def write(
    house: House, login: str, substitute: str, *, days: int = 5, after: int = 0, by: str = ""
) -> str:
    """Write that somebody is away for `days` days, the first one `after` days from now."""
    first = today(house) + timedelta(days=after)
    return absences.write(
        house.runtime,
        by=house.actors[by or login],
        person_id=house.actors[login].person_id,
        first_on=first,
        last_on=first + timedelta(days=days - 1),
        substitute_id=house.actors[substitute].person_id or "",
    )


def there(house: House, login: str, substitute: str, *, after: int = 0) -> str:
    """Return an absence of somebody from that day on, written unless it is there."""
    first, person = today(house) + timedelta(days=after), house.actors[login].person_id or ""
    with house.runtime.store.read() as tx:
        found = [each for each in rows.standing(tx, [person], first) if each.first_on == first]
    return found[0].id if found else write(house, login, substitute, after=after)


def fields(house: House, login: str = "sara.mertens", substitute: str = "") -> dict[str, str]:
    """Return what the page of an absence sends."""
    standing_in = substitute or ("jonas.peeters" if login == "sara.mertens" else "sara.mertens")
    return {
        "first": today(house).isoformat(),
        "last": today(house).isoformat(),
        "substitute": house.actors[standing_in].person_id or "",
    }


def today(house: House) -> date:
    return local_day(house.clock.now)


def signed_in(house: House, login: str) -> Actor:
    """Return somebody as the pages know this person now: with who is away."""
    token, now = store.new_id(), house.clock.now
    with house.runtime.store.write("tests.write") as tx:
        people_rows.open_session(
            tx,
            id=tokens.digest(token),
            person_id=house.actors[login].person_id or "",
            csrf="token",
            at=now,
            expires=now + HOUR,
        )
    session = people.session(house.runtime, token=token)
    assert session is not None
    return session.actor
