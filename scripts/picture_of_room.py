"""Take the picture of the room that README shows: the bundled story, a reader's question, a quotation opened.

Development only: needs Chromium and what ``make test`` installs. Usage::

    python scripts/picture_of_room.py           # reads the story into a temporary database; writes docs/room.png
    python scripts/picture_of_room.py DEMO.db   # the same from a database in which it was read
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "room.png"
CUIBONO = (sys.executable, "-m", "cuibono")
SIZE = {"width": 1440, "height": 960}  # CSS pixels
WAIT = 300_000  # milliseconds


def main() -> None:
    chromium = os.environ.get("CUIBONO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("there is no Chromium here; CUIBONO_CHROMIUM may say where it is")
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "room.db"
        if sys.argv[1:]:
            shutil.copy(sys.argv[1], database)  # the room keeps what is said in it
        else:
            subprocess.run([*CUIBONO, "read", "examples/wellhead", "--db", str(database)], cwd=ROOT, check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen([*CUIBONO, "serve", "--db", str(database), "--port", str(port), "--pace", "0"])
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
                page = browser.new_page(viewport=SIZE)
                page.set_default_timeout(WAIT)
                expect.set_options(timeout=WAIT)
                take(page, f"http://127.0.0.1:{port}/")
                browser.close()
        finally:
            server.terminate()
            server.wait()
    print(f"{OUT.relative_to(ROOT)}: {OUT.stat().st_size:,} bytes")


def take(page: Page, desk: str) -> None:
    for _ in range(WAIT // 1000):  # until the server listens
        try:
            page.goto(desk)
            break
        except Exception:  # noqa: BLE001 - refused
            page.wait_for_timeout(1000)
    page.goto(page.locator("a[href^='/stories/']").first.evaluate("a => a.href.split(/[?#]/)[0]") + "/room")
    expect(page.locator("#room-state")).to_contain_text("nothing new to say")
    page.locator("#ask-who").fill("Mara")
    page.locator("#ask-words").fill("Who else measured this?")
    page.get_by_role("button", name="Say it").click()
    answer = page.locator("article.turn[data-lens='Desk']").last
    expect(answer).to_be_visible()
    expect(page.locator("#room-state")).to_contain_text("nothing new to say")
    answer.locator(".q .n").nth(2).click()
    expect(page.get_by_text("The words in their document")).to_be_visible()
    page.mouse.move(0, 0)
    page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")  # all turns have been seen
    expect(page.locator("#unseen")).to_be_hidden()
    question = page.locator("article.turn.reader").last
    question.evaluate("turn => scrollTo({top: turn.offsetTop - 250, behavior: 'instant'})")
    page.wait_for_timeout(1000)  # what fades has faded
    page.screenshot(path=OUT)


if __name__ == "__main__":
    main()
