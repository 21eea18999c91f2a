"""What an analyst may choose from in a diagram: the names that its procedure and the house know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine import jobs
from engine.deployments.files import FORMS, SHARED, of_kind
from engine.deployments.versions import find, must
from engine.model import Actor, Hand, Over, Permission
from engine.runtime import Deployed, FileKind, Runtime
from engine.store import terms as term_rows
from engine.terms import local_day, term_on


@dataclass(frozen=True, slots=True)
class Named:
    """A file by its stem; `shared` ones belong to every procedure."""

    name: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that a property of an element can name.

    `terms`, `processes`, `statuses`, `types` and `registers` go from name to title.
    """

    forms: tuple[Named, ...]
    letters: tuple[Named, ...]
    decisions: tuple[Named, ...]
    groups: tuple[str, ...]
    terms: Mapping[str, str]
    processes: Mapping[str, str]
    statuses: Mapping[str, str]
    types: Mapping[str, str]
    registers: Mapping[str, str]
    jobs: tuple[str, ...]
    hands: tuple[str, ...]
    overs: tuple[str, ...]


def choices(runtime: Runtime, *, process_id: str, by: Actor) -> Choices:
    """Return what a diagram can name, as its procedure stands now. Raises NotFound, NotAllowed."""
    must(runtime, by, Permission.DEPLOY_MODELS)
    today = local_day(runtime.now())
    with runtime.store.read() as tx:
        deployed, _ = find(runtime, tx, process_id, None)
        every = term_rows.all_terms(tx)
    known = {key: term_on(every, key, today) for key in sorted({term.key for term in every})}
    bundle, status = deployed.bundle, deployed.facts.get("status")
    return Choices(
        forms=_named(deployed, FileKind.FORM),
        letters=_named(deployed, FileKind.LETTER),
        decisions=_named(deployed, FileKind.TABLE),
        groups=tuple(_groups(runtime)),
        terms={key: (row and row.title) or "" for key, row in known.items()},
        processes={name: bundle.process(name).name for name in sorted(bundle.diagrams)},
        statuses=dict(status) if isinstance(status, dict) else {},
        types={key: one.title for key, one in sorted(runtime.decision_types.types.items())},
        registers={name: one.plural for name, one in sorted(runtime.registers.items())},
        jobs=tuple(sorted(jobs.HANDLERS)),
        hands=tuple(Hand),
        overs=tuple(Over),
    )


def _groups(runtime: Runtime) -> list[str]:
    """Return the candidate groups that there are: a role, or a role in each team that it is in."""
    found = []
    for role, rule in runtime.policy.roles.items():
        found += [f"{role}-{team}" for team in sorted(rule.teams)] or [role]
    return found


def _named(deployed: Deployed, kind: FileKind) -> tuple[Named, ...]:
    """Return the files of a kind: those of the procedure before the shared ones."""
    shared = (f"{SHARED}/", f"{FORMS}/{SHARED}/")
    found = {
        Named(PurePosixPath(path).stem, path.startswith(shared))
        for path in of_kind(deployed.sources, kind)
    }
    return tuple(sorted(found, key=lambda each: (each.shared, each.name)))
