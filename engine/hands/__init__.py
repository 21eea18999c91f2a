"""Hands in decisions: who may do a task that is one, and the row that its completion leaves.

`gate` looks at what a task asks, at the hands that people had before and at mandates, and lets
somebody through or says why not; `covering` is when a mandate holds for a decision. No other room
decides who is excluded.
"""

from engine.hands.covering import covers, holder_of
from engine.hands.gate import Gate, Granted, at, grant, keep, refusal

__all__ = ["Gate", "Granted", "at", "covers", "grant", "holder_of", "keep", "refusal"]
