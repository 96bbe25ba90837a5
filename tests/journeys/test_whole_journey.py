"""One dwelling on a phone, with the keyboard alone: declared, judged, signed, changed, contested, inspected."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from axe_faults import faults_here
from axe_walk import HOME, behind_code
from browser_people import DECISION_MAKER, EMPLOYER, INSPECTOR, first_link
from husly.demo.accounts import DEMO_PASSWORD
from keyboard import choose, press, reach, write
from uploads_made import a_photo

pytestmark = pytest.mark.browser

PHONE = (360, 740)
WAIT_MS = 30_000
"""A judgement of thirty rooms takes its time where the machine is busy."""
NUMBERS = count(1)
OWNER_CODE = r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b"


@contextmanager
def phone(browser: Browser, demo: str) -> Iterator[Page]:
    """A phone of its own that lets axe-core in; a fault of its scripts or in its console fails the test."""
    width, height = PHONE
    with browser.new_context(
        base_url=demo, viewport={"width": width, "height": height}, locale="da-DK", bypass_csp=True
    ) as context:
        page, faults = context.new_page(), []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        yield page
        assert faults == []


@pytest.fixture
def employer(browser: Browser, demo: str) -> Iterator[Page]:
    with phone(browser, demo) as page:
        sign_in_by_keyboard(page, EMPLOYER)
        yield page


@pytest.fixture
def other(browser: Browser, demo: str) -> Iterator[Page]:
    """A second person's phone."""
    with phone(browser, demo) as page:
        yield page


def sign_in_by_keyboard(page: Page, email: str) -> None:
    page.goto("/sign-in")
    write(page, "#email", email)
    write(page, "#password", DEMO_PASSWORD)
    press(page, "#password")
    page.wait_for_selector(".portal-user .user", state="attached")


def go_on(page: Page, step: str) -> None:
    """Save and continue; the next page keeps nobody out and fits the phone."""
    press(page, "button[value=continue]")
    page.wait_for_url(f"**/{step}")
    assert (step, faults_here(page)) == (step, [])


def begin(page: Page, street: str) -> None:
    page.goto("/declarations")
    press(page, "main a[href='/declarations/new']")
    page.wait_for_url("**/declarations/new")
    assert faults_here(page) == []
    for name, text in (("street", street), ("house_number", str(next(NUMBERS))), ("postcode", "5000")):
        write(page, f"#address-{name}", text)
    go_on(page, "steps/housing")


def put_three_in_one_room(page: Page) -> None:
    """A house of 30 m2 with one room to live in and a store, three people in the room."""
    choose(page, "#dwelling-kind", "Hus")
    write(page, "#dwelling-area_m2", "30")
    reach(page, "#period-starts_on")
    page.keyboard.type("03032026")  # the same whether the browser asks for the day or the month first
    write(page, "#rooms-0-name", "Værelse 1")
    choose(page, "#rooms-0-use", "Sove")
    for name, text in (("area_m2", "14"), ("residents", "3")):
        write(page, f"#rooms-0-{name}", text)
    press(page, "button[value=add-room]")
    expect(page.locator("#rooms-1-name")).to_be_focused()
    write(page, "#rooms-1-name", "Lager")
    choose(page, "#rooms-1-use", "Andet")
    write(page, "#rooms-1-area_m2", "12")
    write(page, "#dwelling-residents", "3")


def declare(page: Page, street: str) -> str:
    """A failing declaration, sent all the same; the path of the declared housing."""
    begin(page, street)
    put_three_in_one_room(page)
    # the judgement stands beside the answer and at the foot of the page before anything is sent
    expect(page.locator("#note-dwelling-residents .answer-note")).to_contain_text(
        "højst 2 personer pr. beboelsesrum", timeout=WAIT_MS
    )
    assert faults_here(page) == []
    for step in ("steps/facilities", "steps/work"):
        go_on(page, step)
    press(page, "#later-" + str(page.locator("input[name=later]").first.get_attribute("value")), "Space")
    go_on(page, "review")
    assert "højst 2 personer pr. beboelsesrum" in page.inner_text("main")
    press(page, "#attest", "Space")
    press(page, "form[action$='/review'] button")
    expect(page.locator(".receipt-number strong")).to_have_text(re.compile(r"\w{4,}"))
    assert faults_here(page) == []
    return re.sub(r"^https?://[^/]+|/receipt.*$", "", page.url)


def test_a_failing_declaration_is_signed_changed_and_its_history_read(employer: Page) -> None:
    # Given a declaration that breaches the law and was received all the same
    home = declare(employer, "Helrejsevej")
    # When one of the three moves out and the employer changes the declaration
    employer.goto(home)
    assert faults_here(employer) == []
    press(employer, f"main a[href='{home}/amend']")
    employer.wait_for_url("**/amend")
    press(employer, "main form .button-primary")
    employer.wait_for_url("**/drafts/*")
    draft = employer.url.partition("?")[0].partition("/steps")[0].partition("/review")[0]
    employer.goto(f"{draft}/steps/housing")
    write(employer, "#rooms-0-residents", "2")
    write(employer, "#dwelling-residents", "2")
    for step in ("steps/facilities", "steps/work", "review"):
        go_on(employer, step)
    press(employer, "#attest", "Space")
    press(employer, "form[action$='/review'] button")
    expect(employer.locator(".receipt-number strong")).to_have_text(re.compile(r"\w{4,}"))
    # Then both versions stand in the history, and what changed between them
    employer.goto(f"{home}/history")
    told = employer.inner_text("main")
    assert "Version 1" in told
    assert "Version 2" in told
    assert faults_here(employer) == []


