"""The sites that the walks through every route ask for."""

from tests.web.site import lived_in, shared_site, site

__all__ = ["lived_in", "shared_site", "site"]
