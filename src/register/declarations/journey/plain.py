"""Questions of the journey that are no facts of the rules: who, where, when, for whom. How each is asked."""

from dataclasses import dataclass
from typing import Literal

from husly.kit.i18n import mark
from register.declarations.terms import DEDUCTION_BASE_LABELS, SEASON_LABELS
from register.declarations.terms_reading import MOST_PERIODS, MOST_WORKPLACES
from standards.text import Text

PlainKind = Literal["text", "date", "bool", "int", "choice"]


@dataclass(frozen=True)
class PlainQuestion:
    """How one such question is asked. ``width`` is a size of the design system: s or m."""

    label: str
    kind: PlainKind = "text"
    hint: str = ""
    choices: tuple[tuple[str, Text], ...] = ()
    input_type: str = "text"
    input_mode: str = ""
    autocomplete: str = ""
    width: str = ""


PLAIN: dict[str, PlainQuestion] = {
    "employer.name": PlainQuestion(mark("Name of the employer"), autocomplete="organization"),
    "employer.cvr_number": PlainQuestion(
        mark("CVR number"),
        hint=mark("Eight digits. A foreign firm without a CVR number gives its own number below."),
        input_mode="numeric",
        width="m",
    ),
    "employer.foreign_number": PlainQuestion(mark("Foreign company number")),
    "employer.rut_number": PlainQuestion(
        mark("RUT number"), hint=mark("From the register of foreign service providers.")
    ),
    "employer.contact_name": PlainQuestion(mark("Contact person in Denmark"), autocomplete="name"),
    "employer.contact_email": PlainQuestion(mark("E-mail address"), input_type="email", autocomplete="email"),
    "employer.contact_phone": PlainQuestion(mark("Telephone number"), input_type="tel", autocomplete="tel"),
    "employer.postal_address": PlainQuestion(mark("Postal address of the employer")),
    "address.street": PlainQuestion(mark("Street"), autocomplete="off"),
    "address.house_number": PlainQuestion(mark("House number"), autocomplete="off", width="s"),
    "address.unit": PlainQuestion(
        mark("Floor and door"), hint=mark("For example “1. tv” or “stuen”."), autocomplete="off", width="s"
    ),
    "address.postcode": PlainQuestion(mark("Postal code"), input_mode="numeric", autocomplete="off", width="s"),
    "address.postal_town": PlainQuestion(
        mark("Town"), hint=mark("Left empty, we find it by the postal code."), autocomplete="off"
    ),
    "period.starts_on": PlainQuestion(mark("First day"), "date"),
    "period.ends_on": PlainQuestion(mark("Last day, if known"), "date"),
    "period.changed_on": PlainQuestion(
        mark("Since when is it so?"), "date", hint=mark("The day of the change. Left empty, it counts from today.")
    ),
    "contact.name": PlainQuestion(
        mark("Contact person at the dwelling"), hint=mark("Whom to ask for there. Leave empty what you do not know.")
    ),
    "contact.phone": PlainQuestion(mark("Telephone number at the dwelling"), input_type="tel"),
    "contact.email": PlainQuestion(mark("E-mail address at the dwelling"), input_type="email"),
    "owner.is_employer": PlainQuestion(mark("Does the employer own the dwelling?"), "bool"),
    "owner.name": PlainQuestion(
        mark("Name of the owner"),
        hint=mark("If somebody else owns it. The owner gets a letter that housing is declared at the address."),
    ),
    "owner.postal_address": PlainQuestion(mark("Postal address of the owner")),
    "owner.email": PlainQuestion(mark("E-mail address of the owner"), input_type="email"),
    "work.client_name": PlainQuestion(
        mark("Client"), hint=mark("The firm or person that the work is done for, if it is not yourself (hvervgiver).")
    ),
    "work.client_cvr": PlainQuestion(mark("CVR number of the client"), input_mode="numeric", width="m"),
    "work.shifts": PlainQuestion(mark("Shifts a day"), "int", width="s"),
    "work.season": PlainQuestion(
        mark("When is there work?"), "choice", choices=tuple((key.value, text) for key, text in SEASON_LABELS.items())
    ),
    "work.season_text": PlainQuestion(mark("Which season?"), hint=mark("For example strawberries, May to July.")),
    "work.workers": PlainQuestion(
        mark("How many workers do you have in Denmark?"),
        "int",
        hint=mark("All of the employer's, also those who live elsewhere."),
        width="s",
    ),
    "rent.deducted": PlainQuestion(mark("Is rent deducted from wages?"), "bool"),
    "rent.deduction_base": PlainQuestion(
        mark("Deducted from"),
        "choice",
        choices=tuple((key.value, text) for key, text in DEDUCTION_BASE_LABELS.items()),
    ),
    "rent.deduction_text": PlainQuestion(mark("More about the deduction")),
}


@dataclass(frozen=True)
class RowQuestions:
    """A question that is answered with rows of a few fields each; ``most`` of them."""

    label: str
    fields: dict[str, PlainQuestion]
    hint: str = ""
    most: int = 20


ROW_QUESTIONS: dict[str, RowQuestions] = {
    "occupancy": RowQuestions(
        mark("Number of residents by date"),
        {
            "from_on": PlainQuestion(mark("From"), "date"),
            "to_on": PlainQuestion(mark("Last day"), "date"),
            "residents": PlainQuestion(mark("Residents"), "int"),
        },
        mark("Fill this in if the number changes. Days without a row are days on which nobody lives here."),
        MOST_PERIODS,
    ),
    "work.workplaces": RowQuestions(
        mark("Where do the residents work?"),
        {"name": PlainQuestion(mark("Workplace")), "address": PlainQuestion(mark("Address"))},
        most=MOST_WORKPLACES,
    ),
}
NAMES_QUESTION = PlainQuestion(mark("Names of the residents"), hint=mark("One on each line."))
"""One text of lines; asked only where the operator's configuration says that the law asks for it."""
