"""No page keeps anyone out: axe-core finds nothing on any page of the walk, large or on a phone."""

import pytest
from playwright.sync_api import BrowserContext, Page

from axe_faults import faults_here
from axe_walk import WALKS, Stop, matches
from browser_people import DECISION_MAKER, EMPLOYER, case_in, sign_in
from keyboard import write

pytestmark = pytest.mark.browser


def faults_at(page: Page, stop: Stop) -> list[str]:
    """What keeps people out on a page, and whether it is the page it should be."""
    address = stop.way(page)
    answer = page.goto(address)
    where = page.url.removeprefix(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2])
    if not matches(stop.route, where):
        return [f"{address} is {where}, no page of {stop.route}"]
    if answer is None or answer.status not in (200, 400, 404, 422):
        return [f"{address} answered {answer and answer.status}"]
    return [f"{address} {one}" for one in faults_here(page)]


@pytest.mark.parametrize("walk", WALKS)
def test_no_page_keeps_anyone_out(open_context: BrowserContext, walk: str) -> None:
    page, stops = open_context.new_page(), WALKS[walk]
    if stops[0].who:
        sign_in(page, stops[0].who)
    assert [fault for stop in stops for fault in faults_at(page, stop)] == []


def test_a_page_that_does_not_exist(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    page.goto("/nowhere")
    assert faults_here(page) == []


def test_a_page_of_a_draft_with_errors(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, EMPLOYER)
    page.goto("/declarations/new")
    page.fill("#employer-cvr_number", "12345678")
    page.locator(".journey-buttons .button-primary").click()
    page.wait_for_selector("#errors")
    assert faults_here(page) == []


def test_the_answer_to_an_owner_is_reached_and_written_with_the_keyboard_alone(open_context: BrowserContext) -> None:
    page = open_context.new_page()
    sign_in(page, DECISION_MAKER)
    page.goto(case_in(page, "under_review"))
    page.locator("details", has=page.locator("#close-answer")).locator("summary").focus()
    page.keyboard.press("Enter")
    for field, text in (("reason", "Aftalen er set."), ("answer", "Vi har set aftalen.")):
        write(page, f"#close-{field}", text)
    page.keyboard.press("Tab")
    assert page.input_value("#close-answer") == "Vi har set aftalen."
    assert page.evaluate("document.activeElement.closest('form').action").endswith("/steps/close")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
