"""Steps that record who represents the party of a case (FVL § 8), and that it has ended."""

from collections.abc import Iterator

from sqlalchemy.orm import object_session
from sqlmodel import Session

from husly.kit.access import Permission
from husly.kit.i18n import format_date
from husly.kit.i18n import gettext as _
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step
from inspection.representation.actions import Represents, end_representative, record_representative
from inspection.representation.models import PartyRepresentative
from inspection.representation.queries import list_representatives


def offered(offer: Offer) -> Iterator[Step]:
    """Open while the case is; one step for each who represents the party already."""
    if offer.file.case.closed_at is not None:
        return
    unmet = offer.unmet(None, offer.facts, Permission.PREPARE_LETTERS)
    for one in _known(offer):
        yield Step(
            "end-representative",
            _("%(name)s represents the party since %(day)s", name=one.name, day=format_date(one.since)),
            _("The representation has ended"),
            _("Gets a copy of each letter to the party. Shown by: %(what)s", what=one.shown_by),
            (Field("representative", "", "hidden", str(one.id)),),
            unmet,
            main=False,
        )
    yield Step(
        "representative",
        _("Somebody represents the party"),
        _("Record the representative"),
        _("From then on each letter to the party goes to its representative too (FVL § 8)."),
        _fields(offer),
        unmet,
        main=False,
    )


def _fields(offer: Offer) -> tuple[Field, ...]:
    hint = _("For example a power of attorney of a day, or that a lawyer has written.")
    return (
        Field("representative_name", _("Name"), "text"),
        Field("representative_address", _("Postal address"), required=False),
        Field("representative_cvr", _("CVR number"), "text", required=False),
        Field("representative_email", _("E-mail"), "text", required=False),
        Field("since", _("Since"), "date", offer.as_of.isoformat()),
        Field("shown_by", _("What shows it"), "text", hint=hint),
    )


def _known(offer: Offer) -> list[PartyRepresentative]:
    session = object_session(offer.file.case)
    return list_representatives(session, offer.file.case.id) if isinstance(session, Session) else []


def _run_record(run: Running) -> None:
    form = run.form
    told = Represents(
        name=form.text("representative_name"),
        postal_address=form.text("representative_address"),
        cvr_number=form.text("representative_cvr"),
        email=form.text("representative_email"),
        since=form.day("since"),
        shown_by=form.text("shown_by"),
    )
    record_representative(run.session, run.case_id, told, **run.who)


def _run_end(run: Running) -> None:
    end_representative(run.session, run.case_id, run.form.identifier("representative"), **run.who)


RUN: dict[str, Run] = {"representative": _run_record, "end-representative": _run_end}
