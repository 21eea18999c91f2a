"""The log: one JSON line per record, with ids and without secrets."""

import errno
import io
import json
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from engine import telemetry
from engine.errors import ModelFault

Lines = Callable[[], list[dict[str, Any]]]
log = logging.getLogger("engine.tests")


@pytest.fixture
def lines() -> Iterator[Lines]:
    stream = io.StringIO()
    root = logging.getLogger()
    level = root.level
    handler = telemetry.set_up(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_record_is_one_line_of_json(lines: Lines) -> None:
    log.info("job:done", extra={"attempts": 2, "due": date(2026, 3, 20)})
    (line,) = lines()
    assert (line["event"], line["level"], line["logger"]) == ("job:done", "info", "engine.tests")
    assert (line["attempts"], line["due"]) == (2, "2026-03-20")
    assert line["time"].endswith("+00:00")


def test_a_line_break_cannot_forge_a_second_record(lines: Lines) -> None:
    log.info('first\n{"event": "forged"}')
    assert [line["event"] for line in lines()] == ['first\n{"event": "forged"}']


def test_ids_in_hand_stand_on_every_record_and_go_away(lines: Lines) -> None:
    with telemetry.bound(request_id="r1"):
        with telemetry.bound(case_id="c1", request_id=None):
            log.info("inside")
        log.info("between")
    log.info("outside")
    inside, between, outside = lines()
    assert (inside["request_id"], inside["case_id"]) == ("r1", "c1")
    assert between["request_id"] == "r1"
    assert "case_id" not in between
    assert "request_id" not in outside
    assert telemetry.current() == {}


def test_ids_go_away_after_an_error() -> None:
    with pytest.raises(RuntimeError), telemetry.bound(request_id="r1"):
        raise RuntimeError
    assert telemetry.current() == {}


def test_another_thread_does_not_see_our_ids() -> None:
    seen: list[dict[str, str]] = []
    with telemetry.bound(request_id="r1"):
        thread = threading.Thread(target=lambda: seen.append(dict(telemetry.current())))
        thread.start()
        thread.join()
    assert seen == [{}]


@pytest.mark.parametrize(
    "name", ["password", "new_password", "session_id", "Authorization", "csrf", "totp", "rrn"]
)
def test_what_sounds_secret_is_masked_at_every_depth(lines: Lines, name: str) -> None:
    log.info("seen", extra={name: "hush", "facts": {"deep": [{name: "hush"}]}})
    assert "hush" not in json.dumps(lines())


def fails(value: str) -> None:
    try:
        try:
            raise FileNotFoundError(errno.ENOENT, value, value)
        except OSError as missing:
            raise ValueError(value) from missing
    except ValueError as wrong:
        raise ModelFault("job_failed", element="look", trace=value) from wrong


def test_an_error_carries_its_trace_on_the_same_line_and_nothing_that_it_quotes(
    lines: Lines,
) -> None:
    quoted = "hush"
    try:
        fails(quoted)
    except ModelFault:
        log.exception("job:failed")
    (line,) = lines()
    told = [each for each in line["trace"].splitlines() if each and each[0] != " "]
    assert told == [
        "FileNotFoundError: 2",
        "ValueError",
        "ModelFault: job_failed {'element': 'look'}",
    ]
    assert line["trace"].count(", in fails\n") == 3
    assert quoted not in json.dumps(line)


def test_a_value_that_is_no_json_does_not_break_the_log(lines: Lines) -> None:
    log.info("odd", extra={"thing": object(), "long": "x" * 9_000})
    (line,) = lines()
    assert line["thing"].startswith("<object")
    assert len(line["long"]) < 2_100


def test_setting_up_twice_does_not_log_twice(lines: Lines) -> None:
    stream = io.StringIO()
    handler = telemetry.set_up(stream)
    log.info("once")
    logging.getLogger().removeHandler(handler)
    assert len(stream.getvalue().splitlines()) == 1
    assert lines() == []
