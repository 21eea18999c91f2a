"""The forms as data: known components, one key per value, words for people."""

from typing import Any

import pytest

from tests.content.reading import FORMS, fields, forms, municipalities

KNOWN = {
    "textfield",
    "textarea",
    "number",
    "checkbox",
    "checklist",
    "radio",
    "select",
    "datetime",
    "filepicker",
    "text",
    "separator",
    "group",
    "dynamiclist",
    "spacer",
    "expression",
    "table",
}
each_form = pytest.mark.parametrize("name", sorted(forms()))


def every(schema: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for component in schema["components"]:
        found += [component, *(every(component) if "components" in component else [])]
    return found


@each_form
def test_a_form_is_called_after_its_file_and_uses_known_components(name: str) -> None:
    schema = forms()[name]
    assert schema["id"] == name
    assert (schema["type"], schema["schemaVersion"] >= 17) == ("default", True)
    assert {component["type"] for component in every(schema)} <= KNOWN


@each_form
def test_every_value_has_one_field_with_a_label(name: str) -> None:
    found = list(fields(forms()[name]))
    keys = [component["key"] for component in found]
    assert len(keys) == len(set(keys))
    assert all("." in key for key in keys), "a value belongs to a noun"
    asked = [component for component in found if component["type"] != "expression"]
    labels = ("label", "dateLabel", "timeLabel")
    assert all(any(each.get(name) for name in labels) for each in asked)


@each_form
def test_every_choice_has_different_values_and_labels(name: str) -> None:
    for component in fields(forms()[name]):
        options = component.get("values", [])
        assert len({o["value"] for o in options}) == len(options), component["key"]
        assert len({o["label"] for o in options}) == len(options), component["key"]


def test_form_names_are_unique_over_the_folders() -> None:
    assert len(list(FORMS.rglob("*.json"))) == len(forms())


def test_a_verdict_that_fails_asks_for_its_motivation() -> None:
    found = {component["key"]: component for component in fields(forms()["onderzoek_aanvraag"])}
    verdicts = [key for key in found if key.endswith(".oordeel")]
    assert len(verdicts) >= 8
    for key in verdicts:
        motivation = found[key.replace(".oordeel", ".motivering")]
        assert motivation["validate"]["required"] is True
        assert motivation["conditional"]["hide"] == f'={key} != "voldoet_niet"'


def test_a_criminal_record_is_a_date_and_a_yes_or_no_never_a_text() -> None:
    found = {component["key"]: component for component in fields(forms()["onderzoek_aanvraag"])}
    own = {key for key in found if key.startswith("onderzoek.strafregister.")}
    assert own == {
        f"onderzoek.strafregister.{name}" for name in ("oordeel", "datum", "blanco", "motivering")
    }
    assert {o["value"] for o in found["onderzoek.strafregister.blanco"]["values"]} == {"ja", "nee"}


@pytest.mark.parametrize("name", ["aanvraag_ontvangen", "controleer_registratie"])
def test_the_list_of_municipalities_is_that_of_the_register(name: str) -> None:
    (choice,) = (c for c in fields(forms()[name]) if c["key"] == "locatie.nis_code")
    offered = {(o["value"], o["label"]) for o in choice["values"]}
    assert offered == {(row["nis"], row["gemeente"]) for row in municipalities()}


def test_family_day_care_has_at_most_eight_places() -> None:
    (places,) = (
        c for c in fields(forms()["aanvraag_ontvangen"]) if c["key"] == "aanvraag.plaatsen"
    )
    assert (places["validate"]["min"], places["validate"]["max"]) == (1, 8)
