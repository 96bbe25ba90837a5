"""axe-core on a page: what keeps people out of it."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from browser_people import AXE

RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .filter(({impact}) => impact === "serious" || impact === "critical")
  .map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(" ")).join(", ")}`)"""
"""Each violation by its rule and where on the page it is."""


@cache
def axe() -> str:
    """The source of axe-core."""
    return AXE.read_text(encoding="utf-8")


def faults_here(page: Page) -> list[str]:
    """What keeps people out on the page as it stands, and whether a reader must scroll sideways on it."""
    page.evaluate(f"{axe()};0")
    found: list[Any] = page.evaluate(RUN)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("wider than the window")
    return [str(one) for one in found]
