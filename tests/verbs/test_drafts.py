"""Applications that somebody began: kept under the key of a page, gone on with, thrown away."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine import cases, documents, drafts, errors, uploads
from engine.model import Actor, HistoryKind
from engine.store import history as trail
from engine.store import uploads as pending
from engine.store.applications import ApplicationRow
from engine.store.tables import application
from tests import sending
from tests.house import PROCESS, House
from tests.web.site import flat, start_values

KEY = "the-key-of-one-page"


@pytest.fixture
def an(house: House) -> Actor:
    return house.actors["an.admin"]


def clerk(house: House) -> Actor:
    return house.actors["an.admin"]


def save(
    house: House,
    posted: Mapping[str, Any],
    seen: int = 0,
    key: str = KEY,
    by: str = "an.admin",
    process_id: str = PROCESS,
) -> ApplicationRow:
    return drafts.save_start(
        house.runtime,
        page=drafts.Page(process_id, key),
        by=house.actors[by],
        posted=posted,
        seen=seen,
    )


def start(house: House, key: str = KEY, **more: Any) -> str:
    return cases.start(
        house.runtime,
        process_id=PROCESS,
        by=house.actors["an.admin"],
        posted={**flat(start_values()), **more},
        key=key,
    )


def logged(house: House) -> list[str]:
    with house.runtime.store.read() as tx:
        return [row.kind for row in trail.of_log(tx, limit=1)]


def file(house: House, key: str = KEY, by: str = "an.admin") -> str:
    sent = [sending.sent(house, b"Een stuk.")]
    by_whom = house.actors[by]
    (row,) = documents.add_to_page(
        house.runtime, page_key=key, files=sent, type_key=None, by=by_whom
    )
    return row.id


def files_of(house: House, an: Actor, key: str = KEY) -> int:
    with house.runtime.store.read() as tx:
        return len(pending.of_page(tx, an.person_id or "", key))


def test_what_was_typed_comes_back_as_it_was_also_what_is_wrong(either: House) -> None:
    kept = save(either, {"organisator.naam": "Zon", "aanvraag.plaatsen": "veel\0"})
    assert kept.version == 1
    resumed = drafts.resume(
        either.runtime, process_id=PROCESS, application_id=kept.id, by=clerk(either)
    )
    assert resumed.start.form is not None
    shown = {field.name: field.text for field in resumed.start.form.fields}
    assert shown["aanvraag.plaatsen"] == "veel\0"
    assert (resumed.kept.page_key, resumed.kept.version) == (KEY, 1)
    assert logged(either)[0] == HistoryKind.DRAFT_SAVED


def test_the_list_names_it_as_the_case_will_be_named_what_was_saved_last_first(
    house: House, an: Actor
) -> None:
    save(house, {"organisator.naam": "De Zonnebloem"})
    house.clock.forward(minutes=1)
    save(house, {}, key="the-key-of-another-page")
    found = drafts.applications(house.runtime, by=an)
    assert [one.title for one in found] == ["", "De Zonnebloem"]
    assert [one.process.name for one in found if one.process] == ["Vergunning gezinsopvang"] * 2
    assert found[1].saved_at == house.clock.now - timedelta(minutes=1)


def test_the_second_of_two_tabs_is_told_and_overwrites_nothing(house: House, an: Actor) -> None:
    save(house, {"organisator.naam": "one"})
    with pytest.raises(errors.Stale) as stale:
        save(house, {"organisator.naam": "two"})
    assert stale.value.facts == {"seen": 0, "current": 1}
    assert save(house, {"organisator.naam": "one, more"}, seen=1).version == 2
    (found,) = drafts.applications(house.runtime, by=an)
    assert found.title == "one, more"


def test_two_tabs_that_save_first_at_the_same_moment_begin_one_application(either: House) -> None:
    gate, refused = threading.Barrier(2, timeout=10), list[errors.Conflict]()

    def tab(text: str) -> None:
        gate.wait()
        try:
            save(either, {"organisator.naam": text})
        except errors.Conflict as late:
            refused.append(late)

    threads = [threading.Thread(target=tab, args=(text,)) for text in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert len(drafts.applications(either.runtime, by=clerk(either))) == 1


def test_the_case_that_starts_takes_the_draft_and_its_files(either: House) -> None:
    chosen = file(either)
    kept = save(either, {"organisator.naam": "De Zonnebloem", "aanvraag.stukken": chosen})
    resumed = drafts.resume(
        either.runtime, process_id=PROCESS, application_id=kept.id, by=clerk(either)
    )
    assert resumed.start.form is not None
    pickers = [field for field in resumed.start.form.fields if field.kind == "filepicker"]
    assert [(each.id, each.chosen) for each in pickers[0].files] == [(chosen, True)]
    number = start(either, **{"aanvraag.stukken": chosen})
    assert drafts.applications(either.runtime, by=clerk(either)) == ()
    assert cases.view(either.runtime, number=number, by=clerk(either)).documents.total == 1
    with pytest.raises(errors.AlreadyDone) as done:
        save(either, {"organisator.naam": "too late"}, seen=1)
    assert done.value.facts["case"] == number


def test_what_was_sent_leads_to_its_case_and_keeps_nothing_else(either: House) -> None:
    kept = save(either, {"organisator.naam": "De Zonnebloem"})
    number = start(either)
    with pytest.raises(errors.AlreadyDone) as done:
        resume(either, kept.id)
    assert done.value.facts["case"] == number
    with pytest.raises(errors.NotFound):
        resume(either, kept.id, by="sara.mertens")
    assert "Zonnebloem" not in str(lines(either))
    either.clock.forward(days=either.runtime.settings.application_days + 1)
    assert drafts.expire(either.runtime) == 0
    assert lines(either) == []
    with pytest.raises(errors.NotFound):
        resume(either, kept.id)


def resume(house: House, application_id: str, by: str = "an.admin") -> drafts.Resumed:
    return drafts.resume(
        house.runtime, process_id=PROCESS, application_id=application_id, by=house.actors[by]
    )


def lines(house: House) -> list[Any]:
    """Return the rows of applications, sent or not."""
    with house.runtime.store.read() as tx:
        return list(tx.all(select(application)))


def test_a_refused_start_leaves_the_draft(house: House, an: Actor) -> None:
    save(house, {"organisator.naam": "De Zonnebloem"})
    with pytest.raises(cases.RefusedStart):
        cases.start(house.runtime, process_id=PROCESS, by=an, posted={}, key=KEY)
    assert len(drafts.applications(house.runtime, by=an)) == 1


def test_a_draft_is_of_one_person(house: House) -> None:
    kept = save(house, {"organisator.naam": "of An"})
    other = house.actors["sara.mertens"]
    assert drafts.applications(house.runtime, by=other) == ()
    with pytest.raises(errors.NotFound):
        drafts.drop_start(house.runtime, application_id=kept.id, by=other)
    with pytest.raises(errors.EngineError):
        drafts.resume(house.runtime, process_id=PROCESS, application_id=kept.id, by=other)


def test_who_may_not_start_keeps_nothing(house: House) -> None:
    with pytest.raises(errors.NotAllowed):
        save(house, {}, by="ann.auditor")
    with pytest.raises(errors.NotFound):
        save(house, {}, process_id="no_such_process")


def test_the_page_of_another_procedure_does_not_overwrite_it(house: House, an: Actor) -> None:
    save(house, {"organisator.naam": "De Zonnebloem"})
    with pytest.raises(errors.Stale):
        save(house, {"who": "x"}, seen=1, process_id="bench_linear")


def test_thrown_away_is_gone_with_its_files(house: House, an: Actor) -> None:
    kept = save(house, {"organisator.naam": "De Zonnebloem"})
    file(house)
    drafts.drop_start(house.runtime, application_id=kept.id, by=an)
    assert files_of(house, an) == 0
    assert logged(house)[0] == HistoryKind.DRAFT_DROPPED
    with pytest.raises(errors.NotFound):
        drafts.resume(house.runtime, process_id=PROCESS, application_id=kept.id, by=an)
    with pytest.raises(errors.Stale):
        save(house, {"organisator.naam": "typed in another tab"}, seen=1)


def test_what_is_too_much_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(errors.InvalidInput):
        save(house, {"organisator.naam": "x" * (drafts.MAX_CHARACTERS + 1)})
    monkeypatch.setattr(drafts, "MOST_APPLICATIONS", 1)
    save(house, {})
    with pytest.raises(errors.Conflict, match="too_many_applications"):
        save(house, {}, key="the-key-of-another-page")
    assert save(house, {"organisator.naam": "still kept"}, seen=1).version == 2


def test_files_stay_as_long_as_what_was_begun(either: House) -> None:
    settings = either.runtime.settings
    assert settings.application_days > settings.upload_days
    save(either, {"organisator.naam": "De Zonnebloem"})
    file(either)
    either.clock.forward(days=settings.upload_days + 1)
    assert (drafts.expire(either.runtime), uploads.sweep(either.runtime)) == (0, 0)
    either.clock.forward(days=settings.application_days)
    assert (drafts.expire(either.runtime), uploads.sweep(either.runtime)) == (1, 1)
    assert drafts.applications(either.runtime, by=clerk(either)) == ()
    assert logged(either)[0] == HistoryKind.DRAFT_DROPPED


def test_what_was_begun_does_not_expire_before_its_files(house: House, an: Actor) -> None:
    settings = house.runtime.settings
    save(house, {"organisator.naam": "De Zonnebloem"})
    house.clock.forward(days=settings.application_days - 1)
    file(house)
    house.clock.forward(days=2)
    assert drafts.expire(house.runtime) == 0
    house.clock.forward(days=settings.upload_days)
    assert drafts.expire(house.runtime) == 1
    assert files_of(house, an) == 1


def test_a_start_costs_as_many_statements_with_a_draft_as_without(house: House) -> None:
    found = []
    for key in (KEY, "the-key-of-another-page"):
        if key == KEY:
            save(house, {"organisator.naam": "De Zonnebloem"})
        with house.runtime.store.counting() as counts:
            start(house, key)
        found.append((counts.statements, counts.commits))
    assert found[0] == found[1]
    assert found[0][0] <= 32
    assert found[0][1] == 1
