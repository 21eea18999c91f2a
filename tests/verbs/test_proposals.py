"""A second analyst agrees before a page puts anything into force, where the setting asks it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engine import deployments, errors
from engine.deployments import ProposalLine
from engine.model import HistoryKind, ProposalState
from engine.runtime import Runtime
from engine.store import history as trail
from tests.house import House
from tests.verbs import probing
from tests.verbs.test_form_files import NOTE, WHY, schema

MAKER, SECOND = "pieter.claeys", "sofie.lemmens"


def asking(house: House) -> Runtime:
    settings = replace(house.runtime.settings, approve_deployments=True)
    return replace(house.runtime, settings=settings)


def propose(house: House, content: bytes | None = None, reason: str = "one more") -> ProposalLine:
    line = deployments.hand_in(
        asking(house),
        name=NOTE,
        by=house.actors[MAKER],
        reason=reason,
        content=schema(WHY) if content is None else content,
    )
    assert isinstance(line, ProposalLine)
    return line


def version(house: House) -> int:
    by = house.actors[MAKER]
    return deployments.form_file(house.runtime, name=NOTE, by=by).current.version


def kinds(house: House) -> list[str]:
    with house.runtime.store.read() as tx:
        return [row.kind for row in trail.of_log(tx)]


@pytest.fixture
def probes(house: House) -> House:
    probing.deploy(house, probing.row(probing.TASK.format("propose")))
    return house


def test_without_the_setting_a_draft_goes_into_force_at_once(probes: House) -> None:
    line = deployments.hand_in(
        probes.runtime, name=NOTE, by=probes.actors[MAKER], reason="one more", content=schema(WHY)
    )
    assert isinstance(line, deployments.VersionLine)
    assert version(probes) == 2


def test_a_proposal_is_not_in_force_until_a_second_analyst_agrees(probes: House) -> None:
    runtime, line = asking(probes), propose(probes)
    assert version(probes) == 1
    assert [each.id for each in deployments.waiting(runtime, by=probes.actors[SECOND])] == [line.id]
    made = deployments.approve(runtime, proposal_id=line.id, by=probes.actors[SECOND])
    assert made.version == version(probes) == 2
    assert made.author == "Pieter Claeys"
    assert made.reason == "one more"
    assert deployments.waiting(runtime, by=probes.actors[SECOND]) == ()
    view = deployments.view(probes.runtime, process_id="probe", by=probes.actors[MAKER])
    assert [each.approver for each in view.versions] == ["Sofie Lemmens", None]


def test_the_same_analyst_cannot_agree_nor_send_back(probes: House) -> None:
    line, by = propose(probes), probes.actors[MAKER]
    with pytest.raises(errors.NotAllowed, match="four_eyes"):
        deployments.approve(asking(probes), proposal_id=line.id, by=by)
    with pytest.raises(errors.NotAllowed, match="four_eyes"):
        deployments.send_back(asking(probes), proposal_id=line.id, remarks="Noem het", by=by)
    assert version(probes) == 1


def test_nor_can_anybody_in_the_name_of_who_proposed_it(probes: House) -> None:
    line, second = propose(probes), probes.actors[SECOND]
    maker = probes.actors[MAKER]
    acting = replace(second, in_name_of=maker.person_id)
    with pytest.raises(errors.NotAllowed, match="four_eyes"):
        deployments.approve(asking(probes), proposal_id=line.id, by=acting)


def test_where_the_setting_asks_it_nothing_goes_round_it(probes: House) -> None:
    with pytest.raises(errors.NotAllowed, match=r"model_proposal\.needed"):
        deployments.deploy_draft(
            asking(probes), name=NOTE, by=probes.actors[MAKER], reason="one", content=schema(WHY)
        )


def test_what_is_not_sound_is_not_proposed(probes: House) -> None:
    broken = schema({"type": "unheard_of", "id": "x", "key": "x"})
    with pytest.raises(errors.InvalidModel):
        propose(probes, broken)
    assert deployments.waiting(asking(probes), by=probes.actors[SECOND]) == ()


def test_a_proposal_comes_back_with_remarks_and_the_draft_is_still_there(probes: House) -> None:
    runtime, maker, second = asking(probes), probes.actors[MAKER], probes.actors[SECOND]
    deployments.save_draft(runtime, name=NOTE, by=maker, content=schema(WHY), seen=0)
    line = propose(probes)
    with pytest.raises(errors.InvalidInput):
        deployments.send_back(runtime, proposal_id=line.id, remarks="  ", by=second)
    deployments.send_back(runtime, proposal_id=line.id, remarks="Noem de bron", by=second)
    told = deployments.mine(runtime, name=NOTE, by=maker)
    assert told is not None
    assert (told.state, told.remarks) == (ProposalState.RETURNED, "Noem de bron")
    assert deployments.form_file(runtime, name=NOTE, by=maker).draft is not None
    with pytest.raises(errors.AlreadyDone):
        deployments.approve(runtime, proposal_id=line.id, by=second)


def test_an_approved_draft_is_spent_and_one_that_went_on_stays(probes: House) -> None:
    runtime, maker, second = asking(probes), probes.actors[MAKER], probes.actors[SECOND]
    deployments.save_draft(runtime, name=NOTE, by=maker, content=schema(WHY), seen=0)
    deployments.approve(runtime, proposal_id=propose(probes).id, by=second)
    assert deployments.form_file(runtime, name=NOTE, by=maker).draft is None
    other = json.loads(schema(WHY))
    other["components"][0]["label"] = "Note"
    line = propose(probes, json.dumps(other).encode())
    deployments.save_draft(runtime, name=NOTE, by=maker, content=schema(), seen=0)
    deployments.approve(runtime, proposal_id=line.id, by=second)
    assert deployments.form_file(runtime, name=NOTE, by=maker).draft is not None


def test_proposing_again_takes_the_earlier_one_back(probes: House) -> None:
    runtime, second = asking(probes), probes.actors[SECOND]
    first, again = propose(probes), propose(probes, reason="said better")
    assert [each.id for each in deployments.waiting(runtime, by=second)] == [again.id]
    with pytest.raises(errors.AlreadyDone):
        deployments.approve(runtime, proposal_id=first.id, by=second)


def test_a_proposal_of_a_file_that_changed_since_cannot_be_agreed_to(probes: House) -> None:
    runtime, second = asking(probes), probes.actors[SECOND]
    line = propose(probes)
    deployments.deploy_draft(
        probes.runtime, name=NOTE, by=second, reason="another", content=schema(WHY, extra())
    )
    shown = deployments.proposal(runtime, proposal_id=line.id, by=second)
    assert shown.stale
    with pytest.raises(errors.Stale):
        deployments.approve(runtime, proposal_id=line.id, by=second)


def test_only_who_proposed_it_takes_it_back(probes: House) -> None:
    runtime, line = asking(probes), propose(probes)
    with pytest.raises(errors.NotAllowed, match="not_yours"):
        deployments.withdraw(runtime, proposal_id=line.id, by=probes.actors[SECOND])
    deployments.withdraw(runtime, proposal_id=line.id, by=probes.actors[MAKER])
    assert deployments.waiting(runtime, by=probes.actors[SECOND]) == ()


def test_a_caseworker_sees_and_decides_nothing(probes: House) -> None:
    line, outsider = propose(probes), probes.actors["sara.mertens"]
    for verb in (deployments.proposal, deployments.approve, deployments.withdraw):
        with pytest.raises(errors.NotAllowed):
            verb(asking(probes), proposal_id=line.id, by=outsider)
    with pytest.raises(errors.NotAllowed):
        deployments.waiting(asking(probes), by=outsider)


def test_the_log_keeps_both_hands(probes: House) -> None:
    line = propose(probes)
    deployments.approve(asking(probes), proposal_id=line.id, by=probes.actors[SECOND])
    told = [kind for kind in kinds(probes) if kind.startswith("model:")]
    assert {HistoryKind.MODEL_PROPOSED, HistoryKind.MODEL_APPROVED} <= set(told)


def extra() -> dict[str, str]:
    return {"type": "textfield", "id": "more", "key": "more", "label": "More"}
