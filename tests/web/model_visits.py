"""Visits to diagrams, forms and letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import deployments
from engine.deployments import FileName
from engine.runtime import FileKind
from tests.proposing import proposed
from tests.web.site import PROCESS, Site
from tests.web.visiting import Prepare, Visit, plain

FORM = "beoordeel_ontvankelijkheid"
LETTER = "weigering_vergunning"
TABLE = "crisistoets"


def _model(**more: Any) -> Prepare:
    return lambda site: Visit("pieter.claeys", {"process_id": PROCESS}, **more)


def _changed_model(site: Site) -> Visit:
    """Return a visit that puts another diagram into force."""
    changed = diagram(site).replace(b"</bpmn:definitions>", b"<!-- anders --></bpmn:definitions>")
    assert changed != diagram(site)
    return Visit("pieter.claeys", {"process_id": PROCESS}, body=changed)


def _draft_model(site: Site) -> Visit:
    return Visit("pieter.claeys", {"process_id": PROCESS}, body=diagram(site), query="versie=0")


def _proposal(login: str = "sofie.lemmens", **fields: str) -> Prepare:
    return lambda site: Visit(login, {"proposal_id": proposed(site.house).id}, fields)


def _form(**more: Any) -> Prepare:
    return lambda site: Visit("pieter.claeys", {"form_id": FORM}, **more)


def _sent_form(query: str = "", old: bytes = b"", new: bytes = b"") -> Prepare:
    """Return a visit that sends the form in force, changed."""

    def prepare(site: Site) -> Visit:
        sent = form_file(site).replace(old, new) if old else form_file(site)
        return _form(body=sent, query=query, media_type="application/json")(site)

    return prepare


def _table(**more: Any) -> Prepare:
    return lambda site: Visit("pieter.claeys", {"table_id": TABLE}, **more)


def _sent_table(query: str = "", old: bytes = b"", new: bytes = b"") -> Prepare:
    """Return a visit that sends the table in force, changed."""

    def prepare(site: Site) -> Visit:
        sent = table_file(site).replace(old, new) if old else table_file(site)
        return _table(body=sent, query=query)(site)

    return prepare


def _text(**more: Any) -> Prepare:
    return lambda site: Visit("pieter.claeys", {"text_id": LETTER}, **more)


def _changed_text(site: Site) -> Visit:
    """Return a visit that puts another letter into force."""
    changed = letter(site).rstrip() + "\n\nLees deze brief goed na.\n"
    return _text(fields={"tekst": changed, "reden": "een proef"})(site)


def letter(site: Site) -> str:
    """Return the letter that is in force."""
    runtime, by = site.house.runtime, site.house.actors["pieter.claeys"]
    name = FileName(FileKind.LETTER, LETTER)
    return deployments.letter_file(runtime, name=name, by=by).text


def diagram(site: Site) -> bytes:
    """Return the diagram that is in force."""
    return bytes(site.visit("pieter.claeys").get(f"/processen/{PROCESS}/schema.bpmn").data)


def form_file(site: Site) -> bytes:
    """Return the form that is in force."""
    return bytes(site.visit("pieter.claeys").get(f"/formulieren/{FORM}/schema.json").data)


def table_file(site: Site) -> bytes:
    """Return the decision table that is in force."""
    return bytes(site.visit("pieter.claeys").get(f"/beslisregels/{TABLE}/tabel.dmn").data)


MODELS: Mapping[str, Prepare] = {
    "models.catalogue": plain("pieter.claeys"),
    "models.model": _model(),
    "models.xml": _model(),
    "models.edit": _model(),
    "models.lint": _draft_model,
    "models.save": _draft_model,
    "models.arrange": _draft_model,
    "models.deploy": _changed_model,
    "models.drop": _model(),
    "rehearsals.ask": _draft_model,
    "rehearsals.last": _model(),
    "proposals.listing": plain("sofie.lemmens"),
    "proposals.one": _proposal(),
    "proposals.xml": _proposal(),
    "proposals.approve": _proposal(),
    "proposals.send_back": _proposal(remarks="Noem de bron"),
    "proposals.withdraw": _proposal("pieter.claeys"),
    "forms.catalogue": plain("pieter.claeys"),
    "forms.form": _form(),
    "forms.schema": _form(),
    "forms.edit": _form(),
    "forms.preview": _form(fields={"_schema": "{}"}),
    "forms.lint": _sent_form(),
    "forms.save": _sent_form("versie=0"),
    "forms.deploy": _sent_form(old=b"Wat is je oordeel?", new=b"Wat vind je ervan?"),
    "forms.drop": _form(),
    "tables.catalogue": plain("pieter.claeys"),
    "tables.table": _table(),
    "tables.xml": _table(),
    "tables.edit": _table(),
    "tables.lint": _sent_table(),
    "tables.attempt": _table(fields={"crisis.letsel": "ja"}),
    "tables.save": _sent_table("versie=0"),
    "tables.deploy": _sent_table(old=b"Mogelijk letsel bij", new=b"Misschien letsel bij"),
    "tables.drop": _table(),
    "texts.catalogue": plain("pieter.claeys"),
    "texts.text": _text(),
    "texts.edit": _text(),
    "texts.preview": _text(fields={"tekst": "Beste"}),
    "texts.save": _text(fields={"tekst": "Beste", "_concept": "0"}),
    "texts.deploy": _changed_text,
    "texts.drop": _text(),
}
