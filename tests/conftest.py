"""Fixtures for every test: a real headless Chromium, and the main module as it was."""

import os
import shutil
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright

# How long an example takes to make or to try says something of the machine, nothing of the code.
settings.register_profile(
    "busy machine", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy machine")
# Generous, for a busy machine: a test that passes does not wait.
EXPECT_MILLISECONDS = 60_000
CHROMIUM_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


MAIN = sys.modules["__main__"]


@pytest.fixture(autouse=True)
def main_module() -> None:
    """Put the main module back: a scripted page leaves its own there, which every spawned process would run again."""
    sys.modules["__main__"] = MAIN


# One a module, not one a session: while Playwright is open, its event loop runs in this thread, and code of other
# modules that starts a loop of its own would fail.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    executable = next((found for name in names if name and (found := shutil.which(name))), None)
    if executable is None:
        pytest.fail(
            "No Chromium found: `make test` installs one; or name yours in the environment variable CHROMIUM."
        )
    expect.set_options(timeout=EXPECT_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
