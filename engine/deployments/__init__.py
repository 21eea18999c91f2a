"""Deployments: what analysts made, checked as a whole, in force as an immutable version.

`files` knows what a file is, `checking` what is wrong with it, `deploying` puts it into force,
`folders` does so for the process repository and `exporting` the other way round; `naming` knows
which paths are safe; `versions`, `catalogue` and `form_files` show what is there, `gallery` what
forms can be made of, `choices` what a diagram can name; `letter_files`, `letter_checks` and
`letter_trials` show letters, look them over and try them on what `sampling` plays; `table_files`
and `table_trials` do so for tables; `drafts` keeps what is being made, `proposals` what a second
analyst has to agree to, `migrating` brings running cases to another version.
"""

from engine.deployments.catalogue import ModelView, catalogue, diagrams, drawing, view
from engine.deployments.checking import DEMANDED, check
from engine.deployments.choices import Choices, choices
from engine.deployments.deploying import Origin, deploy
from engine.deployments.drafts import (
    deploy_draft,
    drop_draft,
    findings,
    lint,
    save_draft,
)
from engine.deployments.exporting import Exported, export
from engine.deployments.files import content_hash, kind_of, line_told
from engine.deployments.folders import (
    FolderReport,
    deploy_folder,
    load_terms,
    procedures_in,
    read_folders,
)
from engine.deployments.form_files import (
    FormFile,
    FormLine,
    Trial,
    catalogue_of_forms,
    drawn_form,
    form_file,
    form_language,
    form_properties,
    try_form,
)
from engine.deployments.gallery import Shown, form_example, form_gallery
from engine.deployments.letter_files import TextFile, TextLine, catalogue_of_letters, letter_file
from engine.deployments.letter_trials import LetterTrial, try_letter
from engine.deployments.migrating import (
    CaseOutcome,
    MigrationReport,
    migrate,
    read_mapping,
    undo_migration,
)
from engine.deployments.proposals import (
    ProposalLine,
    ProposalView,
    approve,
    hand_in,
    mine,
    proposal,
    proposed_drawing,
    proposed_file,
    send_back,
    waiting,
    withdraw,
)
from engine.deployments.table_files import (
    TableFile,
    TableLine,
    catalogue_of_tables,
    look_over_table,
    table_file,
)
from engine.deployments.table_trials import TableTrial, TrialField, try_table
from engine.deployments.versions import FileName, VersionLine, place_of

__all__ = [
    "DEMANDED",
    "CaseOutcome",
    "Choices",
    "Exported",
    "FileName",
    "FolderReport",
    "FormFile",
    "FormLine",
    "LetterTrial",
    "MigrationReport",
    "ModelView",
    "Origin",
    "ProposalLine",
    "ProposalView",
    "Shown",
    "TableFile",
    "TableLine",
    "TableTrial",
    "TextFile",
    "TextLine",
    "Trial",
    "TrialField",
    "VersionLine",
    "approve",
    "catalogue",
    "catalogue_of_forms",
    "catalogue_of_letters",
    "catalogue_of_tables",
    "check",
    "choices",
    "content_hash",
    "deploy",
    "deploy_draft",
    "deploy_folder",
    "diagrams",
    "drawing",
    "drawn_form",
    "drop_draft",
    "export",
    "findings",
    "form_example",
    "form_file",
    "form_gallery",
    "form_language",
    "form_properties",
    "hand_in",
    "kind_of",
    "letter_file",
    "line_told",
    "lint",
    "load_terms",
    "look_over_table",
    "migrate",
    "mine",
    "place_of",
    "procedures_in",
    "proposal",
    "proposed_drawing",
    "proposed_file",
    "read_folders",
    "read_mapping",
    "save_draft",
    "send_back",
    "table_file",
    "try_form",
    "try_letter",
    "try_table",
    "undo_migration",
    "view",
    "waiting",
    "withdraw",
]
