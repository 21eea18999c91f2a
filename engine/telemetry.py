"""Structured logging: one JSON line per record on stderr, with the request and case in hand.

No record carries a secret or the content of a case: names that sound like one are masked, and
values are short facts (ids, codes, counts), never form values. What an exception says of itself is
left out, for it may quote anything: a record has its type and where it was raised, and the code
of an error of ours.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any, TextIO

from typing_extensions import override

_MASK = "***"
_MAX_TEXT = 2_000
_SECRET = re.compile(
    r"passw|secret|token|cookie|authori[sz]ation|session|api_?key|private|salt|totp|csrf|rrn|iban",
    re.IGNORECASE,
)
# facts of an error of ours that name a thing, and never quote what is in it
_TOLD = ("sqlstate", "errno", "case_id", "dossier_id", "task_id", "token", "element", "job")
# what the standard library puts on a record; everything else came in by `extra`
_STANDARD = frozenset(
    (*vars(logging.LogRecord("", 0, "", 0, "", (), None)), "message", "asctime", "taskName")
)
_context: ContextVar[Mapping[str, str]] = ContextVar("telemetry_context", default={})  # noqa: B039 - never altered, only replaced


@contextmanager
def bound(**ids: str | None) -> Iterator[None]:
    """Put `ids` (request_id, case_id, job_id, …) on every record within the block.

    Blocks nest; an id of None leaves the outer one as it is.
    """
    given = {name: value for name, value in ids.items() if value is not None}
    token = _context.set({**_context.get(), **given})
    try:
        yield
    finally:
        _context.reset(token)


def current() -> Mapping[str, str]:
    """Return the ids that records carry here."""
    return dict(_context.get())


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON: time, level, logger, event, ids, and its extras."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Return the line; it never raises, and never holds a line break."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _short(record.getMessage()),
            **_context.get(),
        }
        for name, value in vars(record).items():
            if name not in _STANDARD:
                line[name] = _masked(name, value)
        if record.exc_info and record.exc_info[1] is not None:
            line["trace"] = trace(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=_plain)


def trace(error: BaseException) -> str:
    """Return where an exception and what led to it were raised, each with its type, no message.

    Of an error of ours the code and its short facts are told, of the system's the number.
    """
    seen: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in seen:
        seen.append(found)
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    parts = ["".join(traceback.format_tb(each.__traceback__)) + _named(each) for each in seen]
    return "\n\n".join(reversed(parts))


def _named(error: BaseException) -> str:
    name = type(error).__qualname__
    code, facts = getattr(error, "code", None), getattr(error, "facts", None)
    if isinstance(code, str) and isinstance(facts, Mapping):  # one of ours
        told = {key: facts[key] for key in _TOLD if facts.get(key) is not None}
        return f"{name}: {code} {told}" if told else f"{name}: {code}"
    number = error.errno if isinstance(error, OSError) else getattr(error, "sqlstate", None)
    return name if number is None else f"{name}: {number}"


def set_up(stream: TextIO | None = None, level: int = logging.INFO) -> logging.Handler:
    """Send every record of at least `level` to `stream` (stderr) as JSON lines.

    Handlers that were there before are taken away, so that setting up twice does not log twice.
    Returns the handler.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h.formatter, JsonLines)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    logging.getLogger("procrastinate").setLevel(max(level, logging.WARNING))  # our lines say it all
    return handler


def _masked(name: str, value: Any) -> Any:
    if _SECRET.search(name):
        return _MASK
    if isinstance(value, Mapping):
        return {str(key): _masked(str(key), part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(name, part) for part in value]
    return _short(value) if isinstance(value, str) else value


def _short(text: str) -> str:
    return text if len(text) <= _MAX_TEXT else text[:_MAX_TEXT] + "…"


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return _short(repr(value))
