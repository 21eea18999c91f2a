"""Visits to registers and portfolios, and to the systems outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import registers
from tests import recording
from tests.web.site import Site
from tests.web.visiting import Prepare, Visit, plain


def _register(fields: Mapping[str, Any] | None = None) -> Prepare:
    return lambda site: Visit(recording.SARA, {"register": "organisator"}, fields or {})


def _load(site: Site) -> Visit:
    fields = {**recording.about(), "_doe": "inlezen"}
    arguments = {"register": "organisator"}
    file = (b"naam\nMadelief uit een bestand\n", "organisatoren.csv")
    return Visit(recording.SARA, arguments, fields, files=file, file_field="file")


def _hand_over(site: Site) -> Visit:
    owner = recording.add(site.house, recording.organiser("Madelief vzw", ""), confirmed=True)
    posted = recording.location(owner, klantenbeheerder=recording.SARA)
    number = recording.add(site.house, posted, "locatie", confirmed=True)
    return Visit(
        recording.SARA, {}, {"records": number, "to": "jonas.peeters", **recording.about()}
    )


def _record(fields: Mapping[str, Any] | None = None, *, merged: bool = False) -> Prepare:
    """Return a visit to a record, perhaps one that was merged into another."""

    def prepare(site: Site) -> Visit:
        number, other = (
            recording.add(site.house, recording.organiser(name, ""), confirmed=True)
            for name in ("Madelief vzw", "Iets anders")
        )
        if merged:
            registers.merge(
                site.house.runtime,
                register="organisator",
                number=number,
                into=other,
                by=site.house.actors[recording.SARA],
                posted=recording.about(),
                seen=1,
            )
        sent = {
            name: other if value == "OTHER" else value for name, value in (fields or {}).items()
        }
        arguments = {"register": "organisator", "record": number}
        return Visit(recording.SARA, arguments, {"_versie": "1", **sent})

    return prepare


RECORDS: Mapping[str, Prepare] = {
    "portfolios.portfolio": plain("sara.mertens"),
    "portfolios.hand_over_form": plain("sara.mertens"),
    "portfolios.hand_over": _hand_over,
    "registers.overview": plain("sara.mertens"),
    "registers.search": _register(),
    "loading.form": _register(),
    "loading.export": _register(),
    "loading.load": _load,
    "connections.listing": plain("bert.beheer"),
    "connections.one": plain("bert.beheer", system="edison"),
    "connections.reach": plain("bert.beheer", system="edison"),
    "connections.export": plain("bert.beheer", system="edison", sheet="organisatoren"),
    "connections.compare": lambda _: Visit(
        "bert.beheer",
        {"system": "edison"},
        {"_blad": "organisatoren"},
        files=(b"ondernemingsnummer;naam\n0428759497;Zonnebloem vzw\n", "edison.csv"),
        file_field="file",
    ),
    "registers.new": _register(),
    "registers.add": _register({**recording.organiser("Nieuw", ""), "_zeker": "ja"}),
    "registers.one": _record(),
    "registers.change_form": _record(),
    "registers.change": _record(recording.organiser("Zonnetje vzw", "")),
    "registers.close_form": _record(),
    "registers.close": _record(recording.about()),
    "registers.merge_form": _record(),
    "registers.merge": _record({"into": "OTHER", **recording.about()}),
    "registers.part": _record(recording.about(), merged=True),
    "registers.open_dossier": _record(),
}
