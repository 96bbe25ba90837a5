"""Over time, by keyboard alone and as axe-core sees it: not in use, the last day, confirming, history."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from axe_faults import faults_here
from browser_people import ADMINISTRATOR, DECLARED, EMPLOYER, first_link, sign_in

pytestmark = pytest.mark.browser


def faults_of(page: Page, address: str) -> list[str]:
    page.goto(address)
    return [f"{address} {one}" for one in faults_here(page)]


def test_the_pages_over_time(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, EMPLOYER)
    page.goto("/declarations")
    found = []
    for link in page.locator(DECLARED).all():
        address = str(link.get_attribute("href"))
        pages = ["/history", "/history?known_on=2026-01-01&about=x", "/not-in-use", "/end"]
        found += [f"{address}{path}" for path in pages][: 4 if not found else 1]
    assert [fault for address in found for fault in faults_of(page, address)] == []


def test_what_could_not_leave(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, ADMINISTRATOR)
    assert faults_of(page, "/admin/outbox") == []


def press_until(page: Page, selector: str) -> None:
    """Move the focus with the Tab key until it is on what the selector names."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


def test_a_pause_is_told_and_taken_back_by_keyboard(page: Page) -> None:
    sign_in(page, EMPLOYER)
    home = _in_use(page)
    page.goto(home)
    press_until(page, "a[href$='/not-in-use']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/not-in-use")
    for name, year in (("from_on", "2031"), ("back_on", "2030")):
        press_until(page, f"#{name}")
        page.keyboard.type(f"0501{year}")
    press_until(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#errors")
    press_until(page, "#errors a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "back_on"
    page.keyboard.type("05022031")
    press_until(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_selector("main .alert-success")
    press_until(page, "form[action$='/back'] button")
    page.keyboard.press("Enter")
    expect(page.locator("form[action$='/back']")).to_have_count(0)


def _in_use(page: Page) -> str:
    """An accommodation of the employer without a pause and without a last day."""
    page.goto("/declarations")
    for href in [str(link.get_attribute("href")) for link in page.locator(DECLARED).all()]:
        page.goto(href)
        ends = page.locator("dt", has_text="Sidste dag").locator("xpath=following-sibling::dd").inner_text()
        paused = page.locator("form[action$='/back']").count()
        if page.locator("form[action$='/confirm']").count() and not paused and not any(map(str.isdigit, ends)):
            return href
    return first_link(page, "/declarations", DECLARED)


def test_nothing_has_changed_is_said_by_keyboard(page: Page) -> None:
    sign_in(page, EMPLOYER)
    page.goto(_in_use(page))
    press_until(page, "form[action$='/confirm'] button")
    page.keyboard.press("Enter")
    page.wait_for_selector("main .alert-success")
    page.goto(page.url.partition("?")[0] + "/history")
    assert "Anna Arbejdsgiver" in page.locator(".timeline").inner_text()
