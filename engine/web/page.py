"""What every page needs around its own content: menu, person, messages, words and filters."""

# ruff: noqa: RUF001 - Dutch text has its own dashes

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from engine import __version__, errors, http, people, wording
from engine.errors import Finding, Problem
from engine.model import SYSTEM, Permission

BRUSSELS = ZoneInfo("Europe/Brussels")


class Label(Protocol):
    """A field of a form, as far as a list of problems needs it."""

    @property
    def name(self) -> str:
        """Return the key of the field."""

    @property
    def title(self) -> str:
        """Return what a person calls it, with the row that it stands in."""


class Labelled(Protocol):
    """A drawn form, as far as a list of problems needs it."""

    @property
    def fields(self) -> Sequence[Label]:
        """Return its fields."""


MENU: tuple[tuple[Permission, str, str], ...] = (
    (Permission.WORK_TASKS, "tasks.inbox", "Taken"),
    (Permission.COORDINATE, "team.board", "Team"),
    (Permission.READ_CASES, "dossiers.search", "Dossiers"),
    (Permission.EDIT_REGISTERS, "portfolios.portfolio", "Mijn voorzieningen"),
    (Permission.READ_REGISTERS, "registers.overview", "Registers"),
    (Permission.REGISTER_POST, "booking.desk", "Post"),
    (Permission.READ_CASES, "decisions.listing", "Beslissingen"),
    (Permission.READ_MODELS, "models.catalogue", "Processen"),
    (Permission.READ_MODELS, "forms.catalogue", "Formulieren"),
    (Permission.READ_MODELS, "tables.catalogue", "Beslisregels"),
    (Permission.READ_MODELS, "texts.catalogue", "Brieven"),
    (Permission.EDIT_TERMS, "lawbook.listing", "Termijnen"),
    (Permission.EDIT_TERMS, "codelists.overview", "Codelijsten"),
    (Permission.EDIT_MANDATES, "mandates.listing", "Mandaten"),
    (Permission.AUDIT, "audit.overview", "Audit"),
    (Permission.OPERATE, "operations.listing", "Storingen"),
    (Permission.OPERATE, "connections.listing", "Koppelingen"),
    (Permission.MANAGE_PEOPLE, "people.listing", "Gebruikers"),
)

