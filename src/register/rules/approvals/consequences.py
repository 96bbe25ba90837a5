"""What the present state of an approval allows and blocks, in sentences."""

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark, ngettext
from standards.rules.approval import Standing
from standards.rules.jurisdictions import is_home
from standards.rules.pack import CITABLE_STATUS, Pack
from standards.rules.release import PackRelease, ReleaseState

NO_LAW = {
    "proposal": mark("it is a proposal that was never adopted"),
    "guidance": mark("it is guidance, not law"),
    "private_norm": mark("it is a private norm, not law"),
    "treaty": mark("it binds states, not employers"),
}


def blocked(pack: Pack, release: PackRelease, *, demo_mode: bool) -> list[str]:
    """What no letter may do, and why; ``release`` is what persons signed, without the demonstration's stand-in."""
    if reason := never_citable(pack):
        return [_("No letter may ever cite this pack, because %(reason)s.", reason=reason)]
    counts = dict.fromkeys(Standing, 0)
    for _rule, standing in release.rows:
        counts[standing] += 1
    if not counts[Standing.APPROVED]:
        why = _why(counts, len(release.rows))
        if demo_mode:
            return [_("Outside a demonstration no letter may cite this pack, because %(reason)s.", reason=why)]
        return [_("No letter may cite this pack, because %(reason)s.", reason=why)]
    if release.state is ReleaseState.APPROVED:
        return []
    return [_rest_blocked(pack, len(release.rows) - counts[Standing.APPROVED], demo_mode=demo_mode)]


def _rest_blocked(pack: Pack, rest: int, *, demo_mode: bool) -> str:
    name = f"{pack.id}.unverified"
    if demo_mode:
        return ngettext(
            "Outside a demonstration no letter may cite %(num)s of the rules. It is shown as %(name)s.",
            "Outside a demonstration no letter may cite %(num)s of the rules. They are shown as %(name)s.",
            rest,
            name=name,
        )
    return ngettext(
        "No letter may cite %(num)s of the rules. It stays a draft and is shown as %(name)s.",
        "No letter may cite %(num)s of the rules. They stay a draft and are shown as %(name)s.",
        rest,
        name=name,
    )


def _why(counts: dict[Standing, int], total: int) -> str:
    if counts[Standing.CONFIRMED]:
        return ngettext(
            "%(num)s rule is confirmed, but no second person has countersigned",
            "%(num)s rules are confirmed, but no second person has countersigned",
            counts[Standing.CONFIRMED],
        )
    if counts[Standing.WITHDRAWN] == total:
        return _("the approval was withdrawn")
    if counts[Standing.WITHDRAWN]:
        return _("what was approved has been withdrawn")
    return _("no lawyer has confirmed any of its rules against the official text")


def never_citable(pack: Pack) -> str:
    """Why no approval makes this pack citable; empty for Danish law, in force or expired."""
    if pack.legal_status not in CITABLE_STATUS:
        return _(NO_LAW[pack.legal_status])
    return "" if is_home(pack.jurisdiction) else _("it is not Danish law")


def allowed(pack: Pack, release: PackRelease) -> list[str]:
    """What may be done with the pack as it stands."""
    found = []
    if not never_citable(pack):
        if release.state is ReleaseState.APPROVED:
            found.append(
                _("Letters may cite every rule of the pack for what was observed while the rule was in force.")
            )
        elif release.approved:
            found.append(
                ngettext(
                    "Letters may cite %(num)s rule for what was observed while it was in force.",
                    "Letters may cite %(num)s rules for what was observed while they were in force.",
                    release.approved,
                )
            )
        if any(standing is Standing.DEMONSTRATION for _rule, standing in release.rows):
            found.append(
                _("Letters of this demonstration may cite what it has approved; every page of them bears PRØVE.")
            )
    found.append(
        _("Housing can be judged by it on the screen.")
        if release.state is ReleaseState.APPROVED
        else _("Housing can be judged by it on the screen, marked as a draft. Nothing follows from that judgement.")
    )
    return found
