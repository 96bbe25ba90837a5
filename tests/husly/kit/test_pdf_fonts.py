"""What papers embed of their fonts: the same table of usual letters in each, others besides, whatever came before."""

from io import BytesIO

from pypdf import PdfReader

from husly.kit.pdf import Paragraph, Sheet, render_sheet
from husly.kit.pdf.fonts import USUAL


def paper(text):
    return render_sheet(
        Sheet(
            title="Ark",
            author="Myndigheden",
            language="da",
            masthead="Myndigheden",
            subject="Ark",
            body=(Paragraph(text),),
            footer=("Myndigheden",),
            page_label="{page}/{pages}",
        ),
        banner=None,
    )


def tables(pdf):
    """Every embedded table of the regular font, and how many letters each holds."""
    fonts = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    found = [font.get_object() for font in fonts]
    return {
        font["/FontDescriptor"]["/FontFile2"].get_data(): font["/LastChar"]
        for font in found
        if font["/BaseFont"].endswith("Regular")
    }


def test_papers_of_usual_letters_embed_the_very_same_font():
    assert tables(paper("Påbud")) == tables(paper(USUAL))


def test_a_letter_that_is_not_usual_is_embedded_besides_and_can_be_read():
    odd = paper("Łódź og Ђорђе")
    assert tables(odd) != tables(paper("Lodz"))
    assert "Łódź og Ђорђе" in PdfReader(BytesIO(odd)).pages[0].extract_text()


def test_more_letters_than_one_table_holds_are_all_read():
    many = "".join(chr(sign) for sign in (*range(0x0100, 0x0180), *range(0x0410, 0x0450), *range(0x0391, 0x03A1)))
    text = PdfReader(BytesIO(paper(" ".join(many)))).pages[0].extract_text()
    assert [sign for sign in many if sign not in text] == []
    assert len(tables(paper(many))) == 2


def test_what_was_written_before_leaves_no_trace():
    first = paper("Påbud")
    paper("Łódź og Ђорђе")
    assert paper("Påbud") == first
