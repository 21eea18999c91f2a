"""An operator when the world outside gives no answer: a system that fails, a mail that is refused.

Over the served house, its poller and real sockets: a contract server that plays Edison's
complaints and a mail server that does what the test tells it.
"""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from engine import store
from engine.sending import Message, Sort, put
from engine.store import outbox
from tests import stuck
from tests.browser.desks import Desks
from tests.browser.forms import follow, press
from tests.browser.serving import Served, serving
from tests.connectors import contract_server
from tests.connectors.contract_server import TOKEN, Contract
from tests.outbox.postman import Postman, postman
from tests.verbs import probing

WHY = "De beheerder van het andere systeem herstelde het"
SYSTEM = "klachtenregistratie"
PATIENCE = 20.0
COMPLAINT: dict[str, Any] = {
    "doorgeven": {"titel": "Opvang Zonnebloem", "soort": "klacht", "groep": "kb-ko-oost"},
    "klacht": {
        "soort": "klacht",
        "dossiergroep": "kinderopvang",
        "stap": "ontvangen",
        "ontvangen_op": "2026-03-20",
    },
}


@pytest.fixture
def outside() -> Iterator[Contract]:
    """Play the system outside."""
    with contract_server.serving(contract_server.contract_of(SYSTEM)) as contract:
        yield contract


@pytest.fixture
def mails() -> Iterator[Postman]:
    """Play the mail server."""
    with postman() as found:
        yield found


@pytest.fixture
def served(browser: Browser, tmp_path: Path, outside: Contract, mails: Postman) -> Iterator[Served]:
    """Serve a house that reaches both."""
    (tmp_path / "token").write_text(TOKEN, "ascii")
    endpoints, ways = tmp_path / "endpoints.toml", tmp_path / "connectors.toml"
    endpoints.write_text(
        f'[endpoint.{SYSTEM}]\nurl = "{outside.url}"\nallow = ["127.0.0.0/8"]\n'
        'token_file = "token"\nseconds = 5\n',
        "utf-8",
    )
    ways.write_text(f'[{SYSTEM}]\nway = "http"\n', "utf-8")
    chosen = {"endpoints": str(endpoints), "connectors": str(ways)}
    mail = {"smtp_host": "127.0.0.1", "smtp_port": mails.port, "smtp_security": "none"}
    with serving(tmp_path / "huis", **chosen, **mail, mail_from="huis@voorbeeld.be") as found:
        yield found


def test_a_system_that_fails_is_an_incident_that_is_tried_again_when_it_is_well(
    served: Served, desks: Desks, outside: Contract
) -> None:
    outside.faults = ["500"] * 3
    page = desks.of("bert.beheer")
    page.goto("/beheer/incidenten")
    expect(page.get_by_text("Er staat niets stil")).to_be_visible()
    number = complaint(served)
    for attempt in (1, 2, 3):
        until(partial(tried, outside, attempt))
        served.at_rest()
        page.reload()
        links = page.get_by_role("link", name=number, exact=True)
        assert links.count() == (1 if attempt == 3 else 0)
        later(served, minutes=5)

    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("kan dit nu niet aannemen (status 500)")
    expect(row).to_contain_text("probeer opnieuw zodra het antwoordt")
    expect(row).to_contain_text("Iets vragen aan een ander systeem")
    follow(page, "Vraag het aan het systeem")
    expect(page.locator("figure svg")).to_be_visible()
    assert "#fbe9e9" in page.locator("figure svg").inner_html(), "red: what failed"

    page.goto("/beheer/incidenten")
    follow(page, "Herstellen")
    follow(page, "Opnieuw proberen")
    give_reason(page, "Opnieuw proberen")
    served.ended(number, "doorgegeven")
    assert outside.done == 1
    assert len({each.key for each in outside.seen[:3]}) == 1, "each attempt is the same order"
    page.goto("/beheer/incidenten?stand=opgelost")
    expect(page.get_by_role("row").filter(has_text=number)).to_contain_text("Bert Segers")


def test_what_a_system_does_not_do_is_done_by_hand_with_a_reason(
    served: Served, desks: Desks, outside: Contract
) -> None:
    outside.faults = ["wrong"]
    number = complaint(served)
    page = stands_still(desks, number)
    expect(page.get_by_text("het antwoord is anders dan het contract")).to_be_visible()
    follow(page, "Met de hand doen")
    expect(page.get_by_text("Doe eerst zelf wat ze moest doen")).to_be_visible()
    page.get_by_label("Wat het systeem antwoordt").fill('{referentie: "KLR-7"')
    give_reason(page, "Met de hand gedaan", 422)
    page.get_by_label("Wat het systeem antwoordt").fill('{referentie: "KLR-7"}')
    give_reason(page, "Met de hand gedaan")
    served.ended(number, "doorgegeven")
    (line,) = [each for each in probing.lines(served.house, number) if each.kind == "job:skipped"]
    assert (line.payload or {})["reason"] == WHY
    assert len(outside.seen) == 1, "nobody asked the system again"


