"""A command may ask for a furnished house."""

from tests.furnished import house, postgresql_house, show_house

__all__ = ["house", "postgresql_house", "show_house"]
