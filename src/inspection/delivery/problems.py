"""Why a letter could not leave, in the reader's language: what the worker notes is English, for logs and operators."""

import re

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark

_SENTENCES: tuple[tuple[str, str], ...] = (
    (
        r"MailError: the mail server refused the receiver \((?P<what>.*)\)",
        mark(
            "The mail server refused the receiver's address (answer %(what)s). Check the address, or send it on paper."
        ),
    ),
    (
        r"MailError: the mail server answered (?P<what>\d+)",
        mark("The mail server did not take the mail (answer %(what)s). It can be tried again later."),
    ),
    (
        r"MailError: the mail server cannot be used: (?P<what>\w+)",
        mark("The mail server cannot be reached (%(what)s). Tell the administrator."),
    ),
    (
        r"MailError: the receiver's address is not an e-mail address",
        mark("The receiver's e-mail address is not valid. Correct it, or send the letter on paper."),
    ),
    (
        r"MailError: the receiver's address or the subject cannot stand in a mail",
        mark("The receiver's e-mail address cannot stand in a mail. Correct it, or send the letter on paper."),
    ),
    (
        r"MailError: no mail of the kind (?P<what>.*) is known",
        mark("This version knows no mail of the kind %(what)s. Tell the administrator."),
    ),
    (
        r"MemoError: the MeMo message may not leave: (?P<what>.*)",
        mark("The message to Digital Post did not pass its checks: %(what)s"),
    ),
    (
        r"ValueError: public_url is not set: .*",
        mark(
            "The installation has no public address (public_url), so a link would lead nowhere. Tell the administrator."
        ),
    ),
    (r"LookupError: letter .* is not issued", mark("The letter has not been issued.")),
    (r"the recipient's address is missing", mark("The recipient's address is missing.")),
    (
        r"nobody opened the link of the mail in time",
        mark("Nobody opened the link of the mail in time. Send the letter on paper, or by another mail."),
    ),
    (r"recorded on the letter", mark("Recorded on the letter.")),
    (
        r"(?P<what>[A-Z]\w*(Error|Exception|Timeout)\b.*)",
        mark("The installation could not send it: %(what)s. Tell the administrator."),
    ),
)
_CHECKS = {
    "Sender: the CVR number's check digit is wrong": mark("the authority's CVR number is wrong"),
    "Recipient: the CVR number's check digit is wrong": mark("the recipient's CVR number is wrong"),
    "a file name looks like a personal number": mark("a file name looks like a personal number"),
    "a file name holds a part of the recipient's name": mark("a file name holds a part of the recipient's name"),
    "the label says more than that there is a letter": mark("the label says more than that there is a letter"),
    "a document is not the one that was issued (SHA-256)": mark("a document is not the one that was issued (SHA-256)"),
}
"""What the checks of a message note, piece by piece; a fault in the XML is told as the schema tells it."""


def problem_in_words(noted: str) -> str:
    """What was noted, in the reader's language; what a person wrote stays as it is."""
    for pattern, sentence in _SENTENCES:
        found = re.fullmatch(pattern, noted.strip(), re.DOTALL)
        if found is not None:
            what = found.groupdict().get("what")
            return _(sentence) if what is None else _(sentence, what=_pieces(what))
    return noted


def _pieces(what: str) -> str:
    return "; ".join(_(_CHECKS[piece]) if piece in _CHECKS else piece for piece in what.split("; "))
