"""Write what was measured into the pages that quote it: between marks, as tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "bench" / "results"
FILES = (
    "docs/reliability.md",
    "docs/registers.md",
    "docs/workers.md",
    "docs/backup.md",
    "docs/bulk.md",
    "docs/scaling.md",
    "README.md",
)
END = "<!-- end -->\n"
Row = tuple[str, str, str]

CORE: Sequence[Row] = (
    ("SQL statements per completed task, at most", "completion.statements", ""),
    ("commits per completed task", "completion.commits", ""),
    ("processor time per completed task", "completion.cpu_ms", " ms"),
    ("a completed task on the small diagram", "completion.linear_cpu_ms", " ms"),
    ("the same step on SpiffWorkflow alone, in memory", "bare_step.cpu_ms", " ms"),
    ("the same task completed here, against that bare step", "completion.over_bare_step", " times"),
    (
        "a completed task against one committed INSERT, by the clock",
        "completion.over_insert",
        " times",
    ),
    ("step 10,000 of a case against step 10", "loop.step_10000_over_10", " times"),
    ("size of a running case's state, at most", "state.bytes", " bytes"),
)
_AGES = "step_10{0} step_100{0} step_1000{0} step_10000{0}"
GROWTH: Sequence[Row] = (
    ("processor time of step 10 / 100 / 1,000 / 10,000", _AGES.format("_cpu_ms"), " ms"),
    ("step 1,000 / 10,000 against step 10", "step_1000_over_10 step_10000_over_10", " times"),
    ("statements of step 10 / 100 / 1,000 / 10,000", _AGES.format("_statements"), ""),
    ("rows read", _AGES.format("_rows_read"), ""),
    ("rows written", _AGES.format("_rows_written"), ""),
    ("bytes written, the state among them", _AGES.format("_bytes_written"), ""),
    ("bytes of the state", _AGES.format("_document_bytes"), ""),
    ("instructions of SQLite", _AGES.format("_instructions"), ""),
    (
        "the machine alone, from JSON to JSON: step 10 / 10,000",
        "machine_step_10_cpu_ms machine_step_10000_cpu_ms",
        " ms",
    ),
    (
        "the machine alone: step 1,000 / 10,000 against step 10",
        "machine_step_1000_over_10 machine_step_10000_over_10",
        " times",
    ),
    (
        "SpiffWorkflow from its JSON to its JSON: step 10 / 100 / 1,000",
        "stock_step_10_cpu_ms stock_step_100_cpu_ms stock_step_1000_cpu_ms",
        " ms",
    ),
    (
        "SpiffWorkflow: step 100 / 1,000 against step 10",
        "stock_step_100_over_10 stock_step_1000_over_10",
        " times",
    ),
    ("SpiffWorkflow loses the task, and says completed, after", "stock_lost_the_task_after", ""),
    (
        "bytes of its state at step 10 / 1,000",
        "stock_step_10_bytes stock_step_1000_bytes",
        "",
    ),
    ("300 tasks in a line: the last fifty against the first", "line_300_last_over_first", " times"),
    (
        "one of 100 / 1,000 open tasks of one activity",
        "wide_100_step_cpu_ms wide_1000_step_cpu_ms",
        " ms",
    ),
    ("statements of that", "wide_100_statements wide_1000_statements", ""),
    ("rows written by that", "wide_100_rows_written wide_1000_rows_written", ""),
    (
        "bytes of the state a task",
        "wide_100_document_bytes_a_task wide_1000_document_bytes_a_task",
        "",
    ),
    (
        "a task completed by its page, 5,000 lines of history against 60",
        "history_5000_complete_over_60",
        " times",
    ),
    (
        "rows read for the page of a case with 60 / 5,000 lines",
        "history_60_page_rows_read history_5000_page_rows_read",
        "",
    ),
    ("the page with 5,000 lines against 60", "history_5000_page_over_60", " times"),
)
RACES: Sequence[Row] = (
    ("rounds of two completing one task", "complete.rounds", ""),
    ("rounds with exactly one who succeeded", "complete.one_winner", ""),
    ("rounds in which both were inside at once", "complete.overlapping", ""),
    ("rounds of two taking one task", "claim.rounds", ""),
    ("rounds with exactly one who got it", "claim.one_winner", ""),
    ("rounds in which both were inside at once ", "claim.overlapping", ""),
)
KILLS: Sequence[Row] = (
    ("kills", "kill.kills", ""),
    ("completions acknowledged", "kill.acknowledged", ""),
    ("requests in flight at a kill", "kill.in_flight", ""),
    ("answered again", "kill.answered_again", ""),
    ("lost", "kill.lost", ""),
    ("doubled", "kill.doubled", ""),
    ("torn", "kill.torn", ""),
    ("faults in the chain or the file", "kill.chain", ""),
)
_LOST = "{0}.lost {0}.doubled {0}.stuck {0}.chain"
_REFUSED = "{0}.wrong_2xx {0}.doubled {0}.stuck {0}.chain"
SURROUNDED: Sequence[Row] = (
    ("PostgreSQL died under load", "restart.restarts", " times"),
    ("completions acknowledged / asked for again", "restart.acknowledged restart.asked_again", ""),
    ("lost / doubled / stuck / faults in the chain", _LOST.format("restart"), ""),
    ("its death to the first success, at most", "restart.first_success_s", " s"),
    (
        "timers due meanwhile: all / lost / doubled",
        "restart.timers restart.timers_lost restart.timers_doubled",
        "",
    ),
    ("how late a timer was, at most", "restart.timers_late_s", " s"),
    (
        "disk full: refused / refused without a page that says when",
        "disk_full.refused disk_full.unclean",
        "",
    ),
    ("wrong yes / doubled / stuck / chain", _REFUSED.format("disk_full"), ""),
    ("room again to the first success", "disk_full.first_success_s", " s"),
    (
        "a standby: refused / refused without a page that says when",
        "read_only.refused read_only.unclean",
        "",
    ),
    ("wrong yes / doubled / stuck / chain ", _REFUSED.format("read_only"), ""),
    ("promoted to the first success", "read_only.first_success_s", " s"),
    (
        "clock to and fro: timers / lost / doubled / early / late",
        "clock.timers clock.lost clock.doubled clock.early clock.late",
        "",
    ),
    ("legal terms that are not over at midnight in Brussels", "clock.strange", ""),
    (
        "timers due while a server was killed: all / lost / doubled",
        "due_during_kill.timers due_during_kill.lost due_during_kill.doubled",
        "",
    ),
    (
        "messages: cases / sent / before anybody waited",
        "messages.cases messages.sent messages.before",
        "",
    ),
    ("messages: cases not told / told twice", "messages.lost messages.doubled", ""),
)
FAULTS: Sequence[Row] = (
    ("kills and deaths, of all kinds below", "kills", ""),
    ("lost / doubled", "lost doubled", ""),
    ("stuck or torn", "stuck", ""),
    ("faults in a chain or a file", "chain_errors", ""),
    ("faults planted in the ledger's database", "mutations_planted", ""),
    ("found by the ledger", "mutations_found_percent", " %"),
)
CUTS: Sequence[Row] = (
    ("boundaries: two for each named transaction", "boundaries", ""),
    ("cut", "boundaries_covered_percent", " %"),
    ("lost / doubled / stuck", "cut.lost cut.doubled cut.stuck", ""),
    ("faults in the chain or the file", "cut.chain", ""),
)
WORKERS: Sequence[Row] = (
    ("kills of a worker", "workers.kills", ""),
    ("timers due / taken up again", "workers.timers workers.taken_over", ""),
    ("lost / doubled / stuck", "workers.lost workers.doubled workers.stuck", ""),
    ("faults in the chain", "workers.chain", ""),
)
_BOTH = "sqlite.{0} postgresql.{0}"
DRILL: Sequence[Row] = (
    ("completions acknowledged before the backup", _BOTH.format("acknowledged_before"), ""),
    ("and after it", _BOTH.format("acknowledged_after"), ""),
    ("documents added before it", _BOTH.format("documents_before"), ""),
    ("completions / documents lost on SQLite", "sqlite.lost sqlite.lost_documents", ""),
    ("the same on PostgreSQL", "postgresql.lost postgresql.lost_documents", ""),
    ("doubled", _BOTH.format("doubled"), ""),
    ("torn", _BOTH.format("torn"), ""),
    ("faults in the chain or the file", _BOTH.format("chain"), ""),
    ("cases that could not go on", _BOTH.format("stuck"), ""),
    ("the backup took", _BOTH.format("backup_s"), " s"),
    ("the restore with all its checks took", _BOTH.format("restore_s"), " s"),
    ("the slowest write during the backup", _BOTH.format("slowest_write_meanwhile_s"), " s"),
    (
        "PostgreSQL's disk lost: acknowledged / not archived",
        "disk.acknowledged disk.not_archived",
        "",
    ),
    ("lost of time, with `archive_timeout` of", "disk.rpo_s disk.archive_timeout_s", " s"),
    ("the recovery took", "disk.recovery_s", " s"),
    ("cases that could not go on after it", "disk.stuck", ""),
)
REGISTERS: Sequence[Row] = (
    ("records, a third of them with a history", "records", ""),
    *(
        (f"{said}: SQLite / PostgreSQL", _BOTH.format(f"{name}.{figure}_ms"), " ms")
        for said, name, figure in (
            ("a search, half of them within", "search", "median"),
            ("a search, 95 of 100 within", "search", "p95"),
            ("a search as on a day, 95 of 100 within", "search_on_a_day", "p95"),
            ("what a field offers while one types, 95 of 100 within", "look_ahead", "p95"),
            ("the check for doubles, 95 of 100 within", "duplicates", "p95"),
        )
    ),
)
TIMERS: Sequence[Row] = (
    ("timers due at one moment", "timers", ""),
    ("fired / fired more than once", "fired doubled", ""),
    ("how late: half of them within", "lateness_p50_s", " s"),
    ("how late: 99 of 100 within", "lateness_p99_s", " s"),
    ("timers a second, two workers", "timers_per_second", ""),
    ("a timer alone, the latest of ten", "idle_lateness_s", " s"),
    ("jobs that are due in ten years", "ahead", ""),
    (
        "a claim beside them against one beside none: SQLite / PostgreSQL",
        "sqlite.ahead_ratio postgresql.ahead_ratio",
        " times",
    ),
)
TASKLIST: Sequence[Row] = tuple(
    (said, _BOTH.format(name), unit)
    for said, name, unit in (
        ("100,000 open tasks: 95 of 100 pages within", "p95_ms_100k", " ms"),
        ("10,000 open tasks: 95 of 100 pages within", "p95_ms_10k", " ms"),
        ("1,000 open tasks: 95 of 100 pages within", "p95_ms_1k", " ms"),
        ("100,000 over 1,000", "ratio_100k_over_1k", ""),
        ("the verb among 100,000: 95 of 100 within", "verb_p95_ms_100k", " ms"),
        ("full scans in the plans", "full_scans", ""),
        ("finished tasks", "finished", ""),
        ("rows made", "rows", ""),
        ("made in", "generate_s", " s"),
        ("events checked, of 1,000 cases", "sample_events", ""),
        ("faults in them", "sample_faults", ""),
    )
)
THROUGHPUT: Sequence[Row] = (
    *(
        (said, _BOTH.format(name), unit)
        for said, name, unit in (
            ("completions a second, four clients", "completions_per_second", ""),
            ("completions a second and core", "completions_per_second_and_core", ""),
            ("completions a second, one client", "completions_per_second_1_client", ""),
            ("one client: half of them within", "p50_ms_1_client", " ms"),
            ("one client: 95 of 100 within", "p95_ms_1_client", " ms"),
            ("one client: 99 of 100 within", "p99_ms_1_client", " ms"),
            ("four clients: half of them within", "p50_ms_4_clients", " ms"),
            ("four clients: 95 of 100 within", "p95_ms_4_clients", " ms"),
            ("four clients: 99 of 100 within", "p99_ms_4_clients", " ms"),
            ("processor time of the server for a completion", "cpu_ms", " ms"),
            ("the same, one client alone", "cpu_ms_1_client", " ms"),
            ("statements for a completion, on average", "statements", ""),
            ("statements for a completion, at most", "statements_most", ""),
            ("one completion against one committed INSERT, by the clock", "over_insert", " times"),
            ("one completion against a bare step, processor time", "over_bare_step", " times"),
            ("bytes of a finished case of ten tasks", "bytes_per_case", ""),
            ("a line in the log of looks, by the clock", "look_ms", " ms"),
            ("processor time of the server for a page with a task", "task_page_cpu_ms", " ms"),
            ("processor time of the server for the list of tasks", "list_page_cpu_ms", " ms"),
        )
    ),
    ("processor time of PostgreSQL for a completion", "postgresql.database_cpu_ms", " ms"),
)
VIEWFLOW: Sequence[Row] = (
    *(
        (said, f"{database}.{name} {database}.viewflow.{name}", unit)
        for database, kind in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL"))
        for said, name, unit in (
            (f"{kind}: completions a second, four clients", "completions_per_second", ""),
            (f"{kind}: completions a second, one client", "completions_per_second_1_client", ""),
            (f"{kind}: one client, half of them within", "p50_ms_1_client", " ms"),
            (f"{kind}: four clients, 99 of 100 within", "p99_ms_4_clients", " ms"),
            (f"{kind}: processor time of the server for a completion", "cpu_ms", " ms"),
            (f"{kind}: bytes of a finished case of ten tasks", "bytes_per_case", ""),
        )
    ),
    (
        "PostgreSQL: processor time of the database for a completion",
        "postgresql.database_cpu_ms postgresql.viewflow.database_cpu_ms",
        " ms",
    ),
)
SCALING: Sequence[Row] = (
    ("four clients on one host, simulated", "closed.completions_per_second", ""),
    ("the same, measured", "closed.measured", ""),
    *(
        row
        for name, said in (
            ("one", "one host, the database on it"),
            ("two", "two hosts: one with pages, one with the database"),
            ("ten", "ten hosts: the database on one of two cores"),
            ("ten_database_16_cores", "ten hosts: the database on one of 16 cores"),
            ("hundred", "a hundred hosts: the database on one of two cores"),
            ("hundred_database_16_cores", "a hundred: the database on one of 16 cores"),
            ("hundred_database_64_cores", "a hundred: the database on one of 64 cores"),
            ("hundred_database_64_cores_32_logs", "the same, if looks had 32 chains"),
            ("hundred_16_parts_of_16_cores", "the same, 16 databases of 16 cores by `case_id`"),
        )
        for row in (
            (f"**{said}**: tasks a second", f"{name}.tasks_per_second", ""),
            (
                f"{said}: half / 95 / 99 of 100 requests within",
                f"{name}.p50_ms {name}.p95_ms {name}.p99_ms",
                " ms",
            ),
            (
                f"{said}: web / database / log busy",
                f"{name}.web_busy_percent {name}.database_busy_percent {name}.log_busy_percent",
                " %",
            ),
        )
    ),
    ("**a day of an agency on one host**: people / tasks", "day.people day.tasks", ""),
    ("in its busiest hour: tasks a second", "day.tasks_per_second_busiest", ""),
    (
        "95 of 100 requests within, busiest / quietest hour",
        "day.p95_ms_busiest day.p95_ms_quietest",
        " ms",
    ),
    ("the host is busy in that hour", "day.host_busy_percent_busiest", " %"),
)
README: Sequence[tuple[str, str, str, str]] = (
    *(
        (*row, "core")
        for row in CORE
        if not row[1].startswith(("completion.linear", "completion.over_bare", "bare"))
    ),
    (
        "step 1,000 of a case against step 10: ours / SpiffWorkflow",
        "step_1000_over_10 stock_step_1000_over_10",
        " times",
        "growth",
    ),
    (
        "a small task completed, against a bare SpiffWorkflow step in memory",
        "completion.over_bare_step",
        " times",
        "core",
    ),
    (
        "completions a second over HTTP, four clients: SQLite / PostgreSQL",
        "sqlite.completions_per_second postgresql.completions_per_second",
        "",
        "throughput",
    ),
    (
        "the same against an equal flow of django-viewflow",
        "sqlite.over_viewflow postgresql.over_viewflow",
        " times",
        "throughput",
    ),
    (
        "bytes of a finished case of ten tasks: SQLite / PostgreSQL",
        "sqlite.bytes_per_case postgresql.bytes_per_case",
        "",
        "throughput",
    ),
    (
        "a page among 100,000 open tasks, 95 of 100 within: SQLite / PostgreSQL",
        "sqlite.p95_ms_100k postgresql.p95_ms_100k",
        " ms",
        "tasklist",
    ),
    (
        "10,000 timers due at once: fired twice / 99 of 100 within so many seconds",
        "doubled lateness_p99_s",
        "",
        "timers",
    ),
    ("kills and deaths / lost / doubled / stuck", "kills lost doubled stuck", "", "faults"),
    ("two at one task, 1,000 times: exactly one succeeds", "complete.one_winner", "", "faults"),
    (
        "processor time of a form of 200 fields: checked / drawn",
        "validate.cpu_ms draw.cpu_ms",
        " ms",
        "forms",
    ),
    (
        "the same against a plain page with those fields",
        "validate_over_plain_page draw_over_plain_page",
        " times",
        "forms",
    ),
)


def filled(text: str) -> str:
    """Return `text` with the tables between its marks as they were measured."""
    core, growth, faults = map(_read, ("core", "growth", "faults"))
    registers, throughput = _read("registers"), _read("throughput")
    for mark, table in (
        ("core", _table(CORE, core)),
        ("growth", _table(GROWTH, growth)),
        ("races", _table(RACES, faults)),
        ("kills", _table(KILLS, faults)),
        ("faults", _table(FAULTS, faults)),
        ("cuts", _table(CUTS, faults)),
        ("workers", _table(WORKERS, faults)),
        ("surrounded", _table(SURROUNDED, faults)),
        ("drill", _table(DRILL, _read("drill"))),
        ("registers", _table(REGISTERS, registers)),
        ("timers", _table(TIMERS, _read("timers"))),
        ("throughput", _table(THROUGHPUT, throughput)),
        ("scaling", _table(SCALING, _read("scaling"))),
        ("tasklist", _table(TASKLIST, _read("tasklist"))),
        ("viewflow", _table(VIEWFLOW, throughput)),
        ("figures", _readme({each: _read(each) for *_, each in README})),
    ):
        before, found, rest = text.partition(f"<!-- {mark} -->\n")
        if found:
            _, end, after = rest.partition(END)
            text = before + found + table + end + after
    return text


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text("utf-8"))
    return found


def _table(rows: Sequence[Row], found: dict[str, Any]) -> str:
    lines = ["| figure | measured |", "|---|---|"]
    lines += [f"| {said.strip()} | {_value(found, key, unit)} |" for said, key, unit in rows]
    machine = found["machine"]
    lines.append(
        f"| machine | {machine['cores']} cores of {machine['processor']}, Python "
        f"{machine['python']}, SQLite {machine['sqlite']}; load {machine['load_before']} before, "
        f"{machine['load_after']} after |"
    )
    return "\n".join(lines) + "\n"


def _readme(found: dict[str, dict[str, Any]]) -> str:
    lines = ["| figure | value | how |", "|---|---|---|"]
    for said, key, unit, name in README:
        lines.append(f"| {said} | {_value(found[name], key, unit)} | `{found[name]['command']}` |")
    return "\n".join(lines) + "\n"


def _value(found: dict[str, Any], keys: str, unit: str) -> str:
    figures = [found["figures"].get(key) for key in keys.split()]
    if None in figures:
        return "not measured yet"
    return " / ".join(map(_said, figures)) + unit


def _said(value: float) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.2f}" if value < 10 else f"{value:g}"


def main() -> None:
    """Fill in every page."""
    for name in FILES:
        file = ROOT / name
        file.write_text(filled(file.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
