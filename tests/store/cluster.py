"""A PostgreSQL cluster of one's own, to be killed and recovered: its folder, and its programs."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

KEEPER = "nobody"  # PostgreSQL refuses to run as root


@dataclass
class Cluster:
    """One data directory. Its server listens on a socket in the folder above it, nowhere else."""

    data: Path
    programs: Path
    port: int = 5432

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.data.parent}&port={self.port}"

    def make(self) -> None:
        """Make an empty cluster."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        own(self.data.parent)
        self.run("initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres", "-D", self.data)

    def set(self, **settings: str) -> None:
        """Write settings that hold from the next start."""
        with (self.data / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
            for name, value in settings.items():
                quoted = value.replace("'", "''")
                file.write(f"{name} = '{quoted}'\n")

    def start(self) -> None:
        options = f"-h '' -k {self.data.parent} -p {self.port}"
        log = self.data.parent / "server.log"
        self.run("pg_ctl", "-w", "-t", "60", "-D", self.data, "-o", options, "-l", log, "start")

    def kill(self) -> None:
        """Stop as a power cut would: nothing is written any more."""
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "-w", "-D", self.data, "-m", "immediate", "stop")

    def base_backup(self, into: Path) -> None:
        """Copy the cluster while it works."""
        where = ("-h", self.data.parent, "-p", str(self.port), "-U", "postgres")
        self.run("pg_basebackup", *where, "-D", into, "--checkpoint=fast", "--wal-method=stream")

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of its programs, as somebody who is not root."""
        keeper = KEEPER if os.geteuid() == 0 else None
        out = self.data.parent / "programs.log"
        with out.open("ab") as log:
            subprocess.run(
                [str(self.programs / program), *map(str, arguments)],
                check=True,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                user=keeper,
                cwd=self.data.parent,
                timeout=120,
            )


def own(folder: Path) -> None:
    """Give a folder to whoever runs PostgreSQL."""
    if os.geteuid() == 0:
        keeper = pwd.getpwnam(KEEPER)
        os.chown(folder, keeper.pw_uid, keeper.pw_gid)


def copy_tree(source: Path, target: Path) -> None:
    """Copy a data directory with its owners."""
    shutil.copytree(source, target)
    target.chmod(0o700)
    for each in (target, *target.rglob("*")):
        own(each)
