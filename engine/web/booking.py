"""The post desk: one page on which a piece of post is booked, by keyboard and without scripts too.

The page keeps everything that was typed, whatever button was pressed; only booking keeps anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Response, make_response, request, url_for

from engine import errors, http, mailroom
from engine.documents import Attached, Files
from engine.errors import Problem
from engine.mailroom import FILES, Arrived, Place, Sheet, Typed
from engine.model import Permission
from engine.post import RefusedPost
from engine.web import page, pickers, postal, shapes

pages = http.blueprint("booking", __name__)

LABELS = {
    "_received": "Wanneer is het ontvangen?",
    "_channel": "Hoe kwam het binnen?",
    "_sender": "Van wie?",
    "_subject": "Waarover gaat het?",
    "_danger": "Is er gevaar voor een kind?",
    "_number": "Waar hoort het bij?",
    "_reason": "Waarom telt het toch?",
    FILES: "Bestanden",
}
DANGER = {"ja": "Ja, of misschien", "nee": "Nee"}
MOST_TOKENS = 20
_NUMBER = re.compile(r"[A-Z0-9-]{3,40}")


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands on the page: the fields of the piece as typed, and the place that was chosen."""

    received: str
    channel: str
    sender: str
    subject: str
    danger: str
    q: str
    proposed: str
    typed: Typed
    reason: str = ""

    @property
    def day(self) -> date | None:
        """Return the day of receipt, None when it is no day."""
        return shapes.typed_day(self.received)


@pages.get("/post")
@http.demands(Permission.REGISTER_POST)
def desk() -> Response:
    """Show an empty sheet, with the day and the channel of the piece before."""
    given = request.args
    received = shapes.typed_day(given.get("ontvangen", ""))
    channel = given.get("kanaal", "")
    number = given.get("bij", "")
    blank = Desk(
        received=page.day(received or page.today()),
        channel=channel if channel in shapes.CHANNELS else "",
        sender="",
        subject="",
        danger="",
        q="",
        proposed="",
        typed=Typed(number=number[:40] or None, key=page.key()),
    )
    return _page(blank)


@pages.post("/post/vragen")
@http.demands(Permission.REGISTER_POST)
def questions() -> Response:
    """Return the sheet as it looks with what was typed so far; nothing is kept."""
    return _page(_typed(pickers.typed()), fragment=True)


@pages.post("/post/bestanden")
@http.takes_files
@http.demands(Permission.REGISTER_POST)
def add_files() -> Response:
    """Keep a file for the sheet, and say by which id it can be chosen."""
    files = http.files_by_name(pickers.FILES)
    if not files:
        raise errors.InvalidInput([Problem("", "upload.none")], "refused_upload")
    return pickers.told(_attach(files))


@pages.post("/post")
@http.takes_files
@http.demands(Permission.REGISTER_POST)
def book() -> Response:
    """Book the piece once, whatever happens to the answer; any other button draws the sheet again.

    Files that were chosen come in whatever button was pressed.
    """
    page.secret()
    got = pickers.received(_attach)
    got.answers.pop(FILES, None)
    left_out = _left_out(got)
    typed = _typed(got)
    if left_out or not {"_book", "_aside"} & request.form.keys():
        return _page(_searched(typed), got.refused)
    aside = "_aside" in request.form
    problems = [*got.refused, *_missing(typed, aside=aside)]
    if problems:
        return _page(typed, problems)
    try:
        booked = _book(typed, aside=aside, refused=got.refused)
    except (mailroom.RefusedBooking, RefusedPost) as refused:
        return _page(typed, refused.problems)
    except errors.NotFound:
        return _page(_without_place(typed), [Problem("_number", "post.place")])
    except errors.AlreadyDone:
        return _page(_ticked(typed, ()), [Problem("_number", "post.no_longer")])
    return _onward(typed, booked)


def _attach(files: Files) -> Attached:
    typed = Typed(number=chosen_number(), tokens=chosen_tokens(), key=page.secret())
    return mailroom.attach(http.runtime(), by=http.actor(), typed=typed, files=files)


