"""People, roles from day to day, sessions in one statement, links that work once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import Conflict, NotFound
from engine.model import RoleInTeam
from engine.store import Store, new_id, people
from tests.store.samples import AT, person

IDLE = timedelta(minutes=30)
END = AT + timedelta(hours=8)
LONG_AGO = AT - timedelta(days=99)


def signed_in(store: Store) -> str:
    with store.write("tests.write") as tx:
        by = person(tx, "an", RoleInTeam("desk", "oost"), RoleInTeam("jurist"))
        assert by.person_id is not None
        people.open_session(tx, id="hash", person_id=by.person_id, csrf="c", at=AT, expires=END)
        return by.person_id


def test_a_session_is_one_statement_with_person_and_roles(store: Store) -> None:
    person_id = signed_in(store)
    with store.counting() as counts, store.read() as tx:
        found = people.session(tx, "hash", AT, IDLE)
    assert counts.statements == 1
    assert found is not None
    assert (found.person_id, found.name, found.csrf) == (person_id, "An Peeters", "c")
    assert found.roles == (RoleInTeam("desk", "oost"), RoleInTeam("jurist"))


def test_a_session_ends_by_time_idleness_sign_out_and_a_closed_account(store: Store) -> None:
    person_id = signed_in(store)
    with store.write("tests.write") as tx:
        assert people.session(tx, "other", AT, IDLE) is None
        assert people.session(tx, "hash", AT + IDLE, IDLE) is None
        people.touch_session(tx, "hash", END - IDLE / 2)
        assert people.session(tx, "hash", END - timedelta(seconds=1), IDLE) is not None
        assert people.session(tx, "hash", END, IDLE) is None
        people.set_disabled(tx, person_id, AT)
        assert people.session(tx, "hash", END - IDLE / 2, IDLE) is None
        people.set_disabled(tx, person_id, None)
        assert people.session(tx, "hash", END - IDLE / 2, IDLE) is not None
        assert people.end_sessions_of(tx, person_id, AT) == 1
        assert people.session(tx, "hash", END - IDLE / 2, IDLE) is None


def test_a_role_counts_from_its_first_day_until_it_is_taken_away(store: Store) -> None:
    person_id = signed_in(store)
    today = AT.date()
    with store.write("tests.write") as tx:
        tomorrow, given = today + timedelta(days=1), new_id()
        people.grant(tx, new_id(), person_id, RoleInTeam("later"), tomorrow)
        people.grant(tx, given, person_id, RoleInTeam("chief"), today)
        found = people.session(tx, "hash", AT, IDLE)
        assert found is not None
        assert RoleInTeam("later") not in found.roles
        assert RoleInTeam("chief") in found.roles
        assert people.revoke(tx, given, person_id, today)
        assert not people.revoke(tx, given, person_id, today)
        found = people.session(tx, "hash", AT, IDLE)
        assert found is not None
        assert RoleInTeam("chief") not in found.roles


def test_everybody_comes_by_name_with_the_roles_that_hold(store: Store) -> None:
    person_id = signed_in(store)
    with store.write("tests.write") as tx:
        person(tx, "émile")
        person(tx, "zoë", RoleInTeam("desk", "west"))
    with store.read() as tx:
        found = people.everybody(tx)
        group = people.in_group(tx, "desk-oost", AT.date())
        assert people.teams(tx) == {"oost", "west"}
        assert people.names(tx, [person_id]) == {person_id: "An Peeters"}
        assert people.name_of(tx, "none") is None
    assert [each.login for each in found] == ["an", "émile", "zoë"]
    assert [(r.role, r.team) for r in found[0].roles] == [("desk", "oost"), ("jurist", None)]
    assert [each.id for each in group] == [person_id]


def test_a_login_is_taken_once(store: Store) -> None:
    signed_in(store)
    with store.read() as tx:
        assert people.anybody(tx)
        found = people.by_login(tx, "an")
        assert people.by_login(tx, "nobody") is None
    assert found is not None
    with pytest.raises(Conflict), store.write("tests.write") as tx:
        person(tx, "an")


def test_a_password_is_replaced_for_a_person_who_exists(store: Store) -> None:
    person_id = signed_in(store)
    with store.write("tests.write") as tx:
        people.set_password(tx, person_id, "hashed")
        found = people.by_login(tx, "an")
        assert found is not None
        assert found.password_hash == "hashed"
        with pytest.raises(NotFound):
            people.set_password(tx, "nobody", "hashed")


def test_a_link_works_once_in_time_and_for_one_purpose(store: Store) -> None:
    person_id = signed_in(store)
    soon = AT + timedelta(hours=1)
    with store.write("tests.write") as tx:
        people.add_link(tx, "one", person_id, "password", (AT, soon))
        people.add_link(tx, "two", None, "set-up", (AT, soon))
        assert people.use_link(tx, "one", "set-up", AT) is None
        assert people.use_link(tx, "one", "password", soon) is None
        assert people.use_link(tx, "one", "password", AT) == person_id
        assert people.use_link(tx, "one", "password", AT) is None
        assert people.spend_link(tx, "two", "set-up", AT)
        assert not people.spend_link(tx, "two", "set-up", AT)


def test_attempts_are_counted_within_a_window_and_forgotten(store: Store) -> None:
    with store.write("tests.write") as tx:
        for minutes in (0, 5, 10):
            people.add_attempt(tx, "login:an", AT + timedelta(minutes=minutes))
        assert people.attempts_since(tx, "login:an", AT) == 2
        assert people.attempts_since(tx, "login:bo", LONG_AGO) == 0
        people.forget_attempts(tx, "login:an")
        assert people.attempts_since(tx, "login:an", LONG_AGO) == 0
