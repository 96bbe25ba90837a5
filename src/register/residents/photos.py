"""Photos of a report: drawn anew without anything the camera wrote, or refused in the sender's own language."""

import re
from collections.abc import Sequence
from dataclasses import replace

from husly.kit.errors import DomainError
from husly.kit.uploads import PICTURES, Scanner, Upload, read_upload
from register.residents.forms import PHOTO_MB, Problem
from register.residents.texts import PageText

_LARGE = re.compile(r"upload\.too_")
_REFUSED = ("upload.infected", "upload.unscanned")
_BROKEN = ("upload.empty", "upload.cut", "upload.picture_damaged")


def read_photos(sent: Sequence[bytes], *, scanner: Scanner, text: PageText) -> tuple[list[Upload], list[Problem]]:
    """The photos fit to be stored, and what was wrong with each of the others. No name of a file is kept."""
    taken: list[Upload] = []
    problems: list[Problem] = []
    for number, content in enumerate(sent, start=1):
        try:
            photo = read_upload("", content, scanner=scanner, kinds=PICTURES, largest_mb=PHOTO_MB)
        except DomainError as error:
            problems.append(Problem("photos", "error_photo", {"number": number, "reason": _reason(error.code, text)}))
        else:
            taken.append(replace(photo, name=""))
    return taken, problems


def _reason(code: str, text: PageText) -> str:
    if _LARGE.match(code):
        return text.error_photo_large.format(mb=PHOTO_MB)
    if code in _REFUSED:
        return text.error_photo_refused
    return text.error_photo_broken if code in _BROKEN else text.error_photo_kind
