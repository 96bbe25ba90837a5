"""The accommodation plan as a sheet: what act 159/2021 § 3 asked of it, and how the dwelling stands by each pack."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from husly.kit import pdf
from husly.kit.i18n import format_date, format_moment, language, ngettext
from husly.kit.i18n import gettext as _
from register.assessments.presenters import PackPanel
from register.assessments.wording import in_language
from register.declarations.presenters import DeclarationPage, shown_value
from register.sheets.codes import shown_code
from register.sheets.plan_state import PREVENTION_FACTS
from standards.facts.catalogue import DWELLING_FACT
from standards.facts.choices import PLAN_CONTENT_LABELS

DRAFT = pdf.Banner("UDKAST", "UDKAST – reglerne er ikke gennemgået af en jurist")
ROOM_WIDTHS = (26, 24, 16, 16, 18, 15, 41)


@dataclass(frozen=True)
class Plan:
    """What the plan is made of: the page of the declaration, its code, and when it is printed."""

    page: DeclarationPage
    code: str
    url: str
    lacking: tuple[str, ...]
    printed_at: datetime
    as_of: date
    sender: str


def plan_pdf(plan: Plan) -> bytes:
    """The plan in the language of the moment; UDKAST across it while the governing rules are a draft."""
    panels = plan.page.judgement.panels
    return pdf.render_sheet(plan_sheet(plan), banner=DRAFT if any(one.is_draft for one in panels[:1]) else None)


def plan_sheet(plan: Plan) -> pdf.Sheet:
    """The plan before it is set."""
    title = _("Accommodation plan")
    return pdf.Sheet(
        title=f"{title}, {plan.page.address}",
        author=plan.page.declared.employer.name,
        language="da-DK" if language() == "da" else "en-GB",
        masthead=title,
        subject=plan.page.address,
        body=tuple(_body(plan)),
        footer=(
            _("Made from the declaration in Husly, the register of %(name)s.", name=plan.sender),
            _("Scan the code to see whether this paper is the current one."),
        ),
        page_label=_("Page {page} of {pages}"),
        code=pdf.Code(plan.url, shown_code(plan.code)),
        facts=_facts(plan),
    )


def _facts(plan: Plan) -> tuple[tuple[str, str], ...]:
    declared = plan.page.declared
    declaration, accommodation = declared.declaration, declared.accommodation
    until = format_date(accommodation.ends_on) if accommodation.ends_on else _("until further notice")
    return (
        (_("Version"), f"{declaration.version} ({format_moment(declaration.submitted_at)})"),
        (_("Receipt"), declaration.receipt_number),
        (_("In force from"), format_date(declaration.valid_from)),
        (_("Until"), until),
        (_("Printed"), format_moment(plan.printed_at)),
    )


def _body(plan: Plan) -> Iterator[pdf.Element]:
    page = plan.page
    yield pdf.Heading(_("Employer"))
    yield pdf.Pairs(tuple(page.contact))
    if page.site_contact:
        yield pdf.Heading(_("Contact on site"))
        yield pdf.Pairs(tuple(page.site_contact))
    yield pdf.Heading(_("The dwelling"))
    yield pdf.Pairs(_dwelling(plan))
    if page.occupancy:
        yield pdf.Heading(_("Residents by date"))
        yield pdf.Pairs(tuple(page.occupancy))
    yield pdf.Heading(_("Rooms"))
    yield rooms_table(page)
    for heading, rows in page.fact_groups[1:]:
        yield pdf.Heading(heading)
        yield pdf.Pairs(tuple(rows))
    yield pdf.Heading(_("How infection is prevented, and cleaning"))
    yield pdf.Pairs(_prevention(page))
    if plan.lacking:
        parts = ", ".join(in_language(PLAN_CONTENT_LABELS[part]) for part in plan.lacking)
        yield pdf.Paragraph(_("Not in this plan, because it is not declared: %(parts)s.", parts=parts))
    yield pdf.Heading(_("What falls short on %(on)s", on=format_date(plan.as_of)))
    if page.judgement.shared:
        yield pdf.Paragraph(page.judgement.shared)
    for number, panel in enumerate(page.judgement.panels, start=1):
        yield pdf.NumberedItem(number, panel.title, _shortfall(panel))
    yield pdf.Paragraph(_("The judgement rests on what the employer declared. Only a visit can establish a breach."))


def _dwelling(plan: Plan) -> tuple[tuple[str, str], ...]:
    facts = plan.page.declared.facts
    area = shown_value(DWELLING_FACT["area_m2"], facts.area_m2)
    kind = shown_value(DWELLING_FACT["kind"], facts.kind)
    persons = _("not stated") if facts.residents is None else str(facts.residents)
    return (*plan.page.place, (_("Kind"), kind), (_("Living area"), area), (_("Residents"), persons))


def rooms_table(page: DeclarationPage) -> pdf.Element:
    """The rooms as declared, one a row."""
    rows = tuple((room.name, room.use, *room.cells, "; ".join(_said(room.yes, room.no)) or "–") for room in page.rooms)
    if not rows:
        return pdf.Paragraph(_("No rooms are described."))
    return pdf.Columns((_("Room"), _("Use"), *page.room_columns, _("In the room")), rows, ROOM_WIDTHS)


def _said(yes: str, no: str) -> Iterator[str]:
    if yes:
        yield yes
    if no:
        yield _("No") + f": {no}"


def _prevention(page: DeclarationPage) -> tuple[tuple[str, str], ...]:
    facts = page.declared.facts
    keys = ("cleaning_instruction", *PREVENTION_FACTS)
    told = [
        (in_language(DWELLING_FACT[key].label), shown_value(DWELLING_FACT[key], value))
        for key in keys
        if (value := getattr(facts, key)) is not None
    ]
    return tuple(told) or ((_("Measures"), _("not stated")),)


def _shortfall(panel: PackPanel) -> tuple[tuple[str, str], ...]:
    rows = [(_("Standing"), f"{panel.status[1]}. {panel.release[1]}."), (_("Result"), panel.verdict[1])]
    rows += [(_("Not met"), f"{one.text} ({one.clause})") for one in panel.breaches]
    if panel.unjudged:
        count = ngettext("%(num)s rule is not judged yet", "%(num)s rules are not judged yet", len(panel.unjudged))
        rows.append((_("Not judged"), count))
    return tuple(rows)
