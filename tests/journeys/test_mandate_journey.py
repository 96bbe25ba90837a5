"""An employer gives a mandate and an accountant answers it, by the keyboard alone, in two browsers."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from browser_people import EMPLOYER, SIZES, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def other(browser: Browser, demo: str) -> Iterator[Page]:
    """A second person's window, a phone."""
    width, height = SIZES["phone"]
    opened = browser.new_context(base_url=demo, viewport={"width": width, "height": height}, locale="da-DK")
    yield opened.new_page()
    opened.close()


def to(page: Page, selector: str) -> None:
    """Tab until the control has the focus."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} cannot be reached by the keyboard")


def write(page: Page, selector: str, text: str) -> None:
    to(page, selector)
    page.keyboard.type(text)


def press(page: Page, selector: str, key: str = "Enter") -> None:
    to(page, selector)
    page.keyboard.press(key)


def test_a_mandate_is_given_accepted_and_revoked_by_the_keyboard_alone(page: Page, other: Page) -> None:
    email = f"{uuid4().hex[:8]}@bogholder.example"
    sign_in(page, EMPLOYER)
    page.goto("/mandates/new")
    write(page, "#email", email)
    press(page, "main form .button-primary")
    page.wait_for_selector("#code")
    code = page.inner_text("#code")

    other.goto("/mandates/invitation")
    write(other, "#code", code)
    press(other, "main form .button-primary")
    other.wait_for_selector("#password")
    write(other, "#name", "Tine Tastatur")
    write(other, "#password", "en god lang adgangskode")
    press(other, "button[value=accept]")
    other.wait_for_selector("main #email")
    write(other, "#email", email)
    write(other, "#password", "en god lang adgangskode")
    press(other, "main form .button-primary")
    other.wait_for_selector(".portal-user .user", state="attached")
    other.goto("/declarations")
    assert other.locator("main h1").inner_text() == "Anmeldelser"
    assert "Du handler for" in other.inner_text("main")

    page.goto("/mandates")
    press(page, f"main button[aria-label$='{email}']")
    page.wait_for_selector("main .alert-success")
    refused = other.goto("/declarations")
    assert refused is not None
    assert refused.status == 403
    assert "gælder ikke længere" in other.inner_text("main")
