"""Opens a screen of the app in Chromium and waits for it, as a person would."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)
SCRIPT_SECONDS = 60.0  # how long one click may keep the app busy on a loaded two-core machine


def open_in_browser(playwright: Playwright, chromium: Path, url: str, webcam: Path | None) -> Page:
    """Open ``url`` in a new browser, whose webcam plays the film ``webcam``."""
    film = [f"--use-file-for-fake-video-capture={webcam}"] if webcam else []
    browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *film])
    context = browser.new_context(permissions=["camera"], viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(SCRIPT_SECONDS * 1000)
    page.goto(url)
    wait_until_idle(page)
    return page


def wait_until_idle(page: Page) -> None:
    """Wait until the app has drawn the whole screen."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=SCRIPT_SECONDS * 1000)


def take_webcam_photo(page: Page) -> None:
    """Wait for the webcam's picture and press the button of the screen's camera."""
    page.wait_for_function("document.querySelector('video')?.readyState >= 2")
    page.get_by_role("button", name="Take photo").click()
    wait_until_idle(page)
