"""What every HTTP door shares: who asks, what a route demands, and how errors become answers."""

from __future__ import annotations

import hmac
import io
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import IO, Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Request, Response, current_app, g, request
from typing_extensions import override

from engine import errors, keys, people, uploads
from engine.model import Actor, Permission
from engine.runtime import Runtime

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_BODY_BYTES = 4 * 1024 * 1024
MAX_FORM_PARTS = 6_000
FILES_AT_ONCE = 4

STATUS: tuple[tuple[type[errors.EngineError], int], ...] = (
    (errors.NotFound, 404),
    (errors.NotSignedIn, 401),
    (errors.NotAllowed, 403),
    (errors.TooManyAttempts, 429),
    (errors.Conflict, 409),
    (errors.InvalidInput, 422),
    (errors.InvalidModel, 422),
    (errors.ModelFault, 500),
    (errors.Unavailable, 503),
    (errors.Temporary, 503),
    (errors.Permanent, 502),
)

WAIT: Mapping[str, int] = {"database_contended": 1, "database_busy": 2}
WAIT_LONGER = 10
"""Seconds after which somebody may try again what could not be done now."""

View = TypeVar("View", bound=Callable[..., Any])


def status_of(error: errors.EngineError) -> int:
    """Return the HTTP status that says what the caller can do about `error`."""
    return next((code for kind, code in STATUS if isinstance(error, kind)), 500)


def say_when(response: Response, code: str) -> Response:
    """Tell when to ask again on an answer 503; no other answer changes."""
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(WAIT.get(code, WAIT_LONGER))
    return response


def demands(permission: Permission) -> Callable[[View], View]:
    """Declare what a route demands; a route that declares nothing is never served."""

    def mark(view: View) -> View:
        cast("Any", view).permission = permission
        return view

    return mark


def takes_files(view: View) -> View:
    """Declare that a route takes files; any other route reads small bodies and drops files."""
    cast("Any", view).takes_files = True
    return view


class FileRequest(Request):
    """A request whose files go into the vault while they come in; no plain file ever holds one."""

    @override
    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if not _takes_files(self):
            return cast("IO[bytes]", _Nowhere())
        incoming = uploads.receive(runtime())
        self.__dict__.setdefault("incoming", []).append(incoming)
        return cast("IO[bytes]", incoming)

    @override
    def close(self) -> None:
        """Give up every file that was not placed, also when the form could not be read."""
        for incoming in self.__dict__.get("incoming", ()):
            incoming.close()
        super().close()


class _Nowhere(io.RawIOBase):
    """Where a file goes that nobody asked for."""

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: Any) -> int:
        return len(data)

    @override
    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return 0


def files(name: str) -> tuple[uploads.Sent, ...]:
    """Return the files that were chosen in the field `name`."""
    return tuple(
        uploads.Sent(each.filename, cast("Any", each.stream))
        for each in request.files.getlist(name)
        if each.filename
    )


def files_by_name(start: str) -> dict[str, tuple[uploads.Sent, ...]]:
    """Return the files of all fields whose name begins so, by the rest of that name."""
    names = dict.fromkeys(name for name in request.files if name.startswith(start))
    found = {name.removeprefix(start): files(name) for name in names}
    return {name: sent for name, sent in found.items() if sent}


def _takes_files(req: Request) -> bool:
    view = current_app.view_functions.get(req.endpoint or "")
    return getattr(view, "takes_files", False)


def runtime() -> Runtime:
    """Return the runtime of the running application."""
    return cast("Runtime", current_app.extensions["procesregie"])


def actor() -> Actor:
    """Return who asks; Raises NotSignedIn when nobody does."""
    session = current_session()
    if session is None:
        raise errors.NotSignedIn
    return session.actor


def key() -> keys.Key:
    """Return the key with which a program came in, on a route that demands one."""
    return cast("keys.Key", g.key)


def current_session() -> people.Session | None:
    """Return the session of this request, or None."""
    return cast("people.Session | None", g.get("session"))


