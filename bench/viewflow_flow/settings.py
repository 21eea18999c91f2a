"""Settings of the Django project: as its documentation has them, and a database as durable.

Measured beside ours by `bench/throughput.py` and nothing else. Nothing of Procesregie imports this
folder or what it needs (django-viewflow is under the AGPL), and nothing of it is shipped.
"""

from __future__ import annotations

import os

from sqlalchemy import make_url

_URL = make_url(os.environ["BENCH_VIEWFLOW_DATABASE"])
_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": _URL.database,
    "OPTIONS": {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL",
    },
}
_POSTGRESQL = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": _URL.database,
    "USER": _URL.username,
    "PASSWORD": _URL.password or "",
    "HOST": _URL.query.get("host") or _URL.host or "",
    "PORT": str(_URL.query.get("port") or _URL.port or ""),
}
DATABASES = {
    "default": {
        **(_SQLITE if _URL.drivername.startswith("sqlite") else _POSTGRESQL),
        "CONN_MAX_AGE": None,
    }
}
SECRET_KEY = "only-measured-on-the-loopback-address"
ALLOWED_HOSTS = ["127.0.0.1"]
DEBUG = False
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
ROOT_URLCONF = "bench.viewflow_flow.urls"
LOGIN_URL = "/accounts/login/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "viewflow",
    "viewflow.workflow",
    "bench.viewflow_flow",
]
STATIC_URL = "/static/"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "viewflow.middleware.SiteMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
