"""Migrations of the Django project: it has no table of its own."""
