"""Write the reference pages in `docs/` from the code itself: addresses, commands, errors, events.

`python -m tools.reference` writes them; a test compares them with what the code says now.
"""

from __future__ import annotations

import argparse
import ast
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask

from engine import api, cli, config, errors, http, meters, web, wording
from engine import runtime as wiring
from engine.config import Settings
from engine.model import HistoryKind, Permission
from engine.wording import nl

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"

EVENTS: Mapping[HistoryKind, tuple[str, str]] = {
    HistoryKind.CASE_STARTED: ("case", "a person started a case"),
    HistoryKind.CASE_TAKEN_OVER: (
        "case",
        "a case that ran elsewhere was taken over, at a step, with its clocks",
    ),
    HistoryKind.CASE_TAKEN_UP: (
        "case",
        "a closed case was taken up again: by which case, where it was asked, who agreed, why",
    ),
    HistoryKind.CASE_TAKES_UP: ("case", "a case began that takes up a closed one"),
    HistoryKind.CASE_ENDED: ("case", "a case reached an end event"),
    HistoryKind.CASE_MIGRATED: (
        "case",
        "a case was brought to another version of its procedure, or back",
    ),
    HistoryKind.CASE_CANCELLED: ("case", "an operator ended a case; the line says why"),
    HistoryKind.CASE_CORRECTED: ("case", "an operator changed variables; old and new values"),
    HistoryKind.CASE_READ: ("log", "somebody opened a case, or what it waits for"),
    HistoryKind.CASE_VERIFIED: ("log", "an auditor had the trail verified"),
    HistoryKind.TASK_CLAIMED: ("case", "a person took a task"),
    HistoryKind.TASK_RELEASED: ("case", "a person gave a task back"),
    HistoryKind.TASK_COMPLETED: ("case", "a person completed a task"),
    HistoryKind.TASK_ASSIGNED: (
        "case",
        "who hands out the work gave a task to a person; the line says why",
    ),
    HistoryKind.TASK_READ: ("log", "somebody opened a task"),
    HistoryKind.DRAFT_SAVED: ("log", "what was typed in a task or a start form was kept"),
    HistoryKind.DRAFT_DROPPED: ("log", "an application that was begun was thrown away, or expired"),
    HistoryKind.TIMER_FIRED: ("case", "a term or another timer was due"),
    HistoryKind.JOB_FINISHED: ("case", "a service task was done"),
    HistoryKind.JOB_FAILED: ("case", "a service task failed; the line says whether for good"),
    HistoryKind.JOB_RETRIED: ("case", "an operator had what failed tried again"),
    HistoryKind.JOB_SKIPPED: ("case", "an operator did a service task by hand; the line says why"),
    HistoryKind.JOB_FETCHED: ("log", "a program fetched work of a case, with its values"),
    HistoryKind.KEY_MADE: ("log", "a key was made for a program"),
    HistoryKind.KEY_ENDED: ("log", "a key of a program was ended"),
    HistoryKind.TOKEN_MOVED: ("case", "an operator took a case from one element to another"),
    HistoryKind.ERROR_THROWN: (
        "case",
        "a service task ended in an error that the diagram foresees",
    ),
    HistoryKind.MESSAGE_DELIVERED: ("case", "a message from another case arrived"),
    HistoryKind.MESSAGE_PUBLISHED: ("log", "a message came in from outside"),
    HistoryKind.MESSAGE_KEPT: ("log", "a message found nobody who waits for it"),
    HistoryKind.MESSAGE_EXPIRED: ("log", "the time of a message that nobody took was up"),
    HistoryKind.MESSAGE_DROPPED: ("log", "a person put a message aside that nobody took"),
    HistoryKind.SIGNAL_DELIVERED: ("case", "a signal from another case arrived"),
    HistoryKind.POST_REGISTERED: ("case", "a person registered post that the case waited for"),
    HistoryKind.POST_FILED: ("case", "a person added post that the case did not wait for"),
    HistoryKind.POST_KEPT: ("log", "a person booked post that belongs nowhere yet"),
    HistoryKind.POST_READ: ("log", "a piece of post that belongs nowhere yet was looked at"),
    HistoryKind.POST_ASSIGNED: ("log", "a person brought such a piece to a case or dossier"),
    HistoryKind.POST_DROPPED: ("log", "a person put post aside that is not for the agency"),
    HistoryKind.POST_URGENT: ("log", "a person saw danger for a child in a piece of post"),
    HistoryKind.POST_AFTERWARDS: (
        "case",
        "post was booked that the case no longer waited for: both days, in time or not, letters",
    ),
    HistoryKind.CASE_REOPENED: (
        "case",
        "post that was there in time took the case back: both days, the letters that went since",
    ),
    HistoryKind.DECISION_TAKEN: ("case", "a decision was entered in the register"),
    HistoryKind.DECISION_NOTIFIED: ("case", "a decision was made known"),
    HistoryKind.DECISION_APPEALED: ("case", "an appeal against a decision came in"),
    HistoryKind.DECISION_SUSPENDED: ("case", "a case suspended the effect of a decision"),
    HistoryKind.DECISION_CONFIRMED: ("case", "a case confirmed a decision, with its new first day"),
    HistoryKind.DECISION_FINAL: ("case", "nobody appealed in time; a person looked at the post"),
    HistoryKind.DECISION_RECTIFIED: ("case", "a case put a mistake in a decision right"),
    HistoryKind.DECISION_WITHDRAWN: ("case", "a case withdrew a decision"),
    HistoryKind.DECISION_ANNULLED: ("case", "a case wrote down that a decision was annulled"),
    HistoryKind.DECISION_SIGNED: ("case", "a signed copy was checked and kept with a decision"),
    HistoryKind.DECISION_READ: ("log", "somebody opened a decision"),
    HistoryKind.SENDING_QUEUED: ("case", "a mail or a webhook was put in the outbox"),
    HistoryKind.SENDING_DONE: ("case", "it was sent; in the log when it is of no case"),
    HistoryKind.SENDING_FAILED: ("case", "it became a dead letter; in the log when of no case"),
    HistoryKind.SENDING_RETRIED: ("case", "an operator had it tried again; else in the log"),
    HistoryKind.SENDING_DROPPED: ("case", "an operator put it aside, with the reason; else log"),
    HistoryKind.LETTER_MADE: ("case", "a letter was made and frozen"),
    HistoryKind.LETTER_POSTED: ("case", "somebody wrote down how a letter was posted"),
    HistoryKind.LETTER_RETURNED: ("case", "somebody wrote down that a letter came back"),
    HistoryKind.LETTER_READ: ("log", "somebody opened a document"),
    HistoryKind.DOCUMENT_ADDED: ("case", "a file came in; the line has its hash"),
    HistoryKind.DOCUMENT_REFUSED: ("log", "a file was refused; the line says why"),
    HistoryKind.DOCUMENT_READ: ("log", "somebody opened a file, or a page of it"),
    HistoryKind.DOCUMENT_ASSESSED: ("case", "dates and verdict of a file, old and new"),
    HistoryKind.DOCUMENT_DESTROYED: ("case", "a file was destroyed after it was assessed"),
    HistoryKind.DOCUMENT_EXPIRED: ("case", "the last valid day of a file is past"),
    HistoryKind.INCIDENT_OPENED: (
        "case",
        "a case met something its diagram does not answer; in the log when it did not even start",
    ),
    HistoryKind.INCIDENT_RESOLVED: ("case", "a person resolved an incident"),
    HistoryKind.DOSSIER_OPENED: ("log", "a dossier was opened"),
    HistoryKind.DOSSIER_READ: ("log", "somebody opened a dossier"),
    HistoryKind.CASES_INVENTED: (
        "log",
        "made-up cases were added by `procesregie generate --bulk`",
    ),
    HistoryKind.RECORD_ADDED: ("log", "a record was added to a register"),
    HistoryKind.RECORD_CHANGED: ("log", "a record has a new version; the line names the fields"),
    HistoryKind.RECORD_CLOSED: ("log", "a record was closed"),
    HistoryKind.RECORD_REOPENED: ("log", "a closed record was opened again"),
    HistoryKind.RECORD_MERGED: ("log", "a record was merged into another; both keep their number"),
    HistoryKind.PORTFOLIO_HANDED_OVER: (
        "log",
        "records go from one colleague to another; each record has its own line too",
    ),
    HistoryKind.RECORD_PARTED: ("log", "a merge was taken back"),
    HistoryKind.SYSTEM_CALLED: ("case", "a service task asked a system outside something"),
    HistoryKind.SYSTEM_CONFIRMED: ("case", "somebody did by hand what a system did not"),
    HistoryKind.SYSTEM_TESTED: ("log", "somebody tested the connection with a system outside"),
    HistoryKind.SYSTEM_COMPARED: ("log", "somebody compared a file of a system with a register"),
    HistoryKind.RECORD_READ: ("log", "somebody opened a record"),
    HistoryKind.TERM_PROPOSED: ("log", "a new row of a term was proposed"),
    HistoryKind.TERM_CHANGED: ("log", "a second person put a new row of a term into force"),
    HistoryKind.TERM_WITHDRAWN: ("log", "a proposed row of a term was taken back"),
    HistoryKind.TERM_CONFIRMED: ("log", "a row of a term was confirmed, by name"),
    HistoryKind.CODE_PROPOSED: ("log", "a change of a code of a list was proposed"),
    HistoryKind.CODE_CHANGED: ("log", "a second person put a change of a code into force"),
    HistoryKind.CODE_WITHDRAWN: ("log", "a proposed change of a code was taken back"),
    HistoryKind.MANDATE_PROPOSED: ("log", "a mandate was proposed"),
    HistoryKind.MANDATE_CONFIRMED: ("log", "a mandate was confirmed by somebody else"),
    HistoryKind.MANDATE_WITHDRAWN: ("log", "a proposed mandate was taken back"),
    HistoryKind.MANDATE_ENDED: ("log", "a mandate got its last day"),
    HistoryKind.CLOCK_MOVED: ("case", "a change of the law moved a clock; ends before and after"),
    HistoryKind.CLOCK_KEPT: ("case", "a change of the law left a clock as it was; the line why"),
    HistoryKind.CLOCK_WARNED: ("case", "a clock warned: its day, its end, the level, to whom"),
    HistoryKind.WARNING_SEEN: ("case", "somebody put a warning of a clock aside as seen"),
    HistoryKind.LIST_READ: (
        "log",
        "somebody opened a list: tasks, dossiers, decisions, people, audit",
    ),
    HistoryKind.HISTORY_READ: ("log", "an auditor read the trail of a case"),
    HistoryKind.ACCESS_DENIED: ("log", "somebody asked for what is not theirs to do or to know"),
    HistoryKind.SIGNED_IN: ("log", "somebody signed in"),
    HistoryKind.SIGN_IN_REFUSED: ("log", "a sign-in was refused"),
    HistoryKind.SIGNED_OUT: ("log", "somebody signed out"),
    HistoryKind.PERSON_ADDED: ("log", "an account was made"),
    HistoryKind.PERSON_CHANGED: ("log", "an account was changed, or a password link was made"),
    HistoryKind.PERSON_DISABLED: ("log", "an account was closed"),
    HistoryKind.PASSWORD_SET: ("log", "a password was set through a one-time link"),
    HistoryKind.ROLE_GRANTED: ("log", "a role was given"),
    HistoryKind.ROLE_REVOKED: ("log", "a role was taken away"),
    HistoryKind.ABSENCE_WRITTEN: ("log", "it was written down when somebody is away, and for whom"),
    HistoryKind.ABSENCE_ENDED: ("log", "an absence was ended before its last day"),
    HistoryKind.SET_UP: ("log", "the first administrator was made"),
    HistoryKind.BACKED_UP: ("log", "a backup was finished: its name, bytes, documents"),
    HistoryKind.RESTORED: (
        "log",
        "the house was restored: from which backup, what was ended, seals younger than it",
    ),
    HistoryKind.DRAFT_MODEL_SAVED: ("log", "a draft of a diagram, form or text was kept"),
    HistoryKind.DRAFT_MODEL_DROPPED: ("log", "a draft of a diagram, form or text was thrown away"),
    HistoryKind.MODEL_READ: ("log", "somebody opened a diagram, form, table or text"),
    HistoryKind.MODEL_REFUSED: ("log", "a deployment was refused"),
    HistoryKind.MODEL_DEPLOYED: ("log", "a version of a procedure was put into force"),
    HistoryKind.MODEL_PROPOSED: ("log", "a draft was proposed to a second analyst; the line why"),
    HistoryKind.MODEL_APPROVED: ("log", "a second analyst put what was proposed into force"),
    HistoryKind.MODEL_RETURNED: ("log", "a second analyst sent a proposal back, with remarks"),
    HistoryKind.MODEL_WITHDRAWN: ("log", "who proposed a draft took the proposal back"),
    HistoryKind.MODEL_REHEARSED: ("log", "an analyst had the scenarios played against a draft"),
}
Rows = Sequence[tuple[str, ...]]
OF_THE_FIELD = "a field of a form that is refused"
OF_THE_FILE = "a finding on a file that an analyst made"
GROUPS: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("Errors of a request", "", nl.errors.SENTENCES),
    ("Problems of a posted form", OF_THE_FIELD, nl.forms.PROBLEMS),
    ("Findings on forms", OF_THE_FILE, nl.forms.FINDINGS),
    ("Findings on files and XML", OF_THE_FILE, nl.files.SENTENCES),
    ("Findings and faults of diagrams", "", nl.machine.SENTENCES),
    ("Refusals of what an operator asks", "", nl.operations.SENTENCES),
    ("Findings on how a diagram is drawn", "finding", nl.layout.SENTENCES),
    ("Additions of other engines in a diagram", OF_THE_FILE, nl.vendors.SENTENCES),
    ("Findings on letters, registers and scenarios, faults of jobs", "", nl.content.SENTENCES),
    ("Registers and their types", "", nl.records.SENTENCES),
    ("Running procedures that are taken over", "", nl.transfer.SENTENCES),
    ("Files that come in, and documents", "", nl.documents.SENTENCES),
    ("Documents that an application needs", "", nl.checklist.SENTENCES),
    ("Versions that go elsewhere", OF_THE_FILE, nl.promotion.SENTENCES),
    ("Backups", "a problem with a place", nl.backups.SENTENCES),
    ("Scenarios", "", nl.scenarios.SENTENCES),
    ("Confidential fields", "", nl.confidential.SENTENCES),
    ("Findings on decision tables", OF_THE_FILE, nl.tables.SENTENCES),
    ("Reasons why a case does not migrate", "", nl.migration.SENTENCES),
    ("The form editor", "", nl.editing.SENTENCES),
    ("Messages between cases", "", nl.messages.SENTENCES),
    ("Post that comes in, and mails", "", nl.post.SENTENCES),
    ("What goes out", "", nl.sending.SENTENCES),
    ("Systems outside", "", nl.connectors.SENTENCES),
    ("Values of service tasks", "ModelFault", nl.services.SENTENCES),
    ("Programs elsewhere and their keys", "-", nl.external.SENTENCES),
    ("Faults and explanations of terms", "", nl.terms.SENTENCES),
    ("Changes of terms", "", nl.lawbook.SENTENCES),
    ("Code lists", "", nl.codelists.SENTENCES),
    ("Proposals of analysts", "", nl.proposals.SENTENCES),
    ("Hands in decisions, and mandates", "", nl.hands.SENTENCES),
    ("Absences, and handing out work", "", nl.absences.SENTENCES),
    ("Decisions", "", nl.decisions.SENTENCES),
    ("Faults of FEEL, inside other sentences", "", nl.feel.SENTENCES),
)
ERRORS: Mapping[str, type[errors.EngineError]] = {
    name: thing
    for name, thing in vars(errors).items()
    if isinstance(thing, type) and issubclass(thing, errors.EngineError)
}


