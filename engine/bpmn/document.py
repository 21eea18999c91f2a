"""The state of a case as one plain JSON document, and how older documents become this version.

No SpiffWorkflow name, no Python class, no moment of today: whoever reads the document needs only
this page. A scope holds tagged FEEL values.

    {"v": 1, "n": 7, "process": "P",
     "tokens": {"7": {"at": "task", "in": "1", "st": "open", "via": "flow"}},
     "scopes": {"1": {"of": "P", "vars": {"name": "x"}}},
     "fields": {}}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import AlreadyDone, NotFound

VERSION = 1
ROOT = "1"

READY = "ready"  # will be entered in this step; never in a stored document
OPEN = "open"  # a person or a job is at work
WAIT = "wait"  # for a timer, a message, or other tokens
CAME = "came"  # the trigger of a parallel multiple event, until the others have come too
ACTIVE = "active"  # a sub-process or called process runs inside
FAILED = "failed"  # an error nobody handled


@dataclass(slots=True)
class Token:
    """Where the case stands: one token on one node in one scope.

    `via` is the flow it came by, `host` the activity that a boundary event watches, `gate` the
    event-based gateway that an event belongs to, `due` the UTC moment (ISO) of its timer, `left`
    how many firings remain (`None`: no cycle, -1: without end), `vars` its local variables.
    `watch` marks the start event of an event sub-process that listens for its scope, `was` whether
    a condition held when it was last looked at. An instance of a loop has `parent` (the token of
    the activity as a whole) and `number` (from 1); `loop` is how far that activity is.
    """

    id: str
    node: str
    scope: str
    state: str = READY
    via: str | None = None
    host: str | None = None
    gate: str | None = None
    due: str | None = None
    left: int | None = None
    every: str | None = None
    vars: dict[str, Any] | None = None
    watch: bool | None = None
    was: bool | None = None
    parent: str | None = None
    number: int | None = None
    loop: dict[str, Any] | None = None

    @property
    def beside(self) -> bool:
        """Say whether this token only undoes something, beside the flow that threw it."""
        return self.loop is not None and "beside" in self.loop


@dataclass(slots=True)
class Scope:
    """One running process or embedded sub-process; `vars` is `None` where it declares nothing.

    `written` names what a called process wrote itself: only that is given back to its caller.
    In a scope that is `own` (an instance of a multi-instance activity) new names stay inside.
    `done` remembers the completed activities that can still be undone, `keys` the correlation keys
    that the first message of the process fixed (tagged, by name). `around` is the scope that it is
    in when that is not its owner's: what is undone within what is undone.
    """

    id: str
    process: str
    body: str
    owner: str | None = None
    vars: dict[str, Any] | None = None
    written: tuple[str, ...] = ()
    own: bool = False
    done: list[dict[str, Any]] = field(default_factory=list)
    keys: dict[str, Any] = field(default_factory=dict)
    around: str | None = None

    @property
    def is_call(self) -> bool:
        """Say whether this is a called process."""
        return self.owner is not None and self.body == self.process


@dataclass(slots=True)
class Document:
    """The state of one case, unpacked for one step; nothing in it is shared with the stored one."""

    process: str
    number: int = 0
    tokens: dict[str, Token] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)

    def find(self, identity: str) -> Token:
        """Return a token. Raises AlreadyDone when it is gone, NotFound when it never was."""
        token = self.tokens.get(identity)
        if token is not None:
            return token
        if identity.isdigit() and 0 < int(identity) <= self.number:
            raise AlreadyDone("token_done", token=identity)
        raise NotFound("token_not_found", token=identity)


_TOKEN_KEYS = (
    ("node", "at"),
    ("scope", "in"),
    ("state", "st"),
    ("via", "via"),
    ("host", "host"),
    ("gate", "gate"),
    ("due", "due"),
    ("left", "left"),
    ("every", "every"),
    ("vars", "vars"),
    ("watch", "watch"),
    ("was", "was"),
    ("parent", "of"),
    ("number", "nr"),
    ("loop", "loop"),
)

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
UPGRADES: Mapping[int, Upgrade] = {}  # from version n to n + 1


def read(stored: Mapping[str, Any]) -> Document:
    """Unpack a stored document of any version; the stored one is never changed.

    Raises ValueError when the version is one that this program does not know.
    """
    current = upgrade(stored)
    document = Document(current["process"], current["n"], fields=dict(current["fields"]))
    for identity in sorted(current["tokens"], key=int):  # the oldest waits first, however stored
        packed = current["tokens"][identity]
        values = {name: packed[key] for name, key in _TOKEN_KEYS if key in packed}
        for inner in ("vars", "loop"):
            if values.get(inner) is not None:
                values[inner] = _unshared(values[inner])
        document.tokens[identity] = Token(identity, **values)
    for identity, packed in current["scopes"].items():
        variables = packed.get("vars")
        document.scopes[identity] = Scope(
            identity,
            packed["of"],
            packed.get("body", packed["of"]),
            packed.get("by"),
            None if variables is None else dict(variables),
            tuple(packed.get("wrote", ())),
            packed.get("own", False),
            list(packed.get("done", ())),
            dict(packed.get("keys", {})),
            packed.get("in"),
        )
    return document


def _unshared(packed: Mapping[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, list) else v for k, v in packed.items()}


def upgrade(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return `stored` in the present version.

    Raises ValueError when the version is unknown.
    """
    current = dict(stored)
    while current["v"] in UPGRADES:
        current = UPGRADES[current["v"]](current)
    if current["v"] != VERSION:
        raise ValueError(f"unknown document version {current['v']}")
    return current


def write(document: Document) -> dict[str, Any]:
    """Pack a document as plain JSON; what is empty is left out."""
    return {
        "v": VERSION,
        "n": document.number,
        "process": document.process,
        "tokens": {t.id: _pack_token(t) for t in document.tokens.values()},
        "scopes": {s.id: _pack_scope(s) for s in document.scopes.values()},
        "fields": document.fields,
    }


def _pack_token(token: Token) -> dict[str, Any]:
    return {key: value for name, key in _TOKEN_KEYS if (value := getattr(token, name)) is not None}


def _pack_scope(scope: Scope) -> dict[str, Any]:
    packed = {
        "of": scope.process,
        "body": scope.body if scope.body != scope.process else None,
        "by": scope.owner,
        "vars": scope.vars,
        "wrote": list(scope.written) or None,
        "own": scope.own or None,
        "done": scope.done or None,
        "keys": scope.keys or None,
        "in": scope.around,
    }
    return {key: value for key, value in packed.items() if value is not None}
