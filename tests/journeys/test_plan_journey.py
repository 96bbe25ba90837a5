"""Planners work on a plan: with the keyboard alone, by dragging, with locks, two at once; two plans side by side."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from axe_faults import faults_here
from browser_people import DECISION_MAKER, first_link, sign_in
from keyboard import press, reach

pytestmark = pytest.mark.browser

LARGE = {"width": 1280, "height": 900}


@pytest.fixture
def window(browser: Browser, demo: str) -> Iterator[BrowserContext]:
    """A large window that lets axe-core in."""
    opened = browser.new_context(base_url=demo, viewport=LARGE, locale="da-DK", bypass_csp=True)
    yield opened
    opened.close()


@pytest.fixture
def planner(window: BrowserContext) -> Iterator[Page]:
    """A leader with a copy of the plan to try things on; a fault of the page's script fails the test."""
    page, faults = window.new_page(), []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    sign_in(page, DECISION_MAKER)
    page.goto(first_link(page, "/plans", "main table a[href^='/plans/']"))
    page.locator("form[action$='/copy'] button").click()
    page.wait_for_url("**notice=**")
    page.goto(page.url.partition("?")[0])
    yield page
    assert faults == []


def homes_in(cell: Locator) -> list[str]:
    return [str(one.get_attribute("data-home")) for one in cell.locator("[data-drag]").all()]


def movable(page: Page) -> tuple[str, str, str]:
    """A visit of one inspector, with day and inspector to which it can go without touching any rule."""
    homes = Counter(str(one.get_attribute("data-home")) for one in page.locator("[data-drag]").all())
    for home in (one for one, times in homes.items() if times == 1):
        found = free_cell(page, home)
        if found is not None:
            return home, *found
    raise LookupError("no visit of the plan can go elsewhere")


def free_cell(page: Page, home: str) -> tuple[str, str] | None:
    """Day and inspector to which a visit can go without touching any rule."""
    plan = page.url.partition("?")[0]
    cells = page.locator("td.board-cell")
    for number in range(cells.count()):
        cell = cells.nth(number)
        on, station = str(cell.get_attribute("data-column")), str(cell.get_attribute("data-station"))
        if home in homes_in(cell):
            continue
        path = f"{plan}/stops/{home}/move?on={on}&inspector={station}"
        if page.request.get(path, headers={"accept": "application/json"}).json()["verdict"] == "fine":
            return on, station
    return None


def cell_at(page: Page, on: str, station: str) -> Locator:
    return page.locator(f"td[data-column='{on}'][data-station='{station}']")


def first_home(page: Page) -> str:
    return str(page.locator("[data-drag]").first.get_attribute("data-home"))


def hold_over(page: Page, target: Locator) -> None:
    """Take what is dragged to a cell, however far: held at an edge, the board scrolls until the cell has come."""
    before = None
    for _ in range(400):
        box = target.bounding_box()
        assert box is not None
        if box == before and target.evaluate("one => one.classList.contains('is-target')"):
            return
        before = box
        x = min(max(box["x"] + 20, 5), LARGE["width"] - 8)
        y = min(max(box["y"] + 20, 5), LARGE["height"] - 8)
        page.mouse.move(x, y)
        page.wait_for_timeout(40)
    raise LookupError(f"the board does not scroll to the cell, which is at {before}")


def drag(page: Page, home: str, target: Locator) -> None:
    """Lift a visit and hold it over a cell until the consequence of that cell is told."""
    lifted = page.locator(f"[data-drag][data-home='{home}'] .stop-facts").first
    lifted.evaluate("one => one.scrollIntoView({block: 'center', inline: 'nearest'})")
    start = lifted.bounding_box()
    assert start is not None
    page.mouse.move(start["x"] + 8, start["y"] + 6)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + 16, steps=3)
    hold_over(page, target)
    expect(target).to_have_class(re.compile("is-target-"))
    expect(page.locator("#drop-panel .consequence")).to_be_visible()


def test_a_visit_is_moved_with_the_keyboard_alone(planner: Page) -> None:
    home, on, station = movable(planner)
    press(planner, f"[data-home='{home}'] a[data-move]")
    expect(planner.locator("#move-dialog")).to_be_visible()
    assert faults_here(planner) == []
    for field, wanted in (("#on", on), ("#inspector", station)):
        reach(planner, f"#move-dialog {field}")
        for key in ("Home", *["ArrowDown"] * 20):
            planner.keyboard.press(key)
            if planner.input_value(f"#move-dialog {field}") == wanted:
                break
        assert planner.input_value(f"#move-dialog {field}") == wanted
    expect(planner.locator("#move-dialog .consequence-fine .consequence-tours li").first).to_be_visible()
    press(planner, "#move-dialog [data-confirm]")
    planner.wait_for_url("**notice=**")
    assert home in homes_in(cell_at(planner, on, station))


