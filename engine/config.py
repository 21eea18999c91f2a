"""Settings: one frozen value read from a mapping (usually the environment) by `from_environment`.

The table of `docs/settings.md` is made from `DOCUMENTED` and checked by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

PREFIX = "PROCESREGIE_"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose; every name is an environment variable with `PREFIX`."""

    database_url: str = "sqlite:///var/procesregie.db"
    data_dir: str = "var"
    processes: str = "processes"
    forms: str = "forms"
    seal_dir: str = "var/seals"
    seal_key: str = "var/seal-key.pem"
    host: str = "127.0.0.1"
    port: int = 8000
    secure_cookies: bool = False
    demo: bool = False
    session_idle_minutes: int = 60
    session_absolute_minutes: int = 600
    poller: bool = True
    workers: bool = False
    signature_roots: str = ""
    clock_offset_seconds: int = 0
    message_days: int = 30
    documents_key: str = "var/documents-key"
    upload_mb: int = 50
    upload_case_mb: int = 1_000
    upload_total_mb: int = 100_000
    upload_days: int = 14
    application_days: int = 90
    upload_macros: bool = False
    clamd: str = ""
    clamd_required: bool = True
    letter_layout: str = ""
    approve_deployments: bool = False
    installation: str = "procesregie"
    bundle_key: str = "var/bundle-key.pem"
    bundle_keys: str = ""
    endpoints: str = ""
    connectors: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password_file: str = ""
    smtp_ca_file: str = ""
    smtp_seconds: int = 30
    mail_from: str = ""
    mail_reply_to: str = ""
    alert_to: str = ""
    alert_endpoint: str = ""
    imap_host: str = ""
    imap_port: int = 993
    imap_security: str = "ssl"
    imap_user: str = ""
    imap_password_file: str = ""
    imap_ca_file: str = ""
    imap_folder: str = "INBOX"
    imap_processed: str = "Verwerkt"
    database_replica_url: str = ""
    database_statement_seconds: int = 30
    database_lock_seconds: int = 5
    web_processes: int = 1
    web_threads: int = 8
    metrics_token_file: str = ""

    @property
    def polls(self) -> bool:
        """Tell whether a process that serves pages also does jobs."""
        return self.poller and not self.workers

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read settings from `environment`; what is absent or empty keeps its default.

        Raises ValueError for a value of the wrong type, for a database that would not keep what it
        acknowledges, or for a name with our prefix that is no setting (a misspelt setting would
        silently do nothing).
        """
        known = {PREFIX + f.name.upper(): f for f in fields(cls)}
        unknown = sorted(n for n in environment if n.startswith(PREFIX) and n not in known)
        if unknown:
            raise ValueError(f"unknown setting: {', '.join(unknown)}")
        given = {
            field.name: _parse(name, environment[name], field.default)
            for name, field in known.items()
            if environment.get(name, "") != ""
        }
        settings = cls(**given)
        if "throwaway" in parse_qs(urlsplit(settings.database_url).query):
            raise ValueError(f"{PREFIX}DATABASE_URL: throwaway is for scenarios, it keeps nothing")
        return settings


DOCUMENTED: Mapping[str, str] = {
    "database_url": "SQLite file (one host) or `postgresql+psycopg://…`",
    "data_dir": "where uploads, bundles of evidence and the like are kept",
    "processes": "folder with the process repository",
    "forms": "folder with the forms",
    "seal_dir": "where signed seals of the audit trail are appended; put it on another disk",
    "seal_key": "the private key that signs seals; outside the database, readable by its owner",
    "host": "address to listen on",
    "port": "port to listen on",
    "secure_cookies": "`1` behind https: cookies get Secure and the `__Host-` prefix",
    "demo": "`1` adds people and cases to try things out with, marked as such on every page",
    "session_idle_minutes": "minutes without a request after which a session ends",
    "session_absolute_minutes": "minutes after which a session ends in any case",
    "poller": "`0`: this process does no jobs",
    "workers": "`1` leaves timers, letters and all other jobs to `procesregie worker` "
    "(PostgreSQL only, see workers.md)",
    "message_days": "days that a message waits for a case that takes it, unless it says so itself",
    "documents_key": "the key of the documents and of confidential values, made at first "
    "use; without it they cannot be read, so keep a copy elsewhere",
    "upload_mb": "MB that one file may have; one post may bring four times as much",
    "upload_case_mb": "MB that the files of one case may have together",
    "upload_total_mb": "MB that all files may have together",
    "upload_days": "days that files of a page are kept on which nothing was begun",
    "application_days": "days that an application that somebody began is kept after it was last "
    "saved, with its files",
    "upload_macros": "`1` lets Office documents with macros in",
    "clamd": "virus scanner: path of clamd's socket, or `host:port`; empty: files are not scanned",
    "clamd_required": "`0` takes files in, marked as not scanned, when the scanner is away",
    "letter_layout": "folder with the page layout of letters; empty: ours (see letters.md)",
    "installation": "what this installation is called in bundles, e.g. `test`",
    "bundle_key": "the private key that signs bundles (promotion.md), made at first use; readable "
    "by its owner",
    "bundle_keys": "public keys whose bundles may be applied here, apart by commas; empty: none",
    "endpoints": "TOML file with the addresses that webhooks and connectors may call "
    "([sending.md](sending.md)); empty: none",
    "smtp_host": "mail server; empty: mails wait and nothing is sent ([sending.md](sending.md))",
    "smtp_port": "port of the mail server",
    "smtp_security": "`starttls`, `ssl` (TLS from the first byte) or `none`",
    "smtp_user": "user at the mail server; empty: no login",
    "smtp_password_file": "file with the password of that user",
    "smtp_ca_file": "file with certificates (PEM) that the mail server is known by; empty: those "
    "of the machine",
    "smtp_seconds": "seconds that sending one mail may take, at most 90",
    "mail_from": "sender of mails: `name <address>` or an address",
    "mail_reply_to": "where answers to mails go; empty: to the sender",
    "alert_to": "addresses that alerts for operators are mailed to, apart by commas; empty: none",
    "alert_endpoint": "name of the endpoint that alerts for operators go to; empty: none",
    "imap_host": "server of the mailbox whose mails become post; empty: none is read",
    "imap_port": "port of that server",
    "imap_security": "`ssl` (TLS from the first byte), `starttls` or `none`",
    "imap_user": "user of the mailbox",
    "imap_password_file": "file with the password of that user",
    "imap_ca_file": "file with certificates (PEM) that the server is known by; empty: those of "
    "the machine",
    "imap_folder": "folder that is read; everything in it becomes post",
    "imap_processed": "folder that a mail goes to once it is kept; made when it is not there",
    "connectors": "TOML file that says how each system outside is connected "
    "([connectors.md](connectors.md)); empty: everything in our own registers",
    "signature_roots": "folder with the certificates (PEM or DER) by which signers of PDFs are "
    "known; empty: every signer is shown as unknown",
    "approve_deployments": "`1` asks a second analyst to approve what an analyst puts into force "
    "on a page; `0` where there is only one",
    "database_replica_url": "read-only copy of a PostgreSQL database (streaming replication), for "
    "what may be seconds old (operating.md); empty: everything is read in the database itself",
    "database_statement_seconds": "seconds after which PostgreSQL breaks a statement off",
    "database_lock_seconds": "seconds after which PostgreSQL gives up waiting for a lock; "
    "who asked is told to try again",
    "web_processes": "processes that serve pages; more than one on PostgreSQL only",
    "web_threads": "requests that one process serves at once; each process keeps that many "
    "connections and two more, and opens at most as many again",
    "metrics_token_file": "file with the token (20 characters or more) with which another host "
    "reads `/metrics`; empty: only this host does",
    "clock_offset_seconds": "shifts the engine's clock; for tests only",
}


def table() -> str:
    """Return the settings as a Markdown table: variable, default, meaning."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for field in fields(Settings):
        shown = int(field.default) if isinstance(field.default, bool) else field.default
        rows.append(f"| `{PREFIX}{field.name.upper()}` | `{shown}` | {DOCUMENTED[field.name]} |")
    return "\n".join(rows) + "\n"


def _parse(name: str, text: str, default: Any) -> Any:
    if isinstance(default, bool):
        if text not in {"0", "1"}:
            raise ValueError(f"{name} must be 0 or 1")
        return text == "1"
    if isinstance(default, int):
        try:
            return int(text)
        except ValueError as error:
            raise ValueError(f"{name} must be a whole number") from error
    return text
