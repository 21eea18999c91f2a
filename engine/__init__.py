"""Procesregie: a BPMN workflow engine and its desks."""

__version__ = "0.1.0"
