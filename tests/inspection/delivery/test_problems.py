"""What the worker notes of a failed letter is told in the reader's language; what a person wrote stays as it is."""

import re
from pathlib import Path

import pytest

import husly.kit.mail
from husly.kit.mail import spoken
from inspection.delivery.problems import problem_in_words

NOTED = (
    "MailError: the mail server refused the receiver (550)",
    "MailError: the mail server answered 451",
    "MailError: the mail server cannot be used: ConnectionRefusedError",
    "MailError: the receiver's address is not an e-mail address",
    "MailError: the receiver's address or the subject cannot stand in a mail",
    "MailError: no mail of the kind 'x' is known",
    "MemoError: the MeMo message may not leave: Recipient: the CVR number's check digit is wrong; /memo:Message: bad",
    "ValueError: public_url is not set: a link to a letter would lead nowhere",
    "LookupError: letter 1 is not issued",
    "the recipient's address is missing",
    "recorded on the letter",
    "PermissionError: [Errno 13] Permission denied: 'x.pdf'",
)


@pytest.mark.parametrize("noted", NOTED)
def test_what_the_worker_notes_becomes_a_sentence(noted: str) -> None:
    with spoken("en"):
        told = problem_in_words(noted)
    assert told != noted
    assert told[0].isupper()
    assert "%(" not in told
    for kept in re.findall(r"\d{3}", noted):
        assert kept in told


@pytest.mark.parametrize("noted", ["Fritaget for Digital Post", "Ukendt på adressen: se 550", "", "MailErrors are bad"])
def test_what_a_person_wrote_stays(noted: str) -> None:
    assert problem_in_words(noted) == noted


def test_every_error_of_the_mail_has_its_sentence() -> None:
    written = Path(husly.kit.mail.__file__).read_text(encoding="utf-8")
    raised = re.findall(r'raise MailError\(f?"([^"]*)"', written)
    assert len(raised) == 6
    for text in raised:
        shown = re.sub(r"\{[^}]*\}+", "7", text)
        with spoken("en"):
            told = problem_in_words(f"MailError: {shown}")
        assert not told.startswith("The installation could not"), shown
