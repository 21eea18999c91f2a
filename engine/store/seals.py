"""Seals and their verification, as verbs use them."""

from engine.store.sealing import create_key, due, seal
from engine.store.verifying import Fault, Report, verify

__all__ = ["Fault", "Report", "create_key", "due", "seal", "verify"]
