"""A letter or block tried with sample data while an analyst writes it; nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from engine import errors, feel, letters
from engine.deployments import letter_checks
from engine.deployments.drafts import look_over
from engine.deployments.files import kind_of
from engine.deployments.sampling import Played, Sample, play, samples
from engine.deployments.versions import FileName, find, must
from engine.errors import Finding
from engine.model import Actor, Permission, Value
from engine.runtime import Deployed, FileKind, Runtime, letter_blocks
from engine.terms import local_day

MOST_SHOWN = 200_000  # characters of a letter that is only looked at
MOST_READ = 200  # values of a letter that are listed
LONGEST_VALUE = 120
SAMPLE_NUMBER = "0000-000000"
GROUP = "{ … }"  # a context: it has values, and is no text itself
_PATH = re.compile(r"(?<![\w.\"])[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_TEXT = re.compile(r'"(?:\\.|[^"\\])*"')


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that a text reads, by its path, and what the sample has there; None: nothing."""

    path: str
    value: str | None


@dataclass(frozen=True, slots=True)
class LetterTrial:
    """A letter as the sample would make it; without one `why` is a code: wrong or too_long.

    `findings` are those of the text (`drafts.look_over`), `within` is the letter in which a block
    is shown. `is_made` tells whether the scenario makes
    the letter; if not, the values are those that its case had in the end.
    """

    letter: Mapping[str, Any] | None
    path: str
    samples: tuple[Sample, ...]
    sample: str = ""
    within: str = ""
    is_made: bool = False
    reads: tuple[Reading, ...] = ()
    why: str = ""
    findings: tuple[Finding, ...] = ()


def try_letter(
    runtime: Runtime,
    *,
    name: FileName,
    by: Actor,
    gap: str,
    content: bytes | None = None,
    sample: str = "",
) -> LetterTrial:
    """Return a letter with the values of a scenario, `gap` where one is missing.

    `content` is the text as somebody writes it, else the one in force. A block is shown in the
    first letter that has it. `sample` names a scenario; without it the first that makes the letter.
    Raises NotAllowed, NotFound.
    """
    must(runtime, by, Permission.READ_MODELS if content is None else Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, name, None)
    data = deployed.sources[path] if content is None else content
    try:
        letter_checks.safe(data, path)
    except errors.InvalidModel as unsafe:
        return LetterTrial(
            None, path, samples(deployed), why="wrong", findings=tuple(unsafe.findings)
        )
    files = {**deployed.sources, path: data}
    around = letter_checks.users(files, path) or (path,)
    known, chosen, played = _chosen(runtime, deployed, sample, around)
    made = [each for each in around if played and _stem(each) in played.letters]
    shown = (made or around)[0]
    values = played.of(_stem(shown)) if played else {}
    day = played.day if played else local_day(runtime.now())
    is_block = kind_of(path) is FileKind.BLOCK
    own = letters.alone(data.decode()) if is_block else _whole(files, path)
    trial = LetterTrial(
        letter=None,
        path=path,
        samples=known,
        sample=chosen,
        within=_stem(shown) if shown != path else "",
        is_made=bool(made),
        reads=tuple(islice(_reads(own, values, day), MOST_READ)),
        why="wrong",
        findings=tuple(look_over(runtime, deployed, path, data)),
    )
    whole = own if shown == path else _whole(files, shown)
    try:
        drawn = letters.outline(whole, values, _meta(values, day), gap, runtime.layout)
    except (errors.EngineError, feel.FeelSyntaxError):
        return trial
    if len(str(drawn)) > MOST_SHOWN:
        return replace(trial, why="too_long")
    return replace(trial, letter=drawn, why="")


def _chosen(
    runtime: Runtime, deployed: Deployed, wanted: str, letters_of: Sequence[str]
) -> tuple[tuple[Sample, ...], str, Played | None]:
    """Return the samples, and the one that was asked for or the first that makes the letter."""
    known = samples(deployed)
    names = [each.name for each in known]
    if wanted in names:
        return known, wanted, play(runtime, deployed, wanted)
    first = None
    for name in names:
        played = play(runtime, deployed, name)
        if played and any(_stem(each) in played.letters for each in letters_of):
            return known, name, played
        first = first or played
    return known, names[0] if names else "", first


def _stem(path: str) -> str:
    return PurePosixPath(path).stem


def _whole(files: Mapping[str, bytes], path: str) -> str:
    """Return a letter with its blocks in it."""
    text = files[path].decode("utf-8", "replace")
    return letters.assemble(text, letter_blocks(files), path).text


def _meta(values: Mapping[str, Value], day: date) -> letters.LetterMeta:
    recipient = values.get("recipient")
    lines = recipient if isinstance(recipient, list) else []
    return letters.LetterMeta(
        number=SAMPLE_NUMBER,
        date=day,
        recipient=tuple(str(line) for line in lines if line is not None),
        contact=str(values.get("contact") or ""),
        preview=True,
    )


def _reads(text: str, values: Mapping[str, Value], day: date) -> Iterator[Reading]:
    """Yield the values that a text reads, in reading order, each once."""
    seen: set[str] = set()
    noon = datetime.combine(day, time(12), UTC)
    for hole in letters.read(text).holes:
        for path in _paths(hole.expression):
            if path not in seen:
                seen.add(path)
                yield Reading(path, _written(path, values, noon))


def _paths(expression: str) -> Iterator[str]:
    try:
        names = feel.compile_expression(expression).names
    except feel.FeelSyntaxError:
        return
    bare = _TEXT.sub('""', expression)
    for found in _PATH.finditer(bare):
        if found[0].partition(".")[0] in names:
            yield found[0]


def _written(path: str, values: Mapping[str, Value], now: datetime) -> str | None:
    value = feel.evaluate(path, values, now).value
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        return f"[{len(value)}]"
    try:
        text = letters.write(value)
    except letters.Unprintable as refused:
        return None if refused.code == "letter_value_missing" else GROUP
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
