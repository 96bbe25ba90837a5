"""No page keeps anyone out: axe-core finds nothing serious on any page, large or on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from axe_faults import RUN, axe, faults_here
from browser_people import (
    ADMINISTRATOR,
    DECISION_MAKER,
    DECLARED,
    EMPLOYER,
    INSPECTOR,
    SIZES,
    case_in,
    first_link,
    sign_in,
)

pytestmark = pytest.mark.browser


@pytest.fixture(params=SIZES)
def open_context(browser: Browser, demo: str, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A window that lets axe-core in, which the pages' own content security policy would keep out."""
    width, height = SIZES[request.param]
    opened = browser.new_context(base_url=demo, viewport={"width": width, "height": height}, bypass_csp=True)
    yield opened
    opened.close()


def faults_of(page: Page, address: str) -> list[str]:
    """What keeps people out on a page, and whether a reader must scroll sideways on it."""
    page.goto(address)
    return [f"{address} {one}" for one in faults_here(page)]


def faults_on(page: Page, addresses: list[str]) -> list[str]:
    return [fault for address in addresses for fault in faults_of(page, address)]


def test_the_pages_before_signing_in(open_context: BrowserContext) -> None:
    pages = ["/", "/sign-in", "/nowhere", "/owner", "/housing", "/housing?number=C-7K3M4-9QWEX-4", "/c/nothing"]
    assert faults_on(open_context.new_page(), pages) == []


def test_the_pages_of_an_employer(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, EMPLOYER)
    declaration = first_link(page, "/declarations", DECLARED)
    evidence = declaration.replace("/declarations/", "/evidence/")
    pages = ["/", "/declarations", "/declarations/new", f"{declaration}/amend", declaration, "/declarations/import"]
    pages.append(evidence)
    assert faults_on(page, pages) == []


def test_the_pages_of_a_draft(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, EMPLOYER)
    draft = first_link(page, "/declarations", "main table a[href*='drafts']")
    steps = [f"{draft}/steps/{step}" for step in ("place", "housing", "facilities", "work")]
    assert faults_on(page, [draft, *steps, f"{draft}/review", f"{draft}/discard"]) == []


def test_the_pages_of_mandates(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, EMPLOYER)
    pages = ["/mandates", "/mandates/new", "/mandates/invitation", first_link(page, "/mandates"), "/portfolio"]
    assert faults_on(page, pages) == []


def test_a_page_of_a_draft_with_errors(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, EMPLOYER)
    page.goto("/declarations/new")
    page.fill("#employer-cvr_number", "12345678")
    page.locator(".journey-buttons .button-primary").click()
    page.wait_for_selector("#errors")
    page.evaluate(f"{axe()};0")
    assert page.evaluate(RUN) == []


def test_the_pages_of_risk_and_rules(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, INSPECTOR)
    accommodation, pack = first_link(page, "/risk"), first_link(page, "/standards", "main a.pack-title")
    assert faults_on(page, ["/standards", pack, f"{pack}/approval", "/risk", accommodation, "/declarations"]) == []


def test_the_pages_that_lay_rules_side_by_side(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, INSPECTOR)
    pages = ["/standards/compare", "/standards/everywhere", "/standards/everywhere?house=crowded"]
    assert faults_on(page, pages) == []


def test_the_pages_of_what_if(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, INSPECTOR)
    scenario = "/standards/whatif?pack=dk-indkvarteringslov-2025"
    assert faults_on(page, ["/standards/whatif", f"{scenario}&set.cap=1.5", f"{scenario}&set.cap=x"]) == []


def test_the_pages_of_employers(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, INSPECTOR)
    employer = first_link(page, first_link(page, "/declarations", DECLARED), "main a[href^='/employers/']")
    assert faults_on(page, [employer, "/places/doubts"]) == []


def test_the_pages_of_map_and_plans(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, INSPECTOR)
    assert faults_on(page, ["/map", "/plans", first_link(page, "/plans")]) == []


def test_the_pages_of_cases(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, INSPECTOR)
    visited, closed = case_in(page, "visited"), case_in(page, "closed")
    pages = ["/cases", case_in(page, "planned"), visited, f"{visited}/findings", closed]
    assert faults_on(page, pages) == []


def test_the_pages_of_contests_and_certificates(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, DECISION_MAKER)
    case = case_in(page, "under_review")
    declaration = first_link(page, case, "aside a[href^='/declarations/']")
    certificate = f"{declaration}/certificate"
    structure = first_link(page, declaration, "main a[href^='/structure/']")
    pages = [case, "/owners/contests", "/matches", certificate, structure]
    assert faults_on(page, [*pages, first_link(page, certificate, "main a[href^='/c/']")]) == []


def test_the_answer_to_an_owner_is_reached_and_written_with_the_keyboard_alone(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, DECISION_MAKER)
    page.goto(case_in(page, "under_review"))
    page.locator("details", has=page.locator("#close-answer")).locator("summary").focus()
    page.keyboard.press("Enter")
    for text in ("Aftalen er set.", "Vi har set aftalen."):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    assert page.input_value("#close-answer") == "Vi har set aftalen."
    assert page.evaluate("document.activeElement.closest('form').action").endswith("/steps/close")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"


def test_the_pages_of_orders(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, DECISION_MAKER)
    case = case_in(page, "order_delivered")
    letter = first_link(page, case, "main section[aria-labelledby=order] a[href^='/letters/']")
    assert faults_on(page, [case, letter]) == []


def test_the_pages_of_the_operator(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, ADMINISTRATOR)
    assert faults_on(page, ["/", "/door-sheets"]) == []
