"""Registers: records with their history, found, added, changed, closed and made one.

`seeing` says who may do and read what; `finding` and `showing` read, `asking` is the form of a
record, `writing` and `merging` write by way of `keeping`, `comparing` finds doubles, `hanging` is
about dossiers, `caring` about portfolios, `turning` lets versions begin on their day, `inventing`
makes records up, `sealing` encrypts what is confidential, `loading` and `exporting` read and write
them as `sheets`, `serving` is for service tasks.
"""

from engine.registers.asking import Drawn, ask_when, ask_why, blank, draw
from engine.registers.caring import Care, HandOver, Portfolio, hand_over, portfolio
from engine.registers.comparing import Double, duplicates
from engine.registers.exporting import export
from engine.registers.finding import PAGE_SIZE, Line, Listing, Pick, overview, pick, search
from engine.registers.hanging import (
    Hanging,
    dossier_for,
    hanging,
    open_dossier,
)
from engine.registers.inventing import generate
from engine.registers.keeping import Written
from engine.registers.loading import Load, LoadedLine, columns, load, since_when
from engine.registers.merging import merge, part
from engine.registers.sealing import other_key
from engine.registers.seeing import type_of
from engine.registers.serving import read_for_case, write_for_case
from engine.registers.sheets import text_of as as_text
from engine.registers.showing import FactView, RecordView, VersionView, view
from engine.registers.turning import misfits, seal, turn
from engine.registers.writing import Suspect, add, change, close, reopen

__all__ = [
    "PAGE_SIZE",
    "Care",
    "Double",
    "Drawn",
    "FactView",
    "HandOver",
    "Hanging",
    "Line",
    "Listing",
    "Load",
    "LoadedLine",
    "Pick",
    "Portfolio",
    "RecordView",
    "Suspect",
    "VersionView",
    "Written",
    "add",
    "as_text",
    "ask_when",
    "ask_why",
    "blank",
    "change",
    "close",
    "columns",
    "dossier_for",
    "draw",
    "duplicates",
    "export",
    "generate",
    "hand_over",
    "hanging",
    "load",
    "merge",
    "misfits",
    "open_dossier",
    "other_key",
    "overview",
    "part",
    "pick",
    "portfolio",
    "read_for_case",
    "reopen",
    "seal",
    "search",
    "since_when",
    "turn",
    "type_of",
    "view",
    "write_for_case",
]
