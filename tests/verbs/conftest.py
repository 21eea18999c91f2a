"""Every test here may ask for a furnished house, and for a job that refuses its values."""

from tests.furnished import house, postgresql_house, show_house
from tests.verbs.operating import either, stamp

__all__ = ["either", "house", "postgresql_house", "show_house", "stamp"]
