"""A declaration in a real browser: judged while it is typed, with the keyboard alone, saved and gone on with."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from browser_people import EMPLOYER, sign_in

pytestmark = pytest.mark.browser

NUMBERS = count(1)


@pytest.fixture
def phone(browser: Browser, demo: str) -> Iterator[Page]:
    """A window of a phone; a fault of its scripts fails the test."""
    context = browser.new_context(base_url=demo, viewport={"width": 360, "height": 800}, locale="da-DK")
    opened, faults = context.new_page(), []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    yield opened
    context.close()
    assert faults == []


def tomorrow() -> str:
    return (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


def begin(page: Page, street: str) -> None:
    """The first page, sent."""
    page.goto("/declarations/new")
    page.fill("#address-street", street)
    page.fill("#address-house_number", str(next(NUMBERS)))
    page.fill("#address-postcode", "5000")
    go_on(page)
    page.wait_for_url("**/steps/housing")


def go_on(page: Page) -> None:
    page.locator(".journey-buttons .button-primary").click()


def fill_small_house(page: Page) -> None:
    """Three people in the only room of a house of 30 m2: one more than the law lets sleep there."""
    page.select_option("#dwelling-kind", "house")
    page.fill("#dwelling-area_m2", "30")
    page.fill("#period-starts_on", tomorrow())
    page.fill("#rooms-0-name", "Værelse 1")
    page.select_option("#rooms-0-use", "bedroom")
    page.fill("#rooms-0-area_m2", "14")
    page.fill("#rooms-0-residents", "3")
    page.fill("#dwelling-residents", "3")


def test_an_employer_sees_the_judgement_beside_the_answer_and_gets_a_receipt(page: Page) -> None:
    # Given an employer at the second page of a declaration
    sign_in(page, EMPLOYER)
    begin(page, "Rejsevej")
    expect(page.locator("#note-dwelling-residents")).to_be_empty()
    # When three people are put into the only room
    fill_small_house(page)
    # Then it is said beside the number of residents, with what was found and what is required
    note = page.locator("#note-dwelling-residents .answer-note")
    expect(note).to_contain_text(re.compile(r"(?<!\d)3 personer pr\. beboelsesrum"))
    expect(note).to_contain_text("højst 2 personer pr. beboelsesrum")
    # And when one of them moves out, the note goes away
    page.fill("#rooms-0-residents", "2")
    page.fill("#dwelling-residents", "2")
    expect(note).to_have_count(0)
    # And the declaration is received all the same with three
    page.fill("#dwelling-residents", "3")
    page.fill("#rooms-0-residents", "3")
    for step in ("facilities", "work"):
        go_on(page)
        page.wait_for_url(f"**/steps/{step}")
    go_on(page)
    page.wait_for_url("**/review")
    page.locator("label[for=attest]").click()
    page.locator("form[action$='/review'] button").click()
    expect(page.locator(".receipt-number strong")).to_have_text(re.compile(r"\w{4,}"))


def test_wrong_answers_are_told_at_their_fields_and_kept(phone: Page) -> None:
    # Given a page that is filled in but for one wrong answer
    sign_in(phone, EMPLOYER)
    begin(phone, "Fejlvej")
    fill_small_house(phone)
    phone.fill("#dwelling-area_m2", "0")
    # When it is sent
    go_on(phone)
    # Then it is told at its field, which holds what was typed, and so does every other field
    expect(phone.locator("#dwelling-area_m2-error")).to_be_visible()
    expect(phone.locator("#dwelling-area_m2")).to_have_value("0")
    expect(phone.locator("#rooms-0-residents")).to_have_value("3")
    # And the summary has the focus and leads to the field
    expect(phone.locator("#errors")).to_be_focused()
    phone.locator("#errors a[href='#dwelling-area_m2']").click()
    expect(phone.locator("#dwelling-area_m2")).to_be_focused()


def test_ten_rooms_are_added_at_once_and_the_judgement_counts_them(phone: Page) -> None:
    # Given one room on a phone
    sign_in(phone, EMPLOYER)
    begin(phone, "Rumvej")
    fill_small_house(phone)
    phone.fill("#rooms-0-beds", "1")
    # When nine like it are added
    phone.fill("#copies", "9")
    phone.locator("button[value=copy-room]").click()
    # Then there are ten, the last one has the focus, and they are counted in the judgement
    expect(phone.locator("fieldset.room")).to_have_count(10)
    expect(phone.locator("#rooms-9-name")).to_be_focused()
    phone.fill("#dwelling-residents", "30")
    expect(phone.locator("#judgement-panels")).to_contain_text("rummene har 10 sengepladser")
    # And nothing is wider than the phone
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_draft_is_left_and_gone_on_with(phone: Page) -> None:
    # Given a page saved for later
    sign_in(phone, EMPLOYER)
    begin(phone, "Senerevej")
    fill_small_house(phone)
    phone.locator("button[value=later]").last.click()
    expect(phone.locator("h1")).to_contain_text("Senerevej")
    draft = phone.url.partition("?")[0]
    # When the employer signs out and in again
    phone.context.clear_cookies()
    sign_in(phone, EMPLOYER)
    # Then the draft is on the list, with everything in it
    phone.goto("/declarations")
    phone.locator(f"a[href='{draft[draft.index('/declarations') :]}']").click()
    phone.locator(".tasks a").nth(2).click()
    expect(phone.locator("#rooms-0-name")).to_have_value("Værelse 1")


def press_until(page: Page, selector: str) -> None:
    """Move on with the Tab key alone until a control has the focus."""
    for _ in range(160):
        if page.evaluate("(s) => document.activeElement?.matches(s) ?? false", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached with the keyboard")


def type_at(page: Page, selector: str, text: str) -> None:
    press_until(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def enter_at(page: Page, selector: str) -> None:
    press_until(page, selector)
    page.keyboard.press("Enter")


def test_a_whole_declaration_with_the_keyboard_alone_on_a_phone(phone: Page) -> None:
    # Given an employer at the first page
    sign_in(phone, EMPLOYER)
    phone.goto("/declarations/new")
    # When everything is typed, ticked and sent with the keyboard
    type_at(phone, "#address-street", "Tastevej")
    type_at(phone, "#address-house_number", str(next(NUMBERS)))
    type_at(phone, "#address-postcode", "5000")
    enter_at(phone, "button[value=continue]")
    phone.wait_for_url("**/steps/housing")
    type_at(phone, "#dwelling-area_m2", "30")
    press_until(phone, "#period-starts_on")
    phone.keyboard.type("03032026")  # the same whether the browser asks for the day or the month first
    type_at(phone, "#rooms-0-name", "Værelse 1")
    type_at(phone, "#rooms-0-area_m2", "14")
    type_at(phone, "#dwelling-residents", "2")
    enter_at(phone, "button[value=continue]")
    for step in ("facilities", "work"):
        phone.wait_for_url(f"**/steps/{step}")
        enter_at(phone, "button[value=continue]")
    phone.wait_for_url("**/review")
    press_until(phone, "#attest")
    phone.keyboard.press("Space")
    enter_at(phone, "form[action$='/review'] button")
    # Then there is a receipt
    expect(phone.locator(".receipt-number strong")).to_have_text(re.compile(r"\w{4,}"))
