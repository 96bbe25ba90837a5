"""The people and windows of the browser journeys, and the way to the page that a test is about."""

import socket
from pathlib import Path

from playwright.sync_api import Page

from husly.demo.accounts import DEMO_PASSWORD

ROOT = Path(__file__).parents[1]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"large": (1280, 900), "phone": (360, 800)}
EMPLOYER = "arbejdsgiver@demo.husly.example"
INSPECTOR = "tilsyn@demo.husly.example"
DECISION_MAKER = "leder@demo.husly.example"
ADMINISTRATOR = "admin@demo.husly.example"


DECLARED = "main table a[href^='/declarations/']:not([href*='drafts'])"
"""Links to what is declared, on a list that may begin with drafts."""


def sign_in(page: Page, email: str) -> None:
    """Sign in through the page, as a person does."""
    page.goto("/sign-in")
    page.fill("#email", email)
    page.fill("#password", DEMO_PASSWORD)
    page.locator("main form button").click()
    page.wait_for_selector(".portal-user .user", state="attached")


def first_link(page: Page, listed_at: str, selector: str = "main table a") -> str:
    """The address of the first thing on a list."""
    page.goto(listed_at)
    return str(page.locator(selector).first.get_attribute("href"))


def case_in(page: Page, state: str) -> str:
    """The address of a case of the demonstration in a state."""
    return first_link(page, f"/cases?standing={state}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