_ROOMS = {
    "absences": "tasks",
    "cases": "dossiers",
    "documents": "dossiers",
    "starting": "dossiers",
    "reminders": "tasks",
    "post": "booking",
    "pieces": "booking",
    "proposals": "models",
    "rehearsals": "models",
    "undelivered": "operations",
}
CHANGES = ("add", "remove", "attach", "omit")
DONE: Mapping[str, str] = {
    "mandaat-voorgesteld": "Het mandaat is voorgesteld. Iemand anders moet het bevestigen.",
    "mandaat-bevestigd": "Het mandaat is bevestigd.",
    "mandaat-ingetrokken": "Het voorstel is ingetrokken.",
    "mandaat-beeindigd": "Het mandaat heeft een laatste dag gekregen.",
    "taak-afgerond": "De taak is afgerond.",
    "taak-al-afgerond": "Deze taak had je al afgerond; ze is één keer verwerkt.",
    "procedure-afgelopen": "De taak is afgerond. De procedure is daarmee ten einde.",
    "taak-genomen": "Je hebt de taak genomen.",
    "taak-teruggegeven": "De taak staat weer bij het team. Je concept is bewaard.",
    "concept-bewaard": "Je concept is bewaard.",
    "procedure-gestart": "De procedure is gestart.",
    "aanvraag-verstuurd": "Je had deze aanvraag al verstuurd. Dit is de procedure die eruit kwam.",
    "post-ingeboekt": "De post is ingeboekt en de procedure gaat verder.",
    "stuk-ingeboekt": "Het stuk is ingeboekt. Je kunt meteen het volgende inboeken.",
    "stuk-toegewezen": "Het stuk is toegewezen.",
    "stuk-opzij": "Het stuk is opzijgelegd. De reden blijft bewaard.",
    "ondertekend-bewaard": "Het ondertekende exemplaar is nagekeken en bewaard bij de beslissing.",
    "bericht-toegewezen": "Het bericht is toegewezen en de procedure gaat verder.",
    "bericht-opzij": "Het bericht is opzijgelegd.",
    "afwezigheid-bewaard": "De afwezigheid is ingeschreven.",
    "afwezigheid-beeindigd": "De afwezigheid is beëindigd. Wie verving, werkt niet langer in die "
    "naam.",
    "vervanging-voorbij": "Die vervanging is voorbij. Je ziet weer je eigen taken.",
    "taken-doorgegeven": "De taken zijn doorgegeven. Wie ze kreeg, ziet van wie en waarom.",
    "geen-taak-gekozen": "Kies eerst minstens één taak.",
    "geen-taken-meer": "Er staan geen taken meer op jouw naam.",
    "afgemeld": "Je bent afgemeld.",
    "wachtwoord-gezet": "Je wachtwoord is ingesteld. Meld je nu aan.",
    "account-gemaakt": "Het account is gemaakt. Meld je nu aan.",
    "gebruiker-gewijzigd": "De wijziging is bewaard.",
    "opnieuw-geprobeerd": "Het systeem probeert het opnieuw.",
    "met-de-hand-gedaan": "De stap is met de hand gedaan. De procedure gaat verder.",
    "gegevens-verbeterd": "De gegevens zijn verbeterd.",
    "procedure-verplaatst": "De procedure is verplaatst.",
    "procedure-stopgezet": "De procedure is stopgezet.",
    "berichten-opnieuw": "De berichten worden opnieuw verstuurd.",
    "berichten-al-weg": "Deze berichten waren al weg: verstuurd of opzijgelegd.",
    "onbestelbaar-opzij": "Het bericht is opzijgelegd. De reden blijft bewaard.",
    "geen-storing-gekozen": "Kruis eerst minstens één storing aan.",
    "storingen-weg": "Deze storingen waren al opgelost of opnieuw geprobeerd. Er is niets dubbel "
    "gebeurd.",
    "storing-afgesloten": "De storing is afgesloten.",
    "storingen-opnieuw": "Het systeem probeert ze allemaal opnieuw.",
    "storingen-opnieuw-deels": "Het systeem probeert ze opnieuw. Wat nog in de lijst staat, vraagt "
    "iets anders: open het om te zien wat.",
    "in-werking": "De nieuwe versie is in werking. Lopende procedures houden hun versie.",
    "document-toegevoegd": "De documenten zijn toegevoegd.",
    "verzending-genoteerd": "De verzending van de brief is genoteerd.",
    "terugkeer-genoteerd": "Je noteerde dat de brief terugkwam.",
    "document-toegevoegd-deels": "De documenten zijn toegevoegd. Niet alles uit de e-mail kon mee: "
    "open de e-mail om te zien wat niet.",
    "document-beoordeeld": "De beoordeling is bewaard.",
    "document-vernietigd": "Het document is vernietigd. De beoordeling blijft.",
    "gegeven-toegevoegd": "Het gegeven staat in het register.",
    "gegeven-gewijzigd": "De wijziging is bewaard. De geschiedenis toont wat er vroeger stond.",
    "gegevens-samengevoegd": "De gegevens zijn samengevoegd. Je kunt dat altijd ongedaan maken.",
    "voorzieningen-overgedragen": "De voorzieningen zijn overgedragen. De geschiedenis van elk "
    "toont het.",
    "gegeven-los": "De samenvoeging is ongedaan gemaakt.",
    "dossier-geopend": "Het dossier is geopend.",
    "concept-weg": "Het concept is weggegooid.",
    "aanvraag-begonnen": "Je aanvraag is begonnen. Wat je invult, wordt bewaard.",
    "wijziging-voorgesteld": "De wijziging is voorgesteld. Iemand anders moet ze bevestigen.",
    "wijziging-bevestigd": "De wijziging is bevestigd.",
    "wijziging-ingetrokken": "De wijziging is ingetrokken.",
    "termijn-bevestigd": "De termijn is bevestigd, met je naam en de datum van vandaag.",
    "termijn-gezien": "De waarschuwing staat op gezien. De volgende komt vanzelf terug.",
    "termijn-beslist": "Je beslissing over deze termijn is bewaard.",
    "voorgesteld": "Je wijziging is voorgesteld. Een andere analist kijkt ze na.",
    "voorstel-goedgekeurd": "De nieuwe versie is in werking. Lopende procedures houden hun versie.",
    "voorstel-terug": "Het voorstel is teruggestuurd, met je opmerkingen.",
    "voorstel-ingetrokken": "Het voorstel is ingetrokken. Je concept blijft staan.",
    "aanvraag-weg": "De begonnen aanvraag is weggegooid.",
}


