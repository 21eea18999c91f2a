"""A desk in a browser: people who sign in and complete tasks through Flask's test client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask.testing import EnvironBuilder, FlaskClient
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from engine import people, store, web
from engine.runtime import Runtime
from tests import house as houses


class Desk:
    """The pages of a house; every person has a browser of their own."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.app = web.create_app(runtime)
        self._browsers: dict[str, tuple[FlaskClient, str]] = {}

    def browser(self, login: str) -> tuple[FlaskClient, str]:
        """Return the browser of a signed-in person and the token that its forms carry."""
        if login not in self._browsers:
            token = people.sign_in(
                self.runtime, login=login, password=houses.PASSWORD, address="127.0.0.1"
            )
            session = people.session(self.runtime, token=token)
            assert session is not None
            client = self.app.test_client()
            client.set_cookie("procesregie", token)
            self._browsers[login] = client, session.csrf
        return self._browsers[login]

    def filled_in(
        self, task_id: str, login: str, posted: Mapping[str, Any], key: str | None = None
    ) -> Request:
        """Return what a browser sends when a task's page is completed: the form, encoded."""
        _, csrf = self.browser(login)
        data = {**posted, "csrf_token": csrf, "_key": key or store.new_id()}
        path = f"/taken/{task_id}/afronden"
        return EnvironBuilder(self.app, path, method="POST", data=data).get_request()

    def send(self, login: str, request: Request) -> TestResponse:
        """Send what `filled_in` returned, once."""
        client, _ = self.browser(login)
        return client.open(request)

    def complete(
        self, task_id: str, login: str, posted: Mapping[str, Any], key: str | None = None
    ) -> TestResponse:
        """Post a task as completed, as the button of its page does."""
        return self.send(login, self.filled_in(task_id, login, posted, key))
