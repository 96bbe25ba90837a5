"""Whose rule it is, where it is not the pack's own."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from standards.text import Text

IssuerKind = Literal["nation", "municipality", "agreement"]

KINDS_OF_ISSUER: tuple[IssuerKind, ...] = ("nation", "municipality", "agreement")
"""In the order in which equal rules are told: the wider issuer first."""

_RULE_OF = {
    "nation": Text("Landets regel", "National rule"),
    "municipality": Text("Kommunens regel", "Municipal rule"),
    "agreement": Text("Overenskomstens regel", "Rule of the collective agreement"),
}


class Issuer(BaseModel):
    """Udsteder: the nation, a municipality (`id`: its code of four digits) or a collective agreement with its parties.

    A requirement without an issuer is the pack's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: IssuerKind
    id: str = Field(min_length=2, max_length=60)
    name: Text
    parties: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_told_fully(self) -> Self:
        if not (self.name.da.strip() and self.name.en.strip()):
            raise ValueError("issuer: the name is needed in Danish and English")
        if self.kind == "municipality" and not (len(self.id) == 4 and self.id.isascii() and self.id.isdecimal()):
            raise ValueError(f"issuer: a municipality is named by its code of four digits, not {self.id!r}")
        if (self.kind == "agreement") != bool(self.parties) or len(self.parties) == 1:
            raise ValueError("issuer: a collective agreement names its two parties or more; nobody else names any")
        return self

    @property
    def sentence(self) -> Text:
        """Say whose rule it is: “Kommunens regel: Lolland Kommune”."""
        kind = _RULE_OF[self.kind]
        return Text(f"{kind.da}: {self.name.da}", f"{kind.en}: {self.name.en}")
