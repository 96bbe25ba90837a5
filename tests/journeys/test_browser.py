"""What people do in the pages with a real browser: look, plan, note findings, decide."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from browser_people import DECISION_MAKER, INSPECTOR, case_in, first_link, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def one_size(browser: Browser, demo: str, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """One window for a journey that is about one size only."""
    width, height = request.param
    opened = browser.new_context(base_url=demo, viewport={"width": width, "height": height}, locale="da-DK")
    yield opened
    opened.close()


@pytest.fixture
def window(one_size: BrowserContext) -> Iterator[Page]:
    """A page of that one window; a fault of its scripts fails the test."""
    opened, faults = one_size.new_page(), []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    yield opened
    assert faults == []


large = pytest.mark.parametrize("one_size", [(1280, 900)], indirect=True, ids=["large"])
phone = pytest.mark.parametrize("one_size", [(360, 800)], indirect=True, ids=["phone"])


def test_an_inspector_reads_why_a_house_is_first_on_the_list(page: Page) -> None:
    # Given the list of housing by risk
    sign_in(page, INSPECTOR)
    page.goto("/risk")
    listed = int(re.findall(r"\d+", page.locator("main .points").first.inner_text())[0])
    # When the first is opened
    page.locator("main table a").first.click()
    # Then the score is the one of the list, and its parts make the whole of it
    expect(page.locator(".score-number")).to_have_text(str(listed))
    parts = [text.split(" ")[0] for text in page.locator(".points-text").all_inner_texts()]
    assert len(parts) > 3
    assert round(sum(float(part.replace(",", ".")) for part in parts)) == listed


def test_a_stop_pressed_before_the_map_is_drawn_stands_out_and_stays_so(page: Page) -> None:
    # Given a plan whose tours take their time
    sign_in(page, INSPECTOR)
    held: list[Route] = []
    page.route("**/tours.geojson", lambda route: held.append(route))
    plan = first_link(page, "/plans")
    with page.expect_request("**/tours.geojson"):
        page.goto(plan)
    # When a stop of the list is chosen meanwhile, it stands out at once
    stop = page.locator(".stop").nth(1)
    stop.locator("[data-show]").click()
    expect(stop).to_have_class(re.compile("is-shown"))
    # And still does when the map is drawn
    held[0].continue_()
    expect(page.locator("#map[data-ready='true']")).to_be_visible()
    expect(page.locator(".stop.is-shown")).to_have_count(1)


def test_a_plan_shows_the_same_on_map_and_list(page: Page) -> None:
    # Given a plan beside its map
    sign_in(page, INSPECTOR)
    page.goto(first_link(page, "/plans"))
    expect(page.locator("#map canvas")).to_be_visible()
    expect(page.locator("#tour-filter")).to_be_visible()
    stops = page.locator(".stop")
    # When a stop of the list is chosen, it is the only one that stands out
    stops.nth(1).locator("[data-show]").click()
    expect(stops.nth(1)).to_have_class(re.compile("is-shown"))
    expect(page.locator(".stop.is-shown")).to_have_count(1)
    # And with the keyboard alone the list is reached from the map, and a stop is chosen there
    page.locator("#map canvas").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.show !== undefined"):
            break
    page.keyboard.press("Enter")
    expect(stops.nth(0)).to_have_class(re.compile("is-shown"))
    # And choosing a day leaves only the tours of that day
    day = str(page.locator("#tour-day option").nth(1).get_attribute("value"))
    page.select_option("#tour-day", day)
    expect(page.locator(f".tour:visible:not([data-day='{day}'])")).to_have_count(0)
    expect(page.locator(f".tour[data-day='{day}']").first).to_be_visible()


@phone
def test_an_inspector_notes_findings_on_a_phone(window: Page) -> None:
    # Given a case whose visit was carried out
    sign_in(window, INSPECTOR)
    case = case_in(window, "visited")
    window.goto(f"{case}/findings")
    questions = window.locator("fieldset.question")
    # When the first requirement is found breached, with words for the letter, and the others met
    for number in range(1, questions.count() + 1):
        window.locator(f"label[for=q{number}-{'breached' if number == 1 else 'met'}]").click()
    questions.first.locator("summary").click()
    if window.locator("#q1-number").count():
        window.fill("#q1-number", "4")
    window.fill("#q1-text", "Radiatoren er taget ned")
    window.locator("button[value=save]").click()
    # Then it is all kept for later
    expect(window.locator("#q1-breached")).to_be_checked()
    expect(window.locator("#q1-text")).to_have_value("Radiatoren er taget ned")
    expect(window.locator("#q2-met")).to_be_checked()
    # And when the findings are finished, they stand on the case
    window.locator("button[value=finish]").click()
    window.wait_for_url(f"**{case}")
    expect(window.locator("article.found")).to_contain_text("Radiatoren er taget ned")


@large
def test_a_decision_maker_approves_and_issues_an_order(window: Page) -> None:
    # Given an order that someone else drafted
    sign_in(window, DECISION_MAKER)
    case = case_in(window, "order_drafted")
    letter = first_link(window, case, "main section[aria-labelledby=order] a[href^='/letters/']")
    # When it is read, every gate is open, but nobody may issue what nobody approved
    window.goto(letter)
    assert window.locator(".gate-open").count() >= 8
    expect(window.locator(".gate-shut")).to_have_count(0)
    expect(window.locator("form[action$='/issue']")).to_have_count(0)
    # And when it is approved and then issued
    window.goto(case)
    window.locator("form[action$='/steps/approve'] button").click()
    expect(window.locator("form[action$='/steps/approve']")).to_have_count(0)
    window.goto(letter)
    window.locator("#confirmed").check()
    window.locator("form[action$='/issue'] button").click()
    # Then it stands frozen under its checksum, and the copy is a PDF
    expect(window.locator("form[action$='/issue']")).to_have_count(0)
    expect(window.locator("main")).to_contain_text(re.compile(r"SHA-256\s*[0-9a-f]{64}"))
    assert window.request.get(f"{letter}.pdf").body().startswith(b"%PDF")


@large
def test_the_language_is_chosen_at_the_foot_and_stays(window: Page) -> None:
    # Given the page for signing in, in Danish
    window.goto("/sign-in")
    expect(window.locator("html")).to_have_attribute("lang", "da")
    expect(window.locator("h1")).to_have_text("Log på")
    # When English is chosen, the same page is there in English
    window.get_by_role("link", name="English").click()
    expect(window.locator("html")).to_have_attribute("lang", "en")
    expect(window.locator("h1")).to_have_text("Sign in")
    assert window.url.endswith("/sign-in")
    # And it stays so on the next page, until Danish is chosen again
    window.goto("/")
    expect(window.locator("html")).to_have_attribute("lang", "en")
    window.get_by_role("link", name="Dansk").click()
    expect(window.locator("html")).to_have_attribute("lang", "da")
