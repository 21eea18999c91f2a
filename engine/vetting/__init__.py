"""Vetting: what a file is, told by what is in it, and whether it may come in.

Nothing here trusts a name, a header or a library: files are looked into by a program of their own
(`program`), with little memory and time. No database, no keys, no HTTP.
"""

from engine.vetting.kinds import KINDS, Kind
from engine.vetting.names import clean_name, shown_name
from engine.vetting.outside import Drawn, Mail, Signed, Vetted, draw, open_mail, signatures, vet
from engine.vetting.scanning import Scan, scan

__all__ = [
    "KINDS",
    "Drawn",
    "Kind",
    "Mail",
    "Scan",
    "Signed",
    "Vetted",
    "clean_name",
    "draw",
    "open_mail",
    "scan",
    "shown_name",
    "signatures",
    "vet",
]
