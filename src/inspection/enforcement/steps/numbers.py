"""The step that records the numbers at the head of letters."""

from collections.abc import Iterator

from husly.kit.access import Permission
from husly.kit.i18n import gettext as _
from inspection.enforcement.actions.numbers import HeadNumbers, record_numbers
from inspection.enforcement.models import Addressee
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step


def offered(offer: Offer) -> Iterator[Step]:
    """Open while the case is."""
    if offer.file.case.closed_at is not None:
        return
    yield Step(
        "numbers",
        _("Numbers at the head of letters"),
        _("Save the numbers"),
        _("Letters written from now on name the property and their recipient by them. Empty: not known."),
        _fields(offer),
        offer.unmet(None, offer.facts, Permission.PREPARE_LETTERS),
        main=False,
    )


def _fields(offer: Offer) -> tuple[Field, ...]:
    case, dwelling = offer.file.case, offer.file.dwelling
    bfe = Field("bfe_number", _("BFE number of the property"), "text", dwelling.bfe_number or "", required=False)
    if case.addressee is Addressee.OWNER:
        hint = _("A firm without a CVR number: then it is written to as a firm, with a page in English.")
        label, known = _("The owner's number in its own country"), case.owner_foreign_number
        return (bfe, Field("owner_foreign_number", label, "text", known, hint, required=False))
    label, known = _("P-number of the employer's workplace"), case.employer_p_number
    return (bfe, Field("p_number", label, "text", known, required=False))


def _run(run: Running) -> None:
    form = run.form
    told = HeadNumbers(form.text("bfe_number"), form.text("p_number"), form.text("owner_foreign_number"))
    record_numbers(run.session, run.case_id, told, **run.who)


RUN: dict[str, Run] = {"numbers": _run}
