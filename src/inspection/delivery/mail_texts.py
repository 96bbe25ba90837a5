"""The mail that tells of a letter: the channel's own text by language, approved with the texts of letters (M1)."""

from collections.abc import Mapping
from datetime import date

from husly.settings import Settings
from inspection.letters.courtesy import english_date
from inspection.letters.danish import danish_date

MAIL_TEXTS = {
    "subject": {"da": "Der ligger et brev til jer", "en": "A letter waits for you"},
    "body": {
        "da": """{authority} har sendt jer et brev. Læs det her:

    {link}

Siden beder om jeres CVR-nummer eller det nummer, I er registreret med.
Linket kan åbnes første gang til og med den {day}. Det virker i et døgn, efter at I åbnede det. Gem derfor brevet.
Brevet kan indeholde frister. Kan I ikke åbne det, så ring eller skriv til os: {contact}
""",
        "en": """{authority} has sent you a letter. Read it here:

    {link}

The page asks for your CVR number, or the number under which you are registered.
The link can first be opened until the end of {day}. It works for 24 hours after you opened it, so save the letter.
The letter may hold deadlines. If you cannot open it, call or write to us: {contact}
""",
    },
}
"""By part and language. Nothing in it tells the matter; ``{name}`` is filled when it leaves."""

ANSWER_TEXTS = {
    "subject": {"da": "Der er svar fra myndigheden", "en": "The authority has answered"},
    "body": {
        "da": """{authority} har truffet en afgørelse om en frist i et brev til jer. Læs den her med koden fra brevet:

    {link}

Kan I ikke finde koden, så ring eller skriv til os: {contact}
""",
        "en": """{authority} has decided about a deadline in a letter to you. Read it here with the code of the letter:

    {link}

If you cannot find the code, call or write to us: {contact}
""",
    },
}
"""What is mailed when more time is granted or refused, or an appeal has set a deadline: neither matter nor case."""


DATE_IN = {"da": danish_date, "en": english_date}


def in_both_languages(texts: Mapping[str, Mapping[str, str]], chosen: Settings, **words: str | date) -> tuple[str, str]:
    """Subject and body of a mail, Danish first, in the name of the authority that the settings are about.

    A date among the words is written as each language writes it.
    """
    named = {"authority": chosen.authority_name, "contact": chosen.authority_contact or chosen.authority_name}
    body = "\n---\n\n".join(texts["body"][code].format(**named, **_told(words, code)) for code in ("da", "en"))
    return " / ".join(texts["subject"][code] for code in ("da", "en")), body


def _told(words: Mapping[str, str | date], code: str) -> dict[str, str]:
    return {name: one if isinstance(one, str) else DATE_IN[code](one) for name, one in words.items()}
