"""Messages that nobody took, and messages from outside: what people do with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine import cases, errors, masking, store
from engine.advance import in_one_transaction
from engine.bpmn import timers
from engine.delivery import about, deliver_to, end, kept_message
from engine.feel import tagged
from engine.model import Actor, Happened, HistoryKind, JobKind, Permission, Value
from engine.runtime import Runtime
from engine.starting import in_force
from engine.store import cases as case_rows
from engine.store import history as trail
from engine.store import jobs as job_rows
from engine.store import messages as rows
from engine.store import whereabouts
from engine.store.messages import MessageRow
from engine.store.rows import Page

PAGE_SIZE = 50
MOST_KEYS = 10
MOST_CANDIDATES = 20
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that waits for a message of that name; `same_keys` says whether its keys agree."""

    number: str
    title: str
    same_keys: bool


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A message that nobody took, as a person reads it.

    `origin` is the number of its sender, `candidates` are cases that the reader may see.
    """

    message: MessageRow
    origin: str | None
    candidates: tuple[Candidate, ...] = ()


def publish(  # noqa: PLR0913 - what a message is made of
    runtime: Runtime,
    *,
    name: str,
    keys: Mapping[str, Value],
    values: Mapping[str, Value],
    by: Actor,
    unique_key: str,
    keep: str | None = None,
) -> bool:
    """Take in a message from outside; False when one with this `unique_key` came in before.

    It is brought to whom it is for as soon as may be. `keep` is how long it may wait for somebody
    (an ISO 8601 duration). Raises NotAllowed, InvalidInput.
    """
    _must(runtime, by, Permission.REGISTER_POST)
    _check(name, keys, unique_key, keep)
    now = runtime.now()
    given = {
        "keys": tagged.encode_all(keys),
        "values": tagged.encode_all(values),
        "keep": keep,
    }
    with runtime.store.write("messages.publish") as tx:
        key = f"publish:{unique_key}"
        if not job_rows.add_once(
            tx, kind=JobKind.MESSAGE, name=name, unique_key=key, at=now, values=given
        ):
            return False
        fact = Happened(HistoryKind.MESSAGE_PUBLISHED, by, {"name": name, "key": unique_key})
        trail.log(tx, [fact], now)
        tx.after_commit(runtime.wake.set)
    return True


def _check(name: str, keys: Mapping[str, Value], unique_key: str, keep: str | None) -> None:
    texts = {"name": name, "unique_key": unique_key, **dict.fromkeys(keys, "")}
    wrong = [each for each in ("name", "unique_key") if not 0 < len(texts[each]) <= LONGEST]
    if len(keys) > MOST_KEYS or any(value is None for value in keys.values()):
        wrong.append("keys")
    if keep is not None and not _is_duration(keep):
        wrong.append("keep")
    if wrong:
        raise errors.InvalidInput([errors.Problem(each, "message.invalid") for each in wrong])


def unassigned(runtime: Runtime, *, by: Actor, page: int = 1) -> Page[Unassigned]:
    """Return the messages that nobody took, the longest waiting first; the look is written down."""
    _must(runtime, by, Permission.REGISTER_POST)
    with runtime.store.read() as tx:
        found = rows.unassigned(tx, page=page, size=PAGE_SIZE)
        heads = case_rows.heads(tx, [m.from_case for m in found.rows if m.from_case])
    fact = Happened(HistoryKind.LIST_READ, by, {"name": "unassigned messages"})
    with runtime.store.write("messages.list") as tx:
        trail.log(tx, [fact], runtime.now())
    lines = tuple(Unassigned(m, heads.get(m.from_case or "", (None,))[0]) for m in found.rows)
    return Page(lines, found.total)


def view(runtime: Runtime, *, message_id: str, by: Actor) -> Unassigned:
    """Return one message that nobody took, with the cases it may be for; the look is written down.

    Raises NotFound when it is not there or was taken.
    """
    _must(runtime, by, Permission.REGISTER_POST)
    with runtime.store.read() as tx:
        kept = _kept(tx, message_id)
        if kept.state not in rows.OPEN:
            raise errors.NotFound("message", id=message_id)
        heads = case_rows.heads(tx, [kept.from_case] if kept.from_case else [])
        candidates = tuple(_candidates(runtime, tx, kept, by))
        kept = replace(kept, values=_mask(runtime, tx, by).stored(kept.values))
    fact = Happened(HistoryKind.LIST_READ, by, {"name": "unassigned messages", **about(kept)})
    with runtime.store.write("messages.look") as tx:
        trail.log(tx, [fact], runtime.now())
    return Unassigned(kept, heads.get(kept.from_case or "", (None,))[0], candidates)


def _mask(runtime: Runtime, tx: store.Tx, by: Actor) -> masking.Mask:
    """Return what `by` may not read of a message that nobody took: of any procedure in force."""
    return masking.of_all(in_force(runtime, tx), by)


def _candidates(runtime: Runtime, tx: store.Tx, kept: MessageRow, by: Actor) -> Iterator[Candidate]:
    waiting = [s for s in whereabouts.waiting_for(tx, kept.name) if s.kind == "message"]
    waiting.sort(key=lambda each: each.keys != kept.keys)
    for waits in waiting[:MOST_CANDIDATES]:
        case = case_rows.find(tx, waits.case_id)
        facts = case_rows.facts(tx, waits.case_id)
        if case is not None and runtime.policy.can(by, Permission.READ_CASES, facts):
            same = bool(kept.keys) and waits.keys == kept.keys
            yield Candidate(case.number, case.title, same)


def assign(runtime: Runtime, *, message_id: str, number: str, by: Actor) -> None:
    """Give a kept message to the case `number`, which waits for a message of that name.

    Raises NotFound, AlreadyDone when somebody assigned or dropped it meanwhile, and InvalidInput
    (`number`) when the case does not wait for it, or in more than one place.
    """
    _must(runtime, by, Permission.REGISTER_POST)

    def work(tx: store.Tx) -> None:
        kept = _kept(tx, message_id)
        case = cases.readable(runtime, tx, number, by)
        waits = [s for s in whereabouts.waiting_for(tx, kept.name, case.id) if s.kind == "message"]
        if len(waits) != 1:
            problem = "message.does_not_wait" if not waits else "message.waits_twice"
            raise errors.InvalidInput([errors.Problem("number", problem)])
        end(tx, kept, rows.DELIVERED, by, runtime.now(), case_id=case.id)
        deliver_to(runtime, tx, kept_message(kept), waits[0], by)

    in_one_transaction(runtime, work, transaction="messages.assign")


def drop(runtime: Runtime, *, message_id: str, reason: str, by: Actor) -> None:
    """Put a kept message aside for good, with the reason. Raises InvalidInput without one."""
    _must(runtime, by, Permission.REGISTER_POST)
    if not 3 <= len(reason.strip()) <= 500:
        raise errors.InvalidInput([errors.Problem("reason", "message.reason")])
    now = runtime.now()
    with runtime.store.write("messages.drop") as tx:
        kept = _kept(tx, message_id)
        end(tx, kept, rows.DROPPED, by, now, why=reason.strip())
        fact = Happened(HistoryKind.MESSAGE_DROPPED, by, about(kept), {"reason": reason.strip()})
        trail.log(tx, [fact], now, case_id=kept.from_case)


def _kept(tx: store.Tx, message_id: str) -> MessageRow:
    found = rows.get(tx, message_id)
    if found is None:
        raise errors.NotFound("message", id=message_id)
    return found


def _is_duration(text: str) -> bool:
    try:
        timers.period(text)
    except ValueError:
        return False
    return True


def _must(runtime: Runtime, by: Actor, permission: Permission) -> None:
    if not runtime.policy.can(by, permission):
        raise errors.NotAllowed("permission", permission=str(permission))
