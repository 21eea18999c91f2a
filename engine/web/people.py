"""People, their roles and their passwords, for the administrator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request, url_for

from engine import errors, http, people
from engine.model import Permission
from engine.web import page

pages = http.blueprint("people", __name__)


@pages.get("/beheer/gebruikers")
@http.demands(Permission.MANAGE_PEOPLE)
def listing() -> Response:
    """List everybody."""
    found = people.listing(http.runtime(), by=http.actor())
    return page.show("people.html", found=found)


@pages.get("/beheer/gebruikers/nieuw")
@http.demands(Permission.MANAGE_PEOPLE)
def new() -> Response:
    """Show the form for a new account."""
    return page.show("person_new.html", values={})


@pages.post("/beheer/gebruikers/nieuw")
@http.demands(Permission.MANAGE_PEOPLE)
def add() -> Response:
    """Add an account and show the one-time link for its password."""
    values = {name: request.form.get(name, "")[:200] for name in ("login", "name", "email")}
    try:
        person_id, token = people.add(
            http.runtime(),
            login=values["login"],
            name=values["name"],
            email=values["email"] or None,
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        found = {each.field: page.said(each) for each in refused.problems}
        labels = {"name": "Naam", "login": "Gebruikersnaam", "email": "E-mailadres"}
        problems = page.problem_list(refused.problems, None, **labels)
        return page.show("person_new.html", 422, values=values, errors=found, problems=problems)
    return _person_page(person_id, token)


@pages.get("/beheer/gebruikers/<person_id>")
@http.demands(Permission.MANAGE_PEOPLE)
def person(person_id: str) -> Response:
    """Show one person with roles."""
    return _person_page(person_id)


@pages.post("/beheer/gebruikers/<person_id>/rol")
@http.demands(Permission.MANAGE_PEOPLE)
def grant(person_id: str) -> Response:
    """Give a role, in a team or for the whole agency."""
    try:
        people.grant(
            http.runtime(),
            person_id=person_id,
            role=request.form.get("role", ""),
            team=request.form.get("team") or None,
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        return _person_page(person_id, problems=page.problem_list(refused.problems))
    return page.back_to("people.person", "gebruiker-gewijzigd", person_id=person_id)


@pages.post("/beheer/gebruikers/<person_id>/rol/<membership_id>/weg")
@http.demands(Permission.MANAGE_PEOPLE)
def revoke(person_id: str, membership_id: str) -> Response:
    """Take a role away."""
    people.revoke(http.runtime(), person_id=person_id, membership_id=membership_id, by=http.actor())
    return page.back_to("people.person", "gebruiker-gewijzigd", person_id=person_id)


@pages.post("/beheer/gebruikers/<person_id>/wachtwoord")
@http.demands(Permission.MANAGE_PEOPLE)
def reset(person_id: str) -> Response:
    """Make a one-time link for a new password and show it once."""
    token = people.reset_link(http.runtime(), person_id=person_id, by=http.actor())
    return _person_page(person_id, token)


@pages.post("/beheer/gebruikers/<person_id>/afsluiten")
@http.demands(Permission.MANAGE_PEOPLE)
def disable(person_id: str) -> Response:
    """Close an account."""
    people.disable(http.runtime(), person_id=person_id, by=http.actor())
    return page.back_to("people.person", "gebruiker-gewijzigd", person_id=person_id)


def _person_page(
    person_id: str, token: str | None = None, problems: list[dict[str, str]] | None = None
) -> Response:
    runtime = http.runtime()
    found = people.one(runtime, person_id=person_id, by=http.actor())
    link = url_for("signin.password", token=token, _external=True) if token else None
    return page.show(
        "person.html",
        422 if problems else 200,
        found=found,
        link=link,
        role_options=_options(people.role_choices(runtime), request.form.get("role")),
        team_options=_options(people.team_choices(runtime), request.form.get("team")),
        problems=problems or [],
    )


def _options(titles: Mapping[str, str], chosen: str | None) -> list[dict[str, Any]]:
    return [
        {"value": key, "label": title, "chosen": key == chosen} for key, title in titles.items()
    ]
