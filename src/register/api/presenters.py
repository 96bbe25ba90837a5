"""What the page of tokens shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from husly.kit.accounts.models import ApiToken
from husly.kit.i18n import format_date, format_moment
from husly.kit.i18n import gettext as _
from register.employers.models import Employer

DAYS = ("30", "90", "365")
"""How long a token may hold, as the form offers it."""


@dataclass(frozen=True)
class TokenRow:
    """One token in the list."""

    id: str
    name: str
    employer: str
    made_on: str
    used_at: str
    state: str
    badge: str
    is_open: bool


@dataclass(frozen=True)
class TokenPage:
    """The tokens of an account; ``secret`` is shown right after a token was made, and never again."""

    tokens: Sequence[ApiToken]
    employers: Sequence[Employer]
    at: datetime
    secret: str = ""
    made: str = ""
    name: str = ""
    error: str = ""

    @property
    def rows(self) -> list[TokenRow]:
        """The list, newest first."""
        names = {employer.id: employer.name for employer in self.employers}
        return [self._row(token, names.get(token.employer_id, "–")) for token in self.tokens]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The employers that a token can be for."""
        return [(str(employer.id), f"{employer.name} ({employer.number})") for employer in self.employers]

    @property
    def durations(self) -> list[tuple[str, str]]:
        """How long a token can hold."""
        return [(days, _("%(days)s days", days=days)) for days in DAYS]

    def _row(self, token: ApiToken, employer: str) -> TokenRow:
        state, badge = _("Holds until %(day)s", day=format_date(token.expires_at)), "success"
        if token.revoked_at is not None:
            state, badge = _("Revoked %(day)s", day=format_date(token.revoked_at)), ""
        elif token.expires_at <= self.at:
            state, badge = _("Expired %(day)s", day=format_date(token.expires_at)), ""
        return TokenRow(
            id=str(token.id),
            name=token.name,
            employer=employer,
            made_on=format_date(token.created_at),
            used_at=format_moment(token.last_used_at),
            state=state,
            badge=badge,
            is_open=bool(badge),
        )
