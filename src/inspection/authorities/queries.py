"""Reading letterheads and rules of complaint."""

from dataclasses import fields
from typing import Any

from sqlmodel import Session, col, select

from husly.settings import Settings, SupervisionModel
from inspection.authorities.belonging import STATE, authority_of_case
from inspection.authorities.letterheads import Letterhead
from inspection.authorities.models import Authority, ComplaintRule
from inspection.enforcement.models import InspectionCase
from inspection.letters.blocks import LetterKind


def list_authorities(session: Session) -> list[Authority]:
    """Every letterhead that was written down, the state's first."""
    found = session.exec(select(Authority).order_by(col(Authority.code)))
    return sorted(found, key=lambda one: (one.code != STATE, one.name))


def list_rules(session: Session) -> list[ComplaintRule]:
    """The rules in force."""
    statement = select(ComplaintRule).where(col(ComplaintRule.withdrawn_at).is_(None))
    return list(session.exec(statement.order_by(col(ComplaintRule.kind), col(ComplaintRule.added_at))))


def letterhead_of(session: Session, case: InspectionCase, settings: Settings) -> Letterhead | None:
    """How the authority of a case signs: its own row, else the settings for the authority that they are about.

    None where another authority's letterhead is missing: nobody signs in the name of another.
    """
    return letterhead_by_code(session, authority_of_case(case, settings.supervision_model), settings)


def letterhead_by_code(session: Session, code: str, settings: Settings) -> Letterhead | None:
    """How an authority signs, as ``letterhead_of`` a case of it."""
    found = session.get(Authority, code) if code else None
    if found is not None:
        return Letterhead(**{one.name: getattr(found, one.name) for one in fields(Letterhead)})
    return of_settings(settings) if _is_of_settings(code, settings.supervision_model) else None


def settings_of(session: Session, case: InspectionCase, settings: Settings) -> Settings:
    """The settings as the authority of a case would have them: its letterhead as ``authority_*``.

    They are empty where it has none, so that nothing leaves in the name of another.
    """
    head = letterhead_of(session, case, settings) or Letterhead(name="")
    return settings.model_copy(
        update={
            "authority_name": head.name,
            "authority_address": head.postal_address,
            "authority_cvr": head.cvr_number,
            "authority_phone": head.phone,
            "authority_email": head.email,
            "authority_payment": head.payment,
            "privacy_url": head.privacy_url,
        }
    )


def is_of_settings(case: InspectionCase, settings: Settings) -> bool:
    """Whether the settings ``authority_*`` and ``complaint_*`` are about the authority of a case."""
    model = settings.supervision_model
    return _is_of_settings(authority_of_case(case, model), model)


def _is_of_settings(code: str, model: SupervisionModel) -> bool:
    return code in ("", STATE) if model in ("none", "state", "split") else code != STATE


def of_settings(settings: Settings) -> Letterhead:
    """The letterhead that the settings give."""
    return Letterhead(
        name=settings.authority_name,
        postal_address=settings.authority_address,
        cvr_number=settings.authority_cvr,
        phone=settings.authority_phone,
        email=settings.authority_email,
        privacy_url=settings.privacy_url,
        payment=settings.authority_payment,
    )


def guidance_of(session: Session, case: InspectionCase, kind: LetterKind, settings: Settings) -> dict[str, Any] | None:
    """What a letter of a case tells of complaints, as letters keep it among their choices.

    The rule that fits most closely counts; without one None, and the settings ``complaint_*`` stand in for decisions
    of the authority that they are about.
    """
    whose = authority_of_case(case, settings.supervision_model)
    fitting = [
        one
        for one in list_rules(session)
        if one.kind is kind
        and one.authority in ("", whose)
        and one.legal_basis in (None, case.legal_basis)
        and one.addressee in (None, case.addressee)
    ]
    if not fitting:
        return None
    rule = max(fitting, key=lambda one: (closeness(one), one.added_at))
    if rule.none_reason:
        return {"none_reason": rule.none_reason}
    days = rule.days or 7 * rule.weeks
    return {"body": rule.body, "send_to": rule.send_to, "days": days, "weeks": rule.weeks, "suspends": rule.suspends}


def closeness(rule: ComplaintRule) -> int:
    """How many of authority, legal basis and addressee a rule names."""
    return sum((bool(rule.authority), rule.legal_basis is not None, rule.addressee is not None))
