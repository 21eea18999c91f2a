"""Who does a task, in the words of the standard (BPMN 2.0.2 §8.4.13, §10.3.4)."""

from __future__ import annotations

import pytest

from engine import bpmn
from engine.errors import InvalidModel
from tests.bpmn.driving import Driver, diagram, flows

RESOURCE = '<resource id="chief" name="kb-oost"><resourceParameter id="region"/></resource>'


def model(roles: str, kind: str = "userTask", attributes: str = "") -> dict[str, bytes]:
    task = f'<{kind} id="a" name="Kies" {attributes}>{roles}</{kind}>'
    nodes = f'<startEvent id="start"/>{task}<endEvent id="end"/>'
    return diagram(nodes + flows(("start", "a"), ("a", "end")), top=RESOURCE)


def role(name: str, text: str, attributes: str = "") -> str:
    expression = f"<formalExpression {attributes}>{text}</formalExpression>"
    inner = f"<resourceAssignmentExpression>{expression}</resourceAssignmentExpression>"
    return f"<{name}>{inner}</{name}>"


def opened(roles: str, **given: str) -> tuple[str | None, str | None]:
    """Return the group and the person of the task that opens."""
    case = Driver(bpmn.prepare(model(roles, **given)).normalised, "p")
    task = case.start(team="kb-west", person="an").tasks_opened[0]
    return task.candidate_group, task.assignee


def refused(roles: str) -> set[str]:
    with pytest.raises(InvalidModel) as raised:
        bpmn.prepare(model(roles))
    return {f"{finding.element} {finding.rule}" for finding in raised.value.findings}


BOUND = (
    "<potentialOwner><resourceRef>chief</resourceRef><resourceParameterBinding "
    'parameterRef="region"><formalExpression>oost</formalExpression>'
    "</resourceParameterBinding></potentialOwner>"
)
FEEL = "https://www.omg.org/spec/DMN/20191111/FEEL/"


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (role("potentialOwner", "kb-oost"), ("kb-oost", None)),
        (role("potentialOwner", "group(kb-oost)"), ("kb-oost", None)),
        (role("potentialOwner", "=team"), ("kb-west", None)),
        (role("potentialOwner", "team", f'language="{FEEL}"'), ("kb-west", None)),
        (role("potentialOwner", "${team}"), ("kb-west", None)),
        (role("potentialOwner", "user(an)"), (None, "an")),
        ("<potentialOwner><resourceRef>chief</resourceRef></potentialOwner>", ("kb-oost", None)),
        (role("humanPerformer", "an"), (None, "an")),
        (role("humanPerformer", "${person}"), (None, "an")),
        (role("potentialOwner", "kb-oost") + role("humanPerformer", "an"), ("kb-oost", "an")),
    ],
)
def test_a_role_becomes_the_group_or_the_person_of_the_task(
    roles: str, expected: tuple[str | None, str | None]
) -> None:
    assert opened(roles) == expected


def test_our_own_attribute_goes_first() -> None:
    roles = role("potentialOwner", "kb-oost")
    assert opened(roles, attributes='pr:candidateGroup="kb-noord"') == ("kb-noord", None)


@pytest.mark.parametrize(
    ("roles", "rule"),
    [
        (role("potentialOwner", "kb-oost, kb-west"), "several_groups"),
        (role("potentialOwner", "group(kb-oost), group(kb-west)"), "several_groups"),
        (role("potentialOwner", "user(an), group(kb-west)"), "several_groups"),
        (role("potentialOwner", "kb-oost") + role("potentialOwner", "kb-west"), "several_groups"),
        (role("potentialOwner", "user(an), user(bert)"), "users"),
        (role("humanPerformer", "an, bert"), "users"),
        (role("potentialOwner", ""), "resource_nobody"),
        ("<potentialOwner><resourceRef>who</resourceRef></potentialOwner>", "resource_nobody"),
        (BOUND, "resource_parameters"),
    ],
)
def test_a_role_that_says_more_than_one_group_or_person_is_refused(roles: str, rule: str) -> None:
    assert f"a bpmn.vendor.{rule}" in refused(roles)


def test_who_answers_for_what_no_person_does_is_documentation() -> None:
    files = model(role("performer", "kb-oost"), kind="scriptTask").popitem()
    text = files[1].decode().replace("</scriptTask>", "<script>{x: 1}</script></scriptTask>")
    case = Driver(bpmn.prepare({"p.bpmn": text.encode()}).normalised, "p")
    case.start()
    assert case.ended
