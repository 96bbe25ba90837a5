"""Two hundred papers as one indexed PDF of a case, beside pypdf laying the same files one after the other.

python bench/case_bundle.py [--letters 150] [--pictures 50] [--rounds 3]

Letters are orders of four pages as they are issued; pictures are set on a page each before anything is measured, since
both ways need the same files. Measured is what the bundle adds: the index set twice, its links, the bookmarks, the
digests and the stamp on every page. The memory is that of the process when all is done, and what setting the pictures
costs is told apart.
"""

import argparse
import hashlib
import resource
import sys
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image
from pypdf import PdfReader, PdfWriter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import letter_cases
from husly.kit.uploads import Kind
from husly.kit.uploads.pictures import drawn_anew
from inspection.case_file.joining import Cover, Document, join
from inspection.case_file.papers.files import FileRow, file_elements
from inspection.case_file.papers.paper import Paper, noon
from inspection.case_file.redaction import Redactor
from inspection.case_file.setting import Typesetter
from inspection.letters.builders import write_injunction
from inspection.letters.gates import Marking
from inspection.letters.layout import letter_pdf

DAY = letter_cases.ORDER.visit_on
COVER = Cover("Myndigheden", "Sagsmappe", "Myndigheden · Sagsnr. 1", (("Sagsnr.", "1"),), (), ())


def photo(number: int) -> bytes:
    """A picture as large as evidence is stored: much in it, so that it does not pack well."""
    noise = Image.effect_noise((500, 375), 60 + number % 7).resize((2000, 1500)).convert("RGB")
    target = BytesIO()
    noise.save(target, "JPEG", quality=85)
    return drawn_anew(target.getvalue(), Kind.JPEG, longest_px=2000)[1]


def letters(count: int) -> list[Document]:
    """So many issued letters, each another."""
    order = replace(letter_cases.ORDER, breaches=(*letter_cases.BREACHES, *letter_cases.BREACHES)[:5])
    made = []
    for number in range(count):
        written = write_injunction(replace(order, main_considerations=f"Hensyn nr. {number}."))
        made.append(Document("Påbud", "01.05.2026", letter_pdf(written, Marking.NONE)))
    return made


def pictures(count: int) -> list[Document]:
    """So many papers with a list and one picture."""
    setter = Typesetter("Myndigheden", "1", Redactor(frozenset({"Zbigniew Qxwv"})), None)
    papers = []
    for number in range(count):
        content = photo(number)
        digest = hashlib.sha256(content).hexdigest()
        row = FileRow(f"{number}.jpg", Kind.JPEG, digest, len(content), noon(DAY), "Parten", lambda kept=content: kept)
        papers.append(Paper(noon(DAY), f"Foto {number}", lambda shown=row: file_elements([shown])))
    return list(setter.documents(papers))


def concatenated(documents: list[Document]) -> int:
    """The same files one after the other, with a bookmark each, and nothing else."""
    writer, out = PdfWriter(), BytesIO()
    for number, one in enumerate(documents, start=1):
        writer.append(PdfReader(BytesIO(one.content)), outline_item=f"{number}. {one.title}", import_outline=False)
    writer.write(out)
    return len(out.getvalue())


def memory_mb() -> float:
    """The most memory this process has used."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print seconds of both in turns, their ratio, sizes and memory."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--letters", type=int, default=150)
    parser.add_argument("--pictures", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    start = time.process_time()
    documents = letters(chosen.letters)
    begun = time.process_time()
    documents += pictures(chosen.pictures)
    print(f"setting: letters {begun - start:.1f} s, pictures {time.process_time() - begun:.1f} s of the processor")
    before, ours, plain = memory_mb(), list[float](), list[float]()
    for _ in range(chosen.rounds):
        start = time.process_time()
        size = concatenated(documents)
        plain.append(time.process_time() - start)
    bare = memory_mb()
    for _ in range(chosen.rounds):
        start, wall = time.process_time(), time.monotonic()
        made = join(COVER, documents)
        ours.append(time.process_time() - start)
        print(f"bundle: {ours[-1]:.1f} s of the processor, {time.monotonic() - wall:.1f} s on the wall")
    print(
        f"{made.documents} documents, {made.pages} pages, {len(made.content) / 1e6:.1f} MB ({size / 1e6:.1f} MB bare)"
    )
    print(f"bare {min(plain):.1f} s, bundle {min(ours):.1f} s: {min(ours) / min(plain):.2f} times")
    print(
        f"memory {before:.0f} MB with the files, {bare:.0f} MB after joining bare, {memory_mb():.0f} MB after bundles"
    )


if __name__ == "__main__":
    main()