def test_the_dialog_closes_with_escape_and_changes_nothing(planner: Page) -> None:
    home = first_home(planner)
    press(planner, f"[data-home='{home}'] a[data-move]")
    expect(planner.locator("#move-dialog")).to_be_visible()
    planner.keyboard.press("Escape")
    expect(planner.locator("#move-dialog")).to_be_hidden()
    assert planner.locator("[data-undo]").count() == 0


def test_a_visit_is_dragged_with_its_consequence_and_the_move_undone(planner: Page) -> None:
    home, on, station = movable(planner)
    before = planner.locator(f"[data-home='{home}'] .stop-head strong").first.inner_text()
    drag(planner, home, cell_at(planner, on, station))
    expect(cell_at(planner, on, station)).to_have_class(re.compile("is-target-fine"))
    planner.mouse.up()
    planner.wait_for_url("**notice=**")
    assert home in homes_in(cell_at(planner, on, station))
    planner.locator("[data-undo]").click()
    planner.wait_for_load_state()
    expect(planner.locator(f"[data-home='{home}'] .stop-head strong").first).to_have_text(before)
    assert home not in homes_in(cell_at(planner, on, station))


def test_what_is_forbidden_is_refused_with_its_sentence(planner: Page) -> None:
    home, on, station = movable(planner)
    sentence = "Varslet er ikke løbet."
    told = {"verdict": "forbidden", "summary": "Nej.", "sentences": [sentence], "tours": [], "differences": []}
    planner.route("**/move?*", lambda route: route.fulfill(json={**told, "notes": [], "version": 0}))
    drag(planner, home, cell_at(planner, on, station))
    planner.mouse.up()
    expect(planner.locator("#drop-panel")).to_contain_text(sentence)
    assert home not in homes_in(cell_at(planner, on, station))
    assert planner.locator("[data-undo]").count() == 0


def test_escape_lets_a_dragged_visit_go_where_it_was(planner: Page) -> None:
    home, on, station = movable(planner)
    drag(planner, home, cell_at(planner, on, station))
    planner.keyboard.press("Escape")
    planner.mouse.up()
    expect(planner.locator(".drag-ghost")).to_have_count(0)
    assert planner.locator("[data-undo]").count() == 0


def test_a_visit_held_still_at_the_edge_reaches_the_farthest_inspector(planner: Page) -> None:
    home, last = first_home(planner), planner.locator("td.board-cell").last
    assert home not in homes_in(last)
    drag(planner, home, planner.locator(f"td.board-cell:not(:has([data-home='{home}']))").first)
    planner.mouse.move(LARGE["width"] / 2, LARGE["height"] - 4)
    expect(last).to_be_in_viewport(timeout=20_000)
    hold_over(planner, last)
    planner.keyboard.press("Escape")
    planner.mouse.up()


def test_what_is_locked_stays_when_the_rest_is_planned_anew(planner: Page) -> None:
    home, on, station = movable(planner)
    drag(planner, home, cell_at(planner, on, station))
    planner.mouse.up()
    planner.wait_for_url("**notice=**")
    planner.locator(f"[data-home='{home}'] .lock-form button").first.click()
    expect(planner.locator(f"[data-home='{home}'].is-locked").first).to_be_visible()
    planner.locator("[data-replan]").click()
    planner.wait_for_load_state()
    expect(planner.locator("main .alert-success")).to_be_visible()
    assert home in homes_in(cell_at(planner, on, station))


def test_of_two_windows_the_second_is_told_what_the_first_did(planner: Page, browser: Browser, demo: str) -> None:
    other_window = browser.new_context(base_url=demo, viewport=LARGE, locale="da-DK")
    second = other_window.new_page()
    sign_in(second, DECISION_MAKER)
    second.goto(planner.url)
    homes = [str(one.get_attribute("data-home")) for one in planner.locator("[data-drag]:not(.is-locked)").all()]
    planner.locator(f"[data-home='{homes[0]}'] .lock-form button").first.click()
    planner.wait_for_url("**notice=**")
    second.locator(f"[data-home='{homes[1]}'] .lock-form button").first.click()
    expect(second.locator("main .alert-warning").first).to_contain_text("Lene Leder")
    expect(second.locator(f"[data-home='{homes[0]}'].is-locked").first).to_be_visible()
    second.locator(f"[data-home='{homes[1]}'] .lock-form button").first.click()
    expect(second.locator(f"[data-home='{homes[1]}'].is-locked").first).to_be_visible()
    other_window.close()


def test_two_plans_are_compared_and_what_differs_is_named(planner: Page) -> None:
    home, on, station = movable(planner)
    drag(planner, home, cell_at(planner, on, station))
    planner.mouse.up()
    planner.wait_for_url("**notice=**")
    planner.locator(".edit-bar a[href^='/plans/compare']").click()
    expect(planner.locator(".compare-table tbody tr").first).to_be_visible()
    assert planner.locator(f"section[aria-labelledby=elsewhere] a[href='/risk/{home}']").count() == 1
    assert faults_here(planner) == []
