"""Forms of Camunda's form editor: the same JSON as ours, under the name that diagrams use."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath

from engine.bpmn.importing.result import Imported, as_json
from engine.bpmn.vendors.remark import Level, Remark
from engine.errors import Finding, InvalidModel

MOST = 512 * 1024
_NAME = re.compile(r"[\w-]{1,100}")


def import_form(data: bytes, file: str) -> Imported:
    """Return a form as ours: `<id>.json`, the name by which a task asks for it.

    Raises InvalidModel, with line and column where known, when it is no form.
    """
    if len(data) > MOST:
        raise _refused(file, "form.too_large", limit=MOST)
    try:
        form = json.loads(data.decode("utf-8"))
    except json.JSONDecodeError as error:
        found = Finding(file, "form.malformed", None, error.lineno, error.colno)
        raise InvalidModel([found]) from error
    except (ValueError, RecursionError) as error:
        raise _refused(file, "form.malformed") from error
    if not isinstance(form, dict) or not isinstance(form.get("components"), list):
        raise _refused(file, "import.kind")
    stem = PurePosixPath(file).name.partition(".")[0]
    identity = form.get("id")
    name = identity if isinstance(identity, str) and _NAME.fullmatch(identity) else stem
    if not _NAME.fullmatch(name):
        raise _refused(file, "import.kind")
    made = as_json({**form, "id": name})
    becomes = f"forms/{name}.json"
    told = Remark(1, name, Level.REWRITTEN, "bpmn.vendor.rewritten", file, becomes)
    return Imported(f"{name}.json", made, () if made == data else (told,))


def _refused(file: str, rule: str, **facts: object) -> InvalidModel:
    return InvalidModel([Finding(file, rule, facts=facts)])
