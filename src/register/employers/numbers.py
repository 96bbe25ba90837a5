"""Numbers that name an employer. CVR has a check digit (modulus 11); foreign and RUT numbers are opaque."""

from stdnum.dk import cvr
from stdnum.exceptions import ValidationError


def normal_cvr(text: str) -> str | None:
    """The eight digits of a valid CVR number written any usual way (“DK 13 58 56 28”), or None."""
    try:
        return str(cvr.validate(text))
    except ValidationError:
        return None