def metrics_page() -> str:
    """Return the page of the metrics."""
    head = (
        "# Metrics\n\n`/metrics` gives them in Prometheus' text form, to this host itself and to "
        "who brings the token of\n`PROCESREGIE_METRICS_TOKEN_FILE` "
        "(`Authorization: Bearer …`). What a proxy passes on does not come from\nthis host. "
        "No label holds a value of a dossier: routes, kinds and outcomes are names in the code.\n\n"
        "`/health` says that a process answers, without asking the database. `/ready` says that "
        "database and schema\nare well and that a poller or worker holds its lease (200), or which "
        "is not (503). Let a load balancer look at\n`/gezond`: pages can be served while no worker "
        "is there.\n\n## Kept by every process\n\nProcesses that serve together "
        "(`PROCESREGIE_WEB_PROCESSES`) write into one folder, `metrics` in the data folder,\nand "
        "whichever is asked adds them up: a scraper cannot choose which process answers behind one "
        "port.\n\n"
    )
    asked = "\n## Asked of the database at the moment of reading\n\n"
    return head + meters.table(meters.KEPT) + asked + meters.table(meters.ASKED)


def settings_page() -> str:
    """Return the page of the settings."""
    head = (
        "# Settings\n\nEvery setting is an environment variable; what is absent or empty keeps its "
        "default. A name with\nthis prefix that is no setting stops the program.\n\n"
    )
    return head + config.table()


