"""Receipt numbers: readable over the telephone, with a check character (ISO 7064 Mod 37, 36)."""

from husly.kit.codes import checked_code, code_of, grouped, with_check

LENGTH = 10
"""Eight characters would likely repeat within a million receipts."""


def receipt_number(value: int) -> str:
    """The receipt number of a whole number below 32^10, such as ``H-7K3M4-9QWEX-4``."""
    return _shown(with_check(code_of(value, LENGTH)))


def new_receipt_number() -> str:
    """A new number, not to be guessed from the last one; no 0, 1, I or O to mix up."""
    return _shown(checked_code(LENGTH + 1))


def _shown(code: str) -> str:
    return f"H-{grouped(code, 5)}"
