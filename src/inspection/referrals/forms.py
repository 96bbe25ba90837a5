"""What the pages of referrals send, read field by field."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from husly.kit.clock import read_day
from husly.kit.i18n import gettext as _
from inspection.joint.forms import Fields, provide_fields
from inspection.referrals.contacts import ContactWords
from inspection.referrals.drafting import Concern, Words
from inspection.referrals.forwarding import Enquiry, Told
from inspection.referrals.models import Referral
from inspection.referrals.moving import Answer
from inspection.referrals.words import Age, Notify, Origin, ReferralReason

__all__ = ["Fields", "provide_fields"]

LONGEST = 2000
Coded = TypeVar("Coded", bound=StrEnum)
EMPLOYER = ("name", "number", "contact", "phone", "email")


def coded(fields: Fields, name: str, kind: type[Coded], stand_in: Coded) -> Coded:
    """One of a list; anything else leaves a sentence."""
    text = fields.raw(name)
    if text in list(kind):
        return kind(text)
    fields.errors[name] = _("Choose one of the list.")
    return stand_in


def day_or_none(fields: Fields, name: str) -> date | None:
    """A day that may be left out."""
    return fields.day(name) if fields.raw(name) else None


def long_text(fields: Fields, name: str) -> str:
    """A text of several lines."""
    text = (fields.values.get(name) or [""])[0].replace("\x00", "").strip()
    if len(text) > LONGEST:
        fields.errors[name] = _("Shorten this to %(most)s characters.", most=LONGEST)
    return text


def read_words(fields: Fields) -> Words:
    """A draft."""
    residents = fields.whole("residents", 0, 999) if fields.raw("residents") else None
    return Words(
        reason=coded(fields, "reason", ReferralReason, ReferralReason.OTHER),
        reason_words=fields.text("reason_words", most=300),
        observed=long_text(fields, "observed"),
        observed_on=day_or_none(fields, "observed_on"),
        origin=coded(fields, "origin", Origin, Origin.OWN_REGISTER),
        plan=fields.text("plan", most=300),
        residents=residents,
        children=fields.text("children", most=300),
        request=long_text(fields, "request"),
        basis=fields.text("basis", most=40),
        necessity=long_text(fields, "necessity"),
        purpose=long_text(fields, "purpose"),
        sender_name=fields.text("sender_name", most=200),
        sender_phone=fields.text("sender_phone", most=40),
        sender_email=fields.text("sender_email", most=254),
        employer={one: fields.text(f"employer_{one}", most=200) for one in EMPLOYER},
        employer_unknown_reason=fields.text("employer_unknown_reason", most=300),
        municipality_told_on=day_or_none(fields, "municipality_told_on"),
        address_checked=fields.flag("address_checked"),
    )


def typed_of(referral: Referral) -> dict[str, str]:
    """A draft as its form shows it."""
    plain = ("reason_words", "observed", "plan", "children", "request", "basis", "necessity", "purpose")
    more = ("sender_name", "sender_phone", "sender_email", "employer_unknown_reason")
    found = {name: str(getattr(referral, name)) for name in (*plain, *more)}
    found |= {f"employer_{one}": str(referral.employer.get(one, "")) for one in EMPLOYER}
    days = {name: getattr(referral, name) for name in ("observed_on", "municipality_told_on")}
    found |= {name: "" if day is None else day.isoformat() for name, day in days.items()}
    found |= {"reason": referral.reason.value, "origin": referral.origin.value, "receiver": referral.receiver}
    found["residents"] = "" if referral.residents is None else str(referral.residents)
    found["address_checked"] = "true" if referral.address_checked_by else ""
    return found


def read_concern(fields: Fields) -> Concern:
    """Who is told of signs of trafficking."""
    return Concern(
        notify=coded(fields, "notify", Notify, Notify.BOTH),
        one_only_reason=fields.text("one_only_reason", most=500),
        age=coded(fields, "age", Age, Age.IN_DOUBT),
    )


def answer_of(sent: Mapping[str, str]) -> Answer:
    """A receiver's answer. A day that is none counts as not given."""
    return Answer(
        person=sent.get("person", ""),
        number=sent.get("number", ""),
        plan=sent.get("plan", ""),
        by_on=read_day(sent.get("by_on", "")),
    )


def read_contact(fields: Fields) -> ContactWords:
    """A contact of a receiver."""
    return ContactWords(**{one: fields.raw(one) for one in ContactWords.__dataclass_fields__})


def read_enquiry(fields: Fields) -> Enquiry:
    """An enquiry that belongs elsewhere."""
    words = ("subject", "receiver", "receiver_name", "why", "sender_name", "sender_address", "late_reason")
    given = {one: fields.text(one, most=1000) for one in words}
    return Enquiry(received_on=fields.day("received_on"), municipality_code=fields.raw("municipality")[:4], **given)


def read_told(fields: Fields) -> Told:
    """What another authority tells us."""
    words = ("sender", "sender_contact", "sender_number", "address", "asks")
    given = {one: fields.text(one, most=1000)[: 40 if one == "sender" else 1000] for one in words}
    return Told(
        received_on=fields.day("received_on"),
        answer_due_on=fields.day("answer_due_on"),
        municipality_code=fields.raw("municipality")[:4],
        **given,
    )
