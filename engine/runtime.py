"""The only wiring: settings become a store, a policy, a calendar and the caches that verbs share.

Nothing here outlives a transaction except immutable, content-addressed things.
"""

from __future__ import annotations

import random
import threading
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine import bpmn, forms, letters, outgoing, records
from engine.access import Policy, RoleRule
from engine.config import Settings
from engine.errors import NotFound
from engine.forms import Path as FieldPath
from engine.forms import confidential
from engine.meters import Meters
from engine.model import NO_TYPES, Chance, DecisionType, DecisionTypes, Permission
from engine.store import Limits, Store, Tx
from engine.store import codes as code_rows
from engine.store import deployments as deployment_rows
from engine.strongbox import Strongbox
from engine.terms import Calendar, local_day, read_closing_days
from engine.vault import Vault

Clock = Callable[[], datetime]
CLASS = b'"vertrouwelijk"'  # the property of a field that gives it a class


@dataclass(frozen=True)
class Deployed:
    """One immutable version of a procedure, ready to run; shared between threads and cases.

    `forms` and `letters` are keyed by file stem, letters with their shared blocks in them;
    `sources` by path as the analyst wrote them.
    """

    id: str
    process_key: str
    version: int
    content_hash: str
    author: str
    bundle: bpmn.Bundle
    forms: Mapping[str, bytes]
    letters: Mapping[str, str]
    sources: Mapping[str, bytes]
    hashes: Mapping[str, str]
    facts: Mapping[str, Any]
    term_keys: frozenset[str]

    @cached_property
    def secrets(self) -> Mapping[FieldPath, str]:
        """Return the class of every confidential field of its forms, by path."""
        found: dict[FieldPath, str] = {}
        for schema in self.forms.values():
            if CLASS in schema:
                found |= confidential(form(schema))
        return found

    def path_of(self, process_id: str) -> str | None:
        """Return the path of the diagram that declares a process, whatever the file is called."""
        declared = self.bundle.diagrams.get(process_id)
        return None if declared is None else declared.file


@dataclass(frozen=True, slots=True)
class PostRules:
    """What begins when post comes in: the processes, and the groups whose work it is.

    `look` is for a piece that nobody waited for, `danger` for one with danger for a child.
    """

    look: str
    look_group: str
    danger: str
    danger_group: str


@dataclass(frozen=True)
class Runtime:
    """What every verb gets first: where things are kept, what time it is, who may do what."""

    settings: Settings
    store: Store
    clock: Clock
    policy: Policy
    calendar: Calendar
    teams: Mapping[str, str]
    vault: Vault
    box: Strongbox
    code_files: Mapping[str, forms.CodeList] = field(default_factory=dict)
    registers: Mapping[str, records.RecordType] = field(default_factory=dict)
    layout: letters.Layout = field(default_factory=lambda: letters.read_layout(""))
    post: PostRules | None = None
    endpoints: Mapping[str, outgoing.Endpoint] = field(default_factory=dict)
    mail_server: outgoing.MailServer | None = None
    decision_types: DecisionTypes = NO_TYPES
    wake: threading.Event = field(default_factory=threading.Event)
    chance: Chance = random.random
    meters: Meters = field(default_factory=lambda: Meters(on=False))
    _deployed: dict[str, Deployed] = field(default_factory=dict)
    _shelves: dict[date, forms.Shelf] = field(default_factory=dict)

    def now(self) -> datetime:
        """Return this moment in UTC."""
        return self.clock()

    @property
    def lists(self) -> Mapping[str, forms.CodeList]:
        """Return the lists of codes as they are today, by name."""
        return self.lists_on(local_day(self.now()))

    def lists_on(self, day: date) -> Mapping[str, forms.CodeList]:
        """Return the lists of codes as they were on `day`; of a day to come, as they are today.

        A change is confirmed before the day on which it begins, so what holds on a day that has
        begun stays so: the rows are read once a day.
        """
        today = local_day(self.now())
        shelf = self._shelves.get(today)
        if shelf is None:
            with self.store.read() as tx:
                shelf = forms.Shelf(self.code_files, code_rows.all_codes(tx))
            self._shelves.clear()
            self._shelves[today] = shelf
        return shelf.on(min(day, today))

    def check(self) -> None:
        """Reach the database; Raises Unavailable when that cannot be done."""
        with self.store.read() as tx:
            deployment_rows.latest(tx)

    def deployed(self, tx: Tx, deployment_id: str) -> Deployed:
        """Return the compiled deployment; read from the database once per process."""
        known = self._deployed.get(deployment_id)
        if known is None:
            known = self._deployed[deployment_id] = _load_deployed(tx, deployment_id)
        return known

    def beside(self, settings: Settings, clock: Clock, changed: Iterable[Deployed] = ()) -> Runtime:
        """Return a runtime on a copy of the database, which shares what was compiled already.

        `changed` runs in place of the deployments with the same ids. Nothing goes out from there.
        """
        other = {each.id: each for each in changed}
        vault = vault_of(settings)
        return replace(
            self,
            settings=settings,
            store=store_of(settings),
            clock=clock,
            endpoints={},
            mail_server=None,
            vault=vault,
            box=Strongbox(vault.derive),
            wake=threading.Event(),
            meters=Meters(on=False),
            _shelves={},
            _deployed={**self._deployed, **other} if other else self._deployed,
        )


