"""The register of terms: what is read, and what is refused with its place."""

from datetime import date

import pytest

from engine.errors import InvalidModel
from engine.terms import Carrier, Roll, Status, Stop, Unit, read_closing_days, read_terms

ROW = {
    "key": '"klacht.behandelen"',
    "value": "45",
    "unit": '"kalenderdagen"',
    "anchor": '"ontvangst"',
    "who": '"agentschap"',
    "roll": '"geen"',
    "stop": '"geen"',
    "warning": '"dag 22;dag 36"',
    "on_end": '"escalatie"',
    "source": '"[N3]"',
    "status": '"te bevestigen"',
    "valid_from": "2026-01-01",
}


def toml(**changes: str | None) -> str:
    row = {**ROW, **changes}
    return "[[termijn]]\n" + "\n".join(f"{k} = {v}" for k, v in row.items() if v is not None)


def rules(text: str) -> set[str]:
    with pytest.raises(InvalidModel) as refused:
        read_terms(text)
    return {finding.rule for finding in refused.value.findings}


def test_a_row_is_read_into_the_engines_words() -> None:
    (term,) = read_terms(toml())
    assert (term.key, term.value, term.unit) == ("klacht.behandelen", 45, Unit.CALENDAR_DAYS)
    assert (term.carrier, term.roll, term.stop) == (Carrier.AGENCY, Roll.NONE, Stop.NEVER)
    assert (term.status, term.warning) == (Status.UNCONFIRMED, "day 22;day 36")
    assert (term.id, term.valid_from) == ("klacht.behandelen@2026-01-01", date(2026, 1, 1))
    assert (term.valid_to, term.confirmed_by, term.grace_days) == (None, None, 0)


def test_the_optional_columns_are_read() -> None:
    (term,) = read_terms(
        toml(id='"r7"', valid_to="2026-09-30", confirmed_by='"J. Peeters"', grace_days="3")
    )
    assert (term.id, term.valid_to) == ("r7", date(2026, 9, 30))
    assert (term.confirmed_by, term.grace_days) == ("J. Peeters", 3)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ('"5"', "werkdagen", (5, Unit.WORKING_DAYS, "")),
        ("3", "kwartalen", (3, Unit.QUARTERS, "")),
        ("2", "maanden vooraf", (2, Unit.MONTHS_BEFORE, "")),
        ("0", "datum in besluit", (None, Unit.DATE_IN_CASE, "")),
        ('"10-02"', "datum elk jaar", (None, Unit.DATE_EACH_YEAR, "02-10")),
        ("1", "uren", (1, Unit.HOURS, "")),
        ("0", "te vragen", (None, Unit.UNKNOWN, "")),
        (
            '"16:00"',
            "uur de dag ervoor (zelfde dag: 1 uur voor de zitting)",
            (None, Unit.TIME_OF_DAY, "16:00"),
        ),
    ],
)
def test_each_kind_of_value_is_read(
    value: str, unit: str, expected: tuple[int | None, Unit, str]
) -> None:
    (term,) = read_terms(toml(value=value, unit=f'"{unit}"'))
    assert (term.value, term.unit, term.fixed) == expected


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"unit": '"dagen"'}, "term_word_unknown"),
        ({"who": '"iemand"'}, "term_word_unknown"),
        ({"stop": None}, "term_word_unknown"),
        ({"key": None}, "term_without_key"),
        ({"value": "-3"}, "term_value"),
        ({"value": "true"}, "term_value"),
        ({"value": '"dertig"'}, "term_value"),
        ({"value": "0"}, "term_value_zero"),
        ({"value": '"13-13"', "unit": '"datum elk jaar"'}, "term_fixed_value"),
        ({"value": "0", "unit": '"datum"', "stop": '"opschorting"'}, "term_fixed_cannot_stop"),
        ({"valid_from": None}, "term_without_valid_from"),
        ({"valid_from": '"2026-01-01"'}, "term_without_valid_from"),
        ({"valid_to": '"later"'}, "term_valid_to"),
        ({"grace_days": "-1"}, "term_grace"),
    ],
)
def test_a_wrong_row_is_refused_by_name(changes: dict[str, str | None], rule: str) -> None:
    assert rules(toml(**changes)) == {rule}


def test_every_fault_is_found_at_once() -> None:
    text = toml(unit='"dagen"') + "\n" + toml(key='"klantvraag"', grace_days="-1")
    assert rules(text) == {"term_word_unknown", "term_grace"}


def test_the_same_row_twice_is_refused() -> None:
    assert rules(toml() + "\n" + toml()) == {"term_twice"}
    assert len(read_terms(toml() + "\n" + toml(valid_from="2026-10-01"))) == 2


def test_text_that_is_no_register_is_refused() -> None:
    assert rules("[[termijn") == {"toml_syntax"}
    assert rules("termijn = 3") == {"register_shape"}


def test_closing_days_are_read_as_periods() -> None:
    days = read_closing_days(
        "[[sluiting]]\nfrom = 2026-11-02\n[[sluiting]]\nfrom = 2026-12-30\nuntil = 2027-01-02\n"
    )
    assert sorted(days) == [
        date(2026, 11, 2),
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 1, 2),
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[[sluiting]]\nuntil = 2026-11-02", "closing_without_day"),
        ('[[sluiting]]\nfrom = "maandag"', "closing_without_day"),
        ("[[sluiting]]\nfrom = 2026-11-02\nuntil = 2026-11-01", "closing_period"),
        ("[[sluiting]]\nfrom = 2026-11-02\nuntil = 2036-11-01", "closing_period"),
    ],
)
def test_a_closure_that_is_no_period_is_refused(text: str, rule: str) -> None:
    with pytest.raises(InvalidModel) as refused:
        read_closing_days(text)
    assert [finding.rule for finding in refused.value.findings] == [rule]
