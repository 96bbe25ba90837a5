"""A served demonstration and a real browser."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from browser_people import AXE, ROOT, SIZES, free_port

UNPACKED = ROOT / ".venv" / "browser"
ARGUMENTS = (
    "--headless=shell",
    "--no-sandbox",
    "--no-zygote",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser that `make test` installs from npm, with the libraries it brings."""
    for needed in (UNPACKED / "chromium", AXE):
        if not needed.exists():
            pytest.fail(f"{needed} is missing; `make test` installs it")
    environment = os.environ | {"LD_LIBRARY_PATH": str(UNPACKED / "al2023" / "lib")}
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=UNPACKED / "chromium", args=list(ARGUMENTS), env={**environment}
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demonstration keeps its database and lays down what it sends."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def demo(demo_folder: Path) -> Iterator[str]:
    """The demonstration, served as `make demo` serves it, on a database of its own."""
    folder, port = demo_folder, free_port()
    command = [sys.executable, "-m", "husly", "demo", "serve", "--port", str(port), "--accommodations", "120"]
    log = (folder / "log").open("w+")
    clean = {key: value for key, value in os.environ.items() if not key.startswith("HUSLY_")}
    clean["PYTHONPATH"] = str(ROOT / "src")  # the code beside these tests, wherever they were checked out
    server = subprocess.Popen(command, cwd=folder, env=clean, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1500):  # a busy machine takes minutes to make it
            if server.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{address}/health", timeout=1)
                yield address
                return
            except OSError:
                time.sleep(0.2)
        log.seek(0)
        pytest.fail(f"the demonstration did not start:\n{log.read()}")
    finally:
        server.terminate()
        server.wait(60)  # it ends what it is doing, and a busy machine takes its time
        log.close()


@pytest.fixture(params=SIZES)
def context(browser: Browser, demo: str, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser window, large and as a phone in turn; a fault of a page's script fails the test."""
    width, height = SIZES[request.param]
    opened = browser.new_context(base_url=demo, viewport={"width": width, "height": height}, locale="da-DK")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page of that window."""
    opened, faults = context.new_page(), []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    # A form sent back to be corrected is answered with 422, which the browser notes as an error; it is none.
    corrected = "the server responded with a status of 422"
    opened.on(
        "console",
        lambda said: faults.append(said.text) if said.type == "error" and corrected not in said.text else None,
    )
    yield opened
    assert faults == []


@pytest.fixture(params=SIZES)
def open_context(browser: Browser, demo: str, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A window, large and as a telephone, that lets axe-core in; the pages' own security policy would keep it out."""
    width, height = SIZES[request.param]
    opened = browser.new_context(base_url=demo, viewport={"width": width, "height": height}, bypass_csp=True)
    yield opened
    opened.close()
