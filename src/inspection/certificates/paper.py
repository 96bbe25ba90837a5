"""The certificate as a sheet with its code; it says what it is not, too."""

from dataclasses import dataclass
from datetime import datetime

from husly.kit import pdf
from husly.kit.i18n import format_date, format_moment, language
from husly.kit.i18n import gettext as _
from inspection.certificates.models import Certificate
from inspection.certificates.numbers import shown_number
from inspection.certificates.presenters import AnswerPage
from register.declarations.queries import Declared

DRAFT = pdf.Banner("UDKAST", "UDKAST – reglerne er ikke gennemgået af en jurist")


@dataclass(frozen=True)
class Paper:
    """What the certificate is made of."""

    declared: Declared
    certificate: Certificate
    answer: AnswerPage
    url: str
    printed_at: datetime
    sender: str


def certificate_pdf(paper: Paper) -> bytes:
    """The certificate in the language of the moment."""
    return pdf.render_sheet(certificate_sheet(paper), banner=DRAFT)


def certificate_sheet(paper: Paper) -> pdf.Sheet:
    """The certificate before it is set."""
    title, address = _("Certificate of registration"), paper.declared.dwelling.address
    return pdf.Sheet(
        title=f"{title}, {address}",
        author=paper.sender,
        language="da-DK" if language() == "da" else "en-GB",
        masthead=title,
        subject=address,
        body=_body(paper),
        footer=(
            _("From Husly, the register of %(name)s.", name=paper.sender),
            _("Scan the code to see how it stands today; this paper shows how it stood when it was printed."),
        ),
        page_label=_("Page {page} of {pages}"),
        code=pdf.Code(paper.url, shown_number(paper.certificate.number)),
        facts=(
            (_("Issued"), format_date(paper.certificate.issued_at)),
            (_("Printed"), format_moment(paper.printed_at)),
            (_("Status"), paper.answer.state[1]),
        ),
    )


def _body(paper: Paper) -> tuple[pdf.Element, ...]:
    rows = ((_("Address"), paper.declared.dwelling.address), (_("Employer"), paper.declared.employer.name))
    return (
        pdf.Paragraph(_("This housing for employees is declared in the register.")),
        pdf.Pairs((*rows, *paper.answer.rows)),
        pdf.Heading(_("What it does not say")),
        pdf.Paragraph(
            _(
                "The certificate is no approval of the housing. It shows what the employer has declared, and whether "
                "the authority has visited. It may be revoked."
            )
        ),
    )
