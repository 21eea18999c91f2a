"""Commands that name no key: asked again, they are asked for a second time.

Whoever got no answer sees what is there and may ask again; then there is one more of what is said
here, and of nothing else. Each single one is there whole or not at all. All other commands leave
as much when they are asked again after a death as when they are asked once.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.store.tables import metadata

TRAIL = frozenset({"history", "history_payload"})
RECORD = frozenset({"record", "record_key", "record_version", "record_word"})

STANDS: Mapping[str, frozenset[str]] = {
    # one that was lost with its process is shown as stopped a while later, and may be asked again
    "a rehearsal is played": frozenset({"model_rehearsal"}),
}
"""What stays as a process left it when it died, in which table: the page says so, by the time."""

AGAIN: Mapping[str, frozenset[str]] = {
    # the same file, verdict or day written down once more: another line that says the same
    "documents.add": TRAIL | {"document"},
    "documents.assess": TRAIL,
    "letters.record_posting": TRAIL,
    "letters.record_return": TRAIL,
    # a second proposal, link or record: seen in its list, and taken back or merged there
    "mandates.propose": frozenset({"mandate"}),
    "people.reset": frozenset({"one_time_link"}),
    "the first administrator is invited": frozenset({"one_time_link"}),
    "registers.add": RECORD,
    "a model is proposed": frozenset({"model_proposal"}),
    # asked for again, tried again: it fails again, and says so again
    "operations.retry_all": TRAIL | {"incident"},
    "a step that the model has no answer to": TRAIL | {"incident"},
    "a system is away": TRAIL | {"incident"},
    # a plan each time; a case that went along goes along no more
    "cases go to another version": frozenset({"migration"}),
    "cases that cannot go along": frozenset({"migration", "migration_case"}),
    # what comes back by the clock: a seal each time that something is new
    "a round": frozenset({"seal"}),
    # invented, for the demo only
    "mandates are invented": frozenset({"mandate"}),
    "records are invented": RECORD,
    "cases are invented": frozenset(metadata.tables),
}
