"""Filling in a form section by section: drawn from its draft, kept, and sent as one.

What a section that was not begun holds is what it begins with, given what the others say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from engine import filling, forms
from engine.errors import InvalidInput, NotFound, Problem
from engine.forms import sections
from engine.forms.sections import Draft, Mark, State
from engine.model import Value
from engine.runtime import Runtime, form


@dataclass(frozen=True, slots=True)
class Standing:
    """How a form in sections stands: drawn, each section, and what would be sent of it.

    `problems` are all that is wrong with the answers, also where nobody has been yet.
    """

    view: forms.FormView
    sections: tuple[forms.SectionView, ...]
    answers: Mapping[str, Any]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form in sections at a moment: its schema, what the case knows, the documents there are."""

    runtime: Runtime
    schema: bytes
    context: Mapping[str, Value]
    documents: filling.Documents | None

    def stands(self, kept: Mapping[str, Any] | None, shown: Collection[str] = ()) -> Standing:
        """Return how it stands, given its draft.

        Problems are drawn in the sections that somebody said are done, and in those `shown`.
        """
        draft = sections.read_draft(form(self.schema), kept)
        typed = self._typed(draft)
        drawn = self._draw(typed)
        answers = sections.answers(drawn, typed)
        found = filling.check(
            self.runtime, self.schema, answers, self.context, documents=self.documents
        ).problems
        told = {*shown, *(name for name, mark in draft.marks.items() if mark is Mark.DONE)}
        owned = sections.owners(form(self.schema))
        visible = [each for each in found if sections.owner(owned, each.field) in told]
        if visible:
            drawn = self._draw(typed, visible)
        each = sections.sections(form(self.schema), drawn, found, draft.marks)
        return Standing(drawn, each, answers, found)

    def keep(
        self, kept: Mapping[str, Any] | None, section: str, posted: Mapping[str, Any], *, done: bool
    ) -> dict[str, Any]:
        """Return the draft with what one section posted, right or wrong.

        Raises NotFound for a section that there is not, InvalidInput for one that does not apply
        now and for fields that are not its own.
        """
        draft = sections.read_draft(form(self.schema), kept)
        drawn = self._draw(self._typed(draft))
        now = self._find(sections.sections(form(self.schema), drawn, (), draft.marks), section)
        wrong = sections.strangers(form(self.schema), section, posted)
        if now.state is State.NOT_APPLICABLE:
            wrong = [Problem(section, "section_hidden")]
        if wrong:
            raise InvalidInput(wrong)
        return self._laid(draft, section, posted, done=done).stored()

    def redraw(
        self,
        kept: Mapping[str, Any] | None,
        section: str,
        posted: Mapping[str, Any],
        rows: Mapping[str, str],
    ) -> forms.FormView:
        """Return one section with what was typed in it so far, unchecked, and a row more or less.

        Raises NotFound for a section that there is not.
        """
        draft = sections.read_draft(form(self.schema), kept)
        typed = self._typed(self._laid(draft, section, posted, done=False))
        drawn = filling.redraw(self.runtime, self.schema, typed, self.context, rows, self.documents)
        found = sections.sections(form(self.schema), drawn, (), {})
        return self._find(found, section).form

    def _laid(self, draft: Draft, section: str, posted: Mapping[str, Any], *, done: bool) -> Draft:
        before = draft.marks.get(section, Mark.BEGUN)
        marks = {**draft.marks, section: Mark.DONE if done else before}
        return Draft(sections.laid_in(form(self.schema), draft, section, posted), marks)

    def _typed(self, draft: Draft) -> dict[str, Any]:
        """Return what stands in the whole form, as it would be posted."""
        made = form(self.schema)
        fresh = {group.id for group in sections.groups(made)} - draft.marks.keys()
        if not fresh:
            return dict(draft.typed)
        known = self.context
        if draft.marks:
            clean = filling.check(
                self.runtime, self.schema, draft.typed, self.context, documents=self.documents
            ).clean
            known = sections.known(made, self.context, clean, draft.marks)
        blank = filling.blank(self.runtime, self.schema, known, self.documents)
        return {**sections.of_sections(made, filling.typed(blank), fresh), **draft.typed}

    def _draw(self, typed: Mapping[str, Any], problems: Collection[Problem] = ()) -> forms.FormView:
        return filling.draw(
            self.runtime, self.schema, typed, self.context, tuple(problems), self.documents
        )

    @staticmethod
    def _find(found: Collection[forms.SectionView], section: str) -> forms.SectionView:
        known = next((each for each in found if each.id == section), None)
        if known is None:
            raise NotFound("section", section=section[:100])
        return known


def sheet(
    runtime: Runtime,
    schema: bytes | None,
    context: Mapping[str, Value],
    documents: filling.Documents | None = None,
) -> Sheet | None:
    """Return the sheet of a form in sections; None when the form is one page, or there is none."""
    if schema is None or not form(schema).paged:
        return None
    return Sheet(runtime, schema, context, documents)
