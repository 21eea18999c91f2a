"""All Dutch sentences in one table: code → text, or a function of the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from engine.wording.nl import (
    absences,
    backups,
    checklist,
    codelists,
    confidential,
    connectors,
    content,
    decisions,
    documents,
    editing,
    errors,
    external,
    feel,
    files,
    forms,
    hands,
    history,
    lawbook,
    layout,
    machine,
    messages,
    migration,
    operations,
    post,
    promotion,
    proposals,
    records,
    scenarios,
    sending,
    services,
    tables,
    terms,
    transfer,
    vendors,
)

Sentence = str | Callable[[Mapping[str, Any]], str]

TABLES: tuple[Mapping[str, Sentence], ...] = (
    errors.SENTENCES,
    backups.SENTENCES,
    external.SENTENCES,
    forms.PROBLEMS,
    forms.FINDINGS,
    files.SENTENCES,
    feel.SENTENCES,
    machine.SENTENCES,
    messages.SENTENCES,
    content.SENTENCES,
    decisions.SENTENCES,
    documents.SENTENCES,
    checklist.SENTENCES,
    codelists.SENTENCES,
    confidential.SENTENCES,
    connectors.SENTENCES,
    editing.SENTENCES,
    tables.SENTENCES,
    terms.SENTENCES,
    transfer.SENTENCES,
    hands.SENTENCES,
    lawbook.SENTENCES,
    layout.SENTENCES,
    absences.SENTENCES,
    history.SENTENCES,
    migration.SENTENCES,
    operations.SENTENCES,
    post.SENTENCES,
    promotion.SENTENCES,
    proposals.SENTENCES,
    records.SENTENCES,
    scenarios.SENTENCES,
    sending.SENTENCES,
    services.SENTENCES,
    vendors.SENTENCES,
)

SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {code: sentence for table in TABLES for code, sentence in table.items()}
)
