"""Receipt numbers: readable over the telephone, with a check character (ISO 7064 Mod 37, 36)."""

import secrets

from stdnum.iso7064 import mod_37_36

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_receipt_number() -> str:
    """A new number such as ``H-7K3M4-9QWEX-4``; no 0, 1, I or O to mix up.

    Ten characters, since eight would likely repeat within a million receipts.
    """
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(10))
        check = mod_37_36.calc_check_digit(body)
        if check in ALPHABET:
            return f"H-{body[:5]}-{body[5:]}-{check}"


def is_receipt_number(text: str) -> bool:
    """Whether the check character fits."""
    parts = text.strip().upper().split("-")
    return len(parts) == 4 and parts[0] == "H" and bool(mod_37_36.is_valid("".join(parts[1:])))