def install(app: Flask) -> None:
    """Give every template the same words, filters and surroundings."""
    app.context_processor(_surroundings)
    app.jinja_env.globals["say"] = wording.say
    app.jinja_env.globals["say_problem"] = said
    app.jinja_env.globals["say_error"] = wording.error
    app.jinja_env.globals["say_error"] = wording.error
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["long_day"] = wording.long_date
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["words"] = words
    app.jinja_env.filters["pairs"] = pairs
    app.jinja_env.filters["group_name"] = group_name
    app.jinja_env.filters["team_name"] = team_name
    app.jinja_env.filters["actor_name"] = actor_name
    app.jinja_env.filters["reason"] = reason


def show(template: str, status: int = 200, **values: Any) -> Response:
    """Return the page `template` filled with `values`; a script gets a refusal as a problem."""
    if status >= HTTPStatus.BAD_REQUEST and wants_json():
        extra = {"problems": values.get("problems", [])}
        text = wording.say("invalid_input", {})
        return problem_json(status, "invalid_input", text, extra)
    return make_response(render_template(template, **values), status)


def wants_json() -> bool:
    """Tell whether a script asks, that would rather have JSON than a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def problem_json(status: int, code: str, text: str, extra: Mapping[str, Any]) -> Response:
    """Return a refusal as RFC 9457 has it."""
    body = {"type": "about:blank", "status": status, "code": code, "title": text, **extra}
    return make_response(body, status, {"Content-Type": "application/problem+json"})


def whole(text: str) -> int | None:
    """Return a whole number that was sent, or None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def back_to(endpoint: str, done: str | None = None, **values: Any) -> Response:
    """Send the browser on after a change (303), with a message from `DONE`."""
    if done is not None:
        values["gedaan"] = done
    return make_response(redirect(url_for(endpoint, **values), 303))


def said(problem: Problem | Finding) -> str:
    """Return the Dutch sentence of a form's problem or a model's finding."""
    code = problem.code if isinstance(problem, Problem) else problem.rule
    return wording.say(code, problem.facts)


def problem_list(
    problems: Sequence[Problem], form: Labelled | None = None, **own: str
) -> list[dict[str, str]]:
    """Return problems as the error summary wants them: field and text, with the field's label.

    The labels are those of `form`, and `own` for the fields that the page draws itself.
    """
    labels = own | {field.name: field.title for field in form.fields} if form else own
    return [
        {
            "field": each.field,
            "text": " – ".join(filter(None, [labels.get(each.field), said(each)])),
        }
        for each in problems
    ]


def day(value: date | datetime | None) -> str:
    """Return a day as 27/04/2026, in Brussels."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(BRUSSELS).date()
    return wording.short_date(value)


def moment(value: datetime | None) -> str:
    """Return a moment as 27/04/2026 14:32, in Brussels."""
    if value is None:
        return ""
    return f"{day(value)} {value.astimezone(BRUSSELS):%H:%M}"


def words(key: str | None) -> str:
    """Return a key that an analyst chose as words: brief_weigering as "Brief weigering"."""
    text = (key or "").rpartition("/")[2].replace("_", " ").replace(".", " ").strip()
    return text[:1].upper() + text[1:]


def pairs(facts: Iterable[Any]) -> list[tuple[str, str]]:
    """Return facts (label, text) as `ui.definitions` draws them."""
    return [(fact.label, fact.text) for fact in facts]


def group_name(group: str) -> str:
    """Return a candidate group as people call it: the role's title, and its team."""
    roles = people.role_choices(http.runtime())
    role = max((r for r in roles if group == r or group.startswith(f"{r}-")), key=len, default="")
    team = group[len(role) + 1 :] if role else ""
    return f"{roles[role]}, {team_name(team)}" if team else roles.get(group, group)


