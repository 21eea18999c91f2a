"""Hands in a decision are kept, and whom they exclude cannot take, be given or do a task."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from datetime import UTC, datetime

import pytest

from engine import cases, errors, store, tasks, wording
from engine.model import Actor
from engine.store import dossiers
from tests.house import House
from tests.verbs import deciding, probing
from tests.verbs.deciding import do, force, hand, named


@pytest.fixture
def people(house: House) -> tuple[Actor, Actor, Actor]:
    """Return three people of one team, the last with a mandate for what is decided here."""
    deciding.deploy(house)
    sara, jonas, hilde = (
        house.actors[login] for login in ("sara.mertens", "jonas.peeters", "hilde.vandamme")
    )
    return sara, jonas, hilde


def refused(house: House, number: str, by: Actor) -> errors.NotAllowed:
    """Return why somebody may not take the open task; completing and looking say the same."""
    task = probing.only_task(house, number)
    with pytest.raises(errors.NotAllowed) as claiming:
        tasks.claim(house.runtime, task_id=task.id, by=by)
    seen = tasks.view(house.runtime, task_id=task.id, by=by)
    assert (seen.may_claim, seen.may_complete) == (False, False)
    force(house, task, by)
    with pytest.raises(errors.NotAllowed) as completing:
        deciding.complete(house, task, by)
    tasks.release(house.runtime, task_id=task.id, by=by)
    assert seen.refused is not None
    assert seen.refused.facts == claiming.value.facts == completing.value.facts
    assert seen.refused.code == claiming.value.code == completing.value.code
    return claiming.value


def test_a_decision_in_the_register_names_who_had_each_hand(
    house: House, people: tuple[Actor, Actor, Actor]
) -> None:
    number = probing.start(house)
    for by in people:
        do(house, number, by)
    kept = deciding.hands(house, number)
    assert [each.role for each in kept] == ["proposer", "reviewer", "decider"]
    assert [each.person_id for each in kept] == [by.person_id for by in people]
    assert [each.number for each in kept] == [1, 2, 3]
    (decision,) = deciding.decisions(house, number)
    assert (decision.proposer, decision.reviewer, decision.decider) == tuple(
        by.person_id for by in people
    )
    assert decision.mandate == (
        "teamcoördinator klantenbeheer kinderopvang, "
        "Delegatiebesluit van 12 januari 2026, artikel 6 (verzonnen)"
    )


def test_the_sentence_says_what_was_done_in_whose_name_and_when(
    house: House, people: tuple[Actor, Actor, Actor]
) -> None:
    sara, jonas, _ = people
    house.clock.to(datetime(2026, 12, 24, 9, 12, tzinfo=UTC))
    number = probing.start(house)
    do(house, number, named(jonas, sara))
    assert wording.error(refused(house, number, jonas)) == (
        "Je kunt dit niet nakijken: je schreef het voorstel in naam van Sara Mertens "
        "(24/12, 10.12)."
    )
    assert wording.error(refused(house, number, sara)) == (
        "Je kunt dit niet nakijken: Jonas Peeters schreef het voorstel in jouw naam (24/12, 10.12)."
    )


def test_who_acts_in_the_name_of_an_excluded_person_is_told_so(
    house: House, people: tuple[Actor, Actor, Actor]
) -> None:
    sara, jonas, hilde = people
    number = probing.start(house)
    do(house, number, sara)
    assert wording.error(refused(house, number, named(hilde, sara))) == (
        "Je kunt dit niet nakijken: je werkt in naam van Sara Mertens, die het voorstel schreef "
        "(23/3, 9.00)."
    )
    do(house, number, jonas)
    assert wording.error(refused(house, number, named(hilde, jonas))).startswith(
        "Je kunt dit niet beslissen: je werkt in naam van Jonas Peeters, die het voorstel nakeek"
    )


def test_the_order_of_the_hands_does_not_matter(house: House) -> None:
    """Both tasks are open at once: who reviews first cannot propose after it."""
    split = '<parallelGateway id="split" name="Both"/>'
    pairs = ("begin split", "split propose", "split review", "propose one", "review two")
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(pair.split() for pair in pairs)
    )
    elements = (
        '<startEvent id="begin" name="Begin"/>',
        split,
        hand("propose", "proposer"),
        hand("review", "reviewer"),
        '<endEvent id="one" name="One"/><endEvent id="two" name="Two"/>',
    )
    probing.deploy(house, "".join(elements) + flows)
    sara = house.actors["sara.mertens"]
    number = probing.start(house)
    propose, review = sorted(house.open_tasks(number), key=lambda task: task.element)
    for task in (propose, review):
        tasks.claim(house.runtime, task_id=task.id, by=sara)
    deciding.complete(house, review, sara)
    with pytest.raises(errors.NotAllowed) as told:
        deciding.complete(house, propose, sara)
    assert wording.error(told.value) == (
        "Je kunt dit niet voorstellen: je keek het voorstel na (23/3, 9.00)."
    )


def test_nobody_gets_a_task_that_they_may_not_do(
    house: House, people: tuple[Actor, Actor, Actor]
) -> None:
    """The diagram gives the review to who proposed: the group gets it."""
    sara = people[0]
    mine = f'pr:assignee="{sara.person_id}"'
    deciding.deploy(house, hand("propose", "proposer"), hand("review", "reviewer", mine))
    number = probing.start(house)
    do(house, number, sara)
    task = probing.only_task(house, number)
    assert (task.element, task.assignee) == ("review", None)


def test_somebody_else_gets_a_task_that_the_diagram_gives_them(
    house: House, people: tuple[Actor, Actor, Actor]
) -> None:
    sara, jonas, _ = people
    mine = f'pr:assignee="{jonas.person_id}"'
    deciding.deploy(house, hand("propose", "proposer"), hand("review", "reviewer", mine))
    number = probing.start(house)
    do(house, number, sara)
    assert probing.only_task(house, number).assignee == jonas.person_id


def test_who_is_part_of_the_facts_is_excluded(house: House) -> None:
    involved = 'pr:involved=\'=["sara.mertens", "Jonas Peeters", "an outsider"]\''
    deciding.deploy(house, hand("handle", "appealHandler", involved))
    number = probing.start(house)
    for login in ("sara.mertens", "jonas.peeters"):
        said = wording.error(refused(house, number, house.actors[login]))
        assert said.startswith("Je kunt dit niet behandelen: je bent betrokken bij de feiten.")
    do(house, number, house.actors["hilde.vandamme"])


def test_nobody_does_a_task_of_which_nobody_knows_who_is_excluded(house: House) -> None:
    deciding.deploy(house, hand("handle", "appealHandler", 'pr:involved="=[1, 2]"'))
    number = probing.start(house)
    assert refused(house, number, house.actors["sara.mertens"]).code == "hand.unreadable"


def begun_in(house: House, dossier: str) -> str:
    """Start the procedure again in a dossier."""
    return cases.start(
        house.runtime,
        process_id="probe",
        by=house.actors["sara.mertens"],
        posted={},
        key=store.new_id(),
        dossier_number=dossier,
    )


@pytest.mark.parametrize(
    ("more", "excluded"),
    [
        ('pr:excludes="decider"', False),
        ('pr:excludes="decider" pr:excludesOver="dossier"', True),
        ('pr:excludes="decider" pr:aboutDecision="=about"', True),
        ('pr:excludes="decider" pr:aboutDecision=\'="2031/99999"\'', True),
        ('pr:excludes="proposer" pr:excludesOver="dossier"', False),
    ],
)
def test_an_appeal_is_not_handled_by_who_decided(
    house: House, people: tuple[Actor, Actor, Actor], more: str, excluded: bool
) -> None:
    number = probing.start(house)
    for by in people:
        do(house, number, by)
    (decision,) = deciding.decisions(house, number)
    about = f"{decision.year}/{decision.number:05d}"
    more = more.replace("=about", f'="{about}"'.replace('"', "&quot;"))
    deciding.deploy(house, hand("appeal", "appealHandler", more))
    with house.runtime.store.read() as tx:
        dossier = dossiers.get(tx, str(house.case(number).dossier_id))
    assert dossier is not None
    other = begun_in(house, dossier.number)
    hilde = people[2]
    if excluded:
        said = wording.error(refused(house, other, hilde))
        assert said == "Je kunt dit niet behandelen: je nam de beslissing (23/3, 9.00)."
    else:
        do(house, other, hilde)


# mandates


def test_nobody_decides_without_a_mandate_of_their_own(
    house: House, people: tuple[Actor, Actor, Actor]
) -> None:
    sara, jonas, hilde = people
    number = probing.start(house)
    do(house, number, sara, type="handhaving.schorsing")
    do(house, number, jonas)
    assert wording.error(refused(house, number, hilde)) == (
        "Je kunt dit niet beslissen: je hebt vandaag geen eigen mandaat voor "
        "‘Schorsing van een vergunning’. "
        "Kijk in het register van mandaten wie dit mag beslissen."
    )
    marc = house.actors["marc.desmet"]
    assert "Vervanging geeft geen mandaat door." in wording.error(
        refused(house, number, named(hilde, marc))
    )


def test_an_acting_holder_decides_and_the_register_says_so(
    house: House, people: tuple[Actor, Actor, Actor]
) -> None:
    number = probing.start(house)
    deciding.mandate(house, people[2], "handhaving.schorsing", acting=True, source="Besluit X")
    do(house, number, people[0], type="handhaving.schorsing")
    for by in people[1:]:
        do(house, number, by)
    (decision,) = deciding.decisions(house, number)
    assert decision.mandate == "waarnemend administrateur-generaal, Besluit X"


@pytest.mark.parametrize("kind", ["vergunning.iets_nieuws", "subsidie.terugvordering"])
def test_what_is_not_known_goes_up(
    house: House, people: tuple[Actor, Actor, Actor], kind: str
) -> None:
    """A sort that is in no list; an amount that nobody gave: only who may decide all, may."""
    sara, jonas, hilde = people
    number = probing.start(house)
    do(house, number, sara, type=kind)
    do(house, number, jonas)
    deciding.mandate(house, hilde, kind, max_amount="10000")
    deciding.mandate(house, hilde, max_amount="10000000")
    assert refused(house, number, hilde).code == "hand.no_mandate"
    deciding.mandate(house, hilde)
    do(house, number, hilde)
    assert len(deciding.decisions(house, number)) == 1


@pytest.mark.parametrize(
    ("amount", "may"), [("10000", True), ("10001", False), ("0", True), ("-1", False)]
)
def test_a_mandate_reaches_up_to_its_amount(
    house: House, people: tuple[Actor, Actor, Actor], amount: str, may: bool
) -> None:
    sara, jonas, hilde = people
    number = probing.start(house)
    do(house, number, sara, type="subsidie.terugvordering", amount=amount)
    do(house, number, jonas)
    deciding.mandate(house, hilde, "subsidie.terugvordering", max_amount="10000.00")
    if may:
        do(house, number, hilde)
        assert len(deciding.decisions(house, number)) == 1
    else:
        refused(house, number, hilde)


def test_a_mandate_that_ended_meanwhile_lets_nobody_complete(
    house: House, people: tuple[Actor, Actor, Actor]
) -> None:
    sara, jonas, hilde = people
    number = probing.start(house)
    deciding.mandate(
        house, hilde, "handhaving.aanmaning", valid_to=house.clock.now.date(), source="Kort"
    )
    do(house, number, sara, type="handhaving.schorsing")
    do(house, number, jonas)
    deciding.mandate(house, hilde, "handhaving.schorsing", valid_to=house.clock.now.date())
    task = probing.only_task(house, number)
    tasks.claim(house.runtime, task_id=task.id, by=hilde)
    house.clock.forward(days=1)
    with pytest.raises(errors.NotAllowed, match="no_mandate"):
        deciding.complete(house, task, hilde)


def test_what_is_registered_is_what_was_decided(
    house: House, people: tuple[Actor, Actor, Actor]
) -> None:
    """An operator who changes the sort after the decision makes an incident, no decision."""
    script = '={type: "vergunning.weigering"}'
    changed = f'<scriptTask id="change" name="Change"><script>{script}</script></scriptTask>'
    deciding.deploy(house, *deciding.CHAIN[:3], changed, deciding.CHAIN[3])
    number = probing.start(house)
    for by in people:
        do(house, number, by)
    assert deciding.decisions(house, number) == ()
    (incident,) = probing.open_incidents(house, number)
    assert incident.code == "decision_of_another_type"


def test_a_procedure_without_hands_registers_nothing(house: House) -> None:
    """What ran before hands were kept has to be decided again."""
    deciding.deploy(house, probing.TASK.format("decide"), deciding.REGISTER)
    number = probing.start(house)
    do(house, number, house.actors["sara.mertens"])
    (incident,) = probing.open_incidents(house, number)
    assert incident.code == "decision_without_decider"
    assert deciding.decisions(house, number) == ()


def test_a_proposal_after_the_decision_undoes_it(
    house: House, people: tuple[Actor, Actor, Actor]
) -> None:
    deciding.deploy(
        house,
        *deciding.CHAIN[:3],
        hand("again", "proposer"),
        deciding.REGISTER,
    )
    number = probing.start(house)
    for by in (*people, people[0]):
        do(house, number, by)
    (incident,) = probing.open_incidents(house, number)
    assert incident.code == "decision_without_decider"


def test_taking_a_task_and_giving_it_back_is_no_hand(
    house: House, people: tuple[Actor, Actor, Actor]
) -> None:
    sara, jonas, _ = people
    number = probing.start(house)
    task = probing.only_task(house, number)
    tasks.claim(house.runtime, task_id=task.id, by=sara)
    tasks.release(house.runtime, task_id=task.id, by=sara)
    do(house, number, jonas)
    do(house, number, sara)
    assert [each.person_id for each in deciding.hands(house, number)] == [
        jonas.person_id,
        sara.person_id,
    ]
