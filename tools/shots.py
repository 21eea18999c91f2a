"""Take a picture of every page that a person of the demo can reach by links, into `shots/`.

Without arguments for everybody; with logins for those people only. `shots/sheet-….png` puts the
pictures of one width side by side.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

SHOTS = Path("shots")
PORT = 8019
HOME = f"http://127.0.0.1:{PORT}"
GALLERY = f"{HOME}/hulp/formulieren"
WIDTHS = (1280, 360)
PAGES_EACH = 25
START_SECONDS = 120
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def main(logins: Sequence[str]) -> int:
    """Start the demo on an empty database, walk through it as each person, stop it."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        print("Chromium is needed: apt-get install chromium", file=sys.stderr)
        return 1
    shutil.rmtree(SHOTS, ignore_errors=True)
    with tempfile.TemporaryDirectory() as data:
        told = Path(data) / "demo.txt"
        with told.open("w", encoding="utf-8") as output:
            server = start(Path(data), output.fileno())
        try:
            wait(server)
            people, password = sign_ins(told.read_text(encoding="utf-8"))
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(executable_path=browser, args=CHROMIUM)
                taken = sum(walk(chromium, login, password) for login in logins or people)
                taken += gallery(chromium, (logins or people)[0], password)
                for width in WIDTHS:
                    sheet(chromium, width)
        finally:
            server.terminate()
            server.wait(timeout=30)
    print(f"{taken} pictures in {SHOTS}/")
    return 0


def start(data: Path, output: int) -> subprocess.Popen[bytes]:
    """Start the demo with everything it keeps in `data`."""
    settings = {
        "PROCESREGIE_DATABASE_URL": f"sqlite:///{data}/demo.db",
        "PROCESREGIE_DATA_DIR": str(data),
        "PROCESREGIE_SEAL_DIR": str(data / "seals"),
        "PROCESREGIE_SEAL_KEY": str(data / "seal-key.pem"),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "engine", "demo", "--port", str(PORT)]
    return subprocess.Popen(command, env={**os.environ, **settings}, stdout=output)


def wait(server: subprocess.Popen[bytes]) -> None:
    """Wait until the demo answers; raise when it stopped or takes too long."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(f"{HOME}/gezond", timeout=2):  # noqa: S310 - our own server
                return
        except URLError:
            time.sleep(0.5)
    raise RuntimeError("the demo did not start")


def sign_ins(told: str) -> tuple[list[str], str]:
    """Read the logins and the password that the demo prints."""
    password = re.search(r"Password of each: (\S+)", told)
    table = told.partition("Address:")[2].partition("Password")[0]
    people = re.findall(r"(?m)^  (\S+) +\S", table)
    if password is None or not people:
        raise RuntimeError("the demo printed no sign-ins")
    return people, password[1]


def walk(browser: Browser, login: str, password: str) -> int:
    """Follow links from page to page as one person; one picture per kind of address and width."""
    page = signed_in(browser, login, password)
    waiting, seen = [page.url], {"afmelden", kind(GALLERY)}
    taken = 0
    while waiting and len(seen) <= PAGES_EACH:
        address = waiting.pop(0)
        if kind(address) in seen:
            continue
        seen.add(kind(address))
        taken += picture(page, address, SHOTS / login)
        waiting += links(page)
    page.context.close()
    return taken


def gallery(browser: Browser, login: str, password: str) -> int:
    """Take a picture of every component of forms, in all its states; return how many."""
    page = signed_in(browser, login, password)
    folder = SHOTS / "formulieren"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(GALLERY)
        page.wait_for_selector("html[data-ready]", state="attached")
        for part in page.locator(".showcase").all():
            file = folder / f"{part.get_attribute('id')}-{width}.png"
            page.screenshot(path=file, full_page=True, clip=part.bounding_box())
    page.context.close()
    return len(list(folder.iterdir()))


def signed_in(browser: Browser, login: str, password: str) -> Page:
    """Return the first page that a person sees."""
    page = browser.new_context(viewport={"width": WIDTHS[0], "height": 900}).new_page()
    page.goto(f"{HOME}/aanmelden")
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    page.click("main button")
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def picture(page: Page, address: str, folder: Path) -> int:
    """Take the pictures of one page."""
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    answer = page.goto(address)
    if answer is None or not answer.ok:
        print(f"{folder.name}: {address} answers {answer.status if answer else 'nothing'}")
        return 0
    page.wait_for_selector("html[data-ready]", state="attached")
    if page.locator("[data-diagram], [data-modeler]").count():
        page.wait_for_selector("[data-drawn]", state="attached")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        name = f"{kind(address) or 'home'}-{width}.png"
        page.screenshot(path=folder / name, full_page=True)
    return len(WIDTHS)


def sheet(browser: Browser, width: int) -> None:
    """Put all pictures of one width on one sheet, each with its name."""
    pictures = sorted(SHOTS.glob(f"*/*-{width}.png"))
    figures = "".join(
        f"<figure><figcaption>{file.parent.name} {file.stem}</figcaption>"
        f'<img src="{file.resolve().as_uri()}"></figure>'
        for file in pictures
    )
    shown = max(180, width // 3)
    style = (
        "body{display:flex;flex-wrap:wrap;gap:12px;margin:12px;font:12px sans-serif}"
        f"figure{{margin:0}}img{{display:block;width:{shown}px;height:{900 * shown // width}px;"
        "object-fit:cover;object-position:top;border:1px solid #999}"
    )
    source = SHOTS / f"sheet-{width}.html"
    source.write_text(f"<!doctype html><style>{style}</style>{figures}", encoding="utf-8")
    page = browser.new_page(viewport={"width": 1760, "height": 900})
    page.goto(source.resolve().as_uri())
    page.screenshot(path=source.with_suffix(".png"), full_page=True)
    page.close()


def links(page: Page) -> list[str]:
    """Return the pages of ours that this one leads to; files are left out."""
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    ours = (href for href in hrefs if href.startswith(HOME))
    return [href for href in ours if not re.search(r"\.(bpmn|pdf|txt)|/documenten/", href)]


def kind(address: str) -> str:
    """Return what sort of page an address is: its path, with every number and id made `n`."""
    parts = urlsplit(address).path.strip("/").split("/")
    return "_".join("n" if re.search(r"\d", part) else part for part in parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
