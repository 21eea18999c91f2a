"""Scenes for the transactions that no page reaches: what the machine does by itself.

A scene is prepared in a house and then done, as often as it takes, by processes that die. What it
talks to (a mail server, a program elsewhere) is there anew for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import text

from engine import (
    delivery,
    documents,
    external,
    history,
    jobs,
    keys,
    lawbook,
    mailbox,
    messages,
    registers,
    reminders,
    scenarios,
    uploads,
)
from engine.keys import Key
from engine.model import SYSTEM, Transition, Verdict
from engine.runtime import Runtime
from engine.sending.incidents import tell_of_incidents
from engine.worker import Rounds
from tests import law, recording, sending, stuck
from tests.api.conftest import ERROR, TOPIC, WORK
from tests.connectors.conftest import Connected
from tests.connectors.contract_server import contract_of
from tests.connectors.contract_server import serving as system
from tests.connectors.test_serving import ask as asking
from tests.house import House
from tests.mailbox import imap
from tests.mailbox.test_mailbox import letter
from tests.outbox import sendings
from tests.outgoing.remote import remote
from tests.verbs import probing
from tests.verbs import test_messages as between
from tests.web.model_visits import diagram
from tests.web.site import PROCESS, Site
from tests.workers.crowd import ALARM

T = TypeVar("T")
AFTER = probing.TASK.format("look")
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Scene:
    """What is made ready once, and what is done; `refused` when the first answer is a refusal."""

    prepare: Callable[[Site], Any]
    do: Callable[[House, Any], object]
    refused: bool = False


def stays(context: AbstractContextManager[T]) -> T:
    """Enter something that lasts as long as the process: what is worked off later needs it too."""
    _LASTING.append(context)
    return context.__enter__()


_LASTING: list[Any] = []


def _with(house: House, **more: Any) -> None:
    settings = replace(house.runtime.settings, **more)
    house.runtime = replace(house.runtime, settings=settings)


def _sql(house: House, *statements: str) -> None:
    with house.runtime.store.write("tests.scene") as tx:
        for each in statements:
            tx.run(text(each))


# --- jobs ----------------------------------------------------------------------------------------


def _alarm(site: Site) -> str:
    """Start a case whose timer is due; return its job."""
    probing.deploy(site.house, ALARM)
    number = probing.start(site.house)
    site.house.clock.now += HOUR
    with site.house.runtime.store.read() as tx:
        found = tx.scalar(
            text("SELECT j.id FROM job j JOIN case_ c ON c.id = j.case_id WHERE c.number = :n"),
            {"n": number},
        )
    return str(found)


def _alarm_of_nothing(site: Site) -> str:
    job = _alarm(site)
    _sql(site.house, f"UPDATE job SET token = 'gone' WHERE id = '{job}'")
    return job


def _one(house: House, job: str) -> None:
    jobs.run_one(house.runtime, job)


def _stop_at_once(house: House, _job: str) -> None:
    jobs.run_due(house.runtime, stopping=lambda: True)


def _fails_for_good(site: Site) -> None:
    probing.deploy(
        site.house, probing.row('<serviceTask id="who" name="Who" pr:job="find_deciders"/>', AFTER)
    )
    probing.start(site.house)


def _work_off(house: House, _about: object) -> None:
    house.work_off()


def _failed_for_good(site: Site) -> None:
    """Let an incident be there that nobody was told of."""
    _fails_for_good(site)
    site.house.work_off()
    site.house.clock.now += HOUR


def _tell(house: House, _about: object) -> None:
    _with(house, alert_to="beheer@voorbeeld.be")
    tell_of_incidents(house.runtime)


def _completed_wrongly(site: Site) -> str:
    probing.deploy(site.house, stuck.AMOUNT, beside=stuck.ERROR)
    return probing.start(site.house)


def _complete(house: House, number: str) -> None:
    stuck._complete(house, number)


# --- programs elsewhere --------------------------------------------------------------------------

PROGRAM = Key("key", "kbo-1", frozenset({TOPIC}))


def _work_elsewhere(site: Site) -> None:
    probing.deploy(site.house, WORK, beside=ERROR)
    probing.start(site.house)


def _no_answer_to_it(site: Site) -> None:
    """Leave work to a program of which the model cannot take the answer."""
    ask = f'<serviceTask id="wait" name="Wait" pr:topic="{TOPIC}"/>'
    catch = between.catch("wait", between.message_of("answer"))
    probing.deploy(site.house, between.UNANSWERED.replace(catch, ask))
    probing.start(site.house)


def _elsewhere(end: str) -> Callable[[House, Any], None]:
    """Return what a program does: fetch, keep it longer, then end it so."""

    def do(house: House, _about: object) -> None:
        runtime, about = house.runtime, dict[str, Any](by=PROGRAM)
        fetched = external.fetch(
            runtime, **about, worker="w", topics=[TOPIC], lasts=timedelta(minutes=1)
        )
        for job in fetched:
            locked: dict[str, Any] = {**about, "job_id": job.id, "lock": job.lock}
            external.extend(runtime, **locked, lasts=timedelta(minutes=1))
            if end == "complete":
                external.complete(runtime, **locked, values={"name": "De Bolderkar"})
            elif end == "fail":
                external.fail(runtime, **locked, error="it is away", again_after=None)
            else:
                external.throw(runtime, **locked, code="another", values={})

    return do


def _make_key(house: House, _about: object) -> None:
    keys.make(house.runtime, name="kbo-2", topics=[TOPIC], by=SYSTEM)


def _made_key(site: Site) -> None:
    _make_key(site.house, None)


def _end_key(house: House, _about: object) -> None:
    keys.end(house.runtime, name="kbo-2", by=SYSTEM)


# --- messages, signals, starts -------------------------------------------------------------------


def _waits(site: Site) -> None:
    between.waiting_procedure(site.house)
    between.start(site.house, "waiter", dossier="A")


def _publish(house: House, _about: object) -> None:
    about: dict[str, Any] = {"name": "answer", "keys": {"key": "A"}, "values": {"news": "x"}}
    by = house.actors["an.admin"]
    messages.publish(house.runtime, **about, by=by, unique_key="mail-1")
    house.work_off()


def _kept(site: Site) -> None:
    """Let a message come for which a case waits only later."""
    between.waiting_procedure(site.house)
    between.sending_procedure(site.house)
    between.start(site.house, "sender", dossier="A", news="early")
    site.house.work_off()
    between.start(site.house, "waiter", dossier="A")


def _bring(house: House, _about: object) -> None:
    delivery.deliver_kept(house.runtime)


def _impossible(site: Site) -> None:
    """Let a message come early for a case that cannot go on with it."""
    between.sending_procedure(site.house)
    between.start(site.house, "sender", dossier="A", news="no score")
    site.house.work_off()
    form = between.field("dossier")
    between.deploy(site.house, "waiter", between.UNANSWERED, top=between.ANSWER, form=form)
    between.start(site.house, "waiter", dossier="A")


def _old(site: Site) -> None:
    between.sending_procedure(site.house)
    between.start(site.house, "sender", dossier="A", news="old")
    site.house.work_off()
    site.house.clock.now += timedelta(days=site.house.runtime.settings.message_days + 1)


def _expire(house: House, _about: object) -> None:
    delivery.expire(house.runtime)


def _hearers(site: Site) -> None:
    hears = probing.row(
        between.catch("hear", between.signal_of("alarm")), probing.TASK.format("heard")
    )
    between.deploy(site.house, "hearer", hears, top=between.ALARM)
    between.start(site.house, "hearer")
    shout = between.throw("shout", between.signal_of("alarm"))
    between.deploy(site.house, "shouter", probing.row(shout, AFTER), top=between.ALARM)
    between.start(site.house, "shouter")


def _daily(site: Site) -> None:
    between.clocked(site.house)
    site.house.clock.now += timedelta(days=1, seconds=1)


# --- mail and calls ------------------------------------------------------------------------------


def _box(*mails: bytes) -> Callable[[House, Any], None]:
    def do(house: House, _about: object) -> None:
        box = stays(imap.serving(imap.Box()))
        for each in mails:
            box.put(each)
        _fetch(house, box.port)

    return do


def _fetch(house: House, port: int) -> None:
    (Path(house.runtime.settings.data_dir) / "password").write_text(imap.PASSWORD)
    _with(
        house,
        imap_host="127.0.0.1",
        imap_port=port,
        imap_security="none",
        imap_user=imap.USER,
        imap_password_file=str(Path(house.runtime.settings.data_dir) / "password"),
        alert_to="beheer@voorbeeld.be",
    )
    mailbox.fetch(house.runtime)


def _no_box(house: House, _about: object) -> None:
    _fetch(house, 1)


def _hook(site: Site) -> None:
    probing.deploy(site.house, probing.row(sendings.HOOK, AFTER))
    probing.start(site.house)


def _call(*says: bytes) -> Callable[[House, Any], None]:
    def do(house: House, _about: object) -> None:
        sendings.connected(house, remote=stays(remote(*says)) if says else None)
        house.work_off()

    return do


def _status(code: int) -> bytes:
    return b"HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n" % code


def _asks_a_system(site: Site) -> None:
    values = {"nummer": "ORG-000001"}
    probing.deploy(site.house, probing.row(asking("edison", "lees_organisator", values), AFTER))
    probing.start(site.house)


def _system_is_away(house: House, _about: object) -> None:
    contract = contract_of("edison")
    with system(contract):
        pass
    folder = Path(house.runtime.settings.data_dir)
    Connected(house, contract, folder).connect("http", seconds=1)
    house.work_off()


# --- rounds --------------------------------------------------------------------------------------


def _round(house: House, _about: object) -> None:
    rounds = Rounds(house.runtime)
    rounds.go()
    house.work_off()
    rounds.close()


def _days(number: int) -> Callable[[Site], None]:
    def prepare(site: Site) -> None:
        site.house.clock.now += timedelta(days=number)

    return prepare


def _stopped(site: Site) -> None:
    """Let clocks warn and then stop."""
    _days(40)(site)
    assert reminders.give_due(site.house.runtime)
    warned = "SELECT clock_id FROM reminder"
    _sql(site.house, f"UPDATE clock SET state = 'closed' WHERE id IN ({warned})")


def _uploaded(site: Site) -> None:
    """Let somebody leave a page on which a file was sent."""
    house = site.house
    documents.add_to_page(
        house.runtime,
        page_key="a-page-that-was-left",
        files=[sending.sent(house, b"Een plan.", "plan.txt")],
        type_key=None,
        by=house.actors["an.admin"],
    )
    house.clock.now += timedelta(days=house.runtime.settings.upload_days + 1)


def _document(site: Site) -> None:
    house, sara = site.house, site.house.actors["sara.mertens"]
    row = sending.add(house, site.known.taken, b"Een attest.", by=sara)
    today = house.clock.now.date()
    sending.assess(house, site.known.taken, row.id, Verdict.MEETS, expires_on=today, by=sara)
    house.clock.now += timedelta(days=1)


def _tomorrow(site: Site) -> None:
    house = site.house
    number = recording.add(house, recording.organiser())
    tomorrow = house.clock.now + timedelta(days=1)
    registers.change(
        house.runtime,
        register="organisator",
        number=number,
        by=house.actors[recording.SARA],
        posted={**recording.organiser("Regenboog"), **recording.about(f"{tomorrow:%d/%m/%Y}")},
        seen=1,
    )
    house.clock.now = tomorrow


def _open_values(site: Site) -> None:
    """Let a version be there that says it was sealed otherwise than it is now."""
    recording.add(site.house, recording.organiser())
    _sql(site.house, "UPDATE record_version SET sealed = ''")


def _law(site: Site) -> None:
    """Confirm a change of the law that holds from the day after tomorrow, and let it come."""
    house = site.house
    row = law._busiest(house, set())
    change = lawbook.propose(
        house.runtime,
        key=row.key,
        value=(row.value or 0) + 10,
        grace_days=row.grace_days,
        effective_on=house.clock.now.date() + timedelta(days=2),
        rule=Transition.IMMEDIATE,
        source="Besluit van 20 maart 2026, artikel 7",
        reason="Het besluit is gewijzigd.",
        by=house.actors[law.ANALYST],
    )
    lawbook.confirm_change(house.runtime, change_id=change, by=house.actors[law.JURIST])
    house.clock.now += timedelta(days=3)


def _on(work: Callable[[Runtime], object]) -> Callable[[House, Any], None]:
    def do(house: House, _about: object) -> None:
        work(house.runtime)

    return do


def _asked(site: Site) -> None:
    by = site.house.actors["pieter.claeys"]
    scenarios.ask(site.house.runtime, name=PROCESS, by=by, content=diagram(site))


def _rehearse(house: House, _about: object) -> None:
    """Play a rehearsal of which the playing itself is left out."""
    stage = scenarios.Stage(house.runtime)
    lines: list[dict[str, Any]] = [{"done": 1, "total": 1}, {"report": {}}]
    setattr(stage, "_lines", lambda _row: iter(lines))  # noqa: B010 - not its to export
    stage.look()
    if stage._thread is not None:
        stage._thread.join()


def nothing(_site: Site) -> None:
    """Prepare nothing."""


MACHINE: Mapping[str, Scene] = {
    "a worker takes one job": Scene(_alarm, _one),
    "a worker is told to stop": Scene(_alarm, _stop_at_once),
    "a timer of a token that went": Scene(_alarm_of_nothing, _one),
    "a job fails for good": Scene(_fails_for_good, _work_off),
    "operators are told of an incident": Scene(_failed_for_good, _tell),
    "a step that the model has no answer to": Scene(_completed_wrongly, _complete, refused=True),
    "a program elsewhere ends its work": Scene(_work_elsewhere, _elsewhere("complete")),
    "a program elsewhere fails": Scene(_work_elsewhere, _elsewhere("fail")),
    "a program elsewhere throws": Scene(_work_elsewhere, _elsewhere("throw")),
    "an answer that the model cannot take": Scene(
        _no_answer_to_it, _elsewhere("complete"), refused=True
    ),
    "a key is made": Scene(nothing, _make_key),
    "a key is ended": Scene(_made_key, _end_key),
    "a message from outside": Scene(_waits, _publish),
    "an early message is brought": Scene(_kept, _bring),
    "an early message that nobody can take": Scene(_impossible, _bring),
    "the time of a message is up": Scene(_old, _expire),
    "a signal is heard": Scene(_hearers, _work_off),
    "a timer begins a case": Scene(_daily, _work_off),
    "mail comes in": Scene(nothing, _box(letter(), letter("Nog een stuk"))),
    "the mailbox is away": Scene(nothing, _no_box),
    "a call is answered": Scene(_hook, _call(_status(200))),
    "a call is refused": Scene(_hook, _call(_status(400))),
    "a call is to be tried again": Scene(_hook, _call(*[_status(503)] * 20)),
    "a call to an unknown endpoint": Scene(_hook, _call()),
    "a system is away": Scene(_asks_a_system, _system_is_away),
    "a round": Scene(_days(40), _round),
    "warnings": Scene(_days(40), _on(reminders.give_due)),
    "warnings of clocks that stopped": Scene(_stopped, _on(reminders.lapse)),
    "a page with a file was left": Scene(_uploaded, _on(uploads.sweep)),
    "a document expires": Scene(_document, _on(documents.expire)),
    "a version of a record begins": Scene(_tomorrow, _on(registers.turn)),
    "values are sealed": Scene(_open_values, _on(registers.seal)),
    "the law changes": Scene(_law, _on(lawbook.carry_out)),
    "a rehearsal is played": Scene(_asked, _rehearse),
    "chains are sealed": Scene(_days(1), _on(history.seal)),
}
