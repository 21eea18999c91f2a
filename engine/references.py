"""What a start form refers to: a decision or a closed case, looked up before anything begins.

The diagram says which: a task whose job needs one names the variable that holds its number, and a
start form that asks that variable is held against the register, for who fills it in. The job asks
again when its turn comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine import decisions, following, forms, reopening, store
from engine.casefile import start_schema
from engine.errors import Problem
from engine.model import Actor, Value
from engine.runtime import Deployed, Runtime, form
from engine.store.rows import CaseRow

ABOUT_A_CASE = frozenset({reopening.JOB})
ABOUT_A_DECISION = frozenset(
    name for name, act in decisions.ACTS.items() if decisions.NAMED in act.must
)
CORRECTING = frozenset({"rectify_decision", "withdraw_decision"})


@dataclass(frozen=True, slots=True)
class Reference:
    """A field of a start form, by its key, and the job, if any, that is told what stands in it."""

    field: str
    job: str


def problems(  # noqa: PLR0913 - what was filled in, and who asks in which dossier
    runtime: Runtime,
    tx: store.Tx,
    deployed: Deployed,
    process: str,
    values: Mapping[str, Value],
    *,
    by: Actor,
    dossier_id: str | None,
) -> tuple[Problem, ...]:
    """Return what is wrong with what the start form of `process` refers to."""
    found: dict[str, Problem] = {}
    for each in of_start(deployed, process):
        number = forms.at_path(values, tuple(each.field.split(".")))
        if isinstance(number, str) and number.strip() and each.field not in found:
            look = reopening.problem if each.job in ABOUT_A_CASE else decisions.problem
            wrong = look(runtime, tx, number, by, dossier_id)
            if wrong is not None:
                found[each.field] = replace(wrong, field=each.field)
    return tuple(found.values())


def note(tx: store.Tx, deployed: Deployed, case: CaseRow, values: Mapping[str, Value]) -> None:
    """Keep which closed case a case that has just begun asks to take up again."""
    for each in of_start(deployed, case.process_id):
        number = forms.at_path(values, tuple(each.field.split(".")))
        if each.job in ABOUT_A_CASE and isinstance(number, str):
            reopening.note_asked(tx, case, number)
            return


def of_start(deployed: Deployed, process: str) -> tuple[Reference, ...]:
    """Return the fields of the start form of `process` that name a decision or a closed case."""
    schema = start_schema(deployed, process)
    known = form(schema).by_key if schema is not None else {}
    return tuple(each for each in _named(deployed, process) if each.field in known)


def _named(deployed: Deployed, process: str) -> Iterator[Reference]:
    """Yield what a process follows, and what its tasks refer to by the bare name of a variable."""
    for said in following.follow_ups(deployed.facts):
        if said.process == process:
            yield Reference(said.number, "")
    for node in deployed.bundle.diagram(process).nodes.values():
        job = node.extensions.job or ""
        target = "case" if job in ABOUT_A_CASE else "decision" if job in ABOUT_A_DECISION else None
        for each in node.extensions.inputs or ():
            if each.target == target:
                yield Reference(each.source.strip().removeprefix("=").strip(), job)
