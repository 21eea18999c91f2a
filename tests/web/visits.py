"""One visit that succeeds for every route: who, which address, and what is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from engine import documents, drafts, leases, mailroom, people
from engine.model import RoleInTeam, Transition, Verdict
from engine.store import people as people_rows
from engine.store import reminders as reminder_rows
from engine.store import terms
from engine.terms import local_day
from tests import away, law, posting, sending, stuck, undelivered
from tests.house import House
from tests.stuck import Stuck
from tests.vetting import samples
from tests.web.code_visits import CODES
from tests.web.deciding import OF_DECISIONS
from tests.web.mandate_visits import MANDATES
from tests.web.model_visits import MODELS
from tests.web.record_visits import RECORDS
from tests.web.site import PROCESS, Site, Visitor, flat, start_values
from tests.web.visiting import Prepare, Visit, plain

KEY = "sleutel-van-de-pagina"
PASSWORD = "een-lang-wachtwoord-7"
CONFIDENTIAL = sending.CONFIDENTIAL


def _case(login: str = "sara.mertens") -> Prepare:
    return lambda site: Visit(login, {"number": site.known.done})


def _task(which: str, fields: Mapping[str, Any] | None = None) -> Prepare:
    def prepare(site: Site) -> Visit:
        return Visit("sara.mertens", {"task_id": getattr(site.known, which)}, fields or {})

    return prepare


def _warned(site: Site) -> Visit:
    """Warn whoever has a task of the first clock of its case, as if its day had come."""
    house, who = site.house, site.house.actors["sara.mertens"]
    with house.runtime.store.write("tests.write") as tx:
        case = house.case(site.known.taken)
        clock = terms.clocks_of(tx, case.id)[0][0]
        assert clock.end is not None
        given = reminder_rows.ReminderRow(
            "", case.id, clock.id, clock.day0, 0, clock.end, who.person_id, None, house.clock.now
        )
        reminder_rows.add(tx, [given])
        made = reminder_rows.of_case(tx, case.id)[0]
    return Visit("sara.mertens", {"reminder_id": made.id})


def _ready(site: Site) -> Visit:
    """Return a visit while a poller is at work."""
    leases.Lease("rounds", timedelta(seconds=30)).ask(site.house.runtime)
    return Visit(None)


def _complete(site: Site) -> Visit:
    task_id = site.known.taken_task
    answers = {
        "ontvankelijkheid.in_orde": ["formulier", "ondernemingsnummer", "leeftijd", "startdatum"],
        "ontvankelijkheid.oordeel": "ontvankelijk",
    }
    by = site.house.actors["sara.mertens"]
    typed = site.house.filled_in(task_id, by, answers)
    return Visit("sara.mertens", {"task_id": task_id}, {**typed, "_key": KEY})


def _start(site: Site) -> Visit:
    return Visit("an.admin", {"process_id": PROCESS}, {**flat(start_values()), "_key": KEY})


def _begun(site: Site) -> Visit:
    """Return a visit to an application that was begun and kept."""
    fields = {"organisator.naam": "De Zonnebloem", "_key": KEY, "_concept": "0"}
    site.visit("an.admin").post(f"/procedures/nieuw/{PROCESS}/concept", fields)
    (kept,) = drafts.applications(site.house.runtime, by=site.house.actors["an.admin"])
    return Visit("an.admin", {"application_id": kept.id})


def _upload(**more: str) -> Prepare:
    """Return a visit to a file that was sent with an application."""

    def prepare(site: Site) -> Visit:
        house = site.house
        (row,) = documents.add_to_page(
            house.runtime,
            page_key=KEY,
            files=[sending.sent(house, samples.pdf(), "plan.pdf")],
            type_key=None,
            by=house.actors["an.admin"],
        )
        return Visit("an.admin", {"upload_id": row.id, **more})

    return prepare


def _document(
    fields: Mapping[str, Any] | None = None, verdict: Verdict | None = None, **more: str
) -> Prepare:
    """Return a visit to a confidential document of the finished case."""

    def prepare(site: Site) -> Visit:
        by, number = site.house.actors["sara.mertens"], site.known.done
        row = sending.add(
            site.house, number, samples.image("PNG"), "plan.png", type_key=CONFIDENTIAL, by=by
        )
        if verdict is not None:
            sending.assess(site.house, number, row.id, verdict, by=by)
        return Visit(
            "sara.mertens", {"number": number, "document_id": row.id, **more}, fields or {}
        )

    return prepare


def _letter(fields: Mapping[str, Any] | None = None, login: str = "sara.mertens") -> Prepare:
    """Return a visit to the letter of the finished case, posted today."""

    def prepare(site: Site) -> Visit:
        number, letter = site.known.done, site.known.document
        day = local_day(site.house.runtime.now())
        documents.record_posting(
            site.house.runtime,
            number=number,
            document_id=letter,
            by=site.house.actors["an.admin"],
            sent_on=day,
            carrier="aangetekend",
            evidence="RR 1",
        )
        typed = {
            name: text.format(today=f"{day:%d/%m/%Y}") for name, text in (fields or {}).items()
        }
        return Visit(login, {"number": number, "document_id": letter}, typed)

    return prepare


def _message(**fields: str) -> Prepare:
    """Return a visit to a message that nobody took; `number` is that of the case that waits."""

    def prepare(site: Site) -> Visit:
        message_id = site.house.kept_message(site.known.post_message)
        return Visit("an.admin", {"message_id": message_id}, fields)

    return prepare


def _assign(site: Site) -> Visit:
    message_id = site.house.kept_message(site.known.post_message)
    return Visit("an.admin", {"message_id": message_id}, {"number": site.known.waits})


def _piece(**fields: str) -> Prepare:
    """Return a visit to a piece of post that belongs nowhere yet."""

    def prepare(site: Site) -> Visit:
        post_id = posting.unplaced(site.house, data=b"Een stuk.")
        return Visit("an.admin", {"post_id": post_id}, fields)

    return prepare


def _piece_to_case(site: Site) -> Visit:
    post_id = posting.unplaced(site.house)
    fields = {"_number": site.known.waits, "_assign": "ja"}
    return Visit("an.admin", {"post_id": post_id}, fields)


def _file_of_piece(site: Site) -> Visit:
    post_id = posting.unplaced(site.house, data=b"Een stuk.")
    found = mailroom.view(site.house.runtime, post_id=post_id, by=site.house.actors["an.admin"])
    return Visit("an.admin", {"post_id": post_id, "file_id": found.files[0].id})


def _person(fields: Mapping[str, Any] | None = None) -> Prepare:
    def prepare(site: Site) -> Visit:
        return Visit("bert.beheer", {"person_id": site.newcomer()}, fields or {})

    return prepare


def _revoke(site: Site) -> Visit:
    person_id = site.newcomer(RoleInTeam("jurist"))
    with site.house.runtime.store.read() as tx:
        held = next(each for each in people_rows.everybody(tx) if each.id == person_id)
    arguments = {"person_id": person_id, "membership_id": held.roles[0].id}
    return Visit("bert.beheer", arguments)


def _password(site: Site) -> Visit:
    token = site.password_link("nele.aerts")
    return Visit(None, {"token": token}, {"password": PASSWORD, "again": PASSWORD})


def _set_up(site: Site) -> Visit:
    """Return a visit to the set-up of a house in which nobody is; the link is made before."""
    site.empty_of_people()
    token = people.set_up_link(site.house.runtime)
    assert token is not None
    who = {"login": "eerste", "name": "Eerste Beheerder"}
    return Visit(None, {"token": token}, {**who, "password": PASSWORD, "again": PASSWORD})


def _operate(make: Callable[[House], Stuck] = stuck.on_an_error, **fields: str) -> Prepare:
    """Return a visit to a move on a case that stands still, with its reason."""

    def prepare(site: Site) -> Visit:
        found = make(site.house)
        known = {"KEY": found.key, "TOKEN": found.token}
        sent = {name: known.get(value, value) for name, value in fields.items()}
        own = {"_gezien": str(found.seen), "reason": "een proef"}
        query = "&".join(f"{n.removeprefix('_')}={v}" for n, v in sent.items())
        return Visit("bert.beheer", {"number": found.number}, {**own, **sent}, query=query)

    return prepare


def _undelivered(site: Site) -> Visit:
    job = undelivered.dead(site.house)
    return Visit("bert.beheer", {"job_id": job}, {"reason": "een proef", "gekozen": job})


def _undelivered_list(site: Site) -> Visit:
    return replace(_undelivered(site), arguments={})


def _incident(site: Site) -> Visit:
    found = stuck.without_amount(site.house)
    arguments = {"incident_id": found.incident}
    return Visit("bert.beheer", arguments, {"reason": "een proef"})


def _change(login: str) -> Prepare:
    return lambda site: Visit(login, {"change_id": law.changed(site.house).id})


def _clock(**fields: str) -> Prepare:
    def prepare(site: Site) -> Visit:
        change = law.changed(site.house, Transition.PER_CASE, confirmed=True)
        return Visit("pieter.claeys", {"change_id": change.id, "clock_id": change.clock_id}, fields)

    return prepare


def _alike(site: Site) -> Visit:
    case = stuck.on_an_error(site.house)
    query = "code=unhandled_error&element=broken&proces=probe"
    return Visit("bert.beheer", {}, {"gekozen": case.incident, "reason": "een proef"}, query=query)


def _sara(site: Site) -> str:
    return site.house.actors["sara.mertens"].person_id or ""


def _colleague(fields: Callable[[House], Mapping[str, str]] | None = None) -> Prepare:
    """Return a visit of a coordinator to the absences of somebody of the team."""
    return lambda site: Visit(
        "hilde.vandamme", {"person_id": _sara(site)}, fields(site.house) if fields else {}
    )


VISITS: Mapping[str, Prepare] = {
    **MODELS,
    **RECORDS,
    **OF_DECISIONS,
    "home.start": plain("nele.aerts"),
    "home.accessibility": plain(None),
    "home.help_page": plain(None),
    "home.health": plain(None),
    "watching.health": plain(None),
    "watching.metrics": plain(None),
    "watching.ready": _ready,
    "gallery.overview": plain("sara.mertens"),
    "gallery.example": plain("sara.mertens", component="textfield", name="leeg"),
    "signin.form": plain(None),
    "signin.sign_in": lambda site: Visit(
        None, fields={"login": "an.admin", "password": "wachtwoord-voor-de-proef"}
    ),
    "signin.sign_out": plain("an.admin"),
    "signin.password": _password,
    "signin.set_password": _password,
    "signin.set_up_form": _set_up,
    "signin.set_up": _set_up,
    "tasks.inbox": plain("sara.mertens"),
    "tasks.following": plain("sara.mertens"),
    "tasks.task": _task("taken_task"),
    "tasks.claim": _task("free_task"),
    "tasks.release": _task("taken_task"),
    "tasks.draft": _task("taken_task", {"_concept": "0", "ontvankelijkheid.oordeel": "onvolledig"}),
    "tasks.foresee": _task("taken_task", {"ontvankelijkheid.oordeel": "ontvankelijk"}),
    "tasks.questions": _task("taken_task", {"ontvankelijkheid.oordeel": "onvolledig"}),
    "tasks.complete": _complete,
    "absences.own": plain("sara.mertens"),
    "absences.write_own": lambda site: Visit("sara.mertens", fields=away.fields(site.house)),
    "absences.end_own": lambda site: Visit(
        "sara.mertens", {"absence_id": away.there(site.house, "sara.mertens", "jonas.peeters")}
    ),
    "reminders.listing": plain("sara.mertens"),
    "reminders.see": _warned,
    "absences.of_colleague": _colleague(),
    "absences.write_of_colleague": _colleague(away.fields),
    "absences.end_of_colleague": lambda site: Visit(
        "hilde.vandamme",
        {
            "person_id": _sara(site),
            "absence_id": away.there(site.house, "sara.mertens", "jonas.peeters", after=40),
        },
    ),
    "team.board": plain("hilde.vandamme"),
    "team.handing": lambda site: Visit("hilde.vandamme", query=f"taak={site.known.free_task}"),
    "team.hand_over": lambda site: Visit(
        "hilde.vandamme",
        fields={"taak": site.known.free_task, "to": _sara(site), "reason": "Het is druk."},
    ),
    "codes.search": plain("sara.mertens", name="gemeenten"),
    "starting.choose": plain("an.admin"),
    "starting.start_form": plain("an.admin", process_id=PROCESS),
    "starting.start_draft": lambda site: Visit(
        "an.admin", {"process_id": PROCESS}, {"_key": KEY, "_concept": "0"}
    ),
    "starting.drop_application": _begun,
    "starting.start_questions": _start,
    "starting.start": _start,
    "cases.case": _case(),
    "cases.history": _case(),
    "cases.papers": _case(),
    "cases.data": _case(),
    "cases.diagram": _case(),
    "cases.diagram_xml": _case(),
    "cases.document": lambda site: Visit(
        "sara.mertens", {"number": site.known.done, "document_id": site.known.document}
    ),
    "letters.letter": _letter(),
    "letters.copy": _letter(),
    "letters.record_posting": _letter(
        {"sent_on": "{today}", "carrier": "aangetekend", "evidence": "RR 1"}, "an.admin"
    ),
    "letters.record_return": _letter(
        {"returned_on": "{today}", "reason": "niet afgehaald"}, "an.admin"
    ),
    "documents.add_form": _case(),
    "documents.add": lambda site: Visit(
        "sara.mertens",
        {"number": site.known.done},
        files=(b"Een plan.", "plan.txt"),
    ),
    "pickers.add_to_start": lambda site: Visit(
        "an.admin",
        {"process_id": PROCESS},
        {"_key": KEY},
        files=(b"Een plan.", "plan.txt"),
        file_field="_file.aanvraag.stukken",
    ),
    "pickers.add_to_task": lambda site: Visit(
        "sara.mertens",
        {"task_id": site.known.taken_task},
        files=(b"Een stuk.", "stuk.txt"),
        file_field="_file.ontvankelijkheid.stukken",
    ),
    "documents.look": _document(),
    "uploads.look": _upload(),
    "uploads.picture": _upload(wanted="1"),
    "uploads.download": _upload(),
    "documents.picture": _document(wanted="1"),
    "documents.assess": _document(fields={"verdict": "meets"}),
    "documents.destroy": _document(verdict=Verdict.MEETS),
    "booking.desk": plain("an.admin"),
    "booking.questions": lambda site: Visit("an.admin", {}, {"_key": KEY, "_q": "Zonnebloem"}),
    "booking.add_files": lambda site: Visit(
        "an.admin",
        {},
        {"_key": KEY},
        files=(b"Een stuk.", "stuk.txt"),
        file_field="_file._files",
    ),
    "booking.book": lambda site: Visit(
        "an.admin", {}, {**posting.TYPED, "_number": site.known.waits, "_book": "ja"}
    ),
    "booking.go": lambda site: Visit("an.admin", {"number": site.known.waits}),
    "pieces.piece": _piece(),
    "pieces.questions": _piece(_q="Zonnebloem"),
    "pieces.assign": _piece_to_case,
    "pieces.drop": _piece(reason="Dit is reclame."),
    "pieces.file": _file_of_piece,
    "post.unassigned": plain("an.admin"),
    "post.message": _message(),
    "post.assign": _assign,
    "post.drop": _message(reason="Hoort nergens bij."),
    "dossiers.search": plain("sara.mertens"),
    "dossiers.dossier": lambda site: Visit("sara.mertens", {"number": site.known.dossier}),
    "decisions.listing": plain("sara.mertens"),
    "lawbook.listing": plain("sara.mertens"),
    "lawbook.term": plain("sara.mertens", key="bezwaar.indienen"),
    "lawbook.propose_form": plain("pieter.claeys", key="bezwaar.indienen"),
    "lawbook.propose": lambda site: Visit(
        "pieter.claeys",
        {"key": "bezwaar.indienen"},
        {
            "value": "45",
            "grace_days": "3",
            "effective_on": "2030-01-01",
            "rule": "respectful",
            "source": "Decreet",
            "reason": "Gewijzigd",
        },
    ),
    "lawbook.change": _change("pieter.claeys"),
    "lawbook.confirm_change": _change("nele.aerts"),
    "lawbook.withdraw": _change("pieter.claeys"),
    "lawbook.clock_form": _clock(),
    "lawbook.decide_clock": _clock(moves="nee", reason="De aanvrager rekent erop."),
    "lawbook.unconfirmed": plain("sara.mertens"),
    **MANDATES,
    **CODES,
    "lawbook.confirm": plain("nele.aerts", term_id="bezwaar.indienen@2026-01-01"),
    "audit.overview": plain("ann.auditor"),
    "audit.case": _case("ann.auditor"),
    "audit.verify": plain("ann.auditor"),
    "operations.listing": plain("bert.beheer"),
    "operations.retry_all_form": _alike,
    "operations.retry_all": _alike,
    "operations.resolve_form": _incident,
    "operations.resolve": _incident,
    "undelivered.listing": plain("bert.beheer"),
    "undelivered.retry": _undelivered_list,
    "undelivered.put_aside_form": _undelivered,
    "undelivered.put_aside": _undelivered,
    "operations.case": _operate(),
    "operations.drawing": _operate(stap="broken"),
    "operations.retry_form": _operate(wat="KEY"),
    "operations.retry": _operate(_wat="KEY"),
    "operations.skip_form": _operate(stuck.on_a_service, wat="KEY"),
    "operations.skip": _operate(stuck.on_a_service, _wat="KEY", **{"uit.found": "0"}),
    "operations.values_form": _operate(naam="amount"),
    "operations.values_preview": _operate(values="amount = 3"),
    "operations.set_values": _operate(values="amount = 3"),
    "operations.move_form": _operate(token="TOKEN"),
    "operations.move": _operate(_token="TOKEN", _element="ask"),
    "operations.cancel_form": _operate(),
    "operations.cancel": _operate(),
    "people.listing": plain("bert.beheer"),
    "people.new": plain("bert.beheer"),
    "people.add": lambda site: Visit("bert.beheer", fields={"login": "ine", "name": "Ine Smet"}),
    "people.person": _person(),
    "people.grant": _person({"role": "jurist"}),
    "people.revoke": _revoke,
    "people.reset": _person(),
    "people.disable": _person(),
}


def routes(app: Flask) -> dict[str, str]:
    """Return endpoint → method of every route but that of files; each answers one method."""
    found: dict[str, str] = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            found[rule.endpoint] = method
    return found


def address(app: Flask, endpoint: str, visit: Visit) -> str:
    """Return the path of a visit."""
    rule = next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint)
    with app.test_request_context():
        path = app.url_for(rule.endpoint, _external=False, **visit.arguments)
    return f"{path}?{visit.query}" if visit.query else path


def pay(browser: Visitor, path: str, method: str, visit: Visit, **more: Any) -> TestResponse:
    """Pay the visit with `browser`."""
    if method == "GET":
        return browser.get(path, **more)
    if visit.body is not None:
        headers = {"X-Reason": "een proef", **more.pop("headers", {})}
        return browser.send(path, visit.body, visit.media_type, headers=headers, **more)
    files = visit.files
    sent = {} if files is None else {visit.file_field: (BytesIO(files[0]), files[1])}
    return browser.post(path, {**visit.fields, **sent}, **more)
