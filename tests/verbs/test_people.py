"""Coming in, being sent out, and links that work once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine import errors, people
from engine.people import sweeping
from engine.store.tables import attempt, membership, one_time_link, session
from tests.house import PASSWORD, House

ADDRESS = "192.0.2.7"
NEW = "een-heel-ander-wachtwoord"


def sign_in(house: House, login: str = "sara.mertens", password: str = PASSWORD) -> str:
    return people.sign_in(house.runtime, login=login, password=password, address=ADDRESS)


def refused(house: House, login: str, password: str = "niet-juist") -> errors.EngineError:
    with pytest.raises(errors.EngineError) as found:
        sign_in(house, login, password)
    return found.value


def test_a_right_password_opens_a_session_with_todays_roles(house: House) -> None:
    session = people.session(house.runtime, token=sign_in(house))
    assert session is not None
    assert session.actor == house.actors["sara.mertens"]


def test_a_wrong_name_and_a_wrong_password_sound_the_same(house: House) -> None:
    known, unknown = refused(house, "sara.mertens"), refused(house, "niemand")
    assert (type(known), known.code, known.facts) == (type(unknown), unknown.code, unknown.facts)


def test_after_too_many_refusals_even_the_right_password_has_to_wait(house: House) -> None:
    for _ in range(people.ATTEMPTS_BEFORE_WAIT):
        assert isinstance(refused(house, "sara.mertens"), errors.NotAllowed)
    assert isinstance(refused(house, "sara.mertens", PASSWORD), errors.TooManyAttempts)
    house.clock.forward(minutes=16)
    assert sign_in(house)


def test_an_address_that_guesses_at_many_names_has_to_wait_too(house: House) -> None:
    for number in range(people.ATTEMPTS_BEFORE_WAIT):
        refused(house, f"naam{number}")
    assert isinstance(refused(house, "sara.mertens", PASSWORD), errors.TooManyAttempts)


def test_closing_an_account_ends_its_sessions_at_once(house: House) -> None:
    token, chief = sign_in(house), house.actors["bert.beheer"]
    sara = house.actors["sara.mertens"].person_id or ""
    people.disable(house.runtime, person_id=sara, by=chief)
    assert people.session(house.runtime, token=token) is None
    assert isinstance(refused(house, "sara.mertens", PASSWORD), errors.NotAllowed)


def test_nobody_closes_their_own_account(house: House) -> None:
    chief = house.actors["bert.beheer"]
    with pytest.raises(errors.NotAllowed):
        people.disable(house.runtime, person_id=chief.person_id or "", by=chief)


def test_a_session_ends_when_it_is_not_used(house: House) -> None:
    token = sign_in(house)
    house.clock.forward(minutes=house.runtime.settings.session_idle_minutes - 1)
    assert people.session(house.runtime, token=token, touch=True) is not None
    house.clock.forward(minutes=house.runtime.settings.session_idle_minutes + 1)
    assert people.session(house.runtime, token=token) is None


def test_a_session_that_is_used_all_day_ends_all_the_same(house: House) -> None:
    token = sign_in(house)
    for _ in range(house.runtime.settings.session_absolute_minutes // 50):
        assert people.session(house.runtime, token=token, touch=True) is not None
        house.clock.forward(minutes=50)
    assert people.session(house.runtime, token=token, touch=True) is None


def test_a_reset_link_ends_sessions_and_works_once(house: House) -> None:
    old, chief = sign_in(house), house.actors["bert.beheer"]
    sara = house.actors["sara.mertens"].person_id or ""
    link = people.reset_link(house.runtime, person_id=sara, by=chief)
    assert people.session(house.runtime, token=old) is None
    people.set_password(house.runtime, token=link, password=NEW)
    with pytest.raises(errors.NotFound):
        people.set_password(house.runtime, token=link, password="nog-een-ander-woord")
    assert sign_in(house, password=NEW)
    assert isinstance(refused(house, "sara.mertens", PASSWORD), errors.NotAllowed)


def test_a_reset_link_runs_out(house: House) -> None:
    sara = house.actors["sara.mertens"].person_id or ""
    link = people.reset_link(house.runtime, person_id=sara, by=house.actors["bert.beheer"])
    house.clock.forward(hours=49)
    with pytest.raises(errors.NotFound):
        people.set_password(house.runtime, token=link, password=NEW)


def test_a_weak_password_does_not_spend_the_link(house: House) -> None:
    sara = house.actors["sara.mertens"].person_id or ""
    link = people.reset_link(house.runtime, person_id=sara, by=house.actors["bert.beheer"])
    with pytest.raises(errors.InvalidInput):
        people.set_password(house.runtime, token=link, password="kort")
    people.set_password(house.runtime, token=link, password=NEW)


def test_only_who_manages_people_may(house: House) -> None:
    sara = house.actors["sara.mertens"]
    with pytest.raises(errors.NotAllowed):
        people.add(house.runtime, login="x.y", name="X Y", email=None, by=sara)


def kept(house: House) -> tuple[int, ...]:
    """Return how many attempts, sessions and links there are."""
    with house.runtime.store.read() as tx:
        return tuple(len(tx.all(select(table))) for table in (attempt, session, one_time_link))


def test_a_role_that_somebody_has_is_not_given_twice(house: House) -> None:
    person, by = house.actors["sara.mertens"].person_id or "", house.actors["bert.beheer"]

    def held() -> int:
        with house.runtime.store.read() as tx:
            query = select(membership.c.id).where(membership.c.person_id == person)
            return len(tx.all(query))

    before, some = held(), next(iter(house.runtime.teams))
    for team, expected in ((None, 1), (None, 1), (some, 2), (some, 2)):
        people.grant(house.runtime, person_id=person, role="jurist", team=team, by=by)
        assert held() == before + expected


def test_a_sweep_takes_what_is_over_and_leaves_what_still_counts(
    either: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "AT_ONCE", 2)
    chief, sara = either.actors["bert.beheer"], either.actors["sara.mertens"].person_id or ""
    idle = either.runtime.settings.session_idle_minutes
    for number in range(3):
        refused(either, f"naam{number}")
        sign_in(either)
        people.reset_link(either.runtime, person_id=sara, by=chief)
    sign_in(either, "jonas.peeters")
    assert kept(either) == (6, 4, 3)
    assert people.sweep(either.runtime) == 3
    assert kept(either) == (6, 1, 3)
    either.clock.forward(minutes=idle - 1)
    refused(either, "naam")
    token = sign_in(either)
    either.clock.forward(minutes=1)
    assert people.sweep(either.runtime) == 7
    assert kept(either) == (2, 1, 3)
    assert people.session(either.runtime, token=token) is not None
    either.clock.forward(hours=48)
    assert people.sweep(either.runtime) == 6
    assert kept(either) == (0, 0, 0)
    assert people.sweep(either.runtime) == 0


def test_one_sweep_takes_no_more_than_it_may(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "AT_ONCE", 2)
    monkeypatch.setattr(sweeping, "MOST_ROUNDS", 2)
    for number in range(3):
        refused(house, f"naam{number}")
    house.clock.forward(hours=1)
    assert [people.sweep(house.runtime) for _ in range(3)] == [4, 2, 0]