def build(settings: Settings, clock: Clock | None = None, *, metered: bool = False) -> Runtime:
    """Wire a runtime from `settings`; the database is not touched yet.

    A process that serves or works is `metered`; a command is not.
    """
    processes = Path(settings.processes)
    roles = (processes / "rollen.toml").read_text("utf-8")
    vault = vault_of(settings)
    policy, lists = read_policy(roles), read_lists(processes / "codelijsten")
    return Runtime(
        settings=settings,
        store=store_of(settings),
        meters=Meters(on=metered),
        clock=clock or clock_of(settings),
        policy=policy,
        calendar=Calendar(
            closing_days=read_closing_days((processes / "sluitingsdagen.toml").read_text("utf-8"))
        ),
        teams=read_teams(roles),
        code_files=lists,
        decision_types=read_decision_types(
            (processes / "beslissingssoorten.toml").read_text("utf-8")
        ),
        registers=records.read_folder(processes / "registers", lists, policy.roles),
        layout=letters.read_layout(settings.letter_layout),
        post=read_post(roles),
        endpoints=outgoing.read_endpoints(settings.endpoints),
        mail_server=outgoing.read_mail_server(settings),
        vault=vault,
        box=Strongbox(vault.derive),
    )


def store_of(settings: Settings) -> Store:
    """Return the database of these settings, with its limits; nothing is connected yet."""
    limits = Limits(
        threads=settings.web_threads,
        statement_seconds=settings.database_statement_seconds,
        lock_seconds=settings.database_lock_seconds,
    )
    return Store(settings.database_url, limits, replica_url=settings.database_replica_url)


def vault_of(settings: Settings) -> Vault:
    """Return where the files that people send are kept."""
    return Vault(Path(settings.data_dir) / "documents", Path(settings.documents_key))


def _load_deployed(tx: Tx, deployment_id: str) -> Deployed:
    row = deployment_rows.get(tx, deployment_id)
    if row is None:
        raise NotFound("deployment", deployment_id=deployment_id)
    files = deployment_rows.files(tx, deployment_id)
    kinds: dict[str, dict[str, bytes]] = {}
    for file in files:
        kinds.setdefault(file.kind, {})[Path(file.path).stem] = file.source
    bundle = bpmn.load(
        {f.path: f.normalised for f in files if f.normalised is not None},
        {f.path: f.source for f in files if f.kind == FileKind.TABLE},
    )
    return Deployed(
        id=row.id,
        process_key=row.process_key,
        version=row.version,
        content_hash=row.content_hash,
        author=row.author,
        bundle=bundle,
        forms=kinds.get(FileKind.FORM, {}),
        letters=_letters({f.path: f.source for f in files if f.kind in LETTER_KINDS}),
        sources={f.path: f.source for f in files},
        hashes={f.path: f.source_hash for f in files},
        facts=row.facts,
        term_keys=frozenset(
            key for name in bundle.diagrams for key in bundle.process(name).term_keys
        ),
    )


def _letters(files: Mapping[str, bytes]) -> Mapping[str, str]:
    """Return every letter by its stem, its shared blocks put in."""
    blocks = letter_blocks(files)
    texts = {path: data for path, data in files.items() if not is_block(path)}
    return {
        Path(path).stem: letters.assemble(data.decode(), blocks, path).text
        for path, data in texts.items()
    }


