"""The step that opens the case with the other addressee of the same visit."""

from collections.abc import Iterator

from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from inspection.authorities.belonging import authority_of
from inspection.enforcement import actions
from inspection.enforcement.actions.addressing import Owner
from inspection.enforcement.actions.sisters import require_sister_possible
from inspection.enforcement.models import Addressee
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step


def offered(offer: Offer) -> Iterator[Step]:
    """Open to whoever records findings, once a breach was found and while there is no such case."""
    try:
        require_sister_possible(offer.file)
    except DomainError:
        return
    case = offer.file.case
    if not offer.is_own and not _opens_its_own(offer):
        return
    if case.addressee is Addressee.OWNER:
        yield Step(
            "sister",
            _("Open a case with the employer as well"),
            _("Open the case"),
            _(
                "The act on the accommodation of employees binds the employer. The visit is copied, and what was found "
                "against the act."
            ),
            main=False,
        )
        return
    hint = _("Empty: the owner as the employer has named him.")
    yield Step(
        "sister",
        _("Open a case with the owner as well"),
        _("Open the case"),
        _(
            "Building law binds the owner; the municipality decides. The visit is copied, and what was found against "
            "building law; hearing and order are the owner's own. Neither party is told of the other's case."
        ),
        (
            Field("owner_name", _("The owner's name"), "text", hint=hint, required=False),
            Field("owner_address", _("The owner's postal address"), "text", hint=hint, required=False),
            Field("owner_cvr", _("CVR number, where the owner is a company"), "text", required=False),
            Field("owner_foreign", _("Or its number in its own country"), "text", required=False),
        ),
        main=False,
    )


def _opens_its_own(offer: Offer) -> bool:
    """Whether the case with the other addressee would be that of the reader's authority."""
    at = offer.file.case.municipality_code
    return offer.file.case.addressee is Addressee.OWNER or authority_of(offer.actor, at=at) == at


def _run_sister(run: Running) -> str:
    form = run.form
    owner = Owner(
        form.text("owner_name"), form.text("owner_address"), form.text("owner_cvr"), form.text("owner_foreign")
    )
    sister = actions.open_sister(run.session, run.case_id, owner=owner, **run.who)
    return f"/cases/{sister.id}"


RUN: dict[str, Run] = {"sister": _run_sister}
