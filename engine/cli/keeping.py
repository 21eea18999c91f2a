"""procesregie backup and restore: a copy of the whole house, and a house from a copy."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from engine import backups, wording
from engine import runtime as wiring
from engine.cli.saying import answered
from engine.config import Settings
from engine.errors import EngineError, InvalidInput, Unavailable

PASSPHRASE = "--passphrase-file"  # noqa: S105 - the name of an option, not a secret


def add_keeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands about backups."""
    words = "make a backup of everything while people work: database, documents, seals, keys"
    command = commands.add_parser("backup", help=words, description=words)
    words = "a folder that gets the backup beside earlier ones, or one new file FILE.tar"
    command.add_argument("place", metavar="FOLDER|FILE.tar", help=words)
    keys = command.add_mutually_exclusive_group(required=True)
    words = "the keys go along, sealed with the passphrase in FILE"
    keys.add_argument(PASSPHRASE, metavar="FILE", help=words)
    words = "the keys do not go along: you keep them elsewhere"
    keys.add_argument("--without-keys", action="store_true", help=words)
    words = "keep the newest N backups of the folder and remove the others"
    command.add_argument("--keep", metavar="N", type=_positive, help=words)
    command.add_argument("--json", action="store_true", help="print one line of JSON")
    command.set_defaults(answer=_backup)

    words = "make the house of the settings from a backup, in an empty place, and verify it"
    command = commands.add_parser("restore", help=words, description=words)
    command.add_argument("backup", metavar="BACKUP", help="the folder or the file of a backup")
    words = "opens the keys that are in the backup"
    command.add_argument(PASSPHRASE, metavar="FILE", help=words)
    words = "change nothing: put it in a place that is gone afterwards, and verify it there"
    command.add_argument("--check", action="store_true", help=words)
    words = "decrypt every document, not only a sample"
    command.add_argument("--all", action="store_true", help=words)
    words = "only when this key signed it (default: the key that signs seals here, if it is there)"
    command.add_argument("--signed-by", metavar="KEY", help=words)
    words = "put aside what is in the way; type the name of the database as NAME"
    command.add_argument("--force", metavar="NAME", default="", help=words)
    command.add_argument("--json", action="store_true", help="print one line of JSON")
    command.set_defaults(answer=_restore)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _backup(asked: argparse.Namespace, settings: Settings) -> int:
    passphrase = _passphrase(asked)
    try:
        made = backups.make(
            wiring.build(settings), place=Path(asked.place), passphrase=passphrase, keep=asked.keep
        )
    except (EngineError, OSError) as failed:
        return _failed(failed, as_json=asked.json)
    said = made.manifest
    about = {
        "ok": True,
        "backup": str(made.place),
        "moment": said.moment,
        "database": said.database,
        "rows": sum(said.holds["counts"].values()),
        "documents": len(said.documents),
        "linked": made.linked,
        "bytes": said.size,
        "keys": said.sealed,
        "removed": list(made.removed),
        "seconds": round(made.seconds, 3),
    }
    if asked.json:
        print(json.dumps(about))
        return 0
    print(f"backup: {made.place}")
    print(f"moment: {said.moment}: what was acknowledged before is in it")
    print(f"{about['rows']} rows, {about['documents']} documents, {said.size} bytes")
    print("keys: sealed with the passphrase" if said.sealed else "keys: NOT in it")
    for name in made.removed:
        print(f"removed: {name}")
    return 0


def _restore(asked: argparse.Namespace, settings: Settings) -> int:
    wanted = backups.Wanted(
        Path(asked.backup), _passphrase(asked), asked.signed_by, asked.all, asked.force
    )
    work = backups.check if asked.check else backups.restore
    try:
        done = work(settings, wanted=wanted)
    except (EngineError, OSError) as failed:
        return _failed(failed, as_json=asked.json)
    if asked.json:
        print(json.dumps(_about(done)))
    else:
        _tell(done, checked=asked.check)
    return 0 if done.report.whole else 1


def _tell(done: backups.Restored, *, checked: bool) -> None:
    report = done.report
    print(f"backup: {done.manifest.name} of {done.manifest.moment}, signed with {done.key}")
    for place in done.aside:
        print(f"put aside: {place}")
    print(
        f"{report.files} files, {report.tables} tables, {report.rows} rows, {report.cases} cases, "
        f"{report.events} events, {report.seals} seals, {report.documents} documents decrypted"
    )
    for fault in report.faults:
        print(f"FAULT {fault.kind}: {fault.place}")
    if done.later_seals:
        print(f"{done.later_seals} seals outside are younger: what they seal was lost")
    for what, number in (done.undone or {}).items():
        print(f"ended: {number} {what}")
    if report.whole:
        print("ok: nothing was kept" if checked else "ok: restored")
    else:
        print(f"{len(report.faults)} faults" + ("" if checked else ": do not use this house"))


def _about(done: backups.Restored) -> dict[str, Any]:
    report = done.report
    counted = ("files", "tables", "rows", "cases", "events", "seals", "documents")
    return {
        "ok": report.whole,
        "backup": done.manifest.name,
        "moment": done.manifest.moment,
        **{name: getattr(report, name) for name in counted},
        "faults": [f"{each.kind} {each.place}" for each in report.faults],
        "later_seals": done.later_seals,
    }


def _passphrase(asked: argparse.Namespace) -> bytes | None:
    return backups.read_passphrase(Path(asked.passphrase_file)) if asked.passphrase_file else None


def _failed(failed: EngineError | OSError, *, as_json: bool) -> int:
    """Say why nothing came of it, for people or for a program; return the status."""
    if as_json:
        print(json.dumps({"ok": False, "problem": str(failed)}))
        return 1
    if isinstance(failed, Unavailable):
        print(f"{wording.error(failed)} [{failed.code}]", file=sys.stderr)
        return 1
    if isinstance(failed, InvalidInput):
        for problem in failed.problems:
            said = wording.problem(problem)
            print(f"{problem.field}: {said} [{problem.code}]", file=sys.stderr)
        return 1
    return answered(lambda: _raise(failed))


def _raise(failed: EngineError | OSError) -> int:
    raise failed
