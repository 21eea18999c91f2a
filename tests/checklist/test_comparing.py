"""A list of expected documents beside what is there: every standing, ages to the day."""

from datetime import date, timedelta

import pytest

from engine.checklist import Expected, Held, Line, Standing, compare
from engine.checklist.comparing import Age, last_day
from engine.feel import YearMonthDuration
from engine.model import Verdict

DAY = date(2026, 3, 20)
TODAY = date(2026, 4, 1)
MONTH = YearMonthDuration(1)
ATTEST = Expected("attest", "Attest", max_age=MONTH)


def one(expected: Expected, *held: Held) -> Line:
    (line,) = compare([expected], held, DAY, TODAY)
    return line


def attest(
    verdict: str | None = Verdict.MEETS,
    issued_on: date | None = DAY,
    expires_on: date | None = None,
    *,
    readable: bool = True,
) -> Held:
    return Held("1", "attest", verdict, issued_on, expires_on, readable)


@pytest.mark.parametrize(
    ("held", "standing"),
    [
        (attest(), Standing.PRESENT),
        (attest(Verdict.DEVIATES), Standing.PRESENT),
        (attest(Verdict.FAILS), Standing.REJECTED),
        (attest(Verdict.NOT_APPLICABLE), Standing.NOT_REQUIRED),
        (attest(None), Standing.UNASSESSED),
        (attest(issued_on=None), Standing.UNASSESSED),
        (attest(issued_on=date(2026, 2, 20)), Standing.PRESENT),
        (attest(issued_on=date(2026, 2, 19)), Standing.TOO_OLD),
        (attest(None, issued_on=date(2026, 2, 19)), Standing.TOO_OLD),
        (attest(issued_on=TODAY), Standing.PRESENT),
        (attest(expires_on=TODAY), Standing.PRESENT),
        (attest(expires_on=date(2026, 3, 31)), Standing.EXPIRED),
    ],
)
def test_a_document_stands_as_its_verdict_and_days_say(held: Held, standing: Standing) -> None:
    assert one(ATTEST, held).standing == standing


def test_a_deviation_that_a_person_motivated_may_be_old_but_not_expired() -> None:
    old = date(2025, 1, 1)
    assert one(ATTEST, attest(Verdict.DEVIATES, old)).standing == Standing.PRESENT
    assert one(ATTEST, attest(Verdict.DEVIATES, old, old)).standing == Standing.EXPIRED


@pytest.mark.parametrize(
    ("issued_on", "age", "last"),
    [
        (date(2026, 1, 31), MONTH, date(2026, 2, 28)),
        (date(2028, 1, 31), MONTH, date(2028, 2, 29)),
        (date(2026, 2, 28), MONTH, date(2026, 3, 28)),
        (date(2025, 12, 31), YearMonthDuration(2), date(2026, 2, 28)),
        (date(2024, 2, 29), YearMonthDuration(12), date(2025, 2, 28)),
        (date(2026, 3, 20), timedelta(days=30), date(2026, 4, 19)),
        (date(2026, 3, 20), YearMonthDuration(10**6), date.max),
        (date(2026, 3, 20), YearMonthDuration(-(10**6)), date.min),
        (date(2026, 3, 20), timedelta(days=10**7), date.max),
    ],
)
def test_ages_in_months_and_days_end_on_a_day(issued_on: date, age: Age, last: date) -> None:
    assert last_day(issued_on, age) == last


def test_what_is_not_there_is_missing_only_when_it_is_required() -> None:
    assert one(ATTEST).standing == Standing.MISSING
    assert one(Expected("attest", "Attest", required=False)).standing == Standing.NOT_REQUIRED


def test_a_line_is_as_bad_as_its_worst_document() -> None:
    good, old = attest(), attest(issued_on=date(2025, 1, 1))
    line = one(ATTEST, good, old, attest(Verdict.NOT_APPLICABLE))
    assert (line.standing, line.found) == (Standing.TOO_OLD, 2)
    assert line.worst is not None
    assert line.worst.young_until == date(2025, 2, 1)


def test_fewer_than_asked_are_missing_unless_a_worse_thing_is_wrong() -> None:
    three = Expected("attest", "Attest", count=3)
    assert one(three, attest(), attest()).standing == Standing.MISSING
    assert one(three, attest(), attest(Verdict.FAILS)).standing == Standing.REJECTED
    assert one(three, attest(), attest(), attest()).standing == Standing.PRESENT


def test_of_what_may_not_be_read_only_that_it_is_there_is_said() -> None:
    line = one(ATTEST, attest(Verdict.FAILS, date(2020, 1, 1), readable=False))
    assert (line.standing, line.documents, line.hidden) == (Standing.PRESENT, (), True)


def test_only_what_the_applicant_delivers_is_asked() -> None:
    assert one(ATTEST).to_ask
    assert not one(Expected("attest", "Attest", asked=False)).to_ask
    assert not one(Expected("attest", "Attest", required=False), attest(Verdict.FAILS)).to_ask
    assert not one(ATTEST, attest(None)).to_ask


def test_two_lines_of_one_type_are_one_and_the_required_one_counts() -> None:
    loose = Expected("attest", "Attest", required=False, reason="als het kan")
    strict = Expected("attest", "Attest", reason="moet")
    (line,) = compare([loose, strict], [], DAY, TODAY)
    assert line.expected == strict


def test_documents_that_nobody_expects_change_nothing() -> None:
    (line,) = compare([ATTEST], [Held("2", "foto", Verdict.FAILS)], DAY, TODAY)
    assert line.standing == Standing.MISSING
