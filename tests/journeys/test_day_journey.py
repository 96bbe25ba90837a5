"""An inspector in a car park without reception: what was opened is there, and nothing is left for anybody else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axe_walk import day_with_visits
from browser_people import DECISION_MAKER, INSPECTOR, sign_in

pytestmark = pytest.mark.browser

WIDTH = 360
KEPT = "async () => (await caches.keys()).filter((name) => name.startsWith('husly-day/'))"
"""The days that are kept on the device."""


@pytest.fixture
def phone(browser: Browser, demo: str) -> Iterator[BrowserContext]:
    """A telephone: no mouse, fingers only."""
    context = browser.new_context(
        base_url=demo, viewport={"width": WIDTH, "height": 740}, locale="da-DK", has_touch=True, is_mobile=True
    )
    yield context
    context.close()


def wait_until_kept(page: Page) -> None:
    expect(page.locator("#device[data-state=kept]")).to_be_visible(timeout=60_000)  # a dozen PDFs are made


def test_what_was_opened_is_there_without_a_connection(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_in(page, INSPECTOR)
    # When the day is opened on a telephone, then it says that it is kept
    address = day_with_visits(page)
    wait_until_kept(page)
    expect(page.locator(".day-device-text")).to_contain_text("Gemt til brug uden forbindelse kl.")
    stops = page.locator(".day-address").all_inner_texts()
    paper = str(page.locator("a[data-paper]").first.get_attribute("href"))
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    page.wait_for_function("async path => Boolean(await caches.match(path))", arg=paper)
    # When there is no connection, then a reload shows all stops, says so, and looks like the page
    phone.set_offline(True)
    page.reload()
    expect(page.locator(".day-device-text")).to_contain_text("Du har ingen forbindelse.")
    assert page.locator(".day-address").all_inner_texts() == stops
    assert page.locator(".day-number").first.evaluate("one => getComputedStyle(one).borderRadius") == "50%"
    assert page.locator("form").count() == 0
    expect(page.locator(".day-papers").first).to_contain_text("kræver forbindelse")
    # And the papers of the day open, out of the device
    with page.expect_download() as opened:  # a browser without a window lays a PDF down as a file
        page.locator("a[data-paper]").first.click()
    assert opened.value.url.endswith(paper)
    assert opened.value.path().read_bytes().startswith(b"%PDF")
    # When a visit ends late, then the next stops tell when they are reached
    page.locator(".day-late summary").first.click()
    page.locator("[data-late]").first.fill("18:00")
    expect(page.locator(".day-shift").nth(1)).to_contain_text("Forsinket: fremme kl. 18:")
    # When the connection is back, then the page becomes that of the server again by itself
    phone.set_offline(False)
    expect(page.locator(".portal-info")).to_be_visible(timeout=60_000)
    assert page.url.endswith(address)
    expect(page.locator(".day-shift").nth(1)).to_contain_text("Forsinket")


def test_signing_out_leaves_nothing_on_the_device(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_in(page, INSPECTOR)
    address = day_with_visits(page)
    wait_until_kept(page)
    assert page.evaluate(KEPT) != []
    page.locator(".js-menu-open").click()
    page.locator(".mobile-drawer form[action='/sign-out'] button").click()
    page.wait_for_selector("main a[href='/sign-in']")
    assert page.evaluate(KEPT) == []
    phone.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(address)


def test_a_sign_in_that_was_ended_elsewhere_purges_the_device_when_it_is_online_again(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_in(page, INSPECTOR)
    address = day_with_visits(page)
    wait_until_kept(page)
    phone.clear_cookies(name="husly_sign_in")  # to the server it is as if the sign-in had been ended
    page.goto(address)
    page.wait_for_url("**/sign-in**")
    assert page.evaluate(KEPT) == []


def test_another_person_meets_nothing_of_the_first(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_in(page, INSPECTOR)
    address = day_with_visits(page)
    wait_until_kept(page)
    sign_in(page, DECISION_MAKER)
    assert page.evaluate(KEPT) == []
    phone.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(address)


def test_hours_later_the_copy_is_gone(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_in(page, INSPECTOR)
    address = day_with_visits(page)
    wait_until_kept(page)
    page.evaluate(
        """async (address) => {
          const names = (await caches.keys()).filter((one) => one.startsWith('husly-day/'));
          const opened = await Promise.all(names.map((name) => caches.open(name)));
          const held = await Promise.all(opened.map((one) => one.match(address)));
          const [cache, page] = [opened, held].map((all) => all[held.findIndex((one) => one)]);
          const headers = new Headers(page.headers);
          headers.set('Husly-Keep-Until', String(Math.floor(Date.now() / 1000) - 1));
          await cache.put(address, new Response(await page.text(), { headers }));
        }""",
        address,
    )
    phone.set_offline(True)
    with pytest.raises(Exception, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto(address)


def test_a_computer_keeps_nothing_unless_somebody_says_so_and_forgets_it_again(browser: Browser, demo: str) -> None:
    context = browser.new_context(base_url=demo, viewport={"width": 1280, "height": 900}, locale="da-DK")
    page = context.new_page()
    sign_in(page, INSPECTOR)
    address = day_with_visits(page)
    expect(page.locator(".day-device-text")).to_contain_text("Ikke gemt på denne enhed.")
    assert page.evaluate(KEPT) == []
    page.locator("[data-keep]").click()
    wait_until_kept(page)
    assert len(page.evaluate(KEPT)) == 1
    page.locator("[data-forget]").click()
    expect(page.locator("[data-keep]")).to_be_visible()
    assert page.evaluate(KEPT) == []
    page.goto(address)
    expect(page.locator(".day-device-text")).to_contain_text("Ikke gemt på denne enhed.")
    context.close()
