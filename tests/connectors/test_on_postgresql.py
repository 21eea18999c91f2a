"""Systems on PostgreSQL: an order goes out once, whatever breaks, and is written once."""

from __future__ import annotations

import pytest

from tests.connectors.test_serving import (
    test_a_file_of_the_operator_that_is_wrong_stops_nothing_for_good,
    test_an_answer_that_was_lost_is_the_same_answer_the_next_time,
    test_an_order_goes_out_once_with_its_key,
    test_what_an_operator_tries_again_is_the_same_order,
    test_what_is_done_by_hand_waits_until_somebody_confirms_it,
    test_what_is_temporary_is_tried_again_with_the_same_key,
    test_what_is_written_natively_is_a_version_with_the_decision_as_reason,
)
from tests.furnished import postgresql_house, show_house
from tests.house import House

__all__ = [
    "postgresql_house",
    "show_house",
    "test_a_file_of_the_operator_that_is_wrong_stops_nothing_for_good",
    "test_an_answer_that_was_lost_is_the_same_answer_the_next_time",
    "test_an_order_goes_out_once_with_its_key",
    "test_what_an_operator_tries_again_is_the_same_order",
    "test_what_is_done_by_hand_waits_until_somebody_confirms_it",
    "test_what_is_temporary_is_tried_again_with_the_same_key",
    "test_what_is_written_natively_is_a_version_with_the_decision_as_reason",
]
pytestmark = pytest.mark.postgres


@pytest.fixture
def house(postgresql_house: House) -> House:
    """Return a house on PostgreSQL in place of the one on SQLite."""
    return postgresql_house
