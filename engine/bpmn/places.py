"""Where the tokens of one case stand, indexed, so that no step looks through all of them."""

from __future__ import annotations

from collections import defaultdict

from engine.bpmn.document import Document, Scope, Token


class Places:
    """Tokens by scope, tokens by the token they hang on, scopes by the token that owns them."""

    def __init__(self, document: Document) -> None:
        self._scoped: dict[str, dict[str, Token]] = defaultdict(dict)
        self._hung: dict[str, dict[str, Token]] = defaultdict(dict)
        self._owned: dict[str, list[str]] = defaultdict(list)
        for scope in document.scopes.values():
            self.opened(scope)
        for token in document.tokens.values():
            self.add(token)

    def add(self, token: Token) -> None:
        """Note a new token."""
        self._scoped[token.scope][token.id] = token
        for anchor in (token.host, token.gate, token.parent):
            if anchor is not None:
                self._hung[anchor][token.id] = token

    def drop(self, token: Token) -> None:
        """Forget a token."""
        self._scoped[token.scope].pop(token.id, None)
        for anchor in (token.host, token.gate, token.parent):
            if anchor is not None:
                self._hung[anchor].pop(token.id, None)

    def loosen(self, token: Token) -> None:
        """Let an event no longer hang on its gateway."""
        self._hung[token.gate or ""].pop(token.id, None)
        token.gate = None

    def opened(self, scope: Scope) -> None:
        """Note a new scope."""
        if scope.owner is not None:
            self._owned[scope.owner].append(scope.id)

    def closed(self, scope: Scope) -> None:
        """Forget a scope and the lists of what stood in it."""
        self._scoped.pop(scope.id, None)
        if scope.owner is not None and scope.id in self._owned[scope.owner]:
            self._owned[scope.owner].remove(scope.id)

    def in_scope(self, scope: str) -> list[Token]:
        """Return the tokens that stand directly in a scope, the oldest first."""
        return list(self._scoped[scope].values()) if scope in self._scoped else []

    def runs(self, scope: str) -> bool:
        """Say whether anything in a scope does more than listen for its event sub-processes."""
        return scope in self._scoped and any(not t.watch for t in self._scoped[scope].values())

    def hanging(self, anchor: str) -> list[Token]:
        """Return the tokens that hang on a token, the oldest first."""
        return list(self._hung[anchor].values()) if anchor in self._hung else []

    def scopes_of(self, owner: str) -> list[str]:
        """Return the ids of the scopes that a token owns."""
        return list(self._owned[owner]) if owner in self._owned else []
