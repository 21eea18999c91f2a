"""Types of records, as analysts declare them: read, checked, drawn as a form, compared.

A type is data (`processes/registers/*.json`); no organiser or doctor is known by name. No database,
no clock, no network.
"""

from engine.records.drawing import schema_of, schema_of_why
from engine.records.kinds import ABOUT, COLLEAGUES, FieldKind, FieldType, RecordType
from engine.records.likeness import address_key, likeness, name_keys
from engine.records.reading import read_folder, read_types
from engine.records.telling import searched, shown, title_of

__all__ = [
    "ABOUT",
    "COLLEAGUES",
    "FieldKind",
    "FieldType",
    "RecordType",
    "address_key",
    "likeness",
    "name_keys",
    "read_folder",
    "read_types",
    "schema_of",
    "schema_of_why",
    "searched",
    "shown",
    "title_of",
]
