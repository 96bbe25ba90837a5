"""Numbers of certificates: ten random characters and a check character, written ``C-7K3M4-9QWEX-4``."""

from husly.kit.codes import checked_code, grouped, plain, read_checked

PREFIX = "C"
LENGTH = 11


def new_number() -> str:
    """A new number as it is stored, without prefix and dashes."""
    return checked_code(LENGTH)


def read_number(text: str) -> str | None:
    """The number that was typed or scanned, with or without prefix; None when its check character does not fit."""
    return read_checked(text, LENGTH) or read_checked(plain(text).removeprefix(PREFIX), LENGTH)


def shown_number(number: str) -> str:
    """A number in groups, for the eye and the telephone."""
    return f"{PREFIX}-{grouped(number, 5)}"
