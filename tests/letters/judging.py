"""Judge PDF files as PDF/A-1b with Apache PDFBox Preflight, in one Java machine for all of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from tests.lacking import lacks

JARS = Path("/usr/share/java")
NEEDED = (
    "preflight",
    "xmpbox",
    "pdfbox2",
    "fontbox2",
    "commons-logging",
    "javax.activation",
    "jaxb-api",
)
PROGRAM = "org.apache.pdfbox.preflight.Validator_A1b"


def missing() -> list[str]:
    """Return what is not here of Java and the library (Debian: see `.ci/run`)."""
    jars = [str(JARS / f"{name}.jar") for name in NEEDED]
    return [] if shutil.which("java") and all(map(os.path.exists, jars)) else ["java", *jars]


def preflight(files: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """Return what is wrong with each PDF, by name; nothing for a good PDF/A-1b.

    Where the library is missing the test is skipped; with CI=true that is a failure.
    """
    if what := missing():
        lacks(f"PDFBox Preflight is not here: {what}")
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
    listed = folder / "files.txt"
    listed.write_text("".join(f"{folder / name}.pdf\n" for name in files))
    jars = ":".join(str(JARS / f"{name}.jar") for name in NEEDED)
    command = [str(shutil.which("java")), "-cp", jars, PROGRAM, "xml", "group", str(listed)]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    found: dict[str, list[str]] = {}
    for judged in etree.parse(f"{listed}.preflight.xml").iter("preflight"):
        name = Path(str(judged.get("name"))).stem
        errors = [f"{e.findtext('code')} {e.findtext('details')}" for e in judged.iter("error")]
        valid = judged.findtext("isValid") == "true"
        found[name] = [] if valid else errors or ["not valid, without a reason"]
    return found
