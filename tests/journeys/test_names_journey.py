"""Residents' names in a register that asks for them: read for a purpose only, by whoever decides."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command as alembic
from playwright.sync_api import Browser, Page

from axe_faults import faults_here
from browser_people import ROOT, SIZES, free_port, sign_in
from conftest import AT
from declared_housing import DATA, a_document
from husly.administration import alembic_config
from husly.demo.accounts import DEMO_PASSWORD
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.accounts.actions import open_account
from husly.kit.database import open_engine, transaction
from keyboard import press
from register.declarations.actions import submit_declaration
from register.declarations.forms import read_declaration
from register.declarations.models import Source
from register.municipalities.boundaries import shipped_boundaries

pytestmark = pytest.mark.browser

NAMES, CHIEF = ["Jan Kowalski", "Ion Popescu"], "chef@tilsyn.example"


def declare_with_names(url: str) -> str:
    """The path of one declaration with names, in a new database where the decision-maker has an account."""
    alembic.upgrade(alembic_config(url), "head")
    engine = open_engine(url)
    grants = [Grant(Role.DECISION_MAKER)]
    form = read_declaration(a_document({"names": NAMES}), data_path=DATA, names_asked=True)
    with transaction(engine) as session:
        open_account(session, email=CHIEF, name="Chefen", password=DEMO_PASSWORD, grants=grants, by=SYSTEM, at=AT)
        boundaries = shipped_boundaries(DATA)
        made = submit_declaration(
            session, form=form, source=Source.FORM, by=SYSTEM, at=AT, boundaries=boundaries, data_path=DATA
        )
        path = f"/declarations/{made.accommodation.id}"
    engine.dispose()
    return path


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a register whose operator says that the law asks for names; the path of a declaration in it."""
    folder, port = tmp_path_factory.mktemp("names"), free_port()
    url = f"sqlite:///{folder / 'register.sqlite'}"
    path = declare_with_names(url)
    clean = {key: value for key, value in os.environ.items() if not key.startswith("HUSLY_")}
    clean |= {"PYTHONPATH": str(ROOT / "src"), "HUSLY_DATABASE_URL": url, "HUSLY_WORKERS": "1"}
    clean |= {"HUSLY_RESIDENT_NAMES": "true", "HUSLY_SECURE_COOKIES": "false"}
    command = [sys.executable, "-m", "husly", "serve", "--port", str(port)]
    log = folder / "log"
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=folder, env=clean, stdout=output, stderr=output)
        try:
            wait_for(f"http://127.0.0.1:{port}", server, log)
            yield f"http://127.0.0.1:{port}", path
        finally:
            server.terminate()
            server.wait(60)


def wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/health", timeout=1)
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the register did not start:\n{log.read_text()}")


@pytest.fixture(params=SIZES)
def window(browser: Browser, declared: tuple[str, str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window that lets axe-core in."""
    width, height = SIZES[request.param]
    with browser.new_context(
        base_url=declared[0], viewport={"width": width, "height": height}, bypass_csp=True
    ) as opened:
        yield opened.new_page()


def test_names_are_shown_for_a_purpose_only(window: Page, declared: tuple[str, str]) -> None:
    # Given the page before a purpose is told
    sign_in(window, CHIEF)
    window.goto(f"{declared[1]}/names?version=1")
    assert faults_here(window) == []
    assert NAMES[0] not in window.inner_text("main")
    # When none is chosen, it is asked for again
    press(window, "main form .button-primary")
    window.wait_for_selector("#purpose-error")
    assert faults_here(window) == []
    # Then with one the names stand there
    press(window, "input[name=purpose]", "Space")
    press(window, "main form .button-primary")
    window.wait_for_selector("main ol bdi")
    assert window.locator("main ol bdi").all_inner_texts() == NAMES
    assert faults_here(window) == []
