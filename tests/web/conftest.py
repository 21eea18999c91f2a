"""The sites that tests of pages ask for."""

from tests.furnished import house, show_house
from tests.web.site import lived_in, shared_site, site

__all__ = ["house", "lived_in", "shared_site", "show_house", "site"]
