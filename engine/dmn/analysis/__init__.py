"""Decision tables looked through before they are used: gaps, overlaps, dead rules, wrong types.

What is said is true of the table as the engine runs it; what cannot be analysed is said to be so
and never counts as a fault. No database, no clock, no network.
"""

from __future__ import annotations

from engine.dmn.analysis.models import analyse, analyse_model

__all__ = ["analyse", "analyse_model"]
