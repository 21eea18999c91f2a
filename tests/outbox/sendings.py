"""A diagram that sends a letter as a mail or calls an endpoint, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from engine.outgoing import Endpoint
from engine.store import outbox
from engine.store.rows import JobRow
from tests.house import House
from tests.outbox.postman import Postman
from tests.outgoing.remote import Remote
from tests.verbs import probing

NOTE = (
    b'+++\nonderwerp = "Uw aanvraag"\nsoort = "brief"\n+++\n\nBeste {{ naam }}\n\n'
    b"- Breng dit mee\n- En dit\n"
)
SECRET = b"een geheim van zestien tekens"


def task(job: str, more: str = "", **given: str) -> str:
    """Return a service task; what is `given` is FEEL by the name of the value."""
    pairs = "".join(
        f'<pr:in source="{"=" + source.replace(chr(34), "&quot;")}" target="{target}"/>'
        for target, source in given.items()
    )
    return (
        f'<serviceTask id="send" name="Send" pr:job="{job}"{more}><extensionElements>'
        f"<pr:mapping>{pairs}</pr:mapping></extensionElements></serviceTask>"
    )


def mail(to: str = '"jan@voorbeeld.be"', **more: str) -> str:
    return task("send_mail", ' pr:letter="note"', to=to, naam='"Jan"', **more)


HOOK = task("call_webhook", endpoint='"melding"', event='"aanvraag"', data='{"bedrag": 12.5}')


def connected(
    house: House, postman: Postman | None = None, remote: Remote | None = None, **more: Any
) -> House:
    """Let the house know a mail server and an endpoint."""
    found: Mapping[str, Endpoint] = {}
    if remote is not None:
        allow = (ip_network("127.0.0.0/8"),)
        found = {"melding": Endpoint("melding", remote.url, secret=SECRET, allow=allow, **more)}
    server = postman.server() if postman is not None else None
    house.runtime = replace(house.runtime, mail_server=server, endpoints=found)
    return house


def sent(house: House, *elements: str, to_look: bool = False) -> str:
    """Play the tasks and what they ask for; return the number of the case."""
    row = probing.row(*elements, *([probing.TASK.format("look")] if to_look else []))
    probing.deploy(house, row, files={"probe/brieven/note.md": NOTE})
    house.runtime = replace(house.runtime, _deployed={})
    number = probing.start(house)
    house.work_off()
    return number


def jobs(house: House) -> tuple[JobRow, ...]:
    """Return what is stuck: the dead letters, then what is tried again."""
    with house.runtime.store.read() as tx:
        return (*outbox.dead(tx).rows, *outbox.waiting(tx).rows)


def wait(house: House, **how_long: float) -> None:
    house.clock.now += timedelta(**how_long)
    house.work_off()


def told(house: House, number: str) -> list[str]:
    """Return what the trail of a case says of sending, the oldest first."""
    return [each for each in probing.kinds(house, number) if each.startswith("sending:")]
