"""Decision models: DMN 1.1-1.5 read, refused or run, with a trace of every evaluation.

Immutable once parsed and shared by threads. No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Collection

from engine.dmn.files import Model, Result, parse, parse_all
from engine.dmn.model import Decision, HitPolicy, InputData, Knowledge, Service, Table
from engine.dmn.view import ColumnView, RuleView, TableView

Tables = Model


def view(tables: Model, decision_id: str = "", matched: Collection[str] = ()) -> TableView:
    """Return a decision of a file as texts for a page; without an id the top one.

    Raises NotFound when the file has no such decision.
    """
    return tables.view(decision_id or tables.top, matched)


__all__ = [
    "ColumnView",
    "Decision",
    "HitPolicy",
    "InputData",
    "Knowledge",
    "Model",
    "Result",
    "RuleView",
    "Service",
    "Table",
    "TableView",
    "Tables",
    "parse",
    "parse_all",
    "view",
]
