"""A case that is never saved: one working copy in memory takes every command."""

from __future__ import annotations

import json

from typing_extensions import override

from engine.bpmn import document as documents
from engine.bpmn.case import Case
from engine.bpmn.document import Document
from engine.bpmn.recorder import Recorder
from engine.bpmn.run import finish
from engine.model import Command, Step
from tests.bpmn.driving import Driver, PlainClocks


class Living(Driver):
    """Keeps its case from command to command, as no verb does, beside one that is saved.

    What is only in memory and never written down would show: both take every command alike.
    """

    case: Case | None = None

    @override
    def do(self, command: Command) -> Step:
        if self.case is None:
            self.case = Case(self.bundle, Document(self.process), self.now, PlainClocks())
        self.case.record, self.case.now, self.case.visits = Recorder(), self.now, 0
        self.case.local_now = self.now.astimezone(self.case.local_now.tzinfo)
        lived = finish(self.case, command, self.pick)
        saved = super().do(command)
        assert lived == saved
        assert json.dumps(documents.write(self.case.document)) == self.text
        return saved
