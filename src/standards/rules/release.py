"""The release rule: when a letter may cite a requirement as law. As delivered, never: every pack is a draft."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from standards.rules.approval import Approval, Standing, standing_laid_over, standing_of, standings_of
from standards.rules.jurisdictions import is_home
from standards.rules.pack import CITABLE_STATUS, Pack, list_packs, load_pack
from standards.rules.requirement import Requirement
from standards.text import Text


class ReleaseState(StrEnum):
    """How far a whole pack is released."""

    DRAFT = "draft"
    PARTLY_APPROVED = "partly_approved"
    APPROVED = "approved"
    DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True)
class CitedRule:
    """A requirement that a letter would cite, with what the release rule asks about it."""

    requirement_id: str
    pack_id: str
    pack_version: str
    jurisdiction: str
    legal_status: str
    valid_from: date | None
    valid_to: date | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason not to cite: a stable code, and the sentence that names requirement and pack."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class PackRelease:
    """How far each requirement of a pack is released, in the order of the pack."""

    pack_id: str
    state: ReleaseState
    rows: tuple[tuple[Requirement, Standing], ...]

    @property
    def approved(self) -> int:
        """How many rows two persons stand by."""
        return sum(standing is Standing.APPROVED for _, standing in self.rows)

    def pack_shown(self, standing: Standing) -> str:
        """The name under which a row is shown: of a partly approved pack the rest is `<pack-id>.unverified`."""
        if self.state is ReleaseState.PARTLY_APPROVED and standing is not Standing.APPROVED:
            return f"{self.pack_id}.unverified"
        return self.pack_id


def release_of(pack: Pack, approval: Approval | None) -> PackRelease:
    """Sum up how far a pack is released."""
    rows = standings_of(pack, approval)
    standings = {standing for _, standing in rows}
    if standings == {Standing.APPROVED}:
        state = ReleaseState.APPROVED
    elif Standing.APPROVED in standings:
        state = ReleaseState.PARTLY_APPROVED
    elif Standing.DEMONSTRATION in standings:
        state = ReleaseState.DEMONSTRATION
    else:
        state = ReleaseState.DRAFT
    return PackRelease(pack.id, state, rows)


def jurisdiction_of(pack_id: str) -> str:
    """Whose pack it is; empty for a pack that the product does not hold (no longer citable)."""
    return load_pack(pack_id).jurisdiction if pack_id in list_packs() else ""


def is_law_here(jurisdiction: str, legal_status: str) -> bool:
    """Tell whether such a pack is, or was, law in a Danish installation; no other is ever cited, approved or not."""
    return is_home(jurisdiction) and legal_status in CITABLE_STATUS


def refusals_to_cite(
    pack: Pack,
    requirement_id: str,
    *,
    as_of: date,
    approval: Approval | None,
    approved_overlays: Collection[str] = (),
) -> tuple[Refusal, ...]:
    """List why a letter may not cite this requirement for an observation made on `as_of`. Empty: it may.

    The approval is of the pack itself; a rule of an overlay needs its overlay approved too (`approved_overlays` holds
    their content hashes).
    """
    requirement = pack.requirement(requirement_id, as_of)
    starts, ends = pack.validity(requirement)
    standing = _standing(pack, requirement, approval, as_of, approved_overlays)
    rule = CitedRule(
        requirement.id, pack.id, pack.version, pack.jurisdiction, pack.legal_status, starts, ends, standing
    )
    return refusals(rule, as_of=as_of)


def _standing(
    pack: Pack, rule: Requirement, approval: Approval | None, as_of: date, approved_overlays: Collection[str]
) -> Standing:
    if pack.laid_over is None:
        return standing_of(pack, rule, approval)
    if approval is None or (approval.pack_id, approval.pack_hash) != (pack.id, pack.base_hash):
        return Standing.DRAFT
    if rule.issuer is not None and rule.overlay_hash not in approved_overlays:
        return Standing.DRAFT
    return standing_laid_over(approval, rule.id, as_of)


def refusals(rule: CitedRule, *, as_of: date, trial: bool = False) -> tuple[Refusal, ...]:
    """List why a letter may not cite the rule for an observation made on `as_of`.

    `trial`: the letter will bear PRØVE, so that a demonstration approval is enough.
    """
    found = [code for code, applies in _tests(rule, as_of, trial=trial).items() if applies]
    pack = f"{rule.pack_id} {rule.pack_version}"
    said = {"status": rule.legal_status, "as_of": as_of}
    return tuple(
        Refusal(
            code,
            Text(
                f"Krav {rule.requirement_id} i regelsæt {pack} {_WHY[code].da.format(**said)}",
                f"Requirement {rule.requirement_id} in pack {pack} {_WHY[code].en.format(**said)}",
            ),
        )
        for code in found
    )


def _tests(rule: CitedRule, as_of: date, *, trial: bool) -> dict[str, bool]:
    starts, standing = rule.valid_from, rule.standing
    in_force = starts is not None and starts <= as_of and (rule.valid_to is None or as_of < rule.valid_to)
    return {
        "pack_not_law": rule.legal_status not in CITABLE_STATUS,
        "pack_foreign": not is_home(rule.jurisdiction),
        "not_in_force": not in_force,
        "requirement_draft": standing is Standing.DRAFT,
        "requirement_not_countersigned": standing is Standing.CONFIRMED,
        "approval_withdrawn": standing is Standing.WITHDRAWN,
        "demonstration_only": standing is Standing.DEMONSTRATION and not trial,
    }


_WHY: dict[str, Text] = {
    "pack_not_law": Text("er ikke gældende ret ({status}).", "is not law ({status})."),
    "pack_foreign": Text("er ikke dansk ret.", "is not Danish law."),
    "not_in_force": Text("gjaldt ikke den {as_of}.", "was not in force on {as_of}."),
    "requirement_draft": Text(
        "er et udkast: ingen jurist har bekræftet det mod lovteksten. To personer godkender det under Regler.",
        "is a draft: no lawyer has confirmed it against the text of the law. Two persons approve it under Rules.",
    ),
    "requirement_not_countersigned": Text(
        "er bekræftet af én person og mangler en persons medunderskrift.",
        "is confirmed by one person and lacks the countersignature of a second.",
    ),
    "approval_withdrawn": Text("har fået sin godkendelse trukket tilbage.", "has had its approval withdrawn."),
    "demonstration_only": Text("er kun godkendt til demonstration.", "is approved for demonstration only."),
}
