"""An unfinished drawing is explained: all its problems at once, each located, no exception."""

from __future__ import annotations

import pytest

from engine import bpmn, wording
from engine.errors import Finding, InvalidModel
from tests.bpmn.drafts import first, second
from tests.bpmn.drafts.modeler import Draft

DRAFTS = (*first.DRAFTS, *second.DRAFTS)


def findings(draft: Draft) -> list[Finding]:
    """Return what is said of a draft; that names and widths could be better is not the matter."""
    found = bpmn.check(draft.files)
    return [finding for finding in found if not finding.rule.startswith("bpmn.style.")]


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.name)
def test_a_draft_is_explained_with_everything_that_it_lacks(draft: Draft) -> None:
    assert sorted((f.rule, f.element) for f in findings(draft)) == draft.findings


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.name)
def test_every_finding_stands_on_the_line_of_its_element(draft: Draft) -> None:
    for finding in findings(draft):
        assert finding.line is not None
        lines = draft.files[finding.file].decode().splitlines()
        around = "\n".join(lines[max(0, finding.line - 3) : finding.line + 1])
        assert f'id="{finding.element}"' in around, finding


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.name)
def test_every_finding_says_what_to_do_in_whole_sentences(draft: Draft) -> None:
    for finding in bpmn.check(draft.files):
        said = wording.finding(finding)
        assert said.count(".") + said.count("?") >= 2, said
        assert "None" not in said
        assert "{" not in said


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.name)
def test_a_draft_with_errors_is_not_prepared_and_one_without_is(draft: Draft) -> None:
    if any(finding.severity == "error" for finding in bpmn.check(draft.files)):
        with pytest.raises(InvalidModel):
            bpmn.prepare(draft.files)
    else:
        assert bpmn.load(bpmn.prepare(draft.files).normalised, {}).diagrams
