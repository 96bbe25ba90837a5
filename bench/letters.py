"""Letters a second, tagged (PDF/UA-1) and archival (PDF/A-2a), beside WeasyPrint and Typst with the same content.

python bench/letters.py [--seconds S] [--batch N]      # weasyprint and typst: bench/requirements-letters.txt

Every engine sets the same order in the same run, in turns of some tenths of a second, so that a busy machine slows all
alike: five breaches, evidence, reasons, complaint guidance, four pages with foot and running head, one font family
embedded. Every letter is another, as in a night's post: firm, dwelling, case number, rooms and measures change, the
standing texts recur. So an engine that remembers may remember those, and no more.

Measured is from the words in their order to the finished file. Husly gets the written letter and lays it out;
WeasyPrint gets a web page and Typst a source that were made before the clock is started, their fonts found once. None
of them writes the letter from its case, asks the gates or reckons a hash. WeasyPrint writes PDF/UA-1 (it cannot also
write PDF/A-2a in one file), Typst both. What each made is asked of a validator before anything is measured. ``--batch``
sets so many letters in one process and prints the memory at the first hundred and at the end.
"""

import argparse
import gc
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import page
from pypdf import PdfReader

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from letter_peers import as_html, as_typst

import letter_cases
from husly.kit.pdf import FONTS
from inspection.letters.builders import write_injunction
from inspection.letters.contents import Breach
from inspection.letters.gates import Marking
from inspection.letters.layout import letter_document, letter_pdf
from inspection.letters.letter import Letter

FIRMS = ("Frugtgården", "Nordhavn Byg", "Østfyn Gartneri", "Lyngby Rengøring", "Vestjysk Fisk", "Ålborg Montage")
STREETS = ("Havnegade", "Søbyvej", "Kirkestræde", "Åboulevarden", "Mølletoften", "Gl. Landevej", "Ærøvænget")

TURN = 0.3
"""How many seconds of processor time an engine sets letters for before it is another's turn."""


def content(number: int) -> Letter:
    """An order with five breaches, to a firm and about a dwelling of its own."""
    order, street = letter_cases.ORDER, f"{STREETS[number % 7]} {number % 293 + 1}"
    head = replace(
        order.head,
        recipient=replace(
            order.head.recipient,
            name=f"{FIRMS[number % 6]} {number % 97} ApS",
            address_lines=(street, "5985 Søby Ærø"),
            cvr_number=f"{13_000_000 + number * 7919 % 9_000_000}",
        ),
        header=replace(order.head.header, case_number=f"2026-{number:05d}"),
        property=replace(order.head.property, address=f"{street}, 5970 Ærøskøbing", bfe_number=f"{5_000_000 + number}"),
    )
    breaches = (*letter_cases.BREACHES, *letter_cases.BREACHES)[:5]
    facts = order.decisive_facts.replace("8 sovepladser", f"{number % 23 + 7} sovepladser")
    made = (_breach(breach, number, place) for place, breach in enumerate(breaches))
    return write_injunction(replace(order, head=head, breaches=tuple(made), decisive_facts=facts))


def _breach(breach: Breach, number: int, place: int) -> Breach:
    """The breach in a room and with a measure of its own."""
    room, measure = f"Værelse {(number + place) % 29 + 1}", f"{(number * 13 + place) % 180 / 10:.1f}".replace(".", ",")
    return replace(
        breach,
        title=breach.title.replace("Værelse 3", room),
        measured=breach.measured.replace("2,67", measure).replace("15,5", measure),
        result=breach.result.replace("Værelse 3", room),
        rooms=(room,) if breach.rooms else (),
    )


@dataclass(frozen=True)
class Engine:
    """What is made of a letter before the clock is started, what is measured, and what the file promises to be."""

    prepare: Callable[[Letter], Any]
    make: Callable[[Any], bytes]
    promises: tuple[str, ...]


def ours() -> Engine:
    """What Husly does when a letter is issued."""
    return Engine(lambda letter: letter, lambda letter: letter_pdf(letter, Marking.NONE), ("ua1", "2a"))


def weasyprint() -> Engine:
    """WeasyPrint, its fonts found once."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()

    def made(text: str) -> bytes:
        return HTML(string=text).write_pdf(pdf_variant="pdf/ua-1", font_config=fonts)

    return Engine(lambda letter: as_html(letter_document(letter)), made, ("ua1",))


def typst() -> Engine:
    """Typst, its fonts found once, its compiler kept from letter to letter."""
    import typst as engine

    fonts = engine.Fonts(font_paths=[str(FONTS)], include_system_fonts=False)
    kept = engine.Compiler(font_paths=fonts)

    def made(source: bytes) -> bytes:
        return kept.compile(input=source, format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=0)

    return Engine(lambda letter: as_typst(letter_document(letter)).encode(), made, ("ua1", "2a"))


def engines() -> dict[str, Engine]:
    """Those that are installed."""
    found: dict[str, Engine] = {"Husly": ours()}
    for name, make in (("WeasyPrint", weasyprint), ("Typst", typst)):
        try:
            found[name] = make()
        except ImportError:
            print(f"{name} is not installed: pip install -r bench/requirements-letters.txt", file=sys.stderr)
    return found


def measure(found: dict[str, Engine], seconds: float) -> dict[str, float]:
    """Letters a second of processor time, all engines in turns; each tidies up after itself before the next begins."""
    spent, made = dict.fromkeys(found, 0.0), dict.fromkeys(found, 0)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for name, engine in found.items():
            gc.collect()
            turn = spent[name] + TURN
            while spent[name] < turn:
                made[name] += 1
                source = engine.prepare(content(made[name]))
                start = time.process_time()
                engine.make(source)
                spent[name] += time.process_time() - start
    return {name: made[name] / spent[name] for name in found}


def memory_mb() -> float:
    """The most memory this process has used."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def batch(count: int) -> None:
    """Many letters in one process: seconds of setting them, and memory."""
    engine, early, took = ours(), 0.0, 0.0
    for number in range(count):
        letter = content(number)
        start = time.process_time()
        engine.make(letter)
        took += time.process_time() - start
        if number == 99:
            early = memory_mb()
    print(f"{count} letters: {took:.1f} s, {count / took:.1f} a second; {early:.0f} MB after 100, {memory_mb():.0f} MB")


def main() -> None:
    """Print what each engine sets a second, and the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--batch", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.batch:
        return batch(chosen.batch)
    found = engines()
    for name, engine in found.items():
        pdf = engine.make(engine.prepare(content(0)))
        told = {profile: page.is_pdf_compliant_bytes(pdf, profile=profile) for profile in engine.promises}
        print(f"{name}: {len(PdfReader(BytesIO(pdf)).pages)} pages, {len(pdf) // 1024} kB, {told}")
    rates = measure(found, chosen.seconds)
    for name, rate in rates.items():
        print(f"{name}: {rate:.1f} letters a second; Husly {rates['Husly'] / rate:.2f} times as many")
    return None


if __name__ == "__main__":
    main()
