"""Opens a screen of the app in Chromium and waits for it, as a person would."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, Playwright, expect

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
TRAINING_SECONDS = 240.0  # TensorFlow alone takes ten seconds to load, thirty on a busy machine


def start_browser(playwright: Playwright, chromium: Path, webcam: Path | None = None) -> Page:
    """An empty tab in a new browser, whose webcam plays the film ``webcam``."""
    film = [f"--use-file-for-fake-video-capture={webcam}"] if webcam else []
    browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *film])
    context = browser.new_context(permissions=["camera"], viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(SCRIPT_SECONDS * 1000)
    expect.set_options(timeout=SCRIPT_SECONDS * 1000)
    return page


def open_in_browser(playwright: Playwright, chromium: Path, url: str, webcam: Path | None) -> Page:
    """Open ``url`` in a new browser and wait for the screen."""
    page = start_browser(playwright, chromium, webcam)
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


def go_to(page: Page, screen: str) -> None:
    """Open a screen by its link in the sidebar."""
    page.get_by_test_id("stSidebar").get_by_role("link").filter(has_text=screen).click()
    expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_contain_text(screen)
    wait_until_idle(page)


def press(page: Page, button: str) -> None:
    """Press a button by its words."""
    page.get_by_test_id("stMain").get_by_role("button", name=button, exact=True).click()


def follow(page: Page, words: str) -> None:
    """Follow the link that a screen gives as the next step."""
    page.get_by_test_id("stMain").get_by_role("link", name=words).first.click()


def see(page: Page, words: str, *, within_seconds: float = SCRIPT_SECONDS) -> None:
    """Wait until the screen says ``words``."""
    expect(page.get_by_test_id("stMain").get_by_text(words).first).to_be_visible(timeout=within_seconds * 1000)


def photo_count(page: Page, verdict: str) -> Locator:
    """The number in the box of a verdict on the Filter screen."""
    return page.get_by_test_id("stMetric").filter(has_text=verdict).get_by_test_id("stMetricValue")


def train(page: Page, num_steps: int) -> None:
    """On the Train screen: start the recommended network and wait until it has learned."""
    steps = page.get_by_test_id("stMain").get_by_label("Steps", exact=True)
    steps.fill(str(num_steps))
    steps.press("Enter")
    wait_until_idle(page)
    press(page, "Start training")
    see(page, "Recognise photos with it", within_seconds=TRAINING_SECONDS)


def read_bars(page: Page) -> dict[str, str]:
    """The first photo's probability bars, highest first: label to percent."""
    bars = page.locator(".facet-bars").first
    bars.wait_for()
    return dict(zip(bars.locator(".name").all_inner_texts(), bars.locator(".share").all_inner_texts(), strict=True))