def test_many_rooms_are_added_at_once_without_a_word_in_the_console(employer: Page) -> None:
    # Given a house of two rooms, its judgement on the way
    begin(employer, "Rumrejsevej")
    put_three_in_one_room(employer)
    # When thirty rooms like the last are added, and one is taken away, before any judgement is back
    write(employer, "#copies", "30")
    press(employer, "button[value=copy-room]")
    expect(employer.locator("fieldset.room")).to_have_count(32, timeout=WAIT_MS)
    press(employer, "button[value=remove-31]")
    expect(employer.locator("fieldset.room")).to_have_count(31, timeout=WAIT_MS)
    # Then the judgement is about what stands there, and the page still fits the phone
    expect(employer.locator("#judgement-panels")).not_to_have_class(re.compile("htmx-request"), timeout=WAIT_MS)
    assert faults_here(employer) == []


def test_an_inspector_opens_the_plan_by_its_code(employer: Page, other: Page) -> None:
    # Given the code on the plan that hangs at the workplace
    plan = behind_code(HOME, "plan.pdf")(employer)
    # When an inspector who is not signed in follows it
    other.goto(plan)
    assert faults_here(other) == []
    press(other, "main a[href^='/sign-in']")
    other.wait_for_selector("main #email")
    write(other, "#email", INSPECTOR)
    write(other, "#password", DEMO_PASSWORD)
    press(other, "#password")
    # Then the plan is shown after signing in, and leads to the declaration in force
    other.wait_for_selector(".portal-user .user", state="attached")
    assert plan.partition("?")[0] in other.url
    press(other, "main .button-primary")
    other.wait_for_url("**/declarations/*")
    assert "Arbejdsgiver" in other.inner_text("main")


def test_an_owner_who_was_told_contests_and_the_authority_sees_it(
    employer: Page, other: Page, demo_folder: Path
) -> None:
    # Given an employer who names the owner of a dwelling
    home = first_unowned(employer)
    letters = demo_folder / "var" / "outbox"
    before = set(letters.glob("owner-*.pdf"))
    employer.goto(f"/owners/name/{home.rpartition('/')[2]}")
    write(employer, "#name", "Tove Tastatur")
    write(employer, "#postal_address", "Ejervej 9, 5000 Odense C")
    press(employer, "main form .button-primary")
    employer.wait_for_selector("main .alert-success")
    # When the owner types the code of the letter and contests
    other.goto("/owner")
    write(other, "#code", code_of(letter_since(before, letters)))
    press(other, "#code")
    other.wait_for_selector("#reason-not_agreed")
    assert faults_here(other) == []
    press(other, "#reason-not_agreed", "Space")
    write(other, "#text", "Jeg har kun lejet ud til én.")
    press(other, "main form .button-primary")
    other.wait_for_selector("main .alert-success")
    assert faults_here(other) == []
    # Then the authority finds it in the list of contests, with a case, and the declaration stands
    sign_in_by_keyboard(other, DECISION_MAKER)
    other.goto("/owners/contests")
    assert "Jeg har kun lejet ud til én." in other.inner_text("main")
    answer = employer.goto(home)
    assert answer is not None
    assert answer.ok


def first_unowned(page: Page) -> str:
    """Declared housing of the employer of which no owner was named."""
    page.goto("/declarations")
    for href in [str(link.get_attribute("href")) for link in page.locator("main table a").all()]:
        if "/drafts/" not in href:
            page.goto(f"/owners/name/{href.rpartition('/')[2]}")
            if page.input_value("#name") == "":
                return href
    pytest.fail("an owner was named for every dwelling of the demonstration's employer")


def letter_since(before: set[Path], folder: Path) -> Path:
    """The letter that the demonstration's worker lays down; it looks every few seconds."""
    for _ in range(240):
        new = set(folder.glob("owner-*.pdf")) - before
        if new:
            return new.pop()
        time.sleep(0.5)
    pytest.fail("the demonstration's worker wrote no letter to the owner")


def code_of(letter: Path) -> str:
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(letter.read_bytes())).pages)
    found = re.search(OWNER_CODE, text)
    assert found is not None
    return found[0]


def test_a_resident_reports_with_a_photo_and_follows_the_report(employer: Page, other: Page) -> None:
    # Given a resident at the page behind the code by the door
    home = behind_code(HOME, "door-sheet.pdf?text=en")(employer)
    other.goto(home)
    # When damp is reported with a photo
    press(other, "#kind-damp", "Space")
    write(other, "#text", "The wall is black")
    reach(other, "input[type=file]")
    other.set_input_files("input[type=file]", {"name": "wall.jpg", "mimeType": "image/jpeg", "buffer": a_photo()})
    press(other, "form[aria-labelledby=report] button")
    other.wait_for_selector(".residents-code")
    code = other.inner_text(".residents-code").strip()
    # Then its code leads back to it, and the photo is there for officers
    other.goto("/follow?text=en")
    write(other, "#code", code)
    press(other, "#code")
    other.wait_for_selector("#messages")
    assert faults_here(other) == []
    sign_in_by_keyboard(other, DECISION_MAKER)
    other.goto(first_link(other, "/reports", "main table tr:has-text('Fugt') a"))
    assert other.locator("main").get_by_text("The wall is black").count() == 1 or "foto" in other.inner_text("main")
