"""Letters and blocks that analysts write: listed, tried on a scenario, kept and put into force."""

from __future__ import annotations

import pytest

from engine import deployments, errors
from engine.deployments import FileName, LetterTrial, TextFile
from engine.errors import Finding
from engine.runtime import FileKind
from engine.store.rows import DraftRow
from tests.house import House

KEY = "vergunning"
REFUSAL = FileName(FileKind.LETTER, "weigering_vergunning", KEY)
ASKING = FileName(FileKind.LETTER, "vraag_aanvulling", KEY)
REMEDY = FileName(FileKind.BLOCK, "bezwaar", KEY)
ANALYST, OTHER = "pieter.claeys", "sofie.lemmens"
GAP = "[gap]"


def shown(house: House, name: FileName, version: int | None = None) -> TextFile:
    by = house.actors[ANALYST]
    return deployments.letter_file(house.runtime, name=name, by=by, version=version)


def tried(
    house: House, name: FileName, text: str | bytes | None = None, sample: str = ""
) -> LetterTrial:
    content = text.encode() if isinstance(text, str) else text
    return deployments.try_letter(
        house.runtime, name=name, by=house.actors[ANALYST], gap=GAP, content=content, sample=sample
    )


def save(
    house: House, name: FileName, text: str, seen: int = 0, login: str = ANALYST
) -> tuple[DraftRow, list[Finding]]:
    return deployments.save_draft(
        house.runtime, name=name, by=house.actors[login], content=text.encode(), seen=seen
    )


def deploy(house: House, name: FileName, text: str | None = None, login: str = ANALYST) -> int:
    return deployments.deploy_draft(
        house.runtime,
        name=name,
        by=house.actors[login],
        reason="another sentence",
        content=None if text is None else text.encode(),
    ).version


def test_the_list_tells_which_step_makes_a_letter_and_which_letters_have_a_block(
    house: House,
) -> None:
    found = deployments.catalogue_of_letters(house.runtime, by=house.actors[ANALYST])
    lines = next(lines for version, lines in found if version.process_key == KEY)
    by_name = {(line.kind, line.name): line for line in lines}
    asking = by_name[FileKind.LETTER, "vraag_aanvulling"]
    assert asking.shared
    assert [(each.process_id, each.element) for each in asking.uses] == [
        ("vervollediging", "maak_vraag")
    ]
    refusal = by_name[FileKind.LETTER, "weigering_vergunning"]
    assert [each.process_id for each in refusal.uses] == ["beslissing", "kennisgeving"]
    assert refusal.blocks == ("bezwaar", "contactpersoon", "motivering")
    assert "weigering_vergunning" in by_name[FileKind.BLOCK, "bezwaar"].letters


def test_a_scenario_gives_a_letter_the_values_that_the_diagram_would(house: House) -> None:
    trial = tried(house, REFUSAL)
    assert trial.letter
    assert trial.is_made
    assert GAP not in str(trial.letter)
    assert trial.letter["recipient"][0] == "Onthaal bij Ria"
    assert ("gemeente.naam", "Kortrijk") in [(each.path, each.value) for each in trial.reads]


def test_another_scenario_gives_another_letter(house: House) -> None:
    other = tried(house, REFUSAL, sample="groepsopvang_geweigerd")
    assert other.sample == "groepsopvang_geweigerd"
    assert other.letter != tried(house, REFUSAL).letter


def test_a_letter_that_the_scenario_does_not_make_shows_what_the_case_knows(house: House) -> None:
    trial = tried(house, REFUSAL, sample="groepsopvang_meteen_ingetrokken")
    assert not trial.is_made
    assert GAP in str(trial.letter)


def test_a_block_is_tried_inside_a_letter_that_has_it(house: House) -> None:
    text = shown(house, REMEDY).text.replace("Bent u het", "Vindt u het")
    trial = tried(house, REMEDY, text)
    assert trial.within in {"onbevoegd", "onontvankelijk", "weigering_vergunning"}
    assert "Vindt u het" in str(trial.letter)


def test_trying_keeps_nothing(house: House) -> None:
    tried(house, REFUSAL, "+++\n+++\n")
    assert shown(house, REFUSAL).draft is None


def test_a_text_goes_into_force_as_the_next_version_and_the_old_one_stays(house: House) -> None:
    before = shown(house, ASKING)
    save(house, ASKING, before.text.replace("Beste ", "Dag "))
    assert deploy(house, ASKING) == 2
    after = shown(house, ASKING)
    assert "Dag {{" in after.text
    assert [each.version for each in after.versions] == [2, 1]
    assert shown(house, ASKING, 1).text == before.text
    assert [each.version for each in shown(house, REFUSAL).versions] == [1]


def test_what_is_wrong_stands_at_its_line_and_column(house: House) -> None:
    text = shown(house, REFUSAL).text
    wrong = text.replace("{{ aanvraag.plaatsen }}", "{{ aanvraag. }}").replace(
        "{{> motivering }}", "{{> motivring }}"
    )
    _, findings = save(house, REFUSAL, wrong)
    lines = wrong.split("\n")
    placed = {each.rule: each for each in findings}
    syntax, unknown = placed["feel_syntax"], placed["letter_include_unknown"]
    assert syntax.line
    assert syntax.column
    assert lines[syntax.line - 1][: syntax.column - 1].rstrip().endswith("aanvraag.")
    assert unknown.line
    assert lines[unknown.line - 1] == "{{> motivring }}"


