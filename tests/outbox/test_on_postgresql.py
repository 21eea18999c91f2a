"""The outbox on PostgreSQL: what stands in the step's own transaction, and goes out of it once."""

from __future__ import annotations

import pytest

from tests.furnished import postgresql_house, show_house
from tests.house import House
from tests.outbox.test_mails import (
    test_a_connection_cut_after_the_mail_was_taken_sends_it_again_under_the_same_name,
    test_a_worker_that_dies_after_sending_leaves_the_mail_to_the_next_with_the_same_name,
)
from tests.outbox.test_stuck import (
    number,
    operator,
    test_trying_again_gives_all_attempts_and_a_line_each,
)
from tests.outbox.test_webhooks import (
    test_what_is_tried_again_has_the_same_key_and_the_same_body,
)

__all__ = [
    "number",
    "operator",
    "postgresql_house",
    "show_house",
    "test_a_connection_cut_after_the_mail_was_taken_sends_it_again_under_the_same_name",
    "test_a_worker_that_dies_after_sending_leaves_the_mail_to_the_next_with_the_same_name",
    "test_trying_again_gives_all_attempts_and_a_line_each",
    "test_what_is_tried_again_has_the_same_key_and_the_same_body",
]
pytestmark = pytest.mark.postgres


@pytest.fixture
def house(postgresql_house: House) -> House:
    """Return a house on PostgreSQL in place of the one on SQLite."""
    return postgresql_house
