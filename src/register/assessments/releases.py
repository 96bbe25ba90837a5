"""How far a pack or a rule is approved, in words."""

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from standards.rules.approval import Standing
from standards.rules.release import PackRelease, ReleaseState

STATES = {
    ReleaseState.DRAFT: ("warning", mark("Draft – not reviewed by a lawyer")),
    ReleaseState.PARTLY_APPROVED: ("warning", mark("Partly approved: %(approved)s of %(total)s rules")),
    ReleaseState.APPROVED: ("success", mark("Approved")),
    ReleaseState.DEMONSTRATION: ("warning", mark("Draft – approved for demonstration only")),
}
"""Badge and words of each state of a pack; only what lawyers stand by is green."""

STANDINGS = {
    Standing.DRAFT: ("warning", mark("Draft")),
    Standing.CONFIRMED: ("info", mark("Waits for a second person")),
    Standing.WITHDRAWN: ("error", mark("Withdrawn")),
    Standing.DEMONSTRATION: ("warning", mark("Demonstration only")),
    Standing.APPROVED: ("success", mark("Approved")),
}
"""Badge and words of each rule."""


def release_badge(release: PackRelease | None) -> tuple[str, str]:
    """Badge and words of a pack; of one about which nothing is known: a draft."""
    kind, words = STATES[ReleaseState.DRAFT if release is None else release.state]
    counts = {} if release is None else {"approved": release.approved, "total": len(release.rows)}
    return kind, _(words) % counts if "%(" in words else _(words)


def standing_badge(standing: Standing) -> tuple[str, str]:
    """Badge and word of a rule."""
    kind, word = STANDINGS[standing]
    return kind, _(word)


def drafts_of(release: PackRelease | None) -> frozenset[str]:
    """The rules of a partly approved pack that are still a draft; they are marked one by one."""
    if release is None or release.state is not ReleaseState.PARTLY_APPROVED:
        return frozenset()
    return frozenset(rule.id for rule, standing in release.rows if standing is not Standing.APPROVED)
