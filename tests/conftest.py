"""What every test shares: no network but loopback (pyproject.toml), no luck (here), and the browser if there is one."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

# In CI a property test must say the same thing twice; at a desk it may go looking.
settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


@pytest.fixture(scope="module", autouse=True)
def _old_objects_are_left_alone() -> None:
    """Keep the collector from what earlier modules loaded: looking through it took .4 s of tests that measure time."""
    gc.freeze()


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The system's Chromium; without one the test is skipped, and in CI it fails."""
    wanted = os.environ.get("CUIBONO_CHROMIUM")
    for name in (wanted,) if wanted else _BROWSERS:
        if found := shutil.which(name):
            return Path(found)
    if os.environ.get("CI"):
        pytest.fail("no Chromium: see scripts/need-browser")
    pytest.skip("no Chromium: see scripts/need-browser")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """A running headless Chromium that does not call home; a test opens its own page with ``browser.new_page()``."""
    flags = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses to run as root with it
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(chromium), args=[*flags, "--disable-sync"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def postgres() -> str:
    """The SQLAlchemy URL of a PostgreSQL that tests may fill and empty; skipped where none is named."""
    url = os.environ.get("CUIBONO_TEST_POSTGRES")
    if not url:
        pytest.skip("CUIBONO_TEST_POSTGRES names no server")
    return url
