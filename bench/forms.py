"""Measure a form of two hundred fields: checking what was posted, and drawing it.

Beside both stands a plain Jinja page that writes the same fields out of ready texts. The three are
measured in one run, interleaved, so that a busy machine weighs on them alike. A figure is the
median of forty rounds, each the fastest of five, in processor time. Writes
`bench/results/forms.json` and ends with 1 when a budget is broken.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from bench.core import machine
from engine import filling, forms, web

if TYPE_CHECKING:
    from engine.runtime import Runtime

RESULTS = Path(__file__).parent / "results" / "forms.json"
GROUPS, ROWS, ROUNDS, TIMES = 10, 5, 40, 5
NOW = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
BUDGETS = {"validate.cpu_ms": 2.0, "draw.cpu_ms": 15.0}
OWN = """{% import "macros/form.html" as form %}{{ form.fields(view, say, "/taken/1") }}"""
PLAIN = """{% for one in fields %}<div class="field">
  <label for="veld-{{ one.name }}">{{ one.label }}</label>
  {% if one.help %}<p class="help" id="{{ one.name }}-hulp">{{ one.help }}</p>{% endif %}
  {% for option in one.options %}<div class="choice"><input id="veld-{{ one.name }}" type="radio"
    name="{{ one.name }}" value="{{ option.value }}"{% if option.chosen %} checked{% endif %}>
    <label for="veld-{{ one.name }}">{{ option.label }}</label></div>
  {% else %}<input id="veld-{{ one.name }}" name="{{ one.name }}" type="text" value="{{ one.text }}"
    {% if one.required %} aria-required="true"{% endif %} aria-describedby="{{ one.name }}-hulp">
  {% endfor %}
</div>{% endfor %}"""
CASE: Mapping[str, Any] = {
    "zaak": {"naam": "Zonnebloem", "plaats": "9000", "soort": "gezinsopvang"},
    "vorig": {"naam": "De Zonnebloem"},
}


def main() -> int:
    """Measure, write the figures down, print them; 1 when a budget is broken."""
    load_before = os.getloadavg()[0]
    figures = measured()
    broken = [
        f"{name} {figures[name]} > {most}" for name, most in BUDGETS.items() if figures[name] > most
    ]
    report = {
        "command": "make bench-forms",
        "machine": machine(load_before),
        "rounds": ROUNDS,
        "budgets": BUDGETS,
        "figures": figures,
    }
    RESULTS.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    for name, figure in figures.items():
        print(f"{name:<28}{figure:>12}")
    for line in broken:
        print(f"over budget: {line}")
    return 1 if broken else 0


def measured() -> dict[str, float]:
    """Return the figures."""
    made = forms.load(schema())
    posted = filling.typed(forms.view(made, filled(made), CASE, now=NOW))
    pages = Page(made, posted)
    done = forms.validate(made, posted, CASE, now=NOW)
    assert not done.problems, done.problems[:3]
    checked, drawn, plain = _beside(
        lambda: forms.validate(made, posted, CASE, now=NOW), pages.own, pages.plain
    )
    return {
        "fields": len(pages.fields),
        "validate.cpu_ms": round(checked, 2),
        "draw.cpu_ms": round(drawn, 2),
        "plain_page.cpu_ms": round(plain, 2),
        "validate_over_plain_page": round(checked / plain, 2),
        "draw_over_plain_page": round(drawn / plain, 2),
        "draw.bytes": len(pages.own().encode()),
        "plain_page.bytes": len(pages.plain().encode()),
        "load.cpu_ms": round(_cpu_ms(lambda: forms.check(schema(), "bench")), 1),
    }


class Page:
    """The two pages of one filled-in form."""

    def __init__(self, made: forms.Form, posted: Mapping[str, Any]) -> None:
        app = web.create_app(cast("Runtime", None))  # a form that is drawn asks nothing of a house
        self.made, self.posted = made, posted
        self.request = app.test_request_context()
        self.templates = [app.jinja_env.from_string(text) for text in (OWN, PLAIN)]
        self.fields = forms.view(made, posted, CASE, now=NOW).fields

    def own(self) -> str:
        """Draw the form as a page does: what there is to see, then its HTML."""
        view = forms.view(self.made, self.posted, CASE, now=NOW)
        with self.request:
            return self.templates[0].render(view=view, say=str)

    def plain(self) -> str:
        """Draw the same fields out of ready texts."""
        with self.request:
            return self.templates[1].render(fields=self.fields)


def _beside(*works: Callable[[], Any]) -> tuple[float, ...]:
    """Return the milliseconds of processor time of each, the median of interleaved rounds."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for kept, work in zip(took, works, strict=True):
            kept.append(min(_cpu_ms(work) for _ in range(TIMES)))
    return tuple(statistics.median(kept) for kept in took)


