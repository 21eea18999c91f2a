"""Every page there is to see, as whom, and in which state: as it is, empty, or refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from engine import documents, drafts, people, post, store
from engine.model import Transition
from engine.store import documents as document_rows
from engine.store import dossiers as dossier_rows
from engine.store import tasks as task_rows
from tests import away, coding, law, mandating, posting, recording, sending, stuck, undelivered
from tests import house as houses
from tests.browser.forms import press
from tests.browser.serving import Served, application, plan
from tests.proposing import proposed
from tests.signing import decision_of
from tests.vetting import samples

PROCESS = "vergunning_gezinsopvang"
LONG_NAME = "Gezinsopvangsamenwerkingsverband De Onvoorstelbaarlangenaamsgenoten van Heist"
LOOK, STOP = "Bekijken wat er gebeurt", "Procedure stopzetten"
MOVED = "/beheer/procedures/{stuck}/verplaatsen?token={token}&element=check"
ALIKE = "code=unhandled_error&element=broken&proces=probe"
IN_PARTS = "/procedures/nieuw/vergunning_groepsopvang?aanvraag={begun}"
CLOCK = "/termijnen/wijzigingen/{change}/{clock}"
NO_PAGES = frozenset(
    {
        "static",
        "home.health",
        "watching.health",
        "watching.metrics",
        "watching.ready",
        "cases.document",
        "letters.copy",
        "pieces.file",
        "booking.go",
        "connections.export",
        "loading.export",
        "documents.picture",
        "uploads.download",
        "uploads.picture",
        "cases.diagram_xml",
        "codes.search",
        "models.xml",
        "tables.xml",
        "rehearsals.last",
        "proposals.xml",
        "forms.schema",
        "tasks.following",
    }
)

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Visit:
    """A page as somebody sees it; `act` brings it in its state after it was opened."""

    state: str
    login: str
    address: str
    act: Act | None = None

    def name(self) -> str:
        """Return what the test of this visit is called."""
        where = self.address.replace("{", "").replace("}", "")
        return f"{self.state} {where} {self.login or 'nobody'}"


def letter_of(house: houses.House, number: str) -> str:
    """Return the id of the newest letter of a case."""
    with house.runtime.store.read() as tx:
        found = document_rows.of_case(tx, house.case(number).id).rows
    return next(each.id for each in found if each.kind == "letter")


def refused(button: str) -> Act:
    """Send the form as it stands: nothing is filled in."""

    def act(page: Page) -> None:
        assert press(page, button) in {409, 422, 429}

    return act


def pressed(button: str) -> Act:
    """Send the form; the page that answers is the one to look at."""

    def act(page: Page) -> None:
        assert press(page, button) == 200

    return act


def refused_aside(page: Page) -> None:
    """Put a piece aside without a reason."""
    page.get_by_text("Dit hoort niet bij ons").click()
    assert press(page, "Opzijleggen") == 422


def corrected(page: Page) -> None:
    page.fill("[name=values]", f'amount = 3\nowner.name = "{LONG_NAME}"')
    assert press(page, LOOK) == 200


def chosen(page: Page) -> None:
    """Choose a component of a form, and open everything that is said of it."""
    page.wait_for_selector("[data-drawn=yes]", state="attached")
    page.select_option("[data-pick]", index=1)
    for header in page.locator("[data-properties] .bio-properties-panel-group-header").all():
        header.click()


def wrong_password(page: Page) -> None:
    page.fill("[name=login]", "sara.mertens")
    page.fill("[name=password]", "dit is het niet")
    assert press(page, "Aanmelden") == 422


def different_passwords(page: Page) -> None:
    page.fill("[name=password]", "een lang wachtwoord")
    page.fill("[name=again]", "een ander wachtwoord")
    with page.expect_navigation() as waiting:
        page.locator("main button").click()
    assert waiting.value.status == 422


MERGE = "/registers/organisator/{organiser}/samenvoegen"

NORMAL = [
    Visit("normal", "", "/aanmelden"),
    Visit("normal", "", "/wachtwoord/een-link"),
    Visit("normal", "", "/inrichten/een-link"),
    Visit("normal", "", "/toegankelijkheid"),
    Visit("normal", "", "/hulp"),
    Visit("normal", "nobody.yet", "/"),
    Visit("normal", "sara.mertens", "/taken"),
    Visit("normal", "sara.mertens", "/taken?bak=team"),
    Visit("normal", "sara.mertens", "/taken/termijnen"),
    Visit("normal", "sara.mertens", "/taken/{free}"),
    Visit("normal", "sara.mertens", "/taken/{mine}"),
    Visit("normal", "sara.mertens", "/taken/{blocked}"),
    Visit("normal", "jonas.peeters", "/taken/{mine}"),
    Visit("normal", "an.admin", "/taken/{closed}"),
    Visit("normal", "lien.declercq", "/mijn-afwezigheid"),
    Visit("normal", "karel.dhondt", "/taken?bak=vervanging&van={away}"),
    Visit("normal", "jonas.peeters", "/taken/{instead}"),
    Visit("normal", "hilde.vandamme", "/team"),
    Visit("normal", "hilde.vandamme", "/team?van=vrij"),
    Visit("normal", "hilde.vandamme", "/team/doorgeven?taak={blocked}&taak={free}"),
    Visit("normal", "hilde.vandamme", "/team/afwezigheid/{person}"),
    Visit("normal", "an.admin", "/procedures/nieuw"),
    Visit("normal", "an.admin", "/procedures/nieuw/" + PROCESS),
    Visit("normal", "an.admin", IN_PARTS.partition("?")[0]),
    Visit("normal", "an.admin", IN_PARTS),
    Visit("normal", "an.admin", IN_PARTS + "&deel=groep_personen"),
    Visit("normal", "an.admin", IN_PARTS + "&nakijken=ja"),
    Visit("normal", "sara.mertens", "/procedures/{open}"),
    Visit("normal", "sara.mertens", "/procedures/{open}/verloop"),
    Visit("normal", "sara.mertens", "/procedures/{open}/gegevens"),
    Visit("normal", "sara.mertens", "/procedures/{open}/diagram"),
    Visit("normal", "sara.mertens", "/procedures/{waiting}"),
    Visit("normal", "an.admin", "/procedures/{done}"),
    Visit("normal", "an.admin", "/procedures/{done}/documenten"),
    Visit("normal", "an.admin", "/procedures/{done}/brieven/{letter}"),
    Visit("normal", "an.admin", "/procedures/{done}/diagram"),
    Visit("normal", "sara.mertens", "/procedures/{open}/documenten/toevoegen"),
    Visit("normal", "sara.mertens", "/procedures/{open}/documenten"),
    Visit("normal", "sara.mertens", "/procedures/{open}/documenten/{paper}/bekijken"),
    Visit("normal", "an.admin", "/post"),
    Visit("normal", "an.admin", "/post?bij={waiting}"),
    Visit("normal", "an.admin", "/procedures/nieuw/bestanden/{upload}"),
    Visit("normal", "an.admin", "/post/niet-toegewezen"),
    Visit("normal", "an.admin", "/post/stukken/{piece}"),
    Visit("normal", "an.admin", "/post/niet-toegewezen/{message}"),
    Visit("normal", "an.admin", "/dossiers"),
    Visit("normal", "an.admin", "/dossiers?q=zonnebloem"),
    Visit("normal", "an.admin", "/dossiers/{dossier}"),
    Visit("normal", "sara.mertens", "/registers"),
    Visit("normal", "sara.mertens", "/registers/locatie?q=kerk"),
    Visit("normal", "sara.mertens", "/registers/organisator/{organiser}"),
    Visit("normal", "sara.mertens", "/registers/locatie/{location}"),
    Visit("normal", "sara.mertens", "/registers/locatie/nieuw"),
    Visit("normal", "sara.mertens", "/registers/locatie/inlezen"),
    Visit("normal", "sara.mertens", "/registers/locatie/{location}/wijzigen"),
    Visit("normal", "sara.mertens", "/registers/locatie/{location}/samenvoegen"),
    Visit("normal", "sara.mertens", "/registers/locatie/{location}/afsluiten"),
    Visit("normal", "sara.mertens", "/portefeuille"),
    Visit("normal", "sara.mertens", "/portefeuille/overdragen?alles=ja"),
    Visit("normal", "an.admin", "/beslissingen"),
    Visit("normal", "an.admin", "/beslissingen/{decided}"),
    Visit("normal", "hilde.vandamme", "/ondertekenmap"),
    Visit("empty", "an.admin", "/ondertekenmap"),
    Visit("normal", "sara.mertens", "/termijnen"),
    Visit("normal", "sara.mertens", "/termijnen/bezwaar.indienen"),
    Visit("normal", "nele.aerts", "/termijnen/{law}"),
    Visit("normal", "nele.aerts", "/te-bevestigen"),
    Visit("normal", "pieter.claeys", "/termijnen/{law}/wijzigen"),
    Visit("normal", "nele.aerts", "/termijnen/wijzigingen/{change}"),
    Visit("normal", "pieter.claeys", CLOCK),
    Visit("normal", "sara.mertens", "/codelijsten"),
    Visit("normal", "pieter.claeys", "/codelijsten/gemeenten"),
    Visit("normal", "sara.mertens", "/codelijsten/maatregelen"),
    Visit("normal", "pieter.claeys", "/codelijsten/maatregelen/wijzigen"),
    Visit("normal", "pieter.claeys", "/codelijsten/rechtsvormen/wijzigen?code=bv"),
    Visit("normal", "nele.aerts", "/codelijsten/wijzigingen/{code_change}"),
    Visit("normal", "nele.aerts", "/mandaten"),
    Visit("normal", "sara.mertens", "/mandaten/{mandate}"),
    Visit("normal", "nele.aerts", "/mandaten/{mandated}"),
    Visit("normal", "nele.aerts", "/mandaten/nieuw"),
    Visit("normal", "pieter.claeys", "/processen"),
    Visit("normal", "pieter.claeys", "/processen/" + PROCESS),
    Visit("normal", "pieter.claeys", f"/processen/{PROCESS}/bewerken"),
    Visit("normal", "sofie.lemmens", "/voorstellen"),
    Visit("normal", "sofie.lemmens", "/voorstellen/{proposal}"),
    Visit("own", "pieter.claeys", "/voorstellen/{proposal}"),
    Visit("normal", "pieter.claeys", "/formulieren"),
    Visit("normal", "pieter.claeys", "/formulieren/onderzoek_aanvraag"),
    Visit("normal", "pieter.claeys", "/formulieren/onderzoek_aanvraag/bewerken"),
    Visit("chosen", "pieter.claeys", "/formulieren/vraag_aanvulling/bewerken", chosen),
    Visit("normal", "pieter.claeys", "/beslisregels"),
    Visit("normal", "pieter.claeys", "/beslisregels/crisistoets"),
    Visit("normal", "pieter.claeys", "/beslisregels/crisistoets/bewerken"),
    Visit("normal", "pieter.claeys", "/brieven"),
    Visit("normal", "pieter.claeys", "/brieven/weigering_vergunning"),
    Visit("normal", "pieter.claeys", "/brieven/bezwaar?soort=blok"),
    Visit("normal", "pieter.claeys", "/brieven/weigering_vergunning/bewerken"),
    Visit("normal", "pieter.claeys", "/brieven/bezwaar/bewerken?soort=blok"),
    Visit("normal", "pieter.claeys", "/hulp/formulieren"),
    Visit("normal", "pieter.claeys", "/hulp/formulieren/radio/oordelen"),
    Visit("normal", "ann.auditor", "/audit"),
    Visit("normal", "ann.auditor", "/audit/procedures/{done}"),
    Visit("normal", "ann.auditor", "/audit", pressed("Nu nakijken")),
    Visit("normal", "bert.beheer", "/beheer/incidenten"),
    Visit("normal", "bert.beheer", "/beheer/incidenten?stand=opgelost"),
    Visit("normal", "bert.beheer", f"/beheer/incidenten/opnieuw?{ALIKE}"),
    Visit("normal", "bert.beheer", "/beheer/incidenten/{incident}/afsluiten"),
    Visit("normal", "bert.beheer", "/beheer/koppelingen"),
    Visit("normal", "bert.beheer", "/beheer/koppelingen/edison"),
    Visit("normal", "bert.beheer", "/beheer/onbestelbaar"),
    Visit("normal", "bert.beheer", "/beheer/onbestelbaar?stand=wacht"),
    Visit("normal", "bert.beheer", "/beheer/onbestelbaar/{undelivered}/opzij"),
    Visit("normal", "bert.beheer", "/beheer/procedures/{stuck}"),
    Visit("normal", "bert.beheer", "/beheer/procedures/{failed}"),
    Visit("normal", "bert.beheer", "/beheer/procedures/{open}"),
    Visit("normal", "bert.beheer", "/beheer/procedures/{done}"),
    Visit("normal", "bert.beheer", "/beheer/procedures/{failed}/tekening?stap=broken"),
    Visit("normal", "bert.beheer", "/beheer/procedures/{failed}/opnieuw?wat={key}"),
    Visit("normal", "bert.beheer", "/beheer/procedures/{by_hand}/met-de-hand?wat={by_hand_key}"),
    Visit("normal", "bert.beheer", "/beheer/procedures/{by_hand}"),
    Visit("normal", "bert.beheer", "/beheer/procedures/{failed}/gegevens?naam=amount"),
    Visit("normal", "bert.beheer", "/beheer/procedures/{failed}/gegevens", corrected),
    Visit("normal", "bert.beheer", "/beheer/procedures/{stuck}/verplaatsen?token={token}"),
    Visit("normal", "bert.beheer", MOVED),
    Visit("normal", "bert.beheer", "/beheer/procedures/{stuck}/stopzetten"),
    Visit("normal", "bert.beheer", "/beheer/gebruikers"),
    Visit("normal", "bert.beheer", "/beheer/gebruikers/nieuw"),
    Visit("normal", "bert.beheer", "/beheer/gebruikers/{person}"),
]

EMPTY = [
    Visit("empty", "sara.mertens", "/taken"),
    Visit("empty", "sara.mertens", "/taken?bak=team"),
    Visit("empty", "sara.mertens", "/taken?q=niets"),
    Visit("empty", "sara.mertens", "/mijn-afwezigheid"),
    Visit("empty", "an.admin", "/post"),
    Visit("empty", "hilde.vandamme", "/team"),
    Visit("empty", "an.admin", "/post/niet-toegewezen"),
    Visit("empty", "an.admin", "/dossiers"),
    Visit("empty", "an.admin", "/dossiers?q=niets"),
    Visit("empty", "sara.mertens", "/registers/arts"),
    Visit("empty", "sara.mertens", "/registers/arts?q=niets&dag=01/01/2026"),
    Visit("empty", "sara.mertens", "/portefeuille"),
    Visit("empty", "sara.mertens", "/portefeuille/overdragen"),
    Visit("empty", "an.admin", "/beslissingen"),
    Visit("empty", "an.admin", "/beslissingen?q=niets"),
    Visit("empty", "sara.mertens", "/termijnen?q=niets"),
    Visit("empty", "sara.mertens", "/codelijsten/gemeenten?q=niets"),
    Visit("empty", "sara.mertens", "/mandaten?q=niets"),
    Visit("empty", "pieter.claeys", "/processen"),
    Visit("empty", "pieter.claeys", "/voorstellen"),
    Visit("empty", "pieter.claeys", "/formulieren"),
    Visit("empty", "pieter.claeys", "/beslisregels"),
    Visit("empty", "pieter.claeys", "/brieven"),
    Visit("empty", "bert.beheer", "/beheer/incidenten"),
    Visit("empty", "bert.beheer", "/beheer/incidenten?stand=opgelost"),
    Visit("empty", "bert.beheer", "/beheer/onbestelbaar"),
    Visit("empty", "bert.beheer", "/beheer/onbestelbaar?stand=wacht"),
    Visit("empty", "ann.auditor", "/audit?soort=case%3Astarted"),
]

ERROR = [
    Visit("error", "sofie.lemmens", "/voorstellen/{proposal}", refused("Terugsturen")),
    Visit("error", "", "/aanmelden", wrong_password),
    Visit("error", "", "/inrichten/een-link", different_passwords),
    Visit("error", "", "/wachtwoord/een-link", different_passwords),
    Visit("error", "an.admin", "/procedures/nieuw/" + PROCESS, refused("Procedure starten")),
    Visit("error", "an.admin", IN_PARTS + "&nakijken=ja", refused("Procedure starten")),
    Visit("error", "an.admin", IN_PARTS + "&deel=groep_organisator"),
    Visit("error", "sara.mertens", "/taken/{mine}", refused("Afronden")),
    Visit("error", "sara.mertens", "/mijn-afwezigheid", refused("Inschrijven")),
    Visit("error", "hilde.vandamme", "/team/doorgeven?taak={free}", refused("Doorgeven")),
    Visit("error", "sara.mertens", "/procedures/{open}/documenten/toevoegen", refused("Toevoegen")),
    Visit("error", "an.admin", "/post", refused("Inboeken en volgende")),
    Visit("error", "an.admin", "/post/stukken/{piece}", refused_aside),
    Visit("error", "an.admin", "/post/niet-toegewezen/{message}", refused("Toewijzen")),
    Visit("error", "bert.beheer", "/beheer/procedures/{stuck}/stopzetten", refused(STOP)),
    Visit("error", "bert.beheer", "/beheer/procedures/{stuck}/gegevens", refused(LOOK)),
    Visit("error", "bert.beheer", "/beheer/incidenten/{incident}/afsluiten", refused("Afsluiten")),
    Visit(
        "error",
        "bert.beheer",
        "/beheer/onbestelbaar",
        refused("Wat je aankruiste opnieuw versturen"),
    ),
    Visit(
        "error", "bert.beheer", "/beheer/onbestelbaar/{undelivered}/opzij", refused("Opzijleggen")
    ),
    Visit("error", "bert.beheer", "/beheer/gebruikers/nieuw", refused("Toevoegen")),
    Visit("error", "sara.mertens", "/registers/organisator/nieuw", refused("Toevoegen")),
    Visit("error", "sara.mertens", MERGE, refused("Samenvoegen")),
    Visit("error", "pieter.claeys", "/termijnen/{law}/wijzigen", refused("Voorstellen")),
    Visit("error", "pieter.claeys", "/codelijsten/maatregelen/wijzigen", refused("Voorstellen")),
    Visit("error", "pieter.claeys", CLOCK, refused("Beslissen")),
    Visit("error", "sara.mertens", "/procedures/bestaat-niet"),
    Visit("error", "sara.mertens", "/bestaat-niet"),
    Visit("error", "sara.mertens", "/beheer/gebruikers"),
]


def furnish(served: Served) -> dict[str, str]:
    """Fill the house with cases at every stage; return what the addresses of pages name."""
    house = served.house
    done = served.played(plan(), lambda _step: False)
    waiting = served.played(plan("aangevuld_op_tijd"), lambda step: "bericht" in step)
    mine = served.claimed("onderzoek_aanvraag", "sara.mertens")
    free, blocked = (
        served.task(served.case_at(element), element)
        for element in ("beoordeel_ontvankelijkheid", "kijk_voorstel_na")
    )
    long = application()
    long["organisator"]["naam"] = LONG_NAME
    house.start(long, key=store.new_id())
    house.work_off()
    with house.runtime.store.write("tests.write") as tx:
        people.add_with_password(
            tx,
            store.new_id(),
            ("nobody.yet", "Nog Niemand"),
            people.hash_password(houses.PASSWORD),
            house.clock.now,
        )
    served.at_rest()
    expected = post.expected(house.runtime, number=waiting, by=house.actors["an.admin"])
    with house.runtime.store.read() as tx:
        closed = task_rows.of_case(tx, house.case(done).id)[0]
        dossier = dossier_rows.get(tx, house.case(done).dossier_id or "")
    assert dossier is not None
    sara, open_case = house.actors["sara.mertens"], house.case(mine.case_id).number
    paper = sending.add(house, open_case, samples.pdf(pages=3), f"{LONG_NAME}.pdf", by=sara)
    organiser = recording.add(house, recording.organiser())
    recording.add(house, recording.organiser("Zonebloem", ""), confirmed=True)
    cared_for = recording.location(organiser, naam=LONG_NAME, klantenbeheerder="sara.mertens")
    location = recording.add(house, cared_for, "locatie")
    begun = drafts.save_start_part(
        house.runtime,
        page=drafts.Page("vergunning_groepsopvang", "k" * 20),
        by=house.actors["an.admin"],
        part=drafts.Part("groep_organisator", {"organisator.naam": LONG_NAME}, 0, done=True),
    )
    (upload,) = documents.add_to_page(
        house.runtime,
        page_key="k" * 20,
        files=[sending.sent(house, samples.pdf(pages=3), f"{LONG_NAME}.pdf")],
        type_key=None,
        by=house.actors["an.admin"],
    )
    change = law.changed(house, Transition.PER_CASE, confirmed=True)
    unknown, failed = stuck.without_amount(house), stuck.on_an_error(house)
    by_hand = stuck.on_a_service(house)
    away.write(house, "lien.declercq", "karel.dhondt", days=12)
    instead = served.claimed("onderzoek_aanvraag", "hilde.vandamme")
    away.write(house, "hilde.vandamme", "jonas.peeters", days=3)
    return {
        "instead": instead.id,
        "away": house.actors["lien.declercq"].person_id or "",
        "organiser": organiser,
        "location": location,
        "stuck": unknown.number,
        "token": unknown.token,
        "incident": unknown.incident,
        "undelivered": undelivered.dead(house),
        "failed": failed.number,
        "key": failed.key,
        "by_hand": by_hand.number,
        "by_hand_key": by_hand.key,
        "begun": begun.application or "",
        "upload": upload.id,
        "done": done,
        "decided": "{0.year}/{0.number}".format(decision_of(served.house, done)),
        "open": open_case,
        "waiting": waiting,
        "mine": mine.id,
        "free": free.id,
        "blocked": blocked.id,
        "closed": closed.id,
        "dossier": dossier.number,
        "paper": paper.id,
        "letter": letter_of(house, done),
        "piece": posting.unplaced(house, subject=LONG_NAME, data=b"Een stuk.", danger=True),
        "message": house.kept_message(expected[0].message),
        "law": change.key,
        "change": change.id,
        "code_change": coding.proposed(house),
        "proposal": proposed(house).id,
        "mandate": mandating.proposed(house),
        "mandated": mandating.confirmed(house),
        "clock": change.clock_id,
        "person": house.actors["sara.mertens"].person_id or "",
    }
