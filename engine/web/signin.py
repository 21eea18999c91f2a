"""Signing in and out, the first set-up, and choosing a password."""

from __future__ import annotations

from flask import Response, make_response, redirect, request, url_for

from engine import errors, http, people
from engine.model import Permission
from engine.web import page

pages = http.blueprint("signin", __name__)


@pages.get("/aanmelden")
@http.demands(Permission.PUBLIC)
def form() -> Response:
    """Show the sign-in form; someone who is signed in goes home."""
    if http.current_session() is not None:
        return page.back_to("home.start")
    return page.show("signin.html", login="", after=_after(request.args.get("naar", "")))


@pages.post("/aanmelden")
@http.demands(Permission.PUBLIC)
def sign_in() -> Response:
    """Check name and password; the session's id is always a new one."""
    login = request.form.get("login", "")[:100]
    after = _after(request.form.get("_after", ""))
    try:
        token = people.sign_in(
            http.runtime(),
            login=login,
            password=request.form.get("password", ""),
            address=request.remote_addr or "",
        )
    except (errors.NotAllowed, errors.TooManyAttempts) as refused:
        problems = page.problem_list([errors.Problem("login", refused.code, refused.facts)])
        status = http.status_of(refused)
        shown = 422 if isinstance(refused, errors.NotAllowed) else status
        return page.show("signin.html", shown, login=login, after=after, problems=problems)
    response = make_response(redirect(after or url_for("home.start"), 303))
    http.set_session_cookie(response, token)
    return response


@pages.post("/afmelden")
@http.demands(Permission.SIGNED_IN)
def sign_out() -> Response:
    """End the session."""
    session = http.current_session()
    if session is not None:
        people.sign_out(http.runtime(), current=session)
    response = page.back_to("signin.form", "afgemeld")
    http.clear_session_cookie(response)
    return response


@pages.get("/wachtwoord/<token>")
@http.demands(Permission.PUBLIC)
def password(token: str) -> Response:
    """Show the form behind a one-time link."""
    return page.show("password.html", token=token, set_up=False)


@pages.post("/wachtwoord/<token>")
@http.demands(Permission.PUBLIC)
def set_password(token: str) -> Response:
    """Set the password; the link works once."""
    try:
        _same_twice()
        people.set_password(http.runtime(), token=token, password=request.form.get("password", ""))
    except errors.InvalidInput as refused:
        problems = page.problem_list(refused.problems)
        return page.show("password.html", 422, token=token, set_up=False, problems=problems)
    return page.back_to("signin.form", "wachtwoord-gezet")


@pages.get("/inrichten/<token>")
@http.demands(Permission.PUBLIC)
def set_up_form(token: str) -> Response:
    """Show the form that makes the first administrator."""
    return page.show("password.html", token=token, set_up=True, login="", name="")


@pages.post("/inrichten/<token>")
@http.demands(Permission.PUBLIC)
def set_up(token: str) -> Response:
    """Make the first administrator; works once."""
    login, name = request.form.get("login", "")[:60], request.form.get("name", "")[:120]
    try:
        _same_twice()
        people.set_up(
            http.runtime(),
            token=token,
            login=login,
            name=name,
            password=request.form.get("password", ""),
        )
    except errors.InvalidInput as refused:
        return page.show(
            "password.html",
            422,
            token=token,
            set_up=True,
            login=login,
            name=name,
            problems=page.problem_list(refused.problems),
        )
    return page.back_to("signin.form", "account-gemaakt")


def _same_twice() -> None:
    if request.form.get("password", "") != request.form.get("again", ""):
        raise errors.InvalidInput([errors.Problem("again", "password_differs")])


def _after(path: str) -> str:
    """Return a path on this site to go to after signing in; anything else is dropped.

    Browsers leave out tabs and line ends and read a backslash as a slash: neither may stand here.
    """
    safe = path.startswith("/") and not path.startswith("//")
    safe = safe and path.isprintable() and "\\" not in path
    return path[:500] if safe else ""
