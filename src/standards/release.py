"""When a letter may cite a requirement as law. As delivered, never: every pack is a draft."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from standards.pack import CITABLE_STATUS, Pack
from standards.text import Text


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval given in the product: a lawyer compared exactly this content, a second person confirmed.

    `withdrawn_on` None: it stands. `official_sha256` is the digest of the official text that was
    compared.
    """

    pack_id: str
    pack_hash: str
    by: str
    confirmed_by: str
    on: date
    official_url: str
    official_sha256: str
    withdrawn_on: date | None = None

    def stands_for(self, pack: Pack) -> bool:
        """Tell whether this approval covers exactly this pack, by two persons, and has not been withdrawn."""
        same = self.pack_id == pack.id and self.pack_hash == pack.base_hash
        return same and self.withdrawn_on is None and self.by != self.confirmed_by and bool(self.official_sha256)


def refusals_to_cite(
    pack: Pack,
    requirement_id: str,
    *,
    as_of: date,
    approval: Approval | None,
    approved_overlays: Collection[str] = (),
) -> tuple[Text, ...]:
    """List why a letter may not cite this requirement for an observation made on `as_of`. Empty: it may.

    A pack with one requirement that was not read in the legal text itself (other than V) stays a draft as
    a whole. The approval is of the pack itself; a rule of an overlay needs its overlay to be approved too
    (`approved_overlays` holds their content hashes), and to be read in its own text.
    """
    rule = pack.requirement(requirement_id, as_of)
    unread = (*pack.unread, *(() if rule.issuer is None or rule.confidence == "V" else (rule.id,)))
    refusals = {
        Text(
            f"{pack.id} er ikke gældende ret ({pack.legal_status})",
            f"{pack.id} is not law ({pack.legal_status})",
        ): pack.legal_status not in CITABLE_STATUS,
        Text(
            f"{rule.id} gjaldt ikke den {as_of}",
            f"{rule.id} was not in force on {as_of}",
        ): not pack.is_valid(rule, as_of),
        Text(
            f"{pack.id} er et udkast: {', '.join(unread)} er ikke læst i lovteksten",
            f"{pack.id} is a draft: {', '.join(unread)} not read in the legal text",
        ): bool(unread),
        Text(
            f"{pack.id} {pack.version} er ikke godkendt",
            f"{pack.id} {pack.version} is not approved",
        ): approval is None or not approval.stands_for(pack),
    }
    if rule.issuer is not None:
        name = rule.issuer.name
        refusals[Text(f"Reglen fra {name.da} er ikke godkendt", f"The rule of {name.en} is not approved")] = (
            rule.overlay_hash not in approved_overlays
        )
    return tuple(text for text, applies in refusals.items() if applies)
