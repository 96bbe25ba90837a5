"""A long file through the browser: the demonstration's own worker checks it, and its page says what is wrong."""

import pytest
from playwright.sync_api import BrowserContext, Page

from axe_faults import faults_here
from browser_people import EMPLOYER, sign_in
from declaration_files import as_csv, rows

pytestmark = pytest.mark.browser

WAIT_MS = 120_000


@pytest.fixture
def window(open_context: BrowserContext) -> Page:
    return open_context.new_page()


def test_a_long_file_is_checked_by_the_worker_of_the_demonstration(window: Page) -> None:
    # Given a file that is too long to wait for, each of its dwellings at a postcode that does not exist
    sign_in(window, EMPLOYER)
    content = as_csv(rows(*({"Husnummer": str(number), "Postnummer": "0000"} for number in range(1, 2051))))
    window.goto("/declarations/import")
    # When it is uploaded
    window.set_input_files("#file", {"name": "lang.csv", "mimeType": "text/csv", "buffer": content})
    window.locator("#upload .button-primary").click()
    window.wait_for_url("**/imports/*")
    # Then its page keeps nobody out while the worker is at it, nor when the report is there
    assert faults_here(window) == []
    window.wait_for_selector("#progress:not([hx-get])", timeout=WAIT_MS)
    assert "0000" in window.inner_text("#progress")
    assert faults_here(window) == []
