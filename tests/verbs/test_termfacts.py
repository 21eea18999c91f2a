"""A form reads the clocks of its case and the register; what does not exist is refused."""

from __future__ import annotations

import pytest

from engine import tasks
from engine.errors import InvalidModel
from engine.terms import local_day
from tests.house import House
from tests.verbs import probing
from tests.verbs.lawmaking import OURS, clock, drawing

FORM = """{{"schemaVersion": 17, "type": "default", "id": "note", "components": [
    {{"type": "text", "id": "t", "text": "Einde {{{{terms.{key}.end}}}}. {{{{terms.{key}.outcome}}}}"}},
    {{"type": "number", "id": "n", "key": "left", "label": "Dagen",
      "conditional": {{"hide": "=terms.{key}.days_left < 0"}}}}]}}"""  # noqa: E501 - one line of JSON


def begun(house: House, key: str = OURS, before: int = 5) -> str:
    files = {"forms/probe/note.json": FORM.format(key=key).encode()}
    probing.deploy(house, drawing(OURS, before), files=files)
    return probing.start(house)


def shown(house: House, number: str) -> tuple[str, bool]:
    task = probing.only_task(house, number)
    view = tasks.view(house.runtime, task_id=task.id, by=house.actors["sara.mertens"])
    assert view.form is not None
    return repr(view.form.parts), any(field.visible for field in view.form.fields)


def test_a_form_shows_the_end_and_what_became_of_it(house: House) -> None:
    number = begun(house)
    end = clock(house, number).end
    assert end is not None
    text, asks = shown(house, number)
    assert asks
    assert "verstreken" not in text
    house.clock.forward(days=(end - local_day(house.clock.now)).days + 1)
    text, asks = shown(house, number)
    assert "Termijn verstreken op" in text
    assert not asks


def test_a_term_that_never_began_is_there_without_days(house: House) -> None:
    number = begun(house, key="bezwaar.indienen")
    assert "verstreken" not in shown(house, number)[0]


@pytest.mark.parametrize("key", ["vergunning.niets", "vergunning.beslissing.gezinsopvang.soon"])
def test_a_key_or_word_that_does_not_exist_is_refused(house: House, key: str) -> None:
    with pytest.raises(InvalidModel) as refused:
        begun(house, key=key)
    wrong = {each.rule for each in refused.value.findings if each.severity == "error"}
    assert wrong == {"form.unknown_term"}
