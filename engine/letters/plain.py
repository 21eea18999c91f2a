"""How plain the Dutch of a letter is: hints for its author, never a refusal.

Sentences are counted and compared with the lists of `plain.toml`; a placeholder counts as a word.
Nothing is known here of what the letter is about.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.errors import Finding
from engine.letters.parts import Block, BlockKind, Break, LetterModel, Run, Words

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[^\W\d_][\w'\u2019.-]*|\d[\w.,/-]*")
_HOLE = "x"
_ABBREVIATED = re.compile(r"\b(?:art|nr|bv|afd|tel)\.\s")


@dataclass(frozen=True, slots=True)
class Advice:
    """What `plain.toml` asks of a letter; lengths in words."""

    longest: int
    average: int
    instead: Mapping[str, str]
    passive: re.Pattern[str]
    nominal: re.Pattern[str]
    familiar: re.Pattern[str]
    polite: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the line on which its paragraph begins; `words` are counted."""

    text: str
    line: int
    words: int


@cache
def advice() -> Advice:
    """Return the advice of `plain.toml`."""
    data = tomllib.loads(files("engine.letters").joinpath("plain.toml").read_text("utf-8"))
    shapes = {name: re.compile(text, re.IGNORECASE) for name, text in data["pattern"].items()}
    return Advice(data["longest"], data["average"], dict(data["instead"]), **shapes)


def sentences(model: LetterModel) -> tuple[Sentence, ...]:
    """Return the sentences of the paragraphs and lists of a letter, headings left out."""
    return tuple(each for block in model.blocks for each in _of_block(block))


def average(found: tuple[Sentence, ...]) -> float:
    """Return how many words a sentence has, on average; 0 without a sentence."""
    return sum(each.words for each in found) / len(found) if found else 0.0


def hints(model: LetterModel, file: str) -> Iterator[Finding]:
    """Yield what could be said more plainly, each as a finding that refuses nothing."""
    asked, found = advice(), sentences(model)
    for each in found:
        if each.words > asked.longest:
            facts = {"words": each.words, "limit": asked.longest, "text": _short(each.text)}
            yield _hint(file, "letter_plain_long", each.line, **facts)
        yield from _wording(each, file, asked)
    mean = average(found)
    if mean > asked.average:
        yield _hint(
            file, "letter_plain_average", None, words=f"{mean:.1f}", limit=str(asked.average)
        )
    if found and not any(asked.polite.search(each.text) for each in found):
        yield _hint(file, "letter_plain_no_you", None)


def _wording(each: Sentence, file: str, asked: Advice) -> Iterator[Finding]:
    low = each.text.lower()
    for word, better in asked.instead.items():
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", low):
            yield _hint(file, "letter_plain_word", each.line, word=word, better=better)
    shapes = (("passive", asked.passive), ("nominal", asked.nominal), ("familiar", asked.familiar))
    for name, shape in shapes:
        hit = shape.search(each.text)
        if hit:
            yield _hint(file, f"letter_plain_{name}", each.line, found=hit.group())


def _hint(file: str, rule: str, line: int | None, **facts: object) -> Finding:
    return Finding(file, rule, line=line, facts=facts, severity="info")


def _of_block(block: Block) -> Iterator[Sentence]:
    if block.kind is BlockKind.HEADING:
        return
    for item in block.items:
        text = _ABBREVIATED.sub(lambda at: at.group().rstrip(". ") + " ", _text(item.runs))
        for part in _SENTENCE.split(text):
            count = len(_WORD.findall(part))
            if count:
                yield Sentence(part.strip(), item.line, count)


def _text(runs: tuple[Run, ...]) -> str:
    return "".join(
        run.text if isinstance(run, Words) else ". " if isinstance(run, Break) else _HOLE
        for run in runs
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57].rstrip() + "…"
