"""Codes of plans: short enough to type, not to be guessed, with a check character like receipt numbers."""

from stdnum.iso7064 import mod_37_36

from register.declarations.receipts import ALPHABET, LENGTH, new_receipt_number


def new_plan_code() -> str:
    """A new code such as ``7K3M49QWEX4``: ten random characters and the check character."""
    return new_receipt_number().removeprefix("H-").replace("-", "")


def read_plan_code(text: str) -> str | None:
    """The code that was typed or scanned, without spaces and dashes; None when its check character does not fit."""
    code = "".join(sign for sign in text.upper() if sign not in " -")
    known = len(code) == LENGTH + 1 and all(sign in ALPHABET for sign in code)
    return code if known and mod_37_36.is_valid(code) else None


def shown_code(code: str) -> str:
    """A code in groups, for the eye and the telephone."""
    return f"{code[:5]}-{code[5:10]}-{code[10:]}"
