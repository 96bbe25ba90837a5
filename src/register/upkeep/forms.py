"""Days as typed into the forms of this folder."""

from datetime import date

from pydantic import BaseModel

from husly.kit.clock import read_day
from husly.kit.i18n import gettext as _
from husly.kit.web.versions import shown_version


class SentDays(BaseModel):
    """What the forms send: days as a browser writes them, and the version that was shown."""

    from_on: str = ""
    back_on: str = ""
    ends_on: str = ""
    version: str = ""

    def cleared(self) -> "SentDays":
        """Without what no page and no database takes."""
        return SentDays(**{key: value.replace("\x00", "")[:40] for key, value in self.model_dump().items()})

    @property
    def shown(self) -> int:
        """The version that the reader saw; anything else is no version of ours."""
        return shown_version(self.version)


def read_days(sent: SentDays, *names: str) -> tuple[dict[str, date], dict[str, str]]:
    """The named days, and what is wrong with those that are none."""
    days = {name: read_day(getattr(sent, name)) for name in names}
    wrong = {name: _("Write a date, such as 2026-03-01.") for name, day in days.items() if day is None}
    return {name: day for name, day in days.items() if day is not None}, wrong
