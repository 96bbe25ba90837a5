"""Without a mouse: the Tab key until a control has the focus, then typing or a key."""

import pytest
from playwright.sync_api import Page


def reach(page: Page, selector: str, *, most: int = 200) -> None:
    """Press Tab until the control has the focus; a control that is never reached fails the test."""
    for _ in range(most):
        if page.evaluate("(wanted) => document.activeElement?.matches(wanted) ?? false", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector} on {page.url}")


def write(page: Page, selector: str, text: str) -> None:
    """Type into a control in place of what it holds."""
    reach(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Press a key on a control."""
    reach(page, selector)
    page.keyboard.press(key)


def choose(page: Page, selector: str, beginning: str) -> None:
    """Choose from a list by typing how the wanted one begins."""
    reach(page, selector)
    page.keyboard.type(beginning)
