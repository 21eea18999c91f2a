"""Dutch days, dates, counts and deadlines in words. No clock: today is always handed in."""

from __future__ import annotations

from datetime import date

_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def long_date(day: date) -> str:
    """Return a day in full: "maandag 27 april 2026"."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_and_month(day: date) -> str:
    """Return a day without its year: "zondag 26 april"."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def day_in_month(day: date) -> str:
    """Return a day and its month alone: "31 december"."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def short_date(day: date) -> str:
    """Return a day in figures: "27/04/2026"."""
    return f"{day:%d/%m/%Y}"


def count(number: int, one: str, many: str) -> str:
    """Return a number with its noun: "1 taak", "3 taken", "geen taken"."""
    if number == 0:
        return f"geen {many}"
    return f"{number:,} {one if number == 1 else many}".replace(",", ".")


def deadline(due: date, today: date) -> str:
    """Return how far away a day is: "vandaag", "morgen", "nog 3 dagen", "2 dagen te laat"."""
    left = (due - today).days
    if left == 0:
        return "vandaag"
    if left == 1:
        return "morgen"
    if left > 0:
        return f"nog {left} dagen"
    return f"{count(-left, 'dag', 'dagen')} te laat"
