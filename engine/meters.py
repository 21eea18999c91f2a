"""What is measured while it runs, for Prometheus: counts and times, never a value of a dossier.

Labels are names of routes, kinds and outcomes that the code knows, so their number has a bound.
Processes that serve together write into one folder, which `PROMETHEUS_MULTIPROC_DIR` names; the
library looks for that when it is loaded, which is why it is loaded at first use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
STATEMENTS = (2, 4, 6, 8, 10, 12, 16, 24, 48, 96)
LATENESS = (0.5, 1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 3_600.0)
NO_ROUTE = "none"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure: what it is called, what kind it is, how it is split up and what it says."""

    name: str
    kind: str
    said: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


KEPT: tuple[Metric, ...] = (
    Metric("requests_total", "counter", "requests that were answered", ("route", "status")),
    Metric(
        "request_seconds",
        "histogram",
        "time from the first look at a request to its answer",
        ("route",),
        SECONDS,
    ),
    Metric(
        "request_statements",
        "histogram",
        "statements that a request sent to the database",
        buckets=STATEMENTS,
    ),
    Metric(
        "jobs_total",
        "counter",
        "jobs that were taken up, by how it went: `done`, `dropped`, `failed`, or `again` when "
        "another attempt may help",
        ("kind", "outcome"),
    ),
    Metric("job_seconds", "histogram", "time that a job took", ("kind",), SECONDS),
    Metric(
        "job_lateness_seconds",
        "histogram",
        "time between the moment a job was due and the moment it was taken up",
        buckets=LATENESS,
    ),
    Metric("steps_total", "counter", "steps of cases, by the event in the trail", ("kind",)),
    Metric(
        "transactions_again_total", "counter", "transactions done again after a deadlock", ("name",)
    ),
    Metric("pool_in_use", "gauge", "connections in use when a request ended"),
)
"""What every process keeps itself; a gauge is added up over the processes."""

ASKED: tuple[Metric, ...] = (
    Metric("build_info", "gauge", "1, with version and schema", ("version", "schema")),
    Metric("jobs_due", "gauge", "jobs that are due and not done yet"),
    Metric("jobs_failed", "gauge", "jobs that failed for good and wait for a person"),
    Metric("jobs_lateness_seconds", "gauge", "how long the longest due of them is due"),
    Metric("incidents_open", "gauge", "incidents that wait for a person"),
    Metric("seal_age_seconds", "gauge", "how long ago the audit trail was sealed; -1: never"),
    Metric(
        "lease_left_seconds",
        "gauge",
        "how long a poller or worker still holds the lease of the rounds; below 0: none is seen",
    ),
    Metric("pool_most", "gauge", "connections that this process may have"),
)
"""What is asked of the database at the moment of reading; the same from every process."""

PREFIX = "procesregie_"


class Meters:
    """The figures of this process; one that is not `on` keeps nothing, as in a command."""

    def __init__(self, *, on: bool = True) -> None:
        self._on = on

    @cached_property
    def _made(self) -> tuple[Any, Mapping[str, Any]]:
        from prometheus_client import (  # noqa: PLC0415 - it looks for its folder when it is loaded
            CollectorRegistry,
            Counter,
            Gauge,
            Histogram,
            disable_created_metrics,
        )

        disable_created_metrics()  # type: ignore[no-untyped-call] # has no types

        registry = CollectorRegistry()
        made: dict[str, Any] = {}
        for each in KEPT:
            words = (PREFIX + each.name, each.said, each.labels)
            if each.kind == "counter":
                made[each.name] = Counter(*words, registry=registry)
            elif each.kind == "gauge":
                made[each.name] = Gauge(*words, registry=registry, multiprocess_mode="livesum")
            else:
                made[each.name] = Histogram(*words, registry=registry, buckets=each.buckets)
        return registry, made

    def request(self, route: str | None, status: int, seconds: float, statements: int) -> None:
        """Count an answer; `route` is the name of a route, None for an address of nobody."""
        if not self._on:
            return
        made, name = self._made[1], route or NO_ROUTE
        made["requests_total"].labels(name, str(status)).inc()
        made["request_seconds"].labels(name).observe(seconds)
        made["request_statements"].observe(statements)

    def job(self, kind: str, outcome: str, seconds: float, lateness: float) -> None:
        """Count a job that was taken up; `lateness` in seconds."""
        if not self._on:
            return
        made = self._made[1]
        made["jobs_total"].labels(kind, outcome).inc()
        made["job_seconds"].labels(kind).observe(seconds)
        made["job_lateness_seconds"].observe(lateness)

    def step(self, kind: str) -> None:
        """Count a step of a case, by the kind of its event."""
        if self._on:
            self._made[1]["steps_total"].labels(kind).inc()

    def again(self, name: str) -> None:
        """Count a transaction that is done again; `name` is the name the code gives it."""
        if self._on:
            self._made[1]["transactions_again_total"].labels(name).inc()

    def pool(self, in_use: int) -> None:
        """Keep how many connections are in use."""
        if self._on:
            self._made[1]["pool_in_use"].set(in_use)

    def page(self, asked: Mapping[str, float], labels: Mapping[str, tuple[str, ...]]) -> bytes:
        """Return everything in Prometheus' text form.

        `asked` are the values of `ASKED`, by name; a metric with labels takes them from `labels`.
        """
        from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - as above
        from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415 - as above
        from prometheus_client.values import MutexValue, ValueClass  # noqa: PLC0415 - as above

        kept = self._made[0]
        if ValueClass is not MutexValue:
            kept = CollectorRegistry()
            MultiProcessCollector(kept)  # type: ignore[no-untyped-call] # has no types
        told = generate_latest(kept)
        for each in ASKED:
            if each.name in asked:
                told += _line(each, labels.get(each.name, ()), asked[each.name])
        return told


def _line(metric: Metric, labels: tuple[str, ...], value: float) -> bytes:
    name = PREFIX + metric.name
    shown = ",".join(f'{k}="{v}"' for k, v in zip(metric.labels, labels, strict=True))
    split = f"{{{shown}}}" if shown else ""
    head = f"# HELP {name} {metric.said}\n# TYPE {name} {metric.kind}\n"
    return f"{head}{name}{split} {float(value)}\n".encode()


def table(metrics: tuple[Metric, ...]) -> str:
    """Return metrics as a Markdown table: name, kind, labels, meaning."""
    rows = ["| metric | kind | labels | meaning |", "|---|---|---|---|"]
    for each in metrics:
        labels = ", ".join(f"`{label}`" for label in each.labels)
        rows.append(f"| `{PREFIX}{each.name}` | {each.kind} | {labels} | {each.said} |")
    return "\n".join(rows) + "\n"
