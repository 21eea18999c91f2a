"""What the parts of a scenario are called in its file: the words of `dutch.toml`, both ways."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def words(part: str) -> Mapping[str, str]:
    """Return the engine's word by the analyst's, for one part of a scenario."""
    data = tomllib.loads(files("engine.scenarios").joinpath("dutch.toml").read_text("utf-8"))
    return {theirs: ours for ours, theirs in data[part].items()}


def said(part: str, word: str) -> str:
    """Return the analyst's word for the engine's."""
    return next((theirs for theirs, ours in words(part).items() if ours == word), word)
