"""Papers that anyone can read and keep: PDF/UA-1 and PDF/A-2a, asked of a validator; sealed ones too."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import page
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from husly.kit.pdf import (
    Annex,
    Banner,
    Bullets,
    Code,
    Columns,
    Document,
    Foreign,
    Heading,
    NumberedItem,
    Pairs,
    Paragraph,
    Picture,
    Scan,
    Sheet,
    SignOff,
    render_letter,
    render_sheet,
)
from husly.kit.pdf.seal import SealError, seal
from pdf_structure import structure_of

LONG = "Der er konstateret en overtrædelse, som skal bringes i orden inden fristen. " * 30
EUROPE = (
    "Þórður Öxarárfoss, Łukasz Żółć, Ștefan Țepeș, Ģirts Ķirsons, Žąsis Ėglė, Őrsi Űző, Ćaušević Đorđe, "
    "Dvořák Ůlehla, Ľubomír Ŕ, Çağla İşcan Ğ, Ñandú Ô, Ħal Għaxaq, Šķēps, Ŵ Ŷ, ß Ÿ, "
    "Иван Ђорђевић Ї Ў Ъ, Γιώργος Ὀδυσσεύς"
)


def photo():
    target = BytesIO()
    Image.new("RGB", (60, 40), (90, 120, 60)).save(target, "JPEG")
    return target.getvalue()


EVERY_KIND = (
    Heading("Overskrift"),
    Paragraph(EUROPE),
    Bullets(("første punkt", "andet punkt")),
    Pairs((("Adresse", "Havnegade 12"),)),
    NumberedItem(1, "Én ting", (("Målt", LONG), ("Krævet", LONG))),
    Columns(("Nr.", "Hvad"), tuple((str(number), "noget") for number in range(80)), (1, 5)),
    Columns(("Nr.", "Hvad"), (("1", "et sted"), ("2", "et andet")), (1, 5), ("https://a.example", "https://b.example")),
    Picture(photo(), "Et værelse"),
    Scan("https://husly.example/comply?code=ABCD-2345-EFGH", "Scan firkanten med en telefon."),
    Paragraph(LONG * 3),
    SignOff("Med venlig hilsen", ("Mette Holm", "tilsynsførende")),
    Annex("en", "For information", (Heading("What this is about"), Paragraph("The Danish text prevails."))),
    Annex("ar", "للعلم", (Paragraph("هذا النص للعلم فقط."),)),
)
PROFILES = ("ua1", "2a")


def letter(*body, seal_label=""):
    return Document(
        title="Påbud <&> sag 1",
        author="Myndigheden & Co.",
        language="da-DK",
        masthead="Myndigheden",
        return_line="Myndigheden · Gade 1 · 1000 By",
        address=("Firma ApS", "Åvej 2", "8000 Aarhus C"),
        margin=(("Dato", "2. marts 2026"),),
        subject="Rødgrød med fløde på øen Ærø",
        body=body or EVERY_KIND,
        footer=("Myndigheden, Gade 1",),
        running_head="Sag 1",
        page_label="Side {page} af {pages}",
        seal_label=seal_label,
    )


def sheet(language, *, code=True):
    return Sheet(
        title="Kvittering",
        author="Myndigheden",
        language=language,
        masthead="Myndigheden",
        subject="Kvittering",
        body=(Heading("نص" if language == "ar" else "Tekst"), Paragraph("Tekst"), Bullets(("punkt",))),
        footer=("Myndigheden",),
        page_label="{page}/{pages}",
        code=Code("https://husly.example/r/1", "Se mere") if code else None,
        facts=(("Sag", "1"),),
        scales=(1.0, 0.8),
    )


def faults(pdf):
    return {
        profile: [
            f"{found.rule_id}: {found.message}" for found in page.validate_pdf_bytes(pdf, profile=profile).failures
        ]
        for profile in PROFILES
    }


NONE = {profile: [] for profile in PROFILES}


@pytest.mark.parametrize("banner", [None, Banner("UDKAST", "UDKAST - skal læses først")])
def test_a_letter_of_every_kind_of_part_is_accessible_and_can_be_kept(banner):
    assert faults(render_letter(letter(), banner=banner)) == NONE


def test_a_file_that_is_neither_is_found_out():
    from reportlab.pdfgen.canvas import Canvas

    target = BytesIO()
    canvas = Canvas(target)
    canvas.drawString(100, 100, "hej")
    canvas.save()
    assert all(faults(target.getvalue()).values())


@pytest.mark.parametrize("language", ["da", "en", "pl", "uk", "ar", "ne", "vi", "el"])
@pytest.mark.parametrize("code", [True, False])
def test_a_sheet_is_accessible_in_every_writing(language, code):
    assert faults(render_sheet(sheet(language, code=code), banner=None)) == NONE


def test_a_table_torn_over_pages_is_one_table_with_one_head():
    kinds = [kind for kind, _ in structure_of(render_letter(letter(EVERY_KIND[5]), banner=None))]
    assert kinds.count("/Table") == 1
    assert kinds.count("/TR") == 81
    assert kinds.count("/TH") == 2


def test_the_head_is_read_before_the_text_and_an_annex_in_its_own_language():
    found = structure_of(render_letter(letter(), banner=None))
    kinds = [kind for kind, _ in found]
    assert kinds.index("/P") < kinds.index("/H1") < kinds.index("/H2")
    assert [element["/Lang"] for _, element in found if "/Lang" in element] == ["en", "ar"]


QUOTING = letter(
    Paragraph("Parten skriver: لقد أصلحنا النافذة 12 مارس."),
    Paragraph("لقد أصلحنا النافذة."),
    NumberedItem(1, Foreign("Title", "en"), (("Bemærkning", "हमने खिड़की ठीक की 🙂"), ("Fundet", Foreign("cold", "en")))),
    Columns(("Nr.", "Hvad"), (("1", "غرفة"),), (1, 5), ("https://a.example",)),
)


def test_a_danish_letter_that_quotes_other_writing_is_accessible_and_holds_every_letter():
    quoting = replace(QUOTING, address=("محمد Trading GmbH", "Åvej 2", "8000 Aarhus C"))
    made = render_letter(quoting, banner=None)
    assert faults(made) == NONE
    content = PdfReader(BytesIO(made)).pages[0].get_contents().get_data()
    for words in (
        "محمد Trading GmbH",
        "Parten skriver: لقد أصلحنا النافذة 12 مارس.",
        "غرفة",
        "हमने खिड़की ठीक की \ufffd",
    ):
        assert words.encode("utf-16-be").hex().upper().encode() in content


def test_a_text_in_another_language_is_tagged_with_it_in_its_cell():
    found = structure_of(render_letter(QUOTING, banner=None))
    assert [(kind, element["/Lang"]) for kind, element in found if "/Lang" in element] == [("/TH", "en"), ("/TD", "en")]


def test_equal_letters_are_equal_to_the_byte():
    assert render_letter(letter(), banner=None) == render_letter(letter(), banner=None)


def test_every_letter_of_europe_can_be_copied():
    text = PdfReader(BytesIO(render_letter(letter(Paragraph(EUROPE)), banner=None))).pages[0].extract_text()
    assert " ".join(EUROPE.split()) in " ".join(text.split())


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tilsynet")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=300))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("seal") / "seal.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"s", key, made, None, BestAvailableEncryption(b"secret")))
    return path


def test_a_sealed_letter_is_still_accessible_and_its_seal_holds(certificate):
    sealed = seal(render_letter(letter(seal_label="Segl"), banner=None), certificate=certificate, password="secret")
    assert faults(sealed) == NONE
    found = PdfFileReader(BytesIO(sealed)).embedded_signatures[0]
    status = validate_pdf_signature(found, ValidationContext(trust_roots=[]))
    assert status.intact
    assert status.valid


def test_a_changed_letter_breaks_its_seal(certificate):
    sealed = seal(render_letter(letter(seal_label="Segl"), banner=None), certificate=certificate, password="secret")
    changed = sealed.replace(b"/Rect", b"/rect", 1)
    found = PdfFileReader(BytesIO(changed)).embedded_signatures[0]
    assert not validate_pdf_signature(found, ValidationContext(trust_roots=[])).intact


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_certificate_that_cannot_be_opened_is_named_without_its_password(certificate, password):
    with pytest.raises(SealError, match="seal_password") as error:
        seal(render_letter(letter(seal_label="Segl"), banner=None), certificate=certificate, password=password)
    assert "secret" not in str(error.value)
    assert not password or password not in str(error.value).replace("seal_password", "")


def test_a_missing_certificate_is_named(tmp_path):
    with pytest.raises(SealError, match="cannot be read"):
        seal(render_letter(letter(seal_label="Segl"), banner=None), certificate=tmp_path / "no.p12", password="x")