def team_name(team: str) -> str:
    """Return a team as people call it."""
    return people.team_choices(http.runtime()).get(team, team)


def actor_name(name: str) -> str:
    """Return who did it; the system by a word instead of its own name."""
    return "het systeem" if name == SYSTEM.name else name


def reason(text: str) -> str:
    """Return why a version was made; what came from the process repository says so."""
    return "Ingelezen uit de map met processen" if text == "folder" else text


def today() -> date:
    """Return this day in Brussels."""
    return http.runtime().now().astimezone(BRUSSELS).date()


def number_in(name: str, default: int = 1) -> int:
    """Return a whole number from the query, at least 1; what is no number counts as absent."""
    number = whole(request.args.get(name, ""))
    return default if number is None else min(max(1, number), 999_999)


def posted() -> dict[str, Any]:
    """Return the form's own fields: a text each, or a list where a name came more than once.

    Names that start with an underscore, and the token, are the page's.
    """
    own = {n: v for n, v in request.form.lists() if n != "csrf_token" and not n.startswith("_")}
    return {name: values if len(values) > 1 else values[0] for name, values in own.items()}


def row_change() -> dict[str, str]:
    """Return which row or document a button of a form adds or removes, by its key.

    `add` and `remove` are of rows, `attach` and `omit` of the documents of a file picker.
    """
    wanted = {name: request.values.get(f"_{name}", "") for name in CHANGES}
    return {name: key for name, key in wanted.items() if key}


def secret(name: str = "_key") -> str:
    """Return the page's own token that makes a post happen once; Raises InvalidInput without."""
    key = request.form.get(name, "")
    if not 16 <= len(key) <= 80:
        raise errors.InvalidInput([Problem("", "page_incomplete")])
    return key


def key() -> str:
    """Return the key that this page goes on with, or a new one."""
    return request.form.get("_key") or secrets.token_urlsafe(18)


def here() -> str:
    """Return the address that is asked, with its query."""
    return request.full_path.rstrip("?")


def goes_on() -> bool:
    """Tell whether a button asks for the same page, with another row or with other questions."""
    return bool(row_change()) or "bijwerken" in request.form


def draft_here() -> str:
    """Return the version of the draft that a page goes on with; empty for a page that is new."""
    return request.form.get("_concept", "") if goes_on() else ""


def seen_draft() -> int:
    """Return the version of the draft that the page showed; Raises InvalidInput without."""
    seen = whole(request.form.get("_concept", ""))
    if seen is None:
        raise errors.InvalidInput([Problem("", "page_incomplete")])
    return seen


def is_autosave() -> bool:
    """Tell whether a script keeps what is being typed, while somebody goes on typing."""
    return request.headers.get("X-Requested-With") == "autosave"


def autosaved(version: int, url: str | None = None) -> Response:
    """Answer an autosave: the version to go on from, when it was, and where it is found again."""
    at = moment(http.runtime().now())[-5:]
    return make_response({"version": version, "saved_at": at, "url": url}, 200)


def _surroundings() -> dict[str, Any]:
    session = http.current_session()
    done = DONE.get(request.args.get("gedaan", ""))
    return {
        "nav": _menu(),
        "may": frozenset(str(each) for each in session.permissions) if session else frozenset(),
        "person": {"name": session.actor.name} if session else None,
        "sign_out_url": url_for("signin.sign_out"),
        "csrf_token": session.csrf if session else "",
        "demo": http.runtime().settings.demo,
        "into_force": "Voorstellen" if _asks_a_second() else "In werking zetten",
        "version": __version__,
        "flashes": [("success", done)] if done else [],
        "today": today(),
    }


def _asks_a_second() -> bool:
    """Tell whether a second analyst has to agree to what an analyst makes on a page."""
    return http.runtime().settings.approve_deployments


def _menu() -> list[dict[str, Any]]:
    session = http.current_session()
    if session is None:
        return []
    blueprint = (request.endpoint or "").partition(".")[0]
    room = _ROOMS.get(blueprint, blueprint)
    shown: list[dict[str, Any]] = []
    for permission, endpoint, label in MENU:
        if permission in session.permissions:
            current = endpoint.partition(".")[0] == room
            shown.append({"url": url_for(endpoint), "label": label, "current": current})
    return shown
