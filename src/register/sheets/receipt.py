"""The receipt of a declaration as a sheet: number, content, signed statement, hash, moment in UTC."""

from collections.abc import Iterator
from datetime import UTC

from husly.kit import pdf
from husly.kit.i18n import format_date, format_moment, language
from husly.kit.i18n import gettext as _
from register.declarations.list_presenters import SOURCES
from register.declarations.presenters import DeclarationPage
from register.sheets.plan import rooms_table


def receipt_pdf(page: DeclarationPage, *, sender: str) -> bytes:
    """The receipt in the language of the moment."""
    return pdf.render_sheet(receipt_sheet(page, sender=sender), banner=None)


def receipt_sheet(page: DeclarationPage, *, sender: str) -> pdf.Sheet:
    """The receipt before it is set."""
    declaration = page.declared.declaration
    title = " ".join((_("Receipt"), declaration.receipt_number))
    return pdf.Sheet(
        title=title,
        author=sender,
        language="da-DK" if language() == "da" else "en-GB",
        masthead=sender,
        subject=title,
        body=tuple(_body(page)),
        footer=(_("The receipt shows what was declared. It is no approval of the housing."), page.address),
        page_label=_("Page {page} of {pages}"),
    )


def _body(page: DeclarationPage) -> Iterator[pdf.Element]:
    declaration = page.declared.declaration
    yield pdf.Pairs(
        (
            (_("Received"), f"{format_moment(declaration.submitted_at)} ({_utc(page)})"),
            (_("Version"), str(declaration.version)),
            (_("In force from"), format_date(declaration.valid_from)),
            (_("Came by"), _(SOURCES[declaration.source])),
            (_("SHA-256 of the content"), declaration.content_hash),
        )
    )
    if page.signed is not None:
        yield pdf.Heading(_("Statement"))
        yield pdf.Paragraph(page.signed.words)
        yield pdf.Pairs(
            (
                (_("Signed by"), page.signed.signer),
                (_("Signed"), f"{page.signed.signed_at} ({page.signed.signed_at_utc})"),
                (_("Version of the statement"), page.signed.text_version),
                (_("SHA-256 of the statement"), page.signed.text_sha256),
            )
        )
    if page.later_headings:
        yield pdf.Heading(_("To be told later"))
        yield pdf.Paragraph(", ".join(page.later_headings))
    yield pdf.Heading(_("Employer"))
    yield pdf.Pairs(tuple(page.contact))
    yield pdf.Heading(_("Place and period"))
    yield pdf.Pairs(tuple(page.place))
    if page.occupancy:
        yield pdf.Heading(_("Residents by date"))
        yield pdf.Pairs(tuple(page.occupancy))
    for heading, rows in page.term_groups:
        yield pdf.Heading(heading)
        yield pdf.Pairs(tuple(rows))
    yield pdf.Heading(_("Rooms"))
    yield rooms_table(page)
    for heading, rows in page.fact_groups:
        yield pdf.Heading(heading)
        yield pdf.Pairs(tuple(rows))


def _utc(page: DeclarationPage) -> str:
    """The moment as machines write it: in UTC, to the second."""
    at = page.declared.declaration.submitted_at.astimezone(UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
