"""What officers send about a report."""

from pydantic import BaseModel

from husly.kit.clock import read_clock, read_day
from husly.kit.errors import DomainError
from husly.kit.texts import one_line
from inspection.tips.actions import Place, Visit


class OutcomeForm(BaseModel):
    """How it is closed."""

    outcome: str = ""


class MessageForm(BaseModel):
    """What is answered."""

    text: str = ""


class PlaceForm(BaseModel):
    """Where it is."""

    street: str = ""
    house_number: str = ""
    unit: str = ""
    postcode: str = ""

    @property
    def place(self) -> Place:
        """The address, cleared of what no database takes."""
        return Place(
            street=one_line(self.street, 120),
            house_number=one_line(self.house_number, 10),
            unit=one_line(self.unit, 40),
            postcode=one_line(self.postcode, 4),
        )


class SettlingForm(BaseModel):
    """The declared dwelling that an address is, or why it is none."""

    accommodation_id: str = ""
    reason: str = ""


class CaseForm(BaseModel):
    """The first visit of a case."""

    accommodation_id: str = ""
    visit_on: str = ""
    from_time: str = ""
    to_time: str = ""

    @property
    def visit(self) -> Visit:
        """Day and hours. Raises ``DomainError``."""
        on, from_min, to_min = read_day(self.visit_on), read_clock(self.from_time), read_clock(self.to_time)
        if on is None or from_min is None or to_min is None:
            raise DomainError("report.visit", "Write the day of the visit, and from when to when.")
        return Visit(on, from_min, to_min)
