"""Mails that come in on PostgreSQL: once, never lost, and the hostile ones too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.furnished import postgresql_house, show_house
from tests.house import House
from tests.mailbox.imap import Box
from tests.mailbox.test_mailbox import (
    box,
    reading,
    test_a_connection_that_breaks_before_a_mail_is_kept_loses_nothing,
    test_a_mail_becomes_a_piece_with_its_attachments_and_the_day_on_which_it_came,
    test_a_mail_is_kept_once_however_often_it_is_read,
    test_a_mail_that_names_a_case_or_answers_a_mail_of_ours_proposes_it,
    test_a_mailbox_that_cannot_be_read_alerts_once_a_day,
    test_another_mail_with_the_same_id_is_another_mail,
    test_hostile_mails_become_post_too_and_stop_no_other,
)

__all__ = [
    "box",
    "postgresql_house",
    "show_house",
    "test_a_connection_that_breaks_before_a_mail_is_kept_loses_nothing",
    "test_a_mail_becomes_a_piece_with_its_attachments_and_the_day_on_which_it_came",
    "test_a_mail_is_kept_once_however_often_it_is_read",
    "test_a_mail_that_names_a_case_or_answers_a_mail_of_ours_proposes_it",
    "test_a_mailbox_that_cannot_be_read_alerts_once_a_day",
    "test_another_mail_with_the_same_id_is_another_mail",
    "test_hostile_mails_become_post_too_and_stop_no_other",
]
pytestmark = pytest.mark.postgres


@pytest.fixture
def house(postgresql_house: House, box: Box, tmp_path: Path) -> House:
    """Return a house on PostgreSQL that reads the mailbox, in place of the one on SQLite."""
    return reading(postgresql_house, box, tmp_path)
