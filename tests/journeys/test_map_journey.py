"""The map and the list beside it: filtered, chosen by keyboard, narrowed to an area that is drawn without a mouse."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser_people import DECISION_MAKER
from husly.demo.accounts import DEMO_PASSWORD
from keyboard import press, reach, write

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, demo: str) -> Iterator[Page]:
    """A large window, the leader signed in; a fault of a page's script fails the test."""
    context = browser.new_context(base_url=demo, viewport={"width": 1280, "height": 900}, locale="da-DK")
    opened, faults = context.new_page(), []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.goto("/language/en")
    opened.goto("/sign-in")
    opened.fill("#email", DECISION_MAKER)
    opened.fill("#password", DEMO_PASSWORD)
    opened.click("main form button")
    opened.wait_for_selector(".portal-user .user", state="attached")
    yield opened
    context.close()
    assert faults == []


def counted(page: Page) -> int:
    """The number in the heading of the list."""
    found = re.search(r"\d+", page.locator("#list-heading").inner_text().replace(".", ""))
    assert found is not None
    return int(found.group())


def open_map(page: Page, query: str = "") -> None:
    """The map, once it has drawn itself."""
    page.goto(f"/map{query}")
    page.wait_for_selector("#map[data-ready=true]")


def test_filters_narrow_map_and_list_and_stand_in_the_address(page: Page) -> None:
    # Given everything on the map
    open_map(page)
    everything = counted(page)
    # When a kind is chosen
    page.select_option("#filter-kind", "container")
    page.click("#map-filters button")
    page.wait_for_selector("#map[data-ready=true]")
    # Then fewer stand in the list, all of that kind, and the address keeps the choice
    assert 0 < counted(page) < everything
    assert "kind=container" in page.url
    expect(page.locator(".section-row").first).to_contain_text("Container")
    assert "kind=container" in str(page.locator("#map").get_attribute("data-dwellings"))


def test_the_list_follows_the_section_that_is_seen(page: Page) -> None:
    # Given the whole country
    open_map(page)
    everything = counted(page)
    # When the keyboard zooms in on the map
    reach(page, "#map canvas")
    for _ in range(3):
        page.keyboard.press("+")
        page.wait_for_timeout(400)
    # Then the list says how many lie in that section
    expect(page.locator("#list-heading")).to_contain_text("In this section")
    assert counted(page) < everything


def test_a_row_shows_its_point_by_keyboard(page: Page) -> None:
    # Given the list beside the map
    open_map(page)
    address = page.locator(".section-row a").first.inner_text()
    # When its button is pressed with the keyboard
    press(page, ".section-row .show-point")
    # Then the map opens the window of that dwelling, and the row is marked
    expect(page.locator(".map-popup")).to_contain_text(address)
    expect(page.locator(".section-row.is-shown")).to_contain_text(address)


def test_an_area_is_drawn_without_a_mouse_and_kept(page: Page) -> None:
    # Given the map, somewhat nearer
    open_map(page, "?municipality=0461")
    everything = 0
    page.goto("/map")
    page.wait_for_selector("#map[data-ready=true]")
    everything = counted(page)
    reach(page, "#map canvas")
    page.keyboard.press("+")
    page.wait_for_timeout(600)
    # When corners are set in the middle of the map, which the arrow keys move
    press(page, "#draw-start")
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
        page.wait_for_timeout(500)
        page.keyboard.press("Enter")
    expect(page.locator("#draw-count")).to_have_text("Corners: 4")
    page.keyboard.press("Backspace")
    expect(page.locator("#draw-count")).to_have_text("Corners: 3")
    press(page, "#draw-done")
    # Then map and list are narrowed to it
    page.wait_for_url("**within=**")
    assert counted(page) < everything
    # And it can be kept under a name, which stands among the choices from then on
    write(page, "#name", "Mit område")
    press(page, ".area-kept button")
    page.wait_for_url("**/map?area=*")
    expect(page.locator("#filter-area option:checked")).to_have_text("Mit område")


def test_an_area_that_crosses_itself_is_refused_in_words(page: Page) -> None:
    page.goto("/map?within=9.5 55.0,10.9 55.7,10.9 55.0,9.5 55.7")
    expect(page.locator(".alert-error")).to_contain_text("crosses itself")