def test_a_value_is_corrected_and_the_work_tried_again_at_once(
    served: Served, desks: Desks
) -> None:
    number = stuck.asking_a_service(served.house)
    page = stands_still(desks, number)
    follow(page, "Opnieuw proberen")
    page.get_by_text("Eerst gegevens verbeteren").click()
    page.get_by_label("Wat moet het worden?").fill('type = "vergunning_gezinsopvang"')
    give_reason(page, "Opnieuw proberen")
    served.at_rest()
    page.reload()
    expect(page.get_by_text("Er is geen open storing.")).to_be_visible()
    kinds = probing.kinds(served.house, number)
    assert [each for each in kinds if each in {"case:corrected", "job:retried"}] == [
        "case:corrected",
        "job:retried",
    ]


def test_three_cases_that_stand_still_go_on_together_and_only_once(
    served: Served, desks: Desks, outside: Contract
) -> None:
    outside.faults = ["401"] * 3
    numbers = [complaint(served) for _ in range(3)]
    until(lambda: len(outside.seen) == 3)
    served.at_rest()
    page = desks.of("bert.beheer")
    page.goto("/beheer/incidenten")
    expect(page.get_by_text("3 keer bij ‘Vraag het aan het systeem’")).to_be_visible()
    page.get_by_role("checkbox", name=numbers[0]).check()
    page.get_by_role("button", name="Wat je aankruiste opnieuw proberen").click()
    give_reason(page, "Opnieuw proberen")
    served.ended(numbers[0], "doorgegeven")
    assert served.house.case(numbers[1]).end_event is None

    page.get_by_label("Procedure").select_option(label="Gegevens doorgeven")
    press(page, "Tonen")
    follow(page, "Alle 2 in deze lijst opnieuw proberen")
    asked = page.url
    second = page.context.new_page()
    second.goto(asked)
    for each, told in ((page, "probeert ze allemaal"), (second, "niets dubbel gebeurd")):
        give_reason(each, "Alle opnieuw proberen")
        expect(each.get_by_text(told)).to_be_visible()
    for number in numbers:
        served.ended(number, "doorgegeven")
        assert probing.kinds(served.house, number).count("job:retried") == 1
    assert outside.done == 3
    expect(second.get_by_text("Er staat niets stil")).to_be_visible()


def test_a_mail_that_is_refused_is_sent_again_or_put_aside(
    served: Served, desks: Desks, mails: Postman
) -> None:
    for who in ("jan", "els"):
        mails.refuses[f"{who}@voorbeeld.be"] = "550 no such mailbox"
        mail(served, f"{who}@voorbeeld.be")
    until(lambda: len(dead(served)) == 2)
    page = desks.of("bert.beheer")
    page.goto("/beheer/incidenten")
    follow(page, "Onbestelbaar")
    row = page.get_by_role("row").filter(has_text="jan@voorbeeld.be")
    row.get_by_role("checkbox").check()
    mails.refuses.clear()
    assert press(page, "Wat je aankruiste opnieuw versturen") == 200
    until(lambda: mails.to == ["jan@voorbeeld.be"])
    follow(page, "Opzijleggen")
    page.get_by_label("Waarom leg je dit opzij?").fill("Els kreeg een brief")
    assert press(page, "Opzijleggen") == 200
    served.at_rest()
    page.reload()
    expect(page.get_by_text("Alles is vertrokken")).to_be_visible()
    assert mails.to == ["jan@voorbeeld.be"]


def complaint(served: Served) -> str:
    """Start a case that has something written in the system outside; return its number."""
    return served.house.start(COMPLAINT, key=store.new_id(), by="sara.mertens", process="doorgeven")


def tried(outside: Contract, times: int) -> bool:
    """Tell whether the system outside was asked so often."""
    return len(outside.seen) == times


def stands_still(desks: Desks, number: str) -> Page:
    """Open the page of a case as soon as its incident is on the list, in seconds."""
    page = desks.of("bert.beheer")

    def there() -> bool:
        page.goto("/beheer/incidenten")
        return page.get_by_text(number).count() > 0

    until(there)
    page.goto(f"/beheer/procedures/{number}")
    return page


def mail(served: Served, to: str) -> None:
    """Put a mail in the outbox."""
    runtime = served.house.runtime
    with runtime.store.write("tests.mail") as tx:
        put(runtime, tx, Message(Sort.MAIL, to, "Uw aanvraag", "Beste"), key=to, case_id=None)
    runtime.wake.set()


def dead(served: Served) -> tuple[object, ...]:
    """Return the mails that could not be sent."""
    with served.house.runtime.store.read() as tx:
        return tuple(outbox.dead(tx).rows)


def later(served: Served, **how_long: float) -> None:
    """Move the clock of the house, and let its poller look."""
    served.house.clock.forward(**how_long)
    served.house.runtime.wake.set()


def until(there: Callable[[], bool]) -> None:
    """Wait until something is so, with all the patience that a busy machine asks."""
    end = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def give_reason(page: Page, button: str, status: int = 200) -> None:
    """Say why, and do it."""
    page.get_by_label("Waarom doe je dit?").fill(WHY)
    assert press(page, button) == status
