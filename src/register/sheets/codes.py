"""Codes of plans and door sheets: short enough to type, not to be guessed, with a check character."""

from husly.kit.codes import checked_code, grouped, read_checked

LENGTH = 11


def new_plan_code() -> str:
    """A new code such as ``7K3M49QWEX4``: ten random characters and the check character."""
    return checked_code(LENGTH)


def read_plan_code(text: str) -> str | None:
    """The code that was typed or scanned, without spaces and dashes; None when its check character does not fit."""
    return read_checked(text, LENGTH)


def shown_code(code: str) -> str:
    """A code in groups, for the eye and the telephone."""
    return grouped(code, 5)