def guard(app: Flask) -> None:
    """Install the checks that every request passes, in this order: session, permission, CSRF."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY_BYTES
    app.config["MAX_FORM_PARTS"] = MAX_FORM_PARTS
    app.request_class = FileRequest
    app.before_request(_check_request)
    app.after_request(_headers)
    app.after_request(_close_unsent)


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """Return what the route `endpoint` declares, None when it declares nothing."""
    return cast("Permission | None", getattr(app.view_functions[endpoint], "permission", None))


def _check_request() -> None:
    if request.endpoint is None or request.endpoint == "static":
        return
    demanded = permission_of(current_app, request.endpoint)
    if demanded is None:
        raise errors.NotAllowed("route_without_permission", endpoint=request.endpoint)
    token = request.cookies.get(cookie_name())
    if _takes_files(request) and request.mimetype == "multipart/form-data":
        request.max_content_length = runtime().settings.upload_mb * uploads.MB * FILES_AT_ONCE
    _check_address(request)
    if demanded is Permission.EXTERNAL_WORK:
        g.key = keys.known(runtime(), token=_bearer(request))
        return
    g.session = people.session(runtime(), token=token, touch=_shows_presence(request))
    _check_same_site(request)
    if demanded is Permission.PUBLIC:
        _check_form(request)
        return
    by = actor()
    if demanded is not Permission.SIGNED_IN:
        people.demand(runtime(), by=by, permission=demanded, route=request.path)
    if request.method not in SAFE_METHODS:
        _check_csrf(request)
    _check_form(request)


def _bearer(req: Request) -> str:
    """Return the key that a program shows; a cookie is none. Raises NotSignedIn."""
    kind, _, token = req.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise errors.NotSignedIn
    return token.strip()


def _check_address(req: Request) -> None:
    """Refuse an address with a NUL in it: nothing is named so, and PostgreSQL has no such text."""
    if "\0" in req.path or any("\0" in text for text in req.args.values()):
        raise errors.NotFound("http_404")


def _check_form(req: Request) -> None:
    """Refuse a text that no database keeps."""
    wrong = [name for name, text in req.form.items(multi=True) if "\0" in name + text]
    if wrong:
        raise errors.InvalidInput([errors.Problem("", "control_character") for _ in wrong[:1]])


def _shows_presence(req: Request) -> bool:
    """Tell whether this request keeps a session awake: a look, or a draft saved while typing."""
    return req.method in SAFE_METHODS or req.headers.get("X-Requested-With") == "autosave"


def _check_same_site(req: Request) -> None:
    """Refuse a post from another site; an older browser tells it by `Origin` only."""
    if req.method in SAFE_METHODS:
        return
    origin = urlsplit(req.headers.get("Origin", "")).netloc
    told = "same-origin" if origin in {"", req.host} else "cross-site"
    if req.headers.get("Sec-Fetch-Site", told) not in {"same-origin", "none"}:
        raise errors.NotAllowed("foreign_origin")


def _check_csrf(req: Request) -> None:
    session = current_session()
    sent = req.headers.get("X-CSRF-Token") or req.form.get("csrf_token", "")
    if session is None or not hmac.compare_digest(sent.encode(), session.csrf.encode()):
        raise errors.NotAllowed("csrf")


def _close_unsent(response: Response) -> Response:
    """Close the file behind an answer without a body: nobody reads it to its end."""
    if request.method == "HEAD" or response.status_code == HTTPStatus.NOT_MODIFIED:
        response.close()
    return response


def _headers(response: Response) -> Response:
    style = "'self' 'unsafe-inline'" if g.get("draws_diagram") else "'self'"
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; font-src 'self' data:; "
        f"style-src {style}; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def set_session_cookie(response: Response, token: str) -> None:
    """Hand the browser its session; the `__Host-` prefix pins it to this host and path."""
    response.set_cookie(cookie_name(), token, **_cookie())


def clear_session_cookie(response: Response) -> None:
    """Take the session back from the browser."""
    response.delete_cookie(cookie_name(), **_cookie())


def cookie_name() -> str:
    """Return the cookie's name: behind https the browser itself pins it to this host and path."""
    return "__Host-procesregie" if runtime().settings.secure_cookies else "procesregie"


def _cookie() -> dict[str, Any]:
    secure = runtime().settings.secure_cookies
    return {"secure": secure, "httponly": True, "samesite": "Lax", "path": "/"}


def draws_diagram() -> None:
    """Let this page use the inline styles that bpmn.io writes; no other page may."""
    g.draws_diagram = True


def blueprint(name: str, module: str) -> Blueprint:
    """Return a blueprint of one room of pages."""
    return Blueprint(name, module)
