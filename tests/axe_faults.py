"""axe-core on a page: what keeps people out of it."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from browser_people import AXE

RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(" ")).join(", ")}`)"""
"""Each violation of any impact, of WCAG 2.x A and AA and of what axe-core calls best practice: rule, and where."""


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
