"""The sites that tests of pages ask for."""

from tests.web.site import lived_in, shared_site, site

__all__ = ["lived_in", "shared_site", "site"]
