"""What a played case left, as texts with holes; a copy fills them with ids, names and days anew.

Everything that another case would have otherwise is a hole: every id but those of people, mandates
and the deployment, the numbers, the name, and every day around that of its start. The chain of its
history is computed with the functions that seal a step's lines.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from engine.inventing.playing import Sample
from engine.store import bulk, history
from engine.store.types import fold, number_key

_PLACES = re.compile(
    r"(?P<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
    r"|(?P<decision>\b20\d\d/\d{5}\b)"
    r"|(?P<day>(?<![@\w])20\d\d-\d\d-\d\d)"
)
_BEFORE, _AFTER = 100, 800
"""Days before and after its start within which a day belongs to a case, and moves with it."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a copy has of its own: numbers, name, how many days later it began."""

    number: str
    dossier: str
    name: str
    place: str
    later: int
    decisions: tuple[int, ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the trail with holes; `person` has none."""

    seq: int
    at: str
    kind: str
    person: str | None
    actor: str
    meta: str
    payload: str | None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sample with holes: a text per table, the lines of its trail, and what fills the holes."""

    texts: Mapping[str, str]
    lines: tuple[Line, ...]
    ids: int
    days: tuple[date, ...]
    decisions: int
    tasks: int
    start: date
    element: str | None
    taken_by: str | None
    group: str | None
    place: str
    process_key: str
    prefix: str
    dossier_prefix: str

    def copy(self, own: Own) -> Iterator[tuple[str, str]]:
        """Yield the rows of a copy, packed, table by table; its history last."""
        holes = self._holes(own)
        head, lines, payloads = self._chain(holes)
        holes["head"] = head
        for name, text in self.texts.items():
            yield name, text % holes
        yield "history", bulk.pack(lines)
        if payloads:
            yield "history_payload", bulk.pack(payloads)

    def _holes(self, own: Own) -> dict[str, str]:
        start = self.start + timedelta(days=own.later)
        ids = _ids(start, self.ids)
        holes = {f"u{at}": each for at, each in enumerate(ids)}
        holes |= {
            f"d{each.toordinal()}": (each + timedelta(days=own.later)).isoformat()
            for each in self.days
        }
        for at, number in enumerate(own.decisions):
            holes[f"m{at}"], holes[f"b{at}"] = str(number), f"{start.year}/{number:05d}"
        for at, number in enumerate(own.numbers):
            holes[f"n{at}"], holes[f"k{at}"] = str(number), number_key(Decimal(number))
        return holes | {
            "year": str(start.year),
            "number": own.number,
            "dossier": own.dossier,
            "name": own.name,
            "inside": json.dumps(own.name)[1:-1],
            "sort": fold(own.name),
            "search": fold(own.number, own.name, own.place),
            "dossier_search": fold(own.dossier, own.name, own.place),
        }

    def _chain(
        self, holes: Mapping[str, str]
    ) -> tuple[str, list[list[bulk.Cell]], list[list[bulk.Cell]]]:
        """Return the head of the trail, its lines and their payloads."""
        lines: list[list[bulk.Cell]] = []
        payloads: list[list[bulk.Cell]] = []
        head, case_id = history.GENESIS, holes["u0"]
        for line in self.lines:
            payload = "" if line.payload is None else line.payload % holes
            salt = secrets.token_hex(16) if payload else ""
            actor, meta, at = line.actor % holes, line.meta % holes, line.at % holes
            row = {
                "case_id": case_id,
                "seq": line.seq,
                "at": datetime.fromisoformat(at),
                "kind": line.kind,
                "actor": json.loads(actor),
                "meta": json.loads(meta),
                "commitment": history.commit_to(salt, json.loads(payload) if payload else {}),
                "previous": head,
            }
            previous, head = head, history.link_hash(row)
            about: tuple[bulk.Cell, ...] = (line.kind, line.person, actor, meta)
            seals = (row["commitment"], previous, head)
            lines.append([case_id, str(line.seq), at, *about, *seals])
            if payload:
                payloads.append([case_id, str(line.seq), salt, payload])
        return head, lines, payloads


def pattern_of(
    sample: Sample, name: str, numbers: Sequence[int], same: Mapping[str, str]
) -> Pattern:
    """Return a sample with holes for what its copies have otherwise.

    `name` and `numbers` are what every copy changes, `same` the ids that all of them have, there
    and here.
    """
    return _Holes(sample, name, numbers, same).pattern()


class _Holes:
    """One sample, being cut."""

    def __init__(
        self, sample: Sample, name: str, numbers: Sequence[int], same: Mapping[str, str]
    ) -> None:
        self.sample = sample
        self.name = name
        self.same = same
        self.case = sample.case
        self.start = sample.case.started_at.date()
        self.ids: dict[str, int] = {sample.case.id: 0}
        self.days: dict[date, str] = {}
        self.decisions: dict[str, int] = {}
        self.inside = json.dumps(name)[1:-1]
        self.numbers = [
            (re.compile(rf"(?<![\w.]){number}(?![\w.])"), number_key(Decimal(number)))
            for number in numbers
        ]

    def pattern(self) -> Pattern:
        rows = dict(self.sample.rows)
        payloads = {row[1]: row[3] for row in rows.pop("history_payload", [])}
        trail = rows.pop("history")
        self._count_decisions(rows)
        texts = {
            name: bulk.pack([self._cells(name, row) for row in each]) for name, each in rows.items()
        }
        lines = tuple(self._line(row, payloads.get(row[1])) for row in trail)
        element = self.sample.element
        tasks = [
            dict(zip(bulk.columns("user_task"), row, strict=True)) for row in rows["user_task"]
        ]
        groups = [each["candidate_group"] for each in tasks if each["state"] == "open"]
        return Pattern(
            texts=texts,
            lines=lines,
            ids=len(self.ids),
            days=tuple(self.days),
            decisions=len(self.decisions),
            tasks=sum(each["state"] == "completed" for each in tasks),
            start=self.start,
            element=element,
            taken_by=self.same.get(self.sample.taken_by or ""),
            group=groups[0] if groups else None,
            place=self.case.place or "",
            process_key=self.case.process_key,
            prefix=self.case.number.partition("-")[0],
            dossier_prefix=self.sample.dossier_number.partition("-")[0],
        )

    def _count_decisions(self, rows: Mapping[str, list[list[bulk.Cell]]]) -> None:
        names = bulk.columns("decision")
        for row in rows.get("decision", ()):
            cells = dict(zip(names, row, strict=True))
            told = f"{cells['year']}/{int(cells['number'] or 0):05d}"
            self.decisions[told] = len(self.decisions)

    def _cells(self, table: str, row: list[bulk.Cell]) -> list[bulk.Cell]:
        own = _OWN.get(table, {})
        json_columns = bulk.json_columns(table)
        number = None
        if table == "decision":
            cells = dict(zip(bulk.columns(table), row, strict=True))
            told = f"{cells['year']}/{int(cells['number'] or 0):05d}"
            number = f"%(m{self.decisions[told]})s"
        found: list[bulk.Cell] = []
        for column, cell in zip(bulk.columns(table), row, strict=True):
            if cell is None:
                found.append(None)
            elif column in own:
                found.append(own[column])
            elif number is not None and column in {"number", "year"}:
                found.append(number if column == "number" else "%(year)s")
            else:
                found.append(self._cut(cell, inside=column in json_columns))
        return found

    def _line(self, row: list[bulk.Cell], payload: bulk.Cell) -> Line:
        cells = dict(zip(bulk.columns("history"), row, strict=True))

        def cut(name: str) -> str:
            return self._cut(cells[name] or "", inside=True)

        person = cells["person_id"]
        return Line(
            seq=int(cells["seq"] or 0),
            at=cut("at"),
            kind=cells["kind"] or "",
            person=None if person is None else self.same[person],
            actor=cut("actor"),
            meta=cut("meta"),
            payload=None if payload is None else self._cut(payload, inside=True),
        )

    def _cut(self, text: str, *, inside: bool) -> str:
        """Return `text` with holes; `inside` tells whether it is JSON."""
        cut = _PLACES.sub(self._place, text.replace("%", "%%"))
        for at, (number, key) in enumerate(self.numbers):
            cut = number.sub(f"%(n{at})s", cut.replace(key, f"%(k{at})s"))
        for what, hole in (
            (self.case.number, "%(number)s"),
            (self.sample.dossier_number, "%(dossier)s"),
            (
                self.inside if inside else self.name,
                "%(inside)s" if inside else "%(name)s",
            ),
        ):
            if what:
                cut = cut.replace(what, hole)
        return cut

    def _place(self, match: re.Match[str]) -> str:
        found = match[0]
        if match["id"]:
            known = self.same.get(found)
            return known or f"%(u{self.ids.setdefault(found, len(self.ids))})s"
        if match["decision"]:
            at = self.decisions.get(found)
            return found if at is None else f"%(b{at})s"
        day = date.fromisoformat(found)
        if not -_BEFORE <= (day - self.start).days <= _AFTER:
            return found
        return f"%({self.days.setdefault(day, f'd{day.toordinal()}')})s"


_OWN: Mapping[str, Mapping[str, str]] = {
    "case_": {"sort": "%(sort)s", "search": "%(search)s", "chain_head": "%(head)s"},
    "dossier": {"sort": "%(sort)s", "search": "%(dossier_search)s"},
}


def _ids(day: date, many: int) -> list[str]:
    """Return ids (UUIDv7, RFC 9562) of one morning, in order."""
    first = int((day - date(1970, 1, 1)).total_seconds() * 1000) + 25_200_000
    first += secrets.randbelow(3_600_000)
    found = []
    noise = secrets.token_hex(10 * many)
    for at in range(many):
        word = noise[20 * at : 20 * at + 18]
        moment = f"{first + at:012x}"
        found.append(
            f"{moment[:8]}-{moment[8:]}-7{word[:3]}-{'89ab'[int(word[3], 16) % 4]}{word[4:7]}"
            f"-{noise[20 * at + 7 : 20 * at + 19]}"
        )
    return found


__all__ = ["Own", "Pattern", "pattern_of"]
