"""Deployments: what analysts made, checked as a whole, in force as an immutable version.

`files` knows what a file is, `checking` what is wrong with it, `deploying` puts it into force,
`folders` does so for the process repository; `versions` and `catalogue` show what is there,
`drafts` keeps what is being drawn, `migrating` brings running cases to another version.
"""

from engine.deployments.catalogue import ModelView, catalogue, diagrams, drawing, view
from engine.deployments.checking import check
from engine.deployments.deploying import deploy
from engine.deployments.drafts import deploy_draft, drop_draft, findings, save_draft
from engine.deployments.files import content_hash, kind_of
from engine.deployments.folders import FolderReport, deploy_folder, load_terms, read_folders
from engine.deployments.migrating import (
    CaseOutcome,
    MigrationReport,
    migrate,
    read_mapping,
    undo_migration,
)
from engine.deployments.versions import VersionLine

__all__ = [
    "CaseOutcome",
    "FolderReport",
    "MigrationReport",
    "ModelView",
    "VersionLine",
    "catalogue",
    "check",
    "content_hash",
    "deploy",
    "deploy_draft",
    "deploy_folder",
    "diagrams",
    "drawing",
    "drop_draft",
    "findings",
    "kind_of",
    "load_terms",
    "migrate",
    "read_folders",
    "read_mapping",
    "save_draft",
    "undo_migration",
    "view",
]
