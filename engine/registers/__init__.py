"""Registers: records with their history, found, added, changed, closed and made one.

`seeing` says who may do and read what; `finding` and `showing` read, `writing` and `merging` write,
`comparing` finds doubles, `turning` lets a version begin on its day, `inventing` makes records up.
"""

from engine.registers.comparing import Double, duplicates
from engine.registers.finding import Line, Listing, Pick, overview, pick, search
from engine.registers.inventing import generate
from engine.registers.merging import merge, part
from engine.registers.showing import FactView, RecordView, VersionView, view
from engine.registers.turning import misfits, turn
from engine.registers.writing import Drawn, Written, add, blank, change, close, draw, reopen

__all__ = [
    "Double",
    "Drawn",
    "FactView",
    "Line",
    "Listing",
    "Pick",
    "RecordView",
    "VersionView",
    "Written",
    "add",
    "blank",
    "change",
    "close",
    "draw",
    "duplicates",
    "generate",
    "merge",
    "misfits",
    "overview",
    "part",
    "pick",
    "reopen",
    "search",
    "turn",
    "view",
]
