"""Finds the Chromium that the browser tests drive: the system's, else Playwright's own.

`python tests/browser/find_chromium.py --install` has Playwright fetch its own where none is found, and
says so loudly where that cannot be had either.
"""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium() -> str | None:
    """The path of a Chromium that is there; None without one."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in SYSTEM_NAMES:
        found = shutil.which(name)
        if found:
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if os.path.exists(own) else None


def install() -> None:
    """Has Playwright fetch its own Chromium, where there is none."""
    if chromium() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, timeout=600)
    if chromium() is None:
        print("NO CHROMIUM FOUND: THE BROWSER TESTS WILL BE SKIPPED. Install the package `chromium`.")


if __name__ == "__main__" and "--install" in sys.argv:
    install()
