"""procesregie bundle: a version of a procedure to another installation, in one signed file."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine import promotion
from engine import runtime as wiring
from engine.config import Settings
from engine.errors import Finding, InvalidModel
from engine.model import SYSTEM
from engine.runtime import Runtime


def add_bundle(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command about bundles."""
    words = "carry a version of a procedure to another installation, in one signed file"
    command = commands.add_parser("bundle", help=words, description=words)
    words = "key: show our public key; make: write what is in force; verify: look; apply: deploy"
    command.add_argument("action", choices=["key", "make", "verify", "apply"], help=words)
    command.add_argument("file", metavar="FILE", nargs="?", default="", help="the bundle")
    words = "make: the procedure that goes"
    command.add_argument("--procedure", metavar="NAME", default="", help=words)
    command.add_argument("--reason", metavar="TEXT", default="", help="make: why it goes")
    words = "make: who approved it, somebody else than its author"
    command.add_argument("--approver", metavar="NAME", default="", help=words)
    words = "apply: replace version N, which the bundle does not know"
    command.add_argument("--over", metavar="N", type=int, help=words)
    command.set_defaults(answer=_bundle)


def _bundle(asked: argparse.Namespace, settings: Settings) -> int:
    runtime = wiring.build(settings)
    if asked.action == "key":
        print(promotion.own_key(Path(settings.bundle_key)))
        return 0
    return {"make": _make, "verify": _verify, "apply": _apply}[asked.action](runtime, asked)


def _make(runtime: Runtime, asked: argparse.Namespace) -> int:
    into = Path(asked.file)
    if into.exists():  # also when no file was named: "" is this folder
        raise InvalidModel([Finding(str(into), "bundle.exists")])
    wanted = promotion.Wanted(asked.procedure, asked.reason, asked.approver)
    into.write_bytes(promotion.make(runtime, wanted=wanted, by=SYSTEM))
    print(f"written: {into}, signed with {promotion.own_key(Path(runtime.settings.bundle_key))}")
    return 0


def _verify(runtime: Runtime, asked: argparse.Namespace) -> int:
    path = Path(asked.file)
    found = promotion.verify(runtime, data=path.read_bytes(), file=path.name)
    said = found.manifest
    print(f"{said.title} ({said.process_key}), version {said.version} of {said.installation}")
    print(f"{len(found.files)} files, hash {said.content_hash}")
    print(f"made at {said.made_at} by {said.author}, approved by {said.approver}: {said.reason}")
    print(f"signed with {found.key}")
    return 0


def _apply(runtime: Runtime, asked: argparse.Namespace) -> int:
    path = Path(asked.file)
    done = promotion.apply(
        runtime, data=path.read_bytes(), file=path.name, by=SYSTEM, over=asked.over
    )
    what = "deployed" if done.new else "unchanged"
    print(f"procedure {done.line.process_key}: version {done.line.version} {what}")
    return 0
