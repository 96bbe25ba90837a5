"""What a letter may say of days when it leaves: no day by which somebody should have acted lies behind."""

from datetime import date

from inspection.enforcement.reasons import Reason
from inspection.letters.blocks import LetterKind
from inspection.letters.checks import Problems
from inspection.letters.danish import danish_date
from inspection.letters.issue_facts import IssueFacts
from inspection.letters.letter import Letter

MAY_BE_TODAY = frozenset({"rehouse", "proof"})
"""Days told that may be the day of issue itself: residents may be rehoused at once."""

ABOUT_A_VISIT = frozenset({LetterKind.VARSLING, LetterKind.BESLUTNING_UVARSLET, LetterKind.FASTHOLDELSE})
"""Letters that must come before the visit that they are about, or with it."""


def passed(letter: Letter, facts: IssueFacts) -> Problems:
    """Name every day that lies behind on the day of issue, and a contemplated deadline before the answer is due."""
    return (*_told(letter, facts.case.as_of), *_visit(letter, facts.case.as_of), *_contemplated(letter))


def _told(letter: Letter, today: date) -> Problems:
    days = [(name, day) for name, day in letter.told if isinstance(day, date)]
    gone = [day for name, day in days if day < today or (day == today and name not in MAY_BE_TODAY)]
    return tuple(
        Reason(
            "told_day_passed",
            "",
            f"Brevet nævner en frist, der er gået eller går i dag ({danish_date(day)}). Skriv fristen på ny.",
            f"The letter names a deadline that has passed or ends today ({day.isoformat()}). Write the deadline anew.",
        )
        for day in gone
    )


def _visit(letter: Letter, today: date) -> Problems:
    if letter.kind not in ABOUT_A_VISIT or letter.visit_on is None or letter.visit_on >= today:
        return ()
    da = f"Besøgets dag ({danish_date(letter.visit_on)}) er gået; brevet skal ud inden besøget. Vælg en ny dag."
    en = f"The day of the visit ({letter.visit_on.isoformat()}) has passed; the letter comes before it. Choose another."
    return (Reason("visit_day_passed", "RSL § 5", da, en),)


def _contemplated(letter: Letter) -> Problems:
    answer = next((day for name, day in letter.told if name == "comments" and isinstance(day, date)), None)
    if answer is None or all(one.due_on is None or one.due_on > answer for one in letter.breaches):
        return ()
    da = (
        f"Fristen for svar løber til {danish_date(answer)}; fristen, vi overvejer, skal ligge efter. Skriv høringen om."
    )
    en = f"The time to answer runs until {answer.isoformat()}; the contemplated deadline comes after. Write it anew."
    return (Reason("contemplated_before_answer", "FVL § 19", da, en),)
