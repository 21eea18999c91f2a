"""When two records may be one: addresses normalised, names that sound or look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_STREETS = (
    (re.compile(r"str\b"), "straat"),
    (re.compile(r"(?:stwg|stw)\b"), "steenweg"),
    (re.compile(r"pln\b"), "plein"),
    (re.compile(r"ln\b"), "laan"),
    (re.compile(r"\bst\b"), "sint"),
)
_BOXES = frozenset({"bus", "b", "bte", "box"})
_LEGAL = frozenset(
    [
        "vzw",
        "bv",
        "bvba",
        "nv",
        "cv",
        "cvba",
        "comm",
        "v",
        "vof",
        "feitelijke",
        "vereniging",
        "maatschap",
        "eenmanszaak",
        "ocmw",
    ]
)
_SMALL = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "van",
        "der",
        "den",
        "op",
        "in",
        "te",
        "t",
        "s",
        "aan",
        "bij",
        "voor",
    ]
)
_VOWELS = re.compile(r"[aeiouyhw]")
MOST_KEYS = 8


def plain(text: str) -> str:
    """Return text in lower case without accents or punctuation, words one space apart."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = (c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def address_key(parts: Iterable[str]) -> str:
    """Return an address so that two spellings of it are equal; nothing when a part is missing.

    Abbreviations of streets are written out; 12 bus 3, 12/3 and 12b3 are one.
    """
    texts = [_address_part(part) for part in parts]
    return "|".join(texts) if all(texts) else ""


def _address_part(part: str) -> str:
    text = plain(part)
    for pattern, word in _STREETS:
        text = pattern.sub(word, text)
    words = re.findall(r"[0-9]+|[^\W\d]+", text)
    kept = [word for at, word in enumerate(words) if word not in _BOXES or at + 1 == len(words)]
    numbered = any(word.isdigit() for word in kept)
    return ".".join(kept) if numbered else "".join(kept)


def name_keys(name: str) -> tuple[str, ...]:
    """Return the keys by which names that are spelled alike are found: sounds without vowels.

    The forms of companies and small words do not count.
    """
    words = _words(name)
    keys = dict.fromkeys(_skeleton(word) for word in words)
    whole = _skeleton("".join(words))
    return tuple(key for key in dict.fromkeys((whole, *keys)) if len(key) > 1)[:MOST_KEYS]


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1: the share of their trigrams (Dice)."""
    ours, theirs = _trigrams(one), _trigrams(other)
    total = len(ours) + len(theirs)
    return 2 * len(ours & theirs) / total if total else 0.0


def _words(name: str) -> list[str]:
    words = plain(name).split()
    return [word for word in words if word not in _LEGAL and word not in _SMALL] or words


def _skeleton(word: str) -> str:
    """Return the first sign and the consonants, doubles once: zonnebloem is zonebloem."""
    rest = word[:1] + _VOWELS.sub("", word[1:]).replace("sc", "s").replace("c", "k")
    return re.sub(r"(.)\1+", r"\1", rest)[:12]


def _trigrams(name: str) -> frozenset[str]:
    words = " ".join(_words(name))
    text = f"  {words} " if words else ""
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))