def _left_out(got: pickers.Received) -> bool:
    key, _, file_id = got.rows.get("omit", "").partition(":")
    if key != FILES:
        return False
    mailroom.leave_out(
        http.runtime(), by=http.actor(), page_key=page.secret(), file_id=file_id[:80]
    )
    return True


def _typed(got: pickers.Received) -> Desk:
    """Return what was typed on the page."""
    sent = request.form
    typed = Typed(
        number=chosen_number(),
        tokens=chosen_tokens(),
        posted=got.answers,
        received_on=shapes.typed_day(sent.get("_received", "")),
        key=page.secret(),
        rows={name: key for name, key in got.rows.items() if not key.startswith(FILES)},
        problems=got.refused,
    )
    return Desk(
        received=sent.get("_received", "")[:20],
        channel=sent.get("_channel", ""),
        sender=sent.get("_sender", "")[:400],
        subject=sent.get("_subject", "")[:600],
        danger=sent.get("_danger", ""),
        q=sent.get("_q", "")[:100],
        proposed=sent.get("_proposed", "")[:20],
        typed=typed,
        reason=chosen_reason(),
    )


def chosen_number() -> str | None:
    """Return the place that was chosen, by the button or before it; None when another is wanted."""
    if "_other" in request.form:
        return None
    wanted = request.form.get("_choose") or request.form.get("_number", "")
    return wanted.strip().upper() if _NUMBER.fullmatch(wanted.strip().upper()) else None


def chosen_tokens() -> tuple[str, ...]:
    """Return what was ticked at the place; another place has other things to tick."""
    if {"_choose", "_other"} & request.form.keys():
        return ()
    return tuple(dict.fromkeys(request.form.getlist("_token")))[:MOST_TOKENS]


def chosen_reason() -> str:
    """Return why what came too late counts all the same, as typed; longer is told, not cut."""
    return request.form.get("_reason", "")[: 2 * mailroom.LONGEST_REASON]


def _searched(typed: Desk) -> Desk:
    """Choose the place at once when searching by the button finds no other."""
    if "_search" not in request.form or typed.typed.number:
        return typed
    found = mailroom.search(http.runtime(), by=http.actor(), q=typed.q)
    if len(found) != 1:
        return typed
    return replace(typed, typed=replace(typed.typed, number=found[0].number, tokens=()))


def _without_place(typed: Desk) -> Desk:
    return replace(typed, typed=replace(typed.typed, number=None, tokens=(), posted={}))


def _ticked(typed: Desk, tokens: Sequence[str]) -> Desk:
    return replace(typed, typed=replace(typed.typed, tokens=tokens, posted={}))


def _missing(typed: Desk, *, aside: bool) -> list[Problem]:
    problems = []
    if typed.day is None:
        problems.append(Problem("_received", "not_a_date"))
    if typed.channel not in shapes.CHANNELS:
        problems.append(Problem("_channel", "required"))
    if not typed.subject.strip():
        problems.append(Problem("_subject", "required"))
    if typed.danger not in DANGER:
        problems.append(Problem("_danger", "post.danger"))
    if typed.typed.number is None and not aside:
        problems.append(Problem("_number", "post.choose"))
    return problems


def _book(typed: Desk, *, aside: bool, refused: tuple[Problem, ...]) -> mailroom.Booked:
    assert typed.day is not None
    arrived = Arrived(
        typed.day,
        typed.channel,
        typed.sender,
        typed.subject,
        danger=typed.danger == "ja",
        reason=typed.reason,
    )
    return mailroom.book(
        http.runtime(),
        by=http.actor(),
        arrived=arrived,
        number=None if aside else typed.typed.number,
        tokens=() if aside else typed.typed.tokens,
        posted={} if aside else typed.typed.posted,
        key=page.secret(),
        refused=refused,
    )


