"""Rules of timers: they say one moment, readable, and by the name of a legal term."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.bpmn.rules.cron import as_cycle, is_cron
from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import Element, Tree, children, kind, text_of
from engine.errors import Finding

EMPTY = Rule("bpmn.timer.empty")
SEVERAL = Rule("bpmn.timer.several")
UNREADABLE = Rule("bpmn.timer.unreadable")
CRON = Rule("bpmn.timer.cron")
LITERAL = Rule("bpmn.timer.literal", "warning")
CYCLE = Rule("bpmn.timer.cycle", "warning")
RULES = (EMPTY, SEVERAL, UNREADABLE, CRON, LITERAL, CYCLE)

_DURATION = (
    r"-?P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?"
    r"(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
)
_ZONE = r"(?:Z|[+-]\d\d:\d\d|@[A-Za-z_]+/[A-Za-z_/]+)?"
_DATE = rf"\d{{4}}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?{_ZONE})?"
_SHAPES = {
    "timeDuration": re.compile(_DURATION),
    "timeDate": re.compile(_DATE),
    "timeCycle": re.compile(
        rf"R\d*/(?:(?:{_DATE}/)?{_DURATION}|{_DURATION}/{_DATE}|{_DATE}/{_DATE})"
    ),
}
_FEEL_LITERAL = re.compile(r"""duration\s*\(\s*"P|@\s*"-?P""")


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield every timer that does not say when, or says it without naming a term."""
    for event in tree.nodes:
        for timer in children(event, "timerEventDefinition"):
            yield from _timer(tree, event, timer)


def _timer(tree: Tree, event: Element, timer: Element) -> Iterator[Finding]:
    written = [part for part in children(timer, *_SHAPES) if text_of(part)]
    term = tree.extensions(event).term
    said = len(written) + bool(term)
    if not said:
        yield EMPTY.on(tree, event)
    elif said > 1:
        yield SEVERAL.on(tree, event, count=said)
    for part in written:
        yield from _moment(tree, event, part)


def _moment(tree: Tree, event: Element, part: Element) -> Iterator[Finding]:
    text = text_of(part)
    computed = text.startswith("=")
    if not computed and not text.startswith(("${", "#{")):
        if is_cron(text):
            yield CRON.on(tree, event, text=text, **_as_iso(text))
            return
        compact = "".join(text.split())
        if not _SHAPES[kind(part)].fullmatch(compact):
            yield UNREADABLE.on(tree, event, text=text, kind=kind(part), **_nearly(compact, part))
            return
    if not computed or _FEEL_LITERAL.search(text):
        yield LITERAL.on(tree, event, text=text)
    if kind(part) == "timeCycle" and not _repeats(event):
        yield CYCLE.on(tree, event, text=text)


def _repeats(event: Element) -> bool:
    """Say whether an event can happen more than once while it listens."""
    if kind(event) == "startEvent":
        return kind(event.getparent()) == "process" or event.get("isInterrupting") == "false"
    return event.get("cancelActivity") == "false"


def _as_iso(text: str) -> dict[str, object]:
    cycle = as_cycle(text)
    fix = {"rename": "timeCycle", "set": "text", "to": cycle}
    return {} if cycle is None else {"did_you_mean": cycle, "fix": fix}


def _nearly(text: str, part: Element) -> dict[str, object]:
    """Return a guess for what was meant: the other kind of timer, or capitals."""
    for other, shape in _SHAPES.items():
        if shape.fullmatch(text.upper()):
            if other == kind(part):
                return {"did_you_mean": text.upper(), "fix": {"set": "text", "to": text.upper()}}
            return {"fix": {"rename": kind(part), "to": other}, "other": other}
    return {}
