"""The built-in functions on strings (DMN 1.5 §10.3.4.3)."""

from __future__ import annotations

from decimal import Decimal

from engine.feel.faults import MAX_STRING, Fault, Run
from engine.feel.library.patterns import compiled, replacement_parts
from engine.feel.library.registry import function


@function("substring", "string: string", "start position: number", "length: number?")
def substring(text: str, start: Decimal, length: Decimal | None) -> str:
    """Return `length` characters (all, when null) from `start`: 1 the first, -1 the last."""
    first = int(start)
    if first == 0 or abs(first) > len(text):
        raise Fault("position_out_of_range", value=str(start))
    if length is not None and length < 1:
        raise Fault("length_out_of_range", value=str(length))
    first = first - 1 if first > 0 else len(text) + first
    return text[first:] if length is None else text[first : first + int(length)]


@function("string length", "string: string")
def string_length(text: str) -> Decimal:
    """Return the number of characters."""
    return Decimal(len(text))


@function("upper case", "string: string")
def upper_case(text: str) -> str:
    """Return the text in capitals."""
    return text.upper()


@function("lower case", "string: string")
def lower_case(text: str) -> str:
    """Return the text in small letters."""
    return text.lower()


@function("substring before", "string: string", "match: string")
def substring_before(text: str, match: str) -> str:
    """Return what stands before the first `match`; "" when there is none."""
    return text[: text.index(match)] if match in text else ""


@function("substring after", "string: string", "match: string")
def substring_after(text: str, match: str) -> str:
    """Return what stands after the first `match`; "" when there is none."""
    return text[text.index(match) + len(match) :] if match in text else ""


@function("contains", "string: string", "match: string")
def contains(text: str, match: str) -> bool:
    """Return whether `match` occurs."""
    return match in text


@function("starts with", "string: string", "match: string")
def starts_with(text: str, match: str) -> bool:
    """Return whether the text starts with `match`."""
    return text.startswith(match)


@function("ends with", "string: string", "match: string")
def ends_with(text: str, match: str) -> bool:
    """Return whether the text ends with `match`."""
    return text.endswith(match)


@function("matches", "input: string", "pattern: string", "flags: string?")
def matches(text: str, pattern: str, flags: str | None) -> bool:
    """Return whether the pattern matches somewhere in the text."""
    return compiled(pattern, flags or "").search(text) is not None


_REPLACE = ("input: string", "pattern: string", "replacement: string", "flags: string?")


@function("replace", *_REPLACE, needs_run=True)
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None) -> str:
    """Return the text with every match replaced; `$1` is the first group."""
    expression = compiled(pattern, flags or "")
    if expression.search("") is not None:
        raise Fault("pattern_matches_nothing", value=pattern[:60])
    if "q" in (flags or ""):
        parts: list[str | int] = [replacement]
    else:
        parts = replacement_parts(replacement, expression.groups)
    out: list[str] = []
    end = size = 0
    for match in expression.finditer(text):
        run.tick()
        made = "".join(p if isinstance(p, str) else match.group(p) or "" for p in parts)
        out += (text[end : match.start()], made)
        end = match.end()
        size += len(made)
        if size > MAX_STRING:
            raise Fault("string_too_long", limit=MAX_STRING)
    return "".join(out) + text[end:]


@function("split", "string: string", "delimiter: string", needs_run=True)
def split(run: Run, text: str, delimiter: str) -> list[str]:
    """Return the parts of the text between matches of the pattern `delimiter`."""
    expression = compiled(delimiter, "")
    if expression.search("") is not None:
        raise Fault("pattern_matches_nothing", value=delimiter[:60])
    parts: list[str] = []
    end = 0
    for match in expression.finditer(text):
        run.tick()
        parts.append(text[end : match.start()])
        end = match.end()
    return [*parts, text[end:]]


@function("string join", "list: list", "delimiter: string?")
def string_join(items: list[object], delimiter: str | None) -> str:
    """Return the strings of a list, nulls left out, with `delimiter` between them."""
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        raise Fault("wrong_argument", parameter="list")
    strings = [str(item) for item in texts]
    if sum(map(len, strings)) + len(delimiter or "") * len(strings) > MAX_STRING:
        raise Fault("string_too_long", limit=MAX_STRING)
    return (delimiter or "").join(strings)
