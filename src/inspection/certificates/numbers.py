"""Numbers of certificates: ten random characters and a check character, written ``C-7K3M4-9QWEX-4``."""

from register.sheets.codes import new_plan_code, read_plan_code, shown_code

PREFIX = "C"


def new_number() -> str:
    """A new number as it is stored, without prefix and dashes."""
    return new_plan_code()


def read_number(text: str) -> str | None:
    """The number that was typed or scanned, with or without prefix; None when its check character does not fit."""
    signs = "".join(sign for sign in text.upper() if sign not in " -")
    return read_plan_code(signs) or (read_plan_code(signs[1:]) if signs.startswith(PREFIX) else None)


def shown_number(number: str) -> str:
    """A number in groups, for the eye and the telephone."""
    return f"{PREFIX}-{shown_code(number)}"
