"""Many papers joined into one: where the index leads, what the stamps say, and that nothing else changes."""

from io import BytesIO

from pypdf import PdfReader

from husly.kit import pdf
from inspection.case_file.joining import Cover, Document, join

COVER = Cover("Myndighed", "Sagsmappe", "Sag 1", (("Sagsnr.", "1"),), (), ())


def paper(title, pages=1):
    body = tuple(pdf.Paragraph(f"{title}, linje {number}") for number in range(1 + 45 * (pages - 1)))
    sheet = pdf.Sheet(title, "Myndighed", "da-DK", "Myndighed", title, body, (), "Side {page} af {pages}")
    return pdf.render_sheet(sheet, banner=None)


def links_of(reader):
    found = []
    for number, page in enumerate(reader.pages):
        for annotation in page.get("/Annots", ()):
            link = annotation.get_object()
            assert "/A" not in link
            target = link["/Dest"][0].get_object()
            found.append((number, next(at for at, one in enumerate(reader.pages) if one.get_object() == target)))
    return found


def test_every_line_of_the_index_leads_to_the_first_page_of_its_paper():
    documents = [Document("Brev", "01.05.2026", paper("Brev", 2)), Document("Svar", "02.05.2026", paper("Svar"))]
    joined = join(COVER, documents)
    reader = PdfReader(BytesIO(joined.content))
    starts = [reader.get_destination_page_number(one) for one in reader.outline[1:]]
    assert [reader.pages[at].extract_text().splitlines().count("Brev") for at in starts] == [1, 0]
    led = links_of(reader)
    assert {start for start, _ in led} == {0}
    assert [led[at][1] for at in range(0, len(led), 5)] == starts  # five cells a line
    assert joined.pages == len(reader.pages) == 1 + 2 + 1
    index = reader.pages[0].extract_text()
    assert f"{starts[0] + 1}–{starts[0] + 2}" in index


def test_every_page_of_a_paper_is_stamped_and_otherwise_as_it_was():
    content = paper("Brev", 2)
    reader = PdfReader(BytesIO(join(COVER, [Document("Brev", "01.05.2026", content)]).content))
    assert "Bilag" not in reader.pages[0].extract_text().replace("Bilag\n", "").replace("“Bilag”", "")
    for number, page in enumerate(PdfReader(BytesIO(content)).pages):
        text = reader.pages[1 + number].extract_text()
        assert f"Bilag 1, side {number + 1} af 2" in text
        assert page.extract_text().strip() in text
        assert page.get_contents().get_data().strip() in reader.pages[1 + number].get_contents().get_data()


def test_a_note_stands_below_the_name_of_a_paper():
    documents = [Document("Påbud", "01.05.2026", paper("Påbud"), "Ændret eller ophævet ved bilag 2")]
    text = PdfReader(BytesIO(join(COVER, documents).content)).pages[0].extract_text()
    assert "Ændret eller ophævet ved bilag 2" in " ".join(text.split())


def test_two_hundred_documents_are_joined_and_indexed():
    small = paper("Brev")
    joined = join(COVER, (Document(f"Brev {number}", "01.05.2026", small) for number in range(200)))
    reader = PdfReader(BytesIO(joined.content))
    assert (joined.documents, joined.pages) == (200, len(reader.pages))
    assert len(reader.outline) == 201
    assert len({target for _, target in links_of(reader)}) == 200
