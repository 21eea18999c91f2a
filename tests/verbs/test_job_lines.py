"""Every job that is taken up leaves one line in the log: ids, how it went, how long."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from engine import jobs
from engine.store import jobs as rows
from tests.house import House


def test_a_job_leaves_one_line_and_the_next_one_is_done_too(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    late = house.clock.now - timedelta(seconds=90)
    with house.runtime.store.write("test.jobs") as tx:
        for number in range(2):
            key = f"a-sweep-that-nobody-knows-{number}"
            rows.add(tx, kind="sweep", name="drafts.expire", unique_key=key, at=late)
    with caplog.at_level(logging.INFO, "engine.jobs"):
        assert jobs.run_due(house.runtime) == 2
    lines = [vars(record) for record in caplog.records if record.message == "job"]
    assert [(line["work"], line["late_s"]) for line in lines] == [("drafts.expire", 90.0)] * 2
    assert all(line["ms"] >= 0 and line["outcome"] for line in lines)
