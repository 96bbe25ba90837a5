"""What officers send about a candidate."""

from dataclasses import dataclass
from datetime import date

from litestar.datastructures import UploadFile
from pydantic import BaseModel

from husly.kit.clock import read_day
from husly.kit.errors import DomainError
from husly.kit.texts import one_line
from inspection.undeclared.models import DismissReason
from register.employers.numbers import normal_cvr


@dataclass(frozen=True)
class Dismissal:
    """Why there is nothing to look for, in a code and in words, and until when that holds."""

    reason: DismissReason
    words: str
    until: date


@dataclass(frozen=True)
class Wanted:
    """For whom and where a candidate is taken up; empty is what the candidate itself says."""

    number: str = ""
    name: str = ""
    street: str = ""
    house_number: str = ""
    unit: str = ""
    postcode: str = ""

    @property
    def cvr_number(self) -> str | None:
        """The number as a CVR number, where it is one."""
        return normal_cvr(self.number)


class DismissForm(BaseModel):
    """The dismissal as typed."""

    reason: str = ""
    words: str = ""
    until: str = ""

    @property
    def dismissal(self) -> Dismissal:
        """As read. Raises ``DomainError``."""
        until, words = read_day(self.until), one_line(self.words, 1000)
        if self.reason not in list(DismissReason):
            raise DomainError("undeclared.reason", "Choose why there is nothing to look for.")
        if not words:
            raise DomainError("undeclared.words", "Write in a few words how you know.")
        if until is None:
            raise DomainError("undeclared.until", "Write until which day that holds, such as 2026-12-31.")
        return Dismissal(DismissReason(self.reason), words, until)


class TakeUpForm(BaseModel):
    """Employer and address as typed or chosen; ``firm`` is one that a hint names."""

    firm: str = ""
    number: str = ""
    name: str = ""
    place: str = ""
    street: str = ""
    house_number: str = ""
    unit: str = ""
    postcode: str = ""

    @property
    def wanted(self) -> Wanted:
        """Cleared of what no database takes; the number typed goes before a firm chosen."""
        number, name = one_line(self.number, 40), one_line(self.name, 200)
        if not number and "|" in self.firm:
            number, name = (one_line(part, 200) for part in self.firm.split("|", 1))
        street, house = one_line(self.street, 120), one_line(self.house_number, 10)
        unit, postcode = one_line(self.unit, 40), one_line(self.postcode, 4)
        if not street and self.place.count("|") == 3:
            street, house, unit, postcode = (one_line(part, 120) for part in self.place.split("|"))
        return Wanted(number[:40], name, street, house[:10], unit[:40], postcode[:4])


@dataclass
class ListForm:
    """A list as sent: the file, which register it is from and of which day."""

    file: UploadFile | None = None
    register_name: str = ""
    as_of: str = ""
