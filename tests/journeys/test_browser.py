"""What people do, in a real browser, large and on a phone; and no page that assistive technology cannot use."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from husly.demo.accounts import DEMO_PASSWORD

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
EMPLOYER, INSPECTOR, LEADER = (f"{name}@demo.husly.example" for name in ("arbejdsgiver", "tilsyn", "leder"))


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.fill("#email", email)
    page.fill("#password", DEMO_PASSWORD)
    page.locator("main button.button-primary").click()
    page.wait_for_url("**/")


def test_an_employer_declares_a_crowded_dwelling_and_sees_what_falls_short(page: Page) -> None:
    # Given an employer at the form
    sign_in(page, EMPLOYER)
    page.goto("/declarations/new")
    # When three persons are put into one room
    size = page.viewport_size or {"width": 0}
    page.fill("[name='address.street']", "Prøvestien")
    page.fill("[name='address.house_number']", str(size["width"]))
    page.fill("[name='address.postcode']", "5000")
    page.fill("[name='period.starts_on']", "2026-11-01")
    page.select_option("[name='dwelling.kind']", "house")
    page.fill("[name='dwelling.residents']", "3")
    page.fill("[name='dwelling.area_m2']", "30")
    page.fill("[name='rooms-0.name']", "Værelse 1")
    page.select_option("[name='rooms-0.use']", "bedroom")
    page.fill("[name='rooms-0.area_m2']", "12")
    page.fill("[name='rooms-0.residents']", "3")
    # Then the judgement says so while they type, with what was measured, the limit and the clause
    judgement = page.locator("#judgement-panels")
    expect(judgement).to_contain_text("Der må højst bo to personer pr. beboelsesrum", timeout=15_000)
    expect(judgement).to_contain_text("§ 3")
    # And the declaration can be sent all the same, and gives a receipt
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Send anmeldelsen").click()
    page.wait_for_url("**/receipt*", timeout=15_000)
    expect(page.locator("main")).to_contain_text(re.compile(r"H-\w{5}-\w{5}-\w"))


def test_what_was_typed_stays_when_something_is_wrong(page: Page) -> None:
    sign_in(page, EMPLOYER)
    page.goto("/declarations/new")
    page.fill("[name='employer.cvr_number']", "13585627")
    page.fill("[name='address.street']", "Forkertvej")
    page.fill("[name='dwelling.area_m2']", "0")
    page.locator("form[method=post]").last.evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Send anmeldelsen").click()
    expect(page.locator("main")).to_contain_text("kontrolcifret", timeout=15_000)
    expect(page.locator("[name='address.street']")).to_have_value("Forkertvej")
    expect(page.locator("[name='employer.cvr_number']")).to_have_value("13585627")


def test_an_inspector_reads_a_score_and_a_plan_on_the_map(page: Page) -> None:
    sign_in(page, INSPECTOR)
    page.goto("/risk")
    page.locator("main a[href^='/risk/']").first.click()
    expect(page.locator("main")).to_contain_text("af 100 point")
    page.goto("/plans")
    page.locator("main a[href^='/plans/']").first.click()
    expect(page.locator("canvas.maplibregl-canvas")).to_be_visible(timeout=20_000)
    expect(page.locator("main")).to_contain_text("kørsel")


def test_a_decision_maker_previews_an_order_as_pdf(page: Page) -> None:
    sign_in(page, LEADER)
    page.goto("/cases?state=order_approved")
    page.locator("main a[href^='/cases/']").first.click()
    page.locator("main a[href^='/letters/']").first.click()
    expect(page.locator("main")).to_contain_text("PRØVE")
    letter = re.sub(r"[?#].*", "", page.url)
    answer = page.request.get(f"{letter}.pdf")
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF")


def test_the_language_can_be_changed_and_stays(page: Page) -> None:
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Gode boliger til dem, der arbejder her")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Good housing for those who work here")
    page.goto("/sign-in")
    expect(page.locator("h1")).to_have_text("Sign in")


def first_link(page: Page, listing: str, start: str) -> str:
    page.goto(listing)
    return str(page.locator(f"main a[href^='{start}']").first.get_attribute("href"))


@pytest.fixture
def axe(browser: Browser, demo: str) -> Iterator[Page]:
    """A page into which axe-core may be put, past the security policy that forbids it to others."""
    opened = browser.new_context(base_url=demo, bypass_csp=True, locale="da-DK")
    yield opened.new_page()
    opened.close()


def violations(page: Page, address: str) -> list[str]:
    page.goto(address)
    page.add_script_tag(path=AXE)
    found: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{address}: {one['id']} ({one['help']}): {one['nodes'][0]['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def test_no_page_shuts_out_people_with_disabilities(axe: Page) -> None:
    wrong = [line for address in ("/", "/sign-in", "/nowhere") for line in violations(axe, address)]
    sign_in(axe, EMPLOYER)
    declared = first_link(axe, "/declarations", "/declarations/")
    for address in ("/", "/declarations", "/declarations/new", declared, "/declarations/import", "/standards"):
        wrong += violations(axe, address)
    wrong += violations(axe, first_link(axe, "/standards", "/standards/"))
    axe.context.clear_cookies()
    sign_in(axe, LEADER)
    for listing in ("/risk", "/plans", "/cases"):
        wrong += violations(axe, listing)
        wrong += violations(axe, first_link(axe, listing, f"{listing}/"))
    wrong += violations(axe, "/map")
    assert wrong == []
