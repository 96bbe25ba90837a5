"""What owners see and contest, as pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from husly.kit.web.paging import Paging
from register.owners.models import ContestReason, OwnerContest
from register.owners.queries import Contested, Seen

REASONS = {
    ContestReason.NOT_OWNER: mark("I do not own the dwelling"),
    ContestReason.NOT_AGREED: mark("I have not agreed to it being used as housing for employees"),
    ContestReason.NOBODY_THERE: mark("Nobody lives there"),
    ContestReason.MORE_THERE: mark("More live there than declared"),
    ContestReason.OTHER_PERIOD: mark("The period is wrong"),
    ContestReason.OTHER: mark("Something else"),
}


def reason_words(values: Sequence[str]) -> list[str]:
    """Reasons in words."""
    return [_(REASONS[ContestReason(one)]) for one in values]


@dataclass(frozen=True)
class OwnerPage:
    """The owner's page; without ``seen`` it asks for the code."""

    code: str = ""
    seen: Seen | None = None
    wrong: bool = False
    is_closed: bool = False
    """Too many wrong codes came from the reader's place."""
    sent: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    contests: Sequence[OwnerContest] = ()

    @property
    def earlier(self) -> list[tuple[OwnerContest, list[str]]]:
        """What this owner contested, the newest first, with the reasons in words."""
        return [(one, reason_words(one.reasons)) for one in self.contests]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Address, period and number."""
        if self.seen is None:
            return []
        stay = self.seen.accommodation
        end = format_date(stay.ends_on) if stay.ends_on else _("not stated")
        return [
            (_("Address"), self.seen.address),
            (_("First day"), format_date(stay.starts_on)),
            (_("Last day, if known"), end),
            (_("Residents"), str(self.seen.residents)),
        ]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """What can be chosen."""
        return [(one.value, _(word)) for one, word in REASONS.items()]


@dataclass(frozen=True)
class ContestListPage:
    """One page of contests, for the authority."""

    found: Sequence[Contested]
    paging: Paging
    untold: int = 0
    """How many owners wait for their letter for more than a day: the worker does not run, or the post room fails."""

    @property
    def rows(self) -> list[tuple[Contested, list[str]]]:
        """Each with its reasons in words."""
        return [(one, reason_words(one.contest.reasons)) for one in self.found]
