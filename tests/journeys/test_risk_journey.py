"""A leader without a mouse, on a telephone: reads a score, decides otherwise, seeks what nobody declared."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser_people import DECISION_MAKER
from husly.demo.accounts import DEMO_PASSWORD
from keyboard import choose, press, write

pytestmark = pytest.mark.browser

WIDTH = 360
REASON = "Naboejendommen er revet ned, og adgangsvejen er ny."


@pytest.fixture
def phone(browser: Browser, demo: str) -> Iterator[Page]:
    """A small telephone held upright, the leader signed in; a fault of a page's script fails the test."""
    context = browser.new_context(base_url=demo, viewport={"width": WIDTH, "height": 740}, locale="da-DK")
    opened, faults = context.new_page(), []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.goto("/sign-in")
    write(opened, "#email", DECISION_MAKER)
    write(opened, "#password", DEMO_PASSWORD)
    press(opened, "main form button")
    opened.wait_for_selector(".portal-user .user", state="attached")
    yield opened
    context.close()
    assert faults == []


def go_by_menu(page: Page, address: str) -> None:
    """Open the menu of the telephone and go where an entry leads."""
    press(page, ".js-menu-open")
    follow(page, f".mobile-drawer a[href='{address}']")


def follow(page: Page, link: str) -> None:
    """Follow a link; the page that it leads to is no wider than the telephone."""
    address = page.locator(link).first.get_attribute("href")
    press(page, link)
    page.wait_for_url(f"**{address}")
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH


def address_of(link: Locator) -> str:
    return str(link.get_attribute("href"))


def points_of(texts: list[str]) -> int:
    """What "5 af 7" and the like come to."""
    return sum(int(text.split()[0]) for text in texts)


def test_a_score_is_read_and_somebody_decides_otherwise(phone: Page) -> None:
    # Given the last dwelling on the first page of the list, which nobody put there
    go_by_menu(phone, "/risk")
    dwelling = address_of(phone.locator("main tbody a").last)
    assert dwelling != address_of(phone.locator("main tbody a").first)
    # When its page is opened, then the parts make the whole score
    follow(phone, f"main a[href='{dwelling}']")
    parts = phone.locator("main td .points-text").all_inner_texts()
    assert points_of(parts) == int(phone.locator(".score-number").inner_text()) > 0
    # When the leader decides otherwise and says why
    press(phone, "section[aria-labelledby=otherwise] summary")
    choose(phone, "#kind", "Sæt først")
    write(phone, "#reason", REASON)
    press(phone, "form[action$='/deviations'] button")
    expect(phone.locator(".deviation").first).to_contain_text(REASON)
    # Then the dwelling stands among those put first, with the reason and the score that it had
    follow(phone, "main a.back-link")
    put_first = [one.locator(".deviation").count() for one in phone.locator("main tbody tr").all()].index(0)
    rows = phone.locator("main tbody tr").all()[:put_first]
    row = next(one for one in rows if address_of(one.locator("a")) == dwelling)
    expect(row).to_contain_text(REASON)
    expect(row.locator(".risk-cell .points")).to_have_text(f"{points_of(parts)} point")
    # And it stands among what was decided otherwise
    follow(phone, "main a[href='/risk/deviations']")
    expect(phone.locator(f"main a[href='{dwelling}']")).to_be_visible()


def test_the_proof_of_the_score_is_reached_from_the_list(phone: Page) -> None:
    go_by_menu(phone, "/risk")
    follow(phone, "main a[href='/risk/evaluation']")
    folded = phone.locator("main details", has=phone.locator("h3")).first
    assert not folded.evaluate("one => one.open")
    press(phone, "main details summary:has(h3)")
    expect(folded.locator("table")).to_be_visible()
    follow(phone, "main a.back-link")
    follow(phone, "main a[href='/risk/weights']")
    follow(phone, "main section[aria-labelledby=delivered] a")
    assert phone.locator("main details table").first.is_hidden()


def test_a_candidate_is_taken_under_review(phone: Page) -> None:
    go_by_menu(phone, "/undeclared")
    fresh = phone.locator("main tbody tr", has=phone.locator(".badge-info")).first
    follow(phone, f"main a[href='{address_of(fresh.locator('a'))}']")
    hints = phone.locator("section[aria-labelledby=hints] tbody tr")
    assert hints.count() > 0
    assert points_of(hints.locator(".points-text").all_inner_texts()) > 0
    press(phone, "form[action$='/review'] button")
    phone.wait_for_selector("main .alert-success")
    expect(phone.locator("form[action$='/review']")).to_have_count(0)
    expect(phone.locator(".timeline")).to_contain_text("Lene Leder")


def test_the_score_card_folds_its_factors_and_unfolds_them_on_paper(phone: Page) -> None:
    go_by_menu(phone, "/risk")
    follow(phone, "footer a[href='/score-card']")
    factors = phone.locator("main details.card-factor")
    assert factors.count() > 10
    assert not any(one.evaluate("one => one.open") for one in factors.all())
    press(phone, "main details.card-factor summary")
    expect(factors.first.locator(".card-lines")).to_be_visible()
    phone.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert all(one.evaluate("one => one.open") for one in factors.all())
    phone.evaluate("dispatchEvent(new Event('afterprint'))")
    assert [one.evaluate("one => one.open") for one in factors.all()].count(True) == 1
