"""The letter that tells an owner; a draft, in Danish and English, without a word of who lives there."""

from datetime import date
from pathlib import Path

from husly.kit import pdf
from husly.kit.postal import postal_lines
from husly.settings import Settings
from register.owners.models import OwnerNotice

SUBJECT = "Der er anmeldt bolig til ansatte på din adresse"
DRAFT = pdf.Banner("UDKAST", "UDKAST – skal godkendes af en jurist")
TRIAL = pdf.Banner("PRØVE", "PRØVE – uden retsvirkning")

_DANISH = (
    "En arbejdsgiver har anmeldt, at ansatte bor på adressen, og har oplyst, at du ejer boligen. Derfor får du dette "
    "brev.",
    "Du kan se, hvad der er anmeldt: adressen, perioden og antallet af beboere. Er noget forkert, kan du gøre "
    "indsigelse. Du behøver ingen konto, kun koden herunder.",
)
_DANISH_AFTER = (
    "En indsigelse sletter intet. Myndigheden opretter en sag, ser på den og svarer dig på samme side.",
    "Er oplysningerne rigtige, behøver du ikke gøre noget. Giv ikke koden videre.",
)
_ENGLISH = (
    "An employer has declared that employees live at this address, and has named you as the owner of the dwelling. "
    "With the code above you can see what is declared (address, period, number of residents) and contest it. You need "
    "no account. A contest deletes nothing; the authority opens a case and answers you on the same page.",
)


def owner_letter(notice: OwnerNotice, dwelling: str, *, settings: Settings, on: date) -> bytes:
    """The letter of one notice as PDF; equal input gives equal bytes."""
    banner = TRIAL if settings.demo_mode else DRAFT
    return pdf.render_letter(owner_document(notice, dwelling, settings=settings, on=on), banner=banner)


def owner_document(notice: OwnerNotice, dwelling: str, *, settings: Settings, on: date) -> pdf.Document:
    """The letter before it is set."""
    sender = settings.authority_name
    lines = tuple(part.strip() for part in settings.authority_address.split(";") if part.strip())
    contact = " · ".join(part for part in (settings.authority_phone, settings.authority_email) if part)
    return pdf.Document(
        title=SUBJECT,
        author=sender,
        language="da-DK",
        masthead=sender,
        return_line=" · ".join((sender, *lines)),
        address=(notice.name, *postal_lines(notice.postal_address)),
        margin=(("Dato", on.strftime("%d.%m.%Y")),),
        subject=SUBJECT,
        body=_body(notice, dwelling, settings),
        footer=tuple(line for line in (", ".join((sender, *lines)), contact, settings.privacy_url) if line),
        running_head=sender,
        page_label="Side {page} af {pages}",
    )


def _body(notice: OwnerNotice, dwelling: str, settings: Settings) -> tuple[pdf.Element, ...]:
    page = f"{settings.public_url.rstrip('/')}/owner" if settings.public_url else "Huslys side /owner"
    return (
        pdf.Pairs((("Vedrører", dwelling),)),
        *map(pdf.Paragraph, _DANISH),
        pdf.NumberedItem(1, "Sådan ser du oplysningerne", (("Side", page), ("Kode", notice.code or ""))),
        *map(pdf.Paragraph, _DANISH_AFTER),
        pdf.Heading("In English: housing for employees is declared at your address"),
        *map(pdf.Paragraph, _ENGLISH),
        pdf.SignOff("Med venlig hilsen", (settings.authority_name,)),
    )


def write_letter(folder: Path, name: str, content: bytes) -> None:
    """Write beside and rename, so that the post room sees the whole letter or none."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{name}.part"
    part.write_bytes(content)
    part.replace(folder / name)