def is_block(path: str) -> bool:
    """Tell whether the file at `path` is a shared block of letters, not a letter."""
    return Path(path).parent.name == BLOCKS


def letter_blocks(files: Mapping[str, bytes]) -> Mapping[str, letters.Source]:
    """Return the shared blocks among files (path → bytes), by name; own ones before shared."""
    found = sorted(path for path in files if path.endswith(".md") and is_block(path))
    return {
        Path(path).stem: letters.Source(path, files[path].decode("utf-8", "replace"))
        for path in found
    }


class FileKind(StrEnum):
    """What a file of a deployment is."""

    DIAGRAM = "diagram"
    TABLE = "table"
    FORM = "form"
    LETTER = "letter"
    BLOCK = "letter_block"
    SCENARIO = "scenario"
    FACTS = "facts"


LETTER_KINDS = frozenset({FileKind.LETTER, FileKind.BLOCK})
BLOCKS = "blokken"


def read_policy(text: str) -> Policy:
    """Read who may do what from the TOML of the roles: `[role.<id>] title, permissions, reads`.

    A role may also have `teams`, and the role that `escalates_to`. Raises BadRoles.
    """
    rules = {
        name: RoleRule(
            title=row["title"],
            permissions=frozenset(Permission(p) for p in row["permissions"]),
            reads=row["reads"],
            substitutes=frozenset(row.get("substitutes", ())),
            leads=frozenset(row.get("leads", ())),
            escalates_to=row.get("escalates_to"),
            teams=frozenset(row.get("teams", ())),
        )
        for name, row in tomllib.loads(text)["role"].items()
    }
    return Policy(MappingProxyType(rules))


def read_teams(text: str) -> Mapping[str, str]:
    """Read team id → title from the TOML of the roles: `[team.<id>] title`."""
    return {name: row["title"] for name, row in tomllib.loads(text)["team"].items()}


def read_post(text: str) -> PostRules | None:
    """Read what begins when post comes in from the TOML of the roles: `[post]`; None without it."""
    row = tomllib.loads(text).get("post")
    return None if row is None else PostRules(**row)


def read_decision_types(text: str) -> DecisionTypes:
    """Read the sorts of decisions: `[type."key"] title, decider, status`, perhaps `limit, above`.

    `[office]` names those who decide and are no role. Raises KeyError for a row without its facts.
    """
    found = tomllib.loads(text)
    types = {
        key: DecisionType(
            key=key,
            title=row["title"],
            decider=row["decider"],
            status=row["status"],
            limit=Decimal(row["limit"]) if "limit" in row else None,
            above=row["above"] if "limit" in row else None,
        )
        for key, row in found.get("type", {}).items()
    }
    return DecisionTypes(MappingProxyType(types), MappingProxyType(found.get("office", {})))


def read_lists(folder: Path) -> Mapping[str, forms.CodeList]:
    """Read the lists of codes of a folder, by file name; a source is a file beside the folder.

    Raises BadList, with the file, for one that cannot be used.
    """
    lists = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            lists[path.stem] = forms.read_list(path.read_text("utf-8"), _beside(folder))
        except (forms.BadList, OSError) as wrong:
            raise forms.BadList(f"{path.name}: {wrong}") from wrong
    return MappingProxyType(lists)


def _beside(folder: Path) -> Callable[[str], str]:
    """Return what reads a file of the process repository, and no other."""

    def fetch(name: str) -> str:
        path, root = (folder.parent / name).resolve(), folder.parent.resolve()
        if not path.is_relative_to(root):
            raise forms.BadList(name)
        return path.read_text("utf-8")

    return fetch


def clock_of(settings: Settings) -> Clock:
    """Return the clock of this machine, moved as the settings say."""
    shift = timedelta(seconds=settings.clock_offset_seconds)
    return lambda: machine_time() + shift


def machine_time() -> datetime:
    """Return what the clock of this machine says, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that reads the time


@lru_cache(maxsize=512)
def form(schema: bytes) -> forms.Form:
    """Return the compiled form of this schema; equal bytes give the same form."""
    return forms.load(schema)
