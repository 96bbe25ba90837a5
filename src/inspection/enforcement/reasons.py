"""Why a rule of administrative law allows or forbids something, in words for the caseworker."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One rule and what it says about this case.

    `rule` is a stable snake_case name, `law` the provision as shown on screen (empty where the rule is the
    house's own), `da` and `en` whole sentences. Nothing here is printed in a letter: letters take references
    from their own register, with its confidence.
    """

    rule: str
    law: str
    da: str
    en: str
