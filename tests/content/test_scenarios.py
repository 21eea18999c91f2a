"""The scenarios before anybody runs them: complete, and possible with the forms and the people."""

import re
from collections.abc import Iterable
from typing import Any

import pytest

from engine.model import DOCUMENT_EXPIRED
from tests.content.reading import (
    PR,
    SPACES,
    drawings,
    fields,
    forms,
    people,
    scenarios,
)

each_scenario = pytest.mark.parametrize("name", sorted(scenarios()))
ROW_NUMBER = re.compile(r"\.\d+\.")
CHAIN = ("kijk_voorstel_na", "neem_beslissing")


def tasks() -> dict[str, str]:
    """Return the form of each user task."""
    return {
        node.attrib["id"]: node.attrib[f"{PR}form"]
        for drawing in drawings()
        for node in drawing.process.iterfind(".//bpmn:userTask", SPACES)
    }


def steps(kind: str) -> list[dict[str, Any]]:
    return [step for found in scenarios().values() for step in found["stappen"] if kind in step]


def test_every_user_task_is_done_in_some_scenario() -> None:
    assert {step["taak"] for step in steps("taak")} == tasks().keys()


def ids(nodes: Iterable[Any]) -> set[str]:
    return {node.attrib["id"] for node in nodes}


@pytest.mark.parametrize("main", ["vergunning_gezinsopvang", "vergunning_groepsopvang"])
def test_every_end_of_a_main_process_is_reached(main: str) -> None:
    (drawn,) = (d for d in drawings() if d.process.attrib["id"] == main)
    ends = ids(drawn.process.iterfind(".//bpmn:endEvent", SPACES))
    for block in drawn.process.iterfind(".//bpmn:subProcess", SPACES):
        if block.find("bpmn:startEvent[@isInterrupting='false']", SPACES) is not None:
            ends -= ids(block.iterfind("bpmn:endEvent", SPACES))  # it only ran beside
    assert {s["einde"] for s in scenarios().values() if s["proces"] == main} == ends


def test_every_message_arrives_and_every_timer_passes() -> None:
    caught = {
        event.attrib["messageRef"].removeprefix("bericht_")
        for drawing in drawings()
        for event in drawing.process.iterfind(".//bpmn:messageEventDefinition", SPACES)
    }
    told = {DOCUMENT_EXPIRED for step in steps("document") if "geldig_tot" in step}
    assert {step["bericht"] for step in steps("bericht")} | told == caught
    assert steps("tijd")


@each_scenario
def test_answers_fit_the_form_of_the_task(name: str) -> None:
    for step in scenarios()[name]["stappen"]:
        if "taak" in step:
            keys = {component["key"] for component in fields(forms()[tasks()[step["taak"]]])}
            answered = {ROW_NUMBER.sub(".*.", key) for key in step["antwoord"]}
            assert answered <= keys, step["taak"]


@each_scenario
def test_a_chosen_answer_is_one_that_the_form_offers(name: str) -> None:
    for step in scenarios()[name]["stappen"]:
        if "taak" not in step:
            continue
        for component in fields(forms()[tasks()[step["taak"]]]):
            given = step["antwoord"].get(component["key"])
            if given is not None and "values" in component:
                chosen = given if isinstance(given, list) else [given]
                assert set(chosen) <= {o["value"] for o in component["values"]}, component["key"]


@each_scenario
def test_the_people_of_a_scenario_exist(name: str) -> None:
    done = {step["door"] for step in scenarios()[name]["stappen"] if "taak" in step}
    assert done <= people().keys()


@each_scenario
def test_proposer_reviewer_and_decider_are_three_people(name: str) -> None:
    proposed: set[str] = set()
    for step in scenarios()[name]["stappen"]:
        if step.get("taak", "").startswith("stel_"):
            proposed.add(step["door"])
        elif step.get("taak") in CHAIN and "geweigerd" not in step:
            assert step["door"] not in proposed, step
    by = {step["taak"]: step["door"] for step in scenarios()[name]["stappen"] if "taak" in step}
    reviewer, decider = (by.get(task) for task in CHAIN)
    assert reviewer is None or reviewer != decider
