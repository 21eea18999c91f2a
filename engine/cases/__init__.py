"""Cases: start one, read one, say in one sentence where it stands.

`beginning` starts a case with its form, `referring` says what can be started about something,
`showing` is a case as its page shows it, `allowing` says
who may.
"""

from engine.cases.allowing import looking, readable
from engine.cases.beginning import (
    RefusedStart,
    Startable,
    StartForm,
    dossier_id,
    find,
    offered,
    start,
    start_form,
    start_preview,
    startable,
)
from engine.cases.referring import About, StartAbout, follow_ups, starts_about
from engine.cases.showing import NEWEST, CaseView, DiagramView, diagram, drawing, view

__all__ = [
    "NEWEST",
    "About",
    "CaseView",
    "DiagramView",
    "RefusedStart",
    "StartAbout",
    "StartForm",
    "Startable",
    "diagram",
    "dossier_id",
    "drawing",
    "find",
    "follow_ups",
    "looking",
    "offered",
    "readable",
    "start",
    "start_form",
    "start_preview",
    "startable",
    "starts_about",
    "view",
]
