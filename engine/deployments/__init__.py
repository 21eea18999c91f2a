"""Deployments: what analysts made, checked as a whole, in force as an immutable version.

`files` knows what a file is, `checking` what is wrong with it, `deploying` puts it into force,
`folders` does so for the process repository; `versions`, `catalogue` and `form_files` show what is
there, `gallery` what forms can be made of, `drafts` keeps what is being drawn, `migrating` brings
running cases to another version.
"""

from engine.deployments.catalogue import ModelView, catalogue, diagrams, drawing, view
from engine.deployments.checking import check
from engine.deployments.deploying import deploy
from engine.deployments.drafts import deploy_draft, drop_draft, findings, save_draft
from engine.deployments.files import content_hash, kind_of
from engine.deployments.folders import FolderReport, deploy_folder, load_terms, read_folders
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
from engine.deployments.migrating import (
    CaseOutcome,
    MigrationReport,
    migrate,
    read_mapping,
    undo_migration,
)
from engine.deployments.versions import FormName, VersionLine

__all__ = [
    "CaseOutcome",
    "FolderReport",
    "FormFile",
    "FormLine",
    "FormName",
    "MigrationReport",
    "ModelView",
    "Shown",
    "Trial",
    "VersionLine",
    "catalogue",
    "catalogue_of_forms",
    "check",
    "content_hash",
    "deploy",
    "deploy_draft",
    "deploy_folder",
    "diagrams",
    "drawing",
    "drawn_form",
    "drop_draft",
    "findings",
    "form_example",
    "form_file",
    "form_gallery",
    "form_language",
    "form_properties",
    "kind_of",
    "load_terms",
    "migrate",
    "read_folders",
    "read_mapping",
    "save_draft",
    "try_form",
    "undo_migration",
    "view",
]
