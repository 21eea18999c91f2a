"""What travels as data: FEEL values, and the same as plain JSON."""

from __future__ import annotations

from typing import Any

Value = Any  # a FEEL value; see the docstring of `engine.model`
Tagged = Any  # plain JSON
