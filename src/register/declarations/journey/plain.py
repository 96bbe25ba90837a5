"""Questions of the journey that are no facts of the rules: who, where, when. How each is asked, by its place."""

from dataclasses import dataclass
from typing import Literal

from husly.kit.i18n import mark

PlainKind = Literal["text", "date", "bool", "int", "choice"]


@dataclass(frozen=True)
class PlainQuestion:
    """How one such question is asked. ``width`` is a size of the design system: s or m."""

    label: str
    kind: PlainKind = "text"
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
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
}