def test_a_mistake_in_the_subject_stands_at_the_line_of_the_subject(house: House) -> None:
    text = shown(house, REFUSAL).text.replace("{{ beslissing.nummer }}", "{{ beslissing + }}", 1)
    _, findings = save(house, REFUSAL, text)
    (found,) = [each for each in findings if each.rule == "feel_syntax"]
    assert found.line == 2
    assert found.column
    assert text.split("\n")[1][: found.column].rstrip().endswith("+")


def test_a_term_that_nobody_confirmed_is_a_warning_and_refuses_nothing(house: House) -> None:
    _, findings = save(house, ASKING, shown(house, ASKING).text.replace("Beste ", "Dag "))
    warned = [each for each in findings if each.rule == "letter_term_unconfirmed"]
    assert [(each.severity, each.line) for each in warned] == [("warning", 4)]
    assert deploy(house, ASKING) == 2


def test_a_block_that_breaks_a_letter_is_told_and_refused(house: House) -> None:
    broken = shown(house, REMEDY).text.replace("**Termijn:**", "Termijn")
    _, findings = save(house, REMEDY, broken)
    found = [each for each in findings if each.rule == "letter_remedy_incomplete"]
    assert "vergunning/brieven/weigering_vergunning.md" in {each.file for each in found}
    with pytest.raises(errors.InvalidModel):
        deploy(house, REMEDY)
    assert shown(house, REMEDY).current.version == 1


def test_a_draft_of_an_older_tab_does_not_overwrite_a_newer_one(house: House) -> None:
    text = shown(house, REFUSAL).text
    assert save(house, REFUSAL, text)[0].version == 1
    with pytest.raises(errors.Stale):
        save(house, REFUSAL, text)


def test_everybody_has_a_draft_of_his_own(house: House) -> None:
    save(house, REFUSAL, "mine")
    assert save(house, REFUSAL, "yours", login=OTHER)[0].version == 1
    draft = shown(house, REFUSAL).draft
    assert draft
    assert draft.content == b"mine"


def test_a_text_that_a_colleague_put_into_force_is_not_overwritten(house: House) -> None:
    text = shown(house, ASKING).text
    save(house, ASKING, text.replace("Beste ", "Dag "))
    assert deploy(house, ASKING, text.replace("Beste ", "Hallo "), login=OTHER) == 2
    with pytest.raises(errors.Stale):
        deploy(house, ASKING)


def test_a_page_that_began_before_a_colleague_deployed_does_not_overwrite_it(house: House) -> None:
    file = shown(house, ASKING)
    deploy(house, ASKING, file.text.replace("Beste ", "Hallo "), login=OTHER)
    with pytest.raises(errors.Stale):
        deployments.deploy_draft(
            house.runtime,
            name=ASKING,
            by=house.actors[ANALYST],
            reason="another sentence",
            content=file.text.replace("Beste ", "Dag ").encode(),
            begun=file.current.id,
        )


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", b"Beste \x00", b"Beste \x1b[31m", b"a" * 100_001, b"\xc3" * 500_000],
)
def test_what_is_no_text_is_not_even_kept(house: House, content: bytes) -> None:
    with pytest.raises(errors.InvalidModel):
        deployments.save_draft(
            house.runtime, name=REFUSAL, by=house.actors[ANALYST], content=content, seen=0
        )
    assert tried(house, REFUSAL, content).findings
    assert shown(house, REFUSAL).draft is None
    with pytest.raises(errors.InvalidModel):
        deployments.deploy_draft(
            house.runtime,
            name=REFUSAL,
            by=house.actors[ANALYST],
            reason="not a text",
            content=content,
        )


HEAD = '+++\nonderwerp = "x"\nsoort = "brief"\n+++\n'


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (HEAD + "{{> bezwaar }}\n" * 6000, "letter_too_long"),
        (HEAD + "{{> ../../termijnen }}", "letter_include_unknown"),
        (HEAD + "{{" * 20_000, "letter_placeholder_open"),
        (HEAD + "{{ " + "(" * 20_000 + " }}", "feel_syntax"),
        (HEAD + "`" * 20_000, "letter_markup"),
        (HEAD + "**" * 20_001, "letter_mark_open"),
        ("+++\n" + "x = [" * 2_000 + "\n+++\n", "toml_syntax"),
    ],
)
def test_hostile_text_is_a_finding(house: House, text: str, rule: str) -> None:
    assert rule in {each.rule for each in tried(house, REFUSAL, text).findings}


def test_a_block_cannot_hold_itself(house: House) -> None:
    trial = tried(house, REMEDY, "Bezwaar\n\n{{> bezwaar }}\n")
    assert "letter_include_nested" in {each.rule for each in trial.findings}


def test_typst_and_markup_in_a_text_stay_text(house: House) -> None:
    trial = tried(house, REFUSAL, HEAD + 'Beste #read("/etc/passwd") $x$ u\n')
    assert trial.letter
    assert '#read("/etc/passwd") $x$' in str(trial.letter["blocks"])


def test_who_may_not_deploy_writes_and_tries_nothing(house: House) -> None:
    by = house.actors["sara.mertens"]
    with pytest.raises(errors.NotAllowed):
        deployments.try_letter(house.runtime, name=REFUSAL, by=by, gap=GAP, content=b"x")
    with pytest.raises(errors.NotAllowed):
        deployments.save_draft(house.runtime, name=REFUSAL, by=by, content=b"x", seen=0)


@pytest.mark.parametrize(
    "name",
    [
        FileName(FileKind.LETTER, "bezwaar", KEY),
        FileName(FileKind.BLOCK, "weigering_vergunning", KEY),
        FileName(FileKind.LETTER, "weigering_vergunning", "post"),
    ],
)
def test_a_text_that_is_not_there_is_not_found(house: House, name: FileName) -> None:
    with pytest.raises(errors.NotFound):
        shown(house, name)
