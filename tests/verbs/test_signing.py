"""The signing folder, and copies that were signed outside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine import cases, decisions, errors, operations, signing
from engine.deployments.checking import check
from engine.model import DecisionEvent, HistoryKind
from engine.store import history as trail
from tests import sending
from tests.house import House
from tests.signing import decider, decision_of, letter_of, signed, waiting
from tests.verbs import operating, probing
from tests.vetting.certificates import identity, sign, written_over

KEY = "een-sleutel-van-het-blad"


def folder(house: House, login: str) -> dict[str, signing.Waiting]:
    found = signing.folder(house.runtime, by=house.actors[login])
    return {each.case_number: each for each in found.waiting}


def chosen(*some: signing.Waiting) -> dict[str, str]:
    return {each.task_id: each.mark for each in some}


def test_the_folder_of_a_decider_tells_what_waits_and_signs_it(house: House) -> None:
    number, login = waiting(house, "one"), decider()
    each = folder(house, login)[number]
    assert each.signable
    assert each.blocked is None
    assert each.fields["outcome"] == "toekenning"
    assert None not in (each.proposer, each.reviewer, each.mandate)
    by = house.actors[login]
    for _ in range(2):  # a second click signs nothing more
        done, failed = signing.sign(house.runtime, chosen=chosen(each), by=by, key=KEY)
        assert (done, failed) == ((number,), ())
    house.work_off()
    row = decision_of(house, number)
    assert (row.decider, row.outcome) == (by.person_id, "toekenning")
    assert number not in folder(house, login)
    assert probing.kinds(house, number).count(HistoryKind.DECISION_TAKEN) == 1


def test_what_cannot_be_signed_is_named_and_stays_while_the_rest_goes_on(house: House) -> None:
    one, two, login = waiting(house, "one"), waiting(house, "two"), decider()
    found = folder(house, login)
    wanted = {**chosen(found[one], found[two]), "nobodys-task": "1"}
    house.do(two, "neem_beslissing", login, {"besluit.keuze": "beslist"})
    by = house.actors[login]
    done, failed = signing.sign(house.runtime, chosen=wanted, by=by, key=KEY)
    assert done == (one,)
    assert [type(each.fault) for each in failed] == [errors.AlreadyDone, errors.NotFound]


def test_nobody_signs_what_they_may_not_decide(house: House) -> None:
    number, login = waiting(house, "one"), decider()
    each = folder(house, login)[number]
    for other in ("sara.mertens", "jonas.peeters", "an.admin", "lien.declercq"):
        if other == login:
            continue
        by = house.actors[other]
        mine = folder(house, other).get(number)
        assert mine is None or mine.blocked is not None
        done, failed = signing.sign(house.runtime, chosen=chosen(each), by=by, key=KEY)
        assert done == ()
        assert len(failed) == 1
    assert number in folder(house, login)


def test_nobody_signs_something_else_than_they_saw(house: House) -> None:
    number, login = waiting(house, "one"), decider()
    seen, by = folder(house, login)[number], house.actors[login]
    (task,) = house.open_tasks(number)
    operations.set_variables(
        house.runtime,
        number=number,
        typed={"voorstel.feiten": '"Een ander feit."'},
        token=task.token,
        seen=house.case(number).version,
        reason="een feit rechtgezet",
        by=operating.operator(house),
    )
    done, failed = signing.sign(house.runtime, chosen=chosen(seen), by=by, key=KEY)
    assert (done, [type(each.fault) for each in failed]) == ((), [errors.Stale])
    assert house.open_tasks(number)[0].id == task.id
    now = folder(house, login)[number]
    assert str(now.fields["grounds"]).startswith("Een ander feit.")
    assert signing.sign(house.runtime, chosen=chosen(now), by=by, key=KEY)[0] == (number,)


def test_the_folder_tells_what_changed_since_the_last_look(house: House) -> None:
    number, login = waiting(house, "one"), decider()
    by = house.actors[login]
    assert folder(house, login)[number].seen is None
    cases.view(house.runtime, number=number, by=by)
    assert folder(house, login)[number].changes == 0
    house.clock.forward(hours=1)
    sending.add(house, number, b"een nieuw stuk", by=house.actors["sara.mertens"])
    assert folder(house, login)[number].changes == 1


@pytest.fixture
def number(house: House) -> str:
    number, login = waiting(house, "one"), decider()
    house.do(number, "neem_beslissing", login, {"besluit.keuze": "beslist"})
    house.work_off()
    return number


def add(house: House, number: str, data: bytes, login: str = "sara.mertens") -> signing.SignedCopy:
    row = decision_of(house, number)
    return signing.add_copy(
        house.runtime,
        year=row.year,
        number=row.number,
        file=[sending.sent(house, data, "ondertekend.pdf")],
        by=house.actors[login],
    )


def copies(house: House, number: str) -> list[str]:
    row, by = decision_of(house, number), house.actors["sara.mertens"]
    shown = decisions.view(house.runtime, year=row.year, number=row.number, by=by)
    return [each.row.kind for each in shown.events]


def test_a_signed_copy_is_checked_and_kept_once_with_its_decision(
    house: House, number: str, tmp_path: Path
) -> None:
    root = identity("Proefautoriteit")
    root.write_to(tmp_path / "roots")
    settings = replace(house.runtime.settings, signature_roots=str(tmp_path / "roots"))
    object.__setattr__(house.runtime, "settings", settings)
    data = signed(house, number, identity("Jan De Smet", root))
    before = decision_of(house, number)
    kept = add(house, number, data)
    assert (kept.signatures[0]["signer"], kept.signatures[0]["chain"]) == ("Jan De Smet", "known")
    assert add(house, number, data).document_id == kept.document_id
    assert copies(house, number).count(DecisionEvent.SIGNED_COPY) == 1
    assert decision_of(house, number) == before
    assert probing.kinds(house, number).count(HistoryKind.DECISION_SIGNED) == 1
    by = house.actors["sara.mertens"]
    assert sending.read(house, number, kept.document_id, by) == data


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("unsigned", "signature.none"),
        ("other", "signature.other_document"),
        ("changed", "signature.tampered"),
        ("no PDF", "signature.no_pdf"),
    ],
)
def test_what_is_not_our_letter_with_a_signature_is_refused_by_name(
    house: House, number: str, what: str, code: str
) -> None:
    ours, who = letter_of(house, number), identity("Jan")
    data = {
        "unsigned": ours,
        "other": sign(ours.replace(b"%PDF-1.7", b"%PDF-1.6"), who),
        "changed": sign(written_over(ours), who),
        "no PDF": b"een tekst",
    }[what]
    with pytest.raises(errors.InvalidInput) as refused:
        add(house, number, data)
    assert [each.code for each in refused.value.problems] == [code]
    with house.runtime.store.read() as tx:
        assert trail.of_log(tx)[0].kind == HistoryKind.DOCUMENT_REFUSED
    assert DecisionEvent.SIGNED_COPY not in copies(house, number)


def test_a_copy_is_not_taken_from_who_may_not_see_the_decision(house: House, number: str) -> None:
    with pytest.raises(errors.NotFound):
        add(house, number, signed(house, number), "lien.declercq")
    with pytest.raises(errors.NotAllowed):
        add(house, number, signed(house, number), "pieter.claeys")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('form = "bestaat_niet"\nanswers = {x = "y"}', "facts.signing_form"),
        ('form = "note"', "facts.signing_answers"),
        ('form = "note"\nanswers = {other = "y"}', "facts.signing_field"),
    ],
)
def test_what_a_procedure_says_of_signing_is_checked_at_deployment(
    house: House, written: str, code: str
) -> None:
    facts = probing.FACTS + f"[[signing]]\n{written}\n".encode()
    form = (
        b'{"schemaVersion": 17, "type": "default", "id": "note", "components": [{"type":'
        b' "textfield", "id": "remark_field", "key": "remark", "label": "Remark"}]}'
    )
    files = {
        "probe/probe.bpmn": probing.source(probing.row(probing.TASK.format("look"))),
        "probe/procedure.toml": facts,
        "forms/probe/note.json": form,
    }
    assert code in [each.rule for each in check(house.runtime, files)]
