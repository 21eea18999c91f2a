"""Which forms a procedure can ask: its own, and the shared ones that its diagrams lead to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from engine import xml
from engine.deployments.files import FORMS, SHARED, of_kind
from engine.runtime import FileKind

Files = Mapping[str, bytes]
_SHARED_FORMS = f"{FORMS}/{SHARED}/"
_FORM, _MESSAGE, _PROCESS, _CALLED = "form", "message", "process", "calledElement"


def asked(files: Files) -> dict[str, bytes]:
    """Return the forms that a procedure can ask, of files that are in order otherwise.

    Shared files are in every procedure; what no diagram of it calls is never asked there. A call
    by a computed name may lead to any.
    """
    drawn = of_kind(files, FileKind.DIAGRAM)
    diagrams = {path: _Sheet(path, data) for path, data in drawn.items()}
    reached = {path for path in diagrams if not path.startswith(f"{SHARED}/")}
    waiting = list(reached)
    while waiting:
        calls = diagrams[waiting.pop()].calls
        anywhere = any(name.startswith("=") for name in calls)
        for path, sheet in diagrams.items():
            if path not in reached and (anywhere or calls & sheet.processes):
                reached.add(path)
                waiting.append(path)
    names = {name for path in reached for name in diagrams[path].forms}
    return {
        path: data
        for path, data in of_kind(files, FileKind.FORM).items()
        if not path.startswith(_SHARED_FORMS) or PurePosixPath(path).stem in names
    }


class _Sheet:
    """What one diagram says: its processes, what it calls, and the forms and messages it names."""

    def __init__(self, path: str, data: bytes) -> None:
        self.processes: set[str] = set()
        self.calls: set[str] = set()
        self.forms: set[str] = set()
        for element in xml.parse(data, path).iter():
            kind = str(element.tag).rpartition("}")[2]
            if kind == _PROCESS:
                self.processes.add(str(element.get("id")))
            if kind == _MESSAGE:
                self.forms.add(str(element.get("name")))
            for name, value in element.attrib.items():
                plain = str(name).rpartition("}")[2]
                if plain == _CALLED:
                    self.calls.add(str(value).strip())
                elif plain == _FORM:
                    self.forms.add(str(value))
