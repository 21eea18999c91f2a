"""Asking the program that looks into files; what it does not survive is refused."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from engine.errors import Unavailable
from engine.vetting.program import REFUSED

PATIENCE = 40.0
HOME = Path(__file__).parents[2]
AT_ONCE = threading.BoundedSemaphore(2)
STEP = 64 * 1024


@dataclass(frozen=True, slots=True)
class Vetted:
    """What a file is, or the code of why it may not come in."""

    media_type: str = ""
    pages: int | None = None
    active: tuple[str, ...] = ()
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as PNG; None when it cannot be drawn."""

    png: bytes | None


@dataclass(frozen=True, slots=True)
class Signed:
    """Which letter was signed (its place in the list) and what each signature says.

    Of each: signer, organisation, issuer, serial (hexadecimal), valid_from, valid_to, signed_at
    (ISO 8601), stamped (by a time stamp that is trusted), chain (known, expired, unknown) and
    algorithm. Or the code of why it is refused.
    """

    letter: int = 0
    signatures: tuple[Mapping[str, Any], ...] = ()
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a mail, by the name that the mail gives it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is in a mail but was not taken out, and the code of why."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail taken apart: its text is the first part, its attachments follow.

    `received_at` is when the last server took it in, else when it says that it was sent (UTC).
    """

    sender: str
    subject: str
    received_at: datetime | None
    parts: tuple[Part, ...]
    refused: tuple[LeftOut, ...]


def vet(file: IO[bytes], *, macros: bool = False) -> Vetted:
    """Tell what `file` is and whether it may come in; a file that breaks the program may not."""
    code, answer = _ask(["look", *(["macros"] if macros else [])], file)
    if code == REFUSED:
        return Vetted(refused=str(json.loads(answer)["code"]))
    if code != 0:
        return Vetted(refused="upload.broken")
    told = json.loads(answer)
    return Vetted(told["media_type"], told["pages"], tuple(told["active"]))


def draw(file: IO[bytes], media_type: str, number: int) -> Drawn:
    """Draw page `number` (from 1) of `file`."""
    code, answer = _ask(["draw", media_type, str(number)], file)
    return Drawn(answer if code == 0 else None)


def signatures(file: IO[bytes], originals: Sequence[bytes], roots: str, moment: datetime) -> Signed:
    """Tell whether `file` is one of `originals` with signatures, and what those say.

    `roots`: a folder with certificates that are trusted, or empty; `moment`: now, with its zone.
    """
    sizes = [str(len(each)) for each in originals]
    together = io.BytesIO(b"".join(originals) + file.read())
    code, answer = _ask(["signed", roots, moment.isoformat(), *sizes], together)
    if code == REFUSED:
        return Signed(refused=str(json.loads(answer)["code"]))
    if code != 0:
        return Signed(refused="signature.tampered")
    told = json.loads(answer)
    return Signed(int(told["letter"]), tuple(told["signatures"]))


def open_mail(file: IO[bytes], media_type: str) -> Mail | None:
    """Take a mail apart; None when it breaks the program."""
    code, answer = _ask(["open", media_type], file)
    if code != 0:
        return None
    head, _, rest = answer.partition(b"\n")
    told = json.loads(head)
    parts, at = [], 0
    for name, size in told["parts"]:
        parts.append(Part(str(name), rest[at : at + size]))
        at += size
    moment = told["received_at"]
    return Mail(
        str(told["sender"]),
        str(told["subject"]),
        datetime.fromisoformat(moment) if moment else None,
        tuple(parts),
        tuple(LeftOut(str(name), str(why)) for name, why in told["refused"]),
    )


def _ask(arguments: Sequence[str], file: IO[bytes]) -> tuple[int, bytes]:
    command = [sys.executable, "-P", "-s", "-m", f"{__package__}.program", *arguments]
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise Unavailable("documents_busy")
    try:
        with subprocess.Popen(  # noqa: S603 - our own program, by its own path
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(HOME)},
        ) as program:
            return _talk(program, file)
    finally:
        AT_ONCE.release()


def _talk(program: subprocess.Popen[bytes], file: IO[bytes]) -> tuple[int, bytes]:
    """Give the program its file and return how it ended and what it said."""
    assert program.stdin is not None
    assert program.stdout is not None
    watch = threading.Timer(PATIENCE, program.kill)
    watch.start()
    try:
        _feed(program.stdin, file)
        answer = program.stdout.read()
        return program.wait(), answer
    finally:
        watch.cancel()
        program.kill()


def _feed(pipe: IO[bytes], file: IO[bytes]) -> None:
    try:
        with pipe:
            while piece := file.read(STEP):
                pipe.write(piece)
    except BrokenPipeError:
        return  # it died: its end says so