def _cpu_ms(work: Callable[[], Any]) -> float:
    """Return the milliseconds of processor time that some work takes."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1e3


def schema() -> bytes:
    """Return the form: ten groups of sixteen fields, and a list of rows of eight."""
    groups = [_group(at) for at in range(GROUPS)]
    rows = {
        "type": "dynamiclist",
        "id": "personen",
        "path": "personen",
        "label": "Personen",
        "isRepeating": True,
        "components": _row(),
        "properties": {"rij": "Persoon", "maxRijen": 20},
    }
    whole = {"type": "default", "id": "bench", "components": [*groups, rows]}
    return json.dumps(whole).encode()


def _field(kind: str, key: str, label: str, /, **more: Any) -> dict[str, Any]:
    own = {"hulp": f"Vul {label.lower()} in zoals op het attest.", **more.pop("properties", {})}
    return {"type": kind, "key": key, "id": f"v_{key}", "label": label, "properties": own, **more}


def _date(key: str, label: str, **more: Any) -> dict[str, Any]:
    return _field("datetime", key, label, subtype="date", **more)


def _group(at: int) -> dict[str, Any]:
    """Return sixteen fields as a form of an agency has them."""
    n, required = f"g{at}_", {"required": True}
    options = [{"value": f"keuze{each}", "label": f"Keuze {each}"} for each in range(6)]
    yes_no = [{"value": "ja", "label": "Ja"}, {"value": "nee", "label": "Nee"}]
    parts = [
        _field("textfield", n + "naam", "Naam", validate={**required, "maxLength": 200},
               properties={"bron": "=zaak.naam", "bronNaam": "zaak", "vergelijk": "=vorig.naam"}),
        _field("textfield", n + "kbo", "Ondernemingsnummer", properties={"controle": "kbo"}),
        _field("textfield", n + "mail", "E-mail", validate={"validationType": "email"}),
        _field("textfield", n + "telefoon", "Telefoon", properties={"controle": "telefoon"}),
        _field("textfield", n + "code", "Code", validate={"pattern": "^[A-Z]{2}[0-9]{4}$"}),
        _field("radio", n + "vast", "Is er een vast adres?", values=yes_no, validate=required),
        _field("textfield", n + "straat", "Straat", validate={"required": f'={n}vast = "ja"'},
               conditional={"hide": f'={n}vast = "nee"'}),
        _field("textfield", n + "postcode", "Postcode", properties={"controle": "postcode"},
               conditional={"hide": f'={n}vast = "nee"'}),
        _field("number", n + "plaatsen", "Plaatsen", decimalDigits=0,
               validate={**required, "min": 1, "max": '=if zaak.soort = "groep" then 99 else 8'}),
        _field("number", n + "bedrag", "Bedrag", properties={"eenheid": "EUR"},
               validate={"min": 0}),
        _date(n + "van", "Van", validate={**required, "max": "=today()"}),
        _date(n + "tot", "Tot en met", validate={"min": f"={n}van"}),
        _field("select", n + "soort", "Soort", values=options, validate=required),
        _field("checklist", n + "dagen", "Dagen", values=options),
        _field("checkbox", n + "akkoord", "Ik ga akkoord", defaultValue=False),
        _field("textarea", n + "toelichting", "Toelichting", validate={"maxLength": 2000},
               conditional={"hide": f'={n}soort != "keuze1" and {n}plaatsen < 5'}),
    ]  # fmt: skip
    return {"type": "group", "id": f"groep{at}", "label": f"Deel {at + 1}", "components": parts}


def _row() -> list[dict[str, Any]]:
    """Return the eight fields of a person."""
    options = [{"value": f"rol{each}", "label": f"Rol {each}"} for each in range(5)]
    return [
        _field("textfield", "naam", "Naam", validate={"required": True}),
        _field(
            "textfield", "nummer", "Rijksregisternummer", properties={"controle": "rijksregister"}
        ),
        _date("geboren", "Geboren op", validate={"max": "=today()"}),
        _field("select", "rol", "Rol", values=options, validate={"required": True}),
        _field("number", "uren", "Uren", properties={"eenheid": "uren"}, validate={"max": 38}),
        _field("checkbox", "attest", "Er is een attest"),
        _date("attest_van", "Datum van het attest", conditional={"hide": "=not(attest)"}),
        _field("textarea", "opmerking", "Opmerking", conditional={"hide": '=rol != "rol1"'}),
    ]


def filled(made: forms.Form) -> dict[str, Any]:
    """Return something for every field, with which all of them are shown."""
    values = {
        "naam": "Zonnebloem", "kbo": "0403.170.701", "mail": "info@voorbeeld.be",
        "telefoon": "02 533 12 11", "code": "AB1234", "vast": "ja", "straat": "Kerkstraat 1",
        "postcode": "9000", "plaatsen": "6", "bedrag": "1.234,50", "van": "01/02/2026",
        "tot": "01/03/2026", "soort": "keuze1", "dagen": ["keuze1", "keuze4"], "akkoord": "true",
        "toelichting": "Zoals besproken.", "nummer": "85.07.30-033.28", "geboren": "30/07/1985",
        "rol": "rol1", "uren": "19,5", "attest": "true", "opmerking": "Geen.",
    }  # fmt: skip
    keys = [
        key.replace("*", str(row))
        for key in made.by_key
        for row in range(ROWS if "*" in key else 1)
    ]
    posted: dict[str, Any] = {"personen": str(ROWS)}
    for key in keys:
        name = key.rpartition(".")[2]
        posted[key] = values.get(name) or values[name.rpartition("_")[2]]
    return posted


if __name__ == "__main__":
    sys.exit(main())
