"""What the house itself offers to service tasks: decisions, letters, registers, mandates, cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine import (
    bpmn,
    checklist,
    decisions,
    documents,
    letters,
    mandates,
    registers,
    reopening,
    store,
)
from engine.handler import Handler, Slot, Values, by_name, simply
from engine.model import DecisionEvent, HistoryKind, Value
from engine.runtime import Deployed, Runtime
from engine.store import whereabouts
from engine.store.rows import CaseRow, JobRow, Locked

NOTIFY = "notify_decision"
OF_REGISTERS = frozenset({"read_record", "write_record"})
_RECORD = (Slot("record", "context", required=True), Slot("reference", required=True))
_TOLD: Mapping[DecisionEvent, HistoryKind] = {
    DecisionEvent.NOTIFIED: HistoryKind.DECISION_NOTIFIED,
    DecisionEvent.APPEALED: HistoryKind.DECISION_APPEALED,
    DecisionEvent.SUSPENDED: HistoryKind.DECISION_SUSPENDED,
    DecisionEvent.CONFIRMED: HistoryKind.DECISION_CONFIRMED,
    DecisionEvent.FINAL: HistoryKind.DECISION_FINAL,
    DecisionEvent.RECTIFIED: HistoryKind.DECISION_RECTIFIED,
    DecisionEvent.WITHDRAWN: HistoryKind.DECISION_WITHDRAWN,
    DecisionEvent.ANNULLED: HistoryKind.DECISION_ANNULLED,
}


def make_letter(runtime: Runtime, job: JobRow, case: CaseRow, values: Values) -> documents.Paper:
    """Make the letter that a task names, with the values that it was given; writes nothing.

    Raises ModelFault as `documents.make` does.
    """
    with runtime.store.read() as tx:
        deployed = runtime.deployed(tx, case.deployment_id)
        text = deployed.letters.get(job.letter or "", "")
        if checklist.NAME in letters.names(text):
            values = {**values, **_checklist(runtime, tx, deployed, case)}
    return documents.make(runtime, deployed, case, job.letter, values)


def _checklist(
    runtime: Runtime, tx: store.Tx, deployed: Deployed, case: CaseRow
) -> Mapping[str, Value]:
    document = whereabouts.document(tx, case.id)
    known = bpmn.visible(document) if document is not None else {}
    found = checklist.of_case(runtime, tx, deployed, case, known)
    return {checklist.NAME: found.value() if found else None}


def _keep_letter(
    runtime: Runtime, tx: store.Tx, locked: Locked, _values: Values, paper: documents.Paper
) -> Values:
    return documents.keep(runtime, tx, locked.case, paper)


def _notify(runtime: Runtime, tx: store.Tx, locked: Locked, values: Values) -> Values:
    """Write down how a decision was made known, with the decision and with its letter."""
    known = decisions.job(NOTIFY)(runtime, tx, locked, values)
    documents.post_for_case(tx, locked, {**values, "notified_on": known["notified_on"]})
    return known


def _acts() -> Iterator[Handler]:
    """Yield a handler for each thing that can become of a decision."""
    for name, act in decisions.ACTS.items():
        yield Handler(
            name,
            simply(_notify if name == NOTIFY else decisions.job(name)),
            inputs=tuple(
                Slot(each, decisions.TYPES.get(each, "string"), each in act.must)
                for each in (*act.must, *act.may)
            ),
            outputs=(Slot("reference", required=True), Slot(act.day, "date", required=True)),
            told=_TOLD[act.kind],
        )


HANDLERS: Mapping[str, Handler] = by_name(
    (
        Handler(
            "register_decision",
            simply(decisions.register),
            inputs=(
                Slot("type", required=True),
                Slot("outcome", required=True),
                Slot("grounds", required=True),
                Slot("amount", "number"),
                Slot("measure"),
                Slot("scope", "list"),
                Slot("effective_from", "date"),
                Slot("effective_to", "date"),
                Slot("remedy"),
                Slot("remedy_term"),
                Slot("stage"),
                Slot("follows"),
                Slot("duration", "string or duration"),
                Slot("locations", "list"),
            ),
            outputs=(
                Slot("reference", required=True),
                Slot("decided_on", "date", required=True),
                Slot("decider"),
                Slot("capacity"),
                Slot("mandate"),
                Slot("remedy_term"),
            ),
            told=HistoryKind.DECISION_TAKEN,
        ),
        *_acts(),
        Handler(
            "find_deciders",
            simply(mandates.find_for_case),
            inputs=(Slot("type", required=True), Slot("amount", "number")),
            outputs=(Slot("deciders", "list"), Slot("found", "number", required=True)),
        ),
        Handler(
            "make_letter",
            _keep_letter,
            make_letter,
            inputs=(Slot("recipient", "list"), Slot("signature", "list"), Slot("contact")),
            outputs=(
                Slot("id", required=True),
                Slot("name", required=True),
                Slot("sha256", required=True),
            ),
            told=HistoryKind.LETTER_MADE,
            open=True,
        ),
        Handler(
            "read_record",
            simply(registers.read_for_case),
            inputs=(Slot("register"), Slot("record"), Slot("find", "context")),
            outputs=_RECORD,
            throws=("record_unknown",),
            told=HistoryKind.RECORD_READ,
        ),
        Handler(
            "write_record",
            simply(registers.write_for_case),
            inputs=(
                Slot("register"),
                Slot("record"),
                Slot("values", "context"),
                Slot("valid_from", "date"),
                Slot("reason"),
                Slot("version", "number"),
                Slot("confirmed", "boolean"),
            ),
            outputs=_RECORD,
            throws=("record_unknown", "record_refused", "record_double", "record_changed"),
            told=HistoryKind.RECORD_CHANGED,
        ),
        Handler(
            reopening.JOB,
            simply(reopening.reopen),
            inputs=tuple(Slot(name, required=True) for name in reopening.NEEDED),
            outputs=(Slot("reference", required=True),),
            told=HistoryKind.CASE_TAKEN_UP,
        ),
    )
)
