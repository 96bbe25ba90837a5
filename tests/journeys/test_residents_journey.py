"""A resident with a telephone and the keyboard alone: what is declared, a report, and what becomes of it."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pypdf import PdfReader

from axe_faults import faults_here
from browser_people import DECISION_MAKER, DECLARED, EMPLOYER, first_link, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(browser: Browser, demo: str) -> str:
    """The path behind the code of a door sheet, read from the sheet as the employer prints it."""
    with browser.new_context(base_url=demo) as opened:
        page = opened.new_page()
        sign_in(page, EMPLOYER)
        declaration = first_link(page, "/declarations", DECLARED)
        sheet = PdfReader(BytesIO(opened.request.get(f"{declaration}/door-sheet.pdf?text=pl").body()))
    links = [str(one.get_object()["/A"]["/URI"]) for one in sheet.pages[0]["/Annots"]]
    path = re.fullmatch(rf"{demo}(/h/[2-9A-Z]+)\?text=pl", links[0])
    assert path is not None
    return path[1]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


def test_no_page_of_residents_keeps_anyone_out(open_context: BrowserContext, home: str) -> None:
    page = open_context.new_page()
    for path in (f"{home}?text=da", f"{home}?text=pl", "/tip?text=en", "/follow?text=uk", "/h/none?text=en"):
        page.goto(path)
        assert (path, faults_here(page)) == (path, [])
    page.goto("/tip?text=en")
    page.locator("form button").click()
    page.wait_for_selector("#errors")
    assert faults_here(page) == []


def test_a_resident_reports_with_the_keyboard_and_follows_it(open_context: BrowserContext, home: str) -> None:
    page = open_context.new_page()
    page.goto(f"{home}?text=en")
    tab_to(page, "#kind-no_heating")
    page.keyboard.press("Space")
    tab_to(page, "#text")
    page.keyboard.type("The heating has not worked since Monday")
    tab_to(page, "form[aria-labelledby=report] button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".residents-code")
    assert faults_here(page) == []
    code = page.locator(".residents-code").inner_text().strip()
    tab_to(page, ".residents-follow a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#code")
    tab_to(page, "#code")
    page.keyboard.type(code.lower())
    page.keyboard.press("Enter")
    page.wait_for_selector("#messages")
    assert "Nobody has looked at it yet" in page.locator("main").inner_text()
    assert faults_here(page) == []
    assert open_context.cookies() == []


def test_the_pages_of_officers(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, DECISION_MAKER)
    report = first_link(page, "/reports")
    for path in ("/reports", report, f"{report}/sender", "/reports/addresses"):
        page.goto(path)
        assert (path, faults_here(page)) == (path, [])
    page.locator("main tbody a").first.click()
    page.wait_for_selector("#reason")
    assert faults_here(page) == []