def _onward(typed: Desk, booked: mailroom.Booked) -> Response:
    """Go on with the next piece: the same day, the same channel."""
    received = typed.day.isoformat() if typed.day else ""
    return page.back_to(
        "booking.desk",
        "stuk-ingeboekt",
        ontvangen=received,
        kanaal=typed.channel,
        vorige=booked.number or "",
    )


def _page(typed: Desk, problems: Sequence[Problem] = (), *, fragment: bool = False) -> Response:
    runtime, by = http.runtime(), http.actor()
    own = tuple(each for each in problems if not each.field.startswith("_"))
    asked = replace(typed.typed, received_on=typed.day, problems=own)
    try:
        drawn = mailroom.sheet(runtime, by=by, typed=asked)
    except errors.NotFound:
        problems = [*problems, Problem("_number", "post.place")]
        drawn = mailroom.sheet(runtime, by=by, typed=replace(asked, number=None, tokens=()))
    problems = [*problems, *postal.moved_on(drawn, asked)]
    typed = _with_mail(typed, drawn)
    values: dict[str, Any] = {
        "desk": typed,
        "sheet": drawn,
        "place": postal.place(drawn.place) if drawn.place else None,
        "forms": postal.forms(drawn),
        "found": _found(typed, drawn),
        "files": postal.picker(FILES, drawn.files, problems),
        "left_out": postal.left_out(drawn.files),
        "channels": _options(shapes.CHANNELS, typed.channel),
        "dangers": _options(DANGER, typed.danger),
        "expected": postal.expected(drawn, typed.day),
        "errors": {each.field: page.said(each) for each in reversed(problems)},
        "previous": _previous(),
    }
    if fragment:
        return page.show("fragments/post_desk.html", **values)
    urgent = mailroom.urgent(runtime, by=by)
    listed = page.problem_list(problems, postal.Fields(drawn), **LABELS)
    return page.show(
        "post_desk.html", 422 if problems else 200, **values, problems=listed, urgent=urgent
    )


def _with_mail(typed: Desk, drawn: Sheet) -> Desk:
    """Fill in what a mail says of itself where nothing was typed; a person confirms it."""
    mail = drawn.mail
    if mail is None:
        return typed
    received, proposed = typed.received, typed.proposed
    if mail.received_on and proposed != mail.received_on:
        day = shapes.typed_day(mail.received_on)
        proposed = mail.received_on
        if day is not None and day <= page.today() and typed.day in {None, page.today()}:
            received = page.day(day)
    return replace(
        typed,
        received=received,
        proposed=proposed,
        sender=typed.sender or mail.sender,
        subject=typed.subject or mail.subject,
        channel=typed.channel or "e_mail",
    )


def _found(typed: Desk, drawn: Sheet) -> dict[str, Any]:
    """Return the places to choose from: what was searched, else what the piece itself names."""
    runtime, by = http.runtime(), http.actor()
    if drawn.place is not None:
        return {"places": (), "searched": False}
    places: tuple[Place, ...] = ()
    if typed.q.strip():
        places = mailroom.search(runtime, by=by, q=typed.q)
    elif typed.sender or typed.subject:
        places = mailroom.suggest(runtime, by=by, sender=typed.sender, subject=typed.subject)
    return {"places": [postal.place(each) for each in places], "searched": bool(typed.q.strip())}


def _options(options: Any, chosen: str) -> list[dict[str, Any]]:
    return [
        {"value": key, "label": label, "chosen": key == chosen} for key, label in options.items()
    ]


def _previous() -> dict[str, str] | None:
    """Return where the piece before went, for a link."""
    number = request.args.get("vorige", "")
    if not _NUMBER.fullmatch(number):
        return None
    return {"number": number, "url": url_for("booking.go", number=number)}


@pages.get("/post/naar/<number>")
@http.demands(Permission.REGISTER_POST)
def go(number: str) -> Response:
    """Go to the case or the dossier with this number."""
    found = mailroom.sheet(http.runtime(), by=http.actor(), typed=Typed(number=number))
    assert found.place is not None
    return make_response("", 303, {"Location": postal.place(found.place)["url"]})