def paths_page() -> str:
    """Return the page of the addresses: method, path, permission, what it does."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/reference.db"
        chosen = replace(
            Settings(),
            database_url=url,
            processes=str(ROOT / "processes"),
            forms=str(ROOT / "forms"),
        )
        app = web.create_app(wiring.build(chosen))
        api.install(app)
    rows = sorted(_routes(app))
    return _page(
        "Addresses",
        "Every address of the pages, what it demands and what it does. Permissions are explained "
        "in\n[permissions.md](permissions.md). A script that sends `Accept: application/json` gets "
        "refusals as\n`application/problem+json`; every post brings the token of the page "
        "(`csrf_token` or `X-CSRF-Token`).",
        ("path", "method", "permission", "what"),
        [(f"`{path}`", method, f"`{held}`", what) for path, method, held, what in rows],
    )


def _routes(app: Flask) -> Iterator[tuple[str, str, str, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        what = (app.view_functions[rule.endpoint].__doc__ or "").strip().partition("\n")[0]
        held = str(http.permission_of(app, rule.endpoint))
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.rule, method, held, what


def permissions_page() -> str:
    """Return the page of the permissions and of the roles that hold them."""
    roles = tomllib.loads((ROOT / "processes" / "rollen.toml").read_text("utf-8"))["role"]
    rows = [
        (
            f"`{each}`",
            wording.permission(str(each)),
            ", ".join(f"`{name}`" for name, row in roles.items() if str(each) in row["permissions"])
            or _held_by(each),
        )
        for each in Permission
    ]
    reach = [
        (f"`{name}`", row["title"], f"`{row['reads']}`", ", ".join(row.get("teams", ())) or "-")
        for name, row in roles.items()
    ]
    first = _page(
        "Permissions",
        "What a role may do stands in `processes/rollen.toml`, never in the code. Every route and "
        "every verb\nnames one permission; what is not granted is refused, and the refusal is "
        "logged.",
        ("permission", "lets one (Dutch, as on the pages)", "held by"),
        rows,
    )
    return first + (
        "\n## Roles\n\n`reads` tells how far a role looks: `all` cases, those of its own `team`, "
        "or only its `own` work.\nA role in a team forms the candidate group `role-team`.\n\n"
        + _table(("role", "title", "reads", "teams"), reach)
    )


def _held_by(permission: Permission) -> str:
    return {
        Permission.PUBLIC: "everybody",
        Permission.SIGNED_IN: "everybody who is signed in",
        Permission.EXTERNAL_WORK: "programs with a key",
    }[permission]


def cli_page() -> str:
    """Return the page of the commands."""
    rows = []
    for name, command in _commands():
        options = [
            f"`{each.option_strings[0]}` {each.help}"
            for each in command._actions  # noqa: SLF001 - argparse lists them nowhere else
            if each.option_strings and each.dest != "help"
        ]
        rows.append((f"`procesregie {name}`", command.description or "", "; ".join(options) or "-"))
    return _page(
        "Commands",
        "The exit status is 0 when it went well, 1 when it did not, 2 for words that are not "
        "understood.\nSettings come from the environment: [settings.md](settings.md).",
        ("command", "what", "options"),
        rows,
    )


def _commands() -> list[tuple[str, argparse.ArgumentParser]]:
    actions = cli._parser()._actions  # noqa: SLF001 - argparse lists them nowhere else
    found = next(each for each in actions if isinstance(each.choices, dict))
    return list(dict(found.choices or {}).items())


def history_page() -> str:
    """Return the page of the kinds of events."""
    written = _written_kinds()
    rows = [
        (
            f"`{kind}`",
            EVENTS[kind][0],
            EVENTS[kind][1] + ("" if kind.name in written else " (no verb writes it yet)"),
        )
        for kind in HistoryKind
    ]
    return _page(
        "Events",
        "The closed list of what the audit trail can say. `case`: a line of the chain of that "
        "case, written in\nthe step's own transaction. `log`: a line of the one log of sign-ins, "
        "looks, refusals and\nadministration. How both are chained: [audit.md](audit.md).",
        ("kind", "where", "when"),
        rows,
    )


def _written_kinds() -> set[str]:
    found = set()
    for tree in _sources().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found |= {node.attr} if node.value.id == "HistoryKind" else set()
    return found


def errors_page() -> str:
    """Return the page of the codes with the sentence that people read."""
    raised = raised_codes()
    classes = _table(("class", "status", "means"), [_class_row(name) for name in ERRORS])
    page = (
        "# Error codes\n\nThe engine speaks in codes and facts; `engine/wording` makes sentences "
        "of them, in the reader's\nlanguage. A script gets the code, a person the sentence. The "
        "rules on diagrams stand in\n[gids/regels.md](gids/regels.md).\n\n## Classes\n\n" + classes
    )
    for title, otherwise, table in GROUPS:
        rows = [
            (f"`{code}`", ", ".join(sorted(raised.get(code, ()))) or otherwise or "-", _said(code))
            for code in sorted(table)
        ]
        page += f"\n## {title}\n\n" + _table(("code", "raised as", "sentence"), rows)
    return page


def _class_row(name: str) -> tuple[str, str, str]:
    thing = ERRORS[name]
    made = thing([]) if issubclass(thing, errors.InvalidInput | errors.InvalidModel) else thing()
    meaning = (thing.__doc__ or "").strip().partition("\n")[0]
    return f"`{name}`", str(http.status_of(made)), meaning


def _said(code: str) -> str:
    if code.startswith(("term_", "feel.")) and not isinstance(nl.SENTENCES[code], str):
        return "(composed from the facts)"
    return wording.say(code).replace("|", "\\|")


@cache
def raised_codes() -> dict[str, set[str]]:
    """Return code → the classes of our own with which the source raises it."""
    found: dict[str, set[str]] = {}
    for tree in _sources().values():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name not in ERRORS:
                continue
            code = ERRORS[name].code
            if node.args and isinstance(node.args[0], ast.Constant):
                code = str(node.args[0].value)
            found.setdefault(code, set()).add(name)
    return found


@cache
def _sources() -> dict[str, ast.Module]:
    return {
        str(file): ast.parse(file.read_text("utf-8")) for file in (ROOT / "engine").rglob("*.py")
    }


def _page(title: str, words: str, head: tuple[str, ...], rows: Rows) -> str:
    return f"# {title}\n\n{words}\n\n{_table(head, rows)}"


def _table(head: tuple[str, ...], rows: Rows) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


PAGES: Mapping[str, Callable[[], str]] = {
    "metrics.md": metrics_page,
    "settings.md": settings_page,
    "paths.md": paths_page,
    "permissions.md": permissions_page,
    "cli.md": cli_page,
    "history.md": history_page,
    "errors.md": errors_page,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), "utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
