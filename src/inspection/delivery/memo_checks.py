"""What a MeMo message must pass before it leaves: the schema of its version, and what no schema can say. Pure."""

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree as ET

import xmlschema

from inspection.delivery.memo import NAMESPACE
from inspection.letters.searching import PERSONAL_NUMBER
from register.employers.numbers import normal_cvr

VERSIONS = ("1.1", "1.2")
LABEL = "Brev i sag {case_number}"
"""The only label used: it tells neither the kind of letter nor anybody's name."""

_IN = {"memo": NAMESPACE}


class MemoError(ValueError):
    """A message may not leave; the text names every reason and no recipient: it is shown to the operator."""


@cache
def schema_of(version: str) -> xmlschema.XMLSchema:
    """The schema of a version, read once."""
    return xmlschema.XMLSchema(str(Path(__file__).with_name(f"memo-{version}.xsd")))


def check_memo(
    xml: bytes, *, version: str, sha256s: Sequence[str], case_number: str, names: Sequence[str] = ()
) -> None:
    """Raise ``MemoError`` unless the message may leave.

    ``sha256s`` are the stored digests of its documents in order; ``names`` must stand in no label or file name.
    """
    problems = schema_problems(xml, version)
    if not problems:
        root = ET.fromstring(xml)  # noqa: S314 - our own bytes, just validated
        problems = [
            *_numbers(root),
            *_prefix(xml),
            *_labels(root, case_number),
            *_files(root, names),
            *_contents(root, sha256s),
        ]
    if problems:
        raise MemoError("the MeMo message may not leave: " + "; ".join(problems))


def schema_problems(xml: bytes, version: str) -> list[str]:
    """What the schema of a version says against a message, up to ten things."""
    try:
        found = schema_of(version).iter_errors(xml.decode("utf-8"))
        return [f"{error.path}: {(error.reason or '')[:120]}" for error in islice(found, 10)]
    except (ET.ParseError, UnicodeDecodeError, xmlschema.XMLSchemaException) as error:
        return [f"it is no XML ({type(error).__name__})"]


def _numbers(root: ET.Element) -> list[str]:
    """CVR to firms and nobody's personal number: letters of cases go to firms here."""
    problems = []
    for who, number in (("Sender", "senderID"), ("Recipient", "recipientID")):
        kind = root.findtext(f".//memo:{who}/memo:idType", "", _IN)
        value = root.findtext(f".//memo:{who}/memo:{number}", "", _IN)
        if kind != "CVR":
            problems.append(f"{who}: idType {kind} is not used here")
        elif normal_cvr(value) != value:
            problems.append(f"{who}: the CVR number's check digit is wrong")
    return problems


def _prefix(xml: bytes) -> list[str]:
    return [] if b"<memo:Message " in xml[:200] else ["the prefix of the namespace is not memo:"]


def _labels(root: ET.Element, case_number: str) -> list[str]:
    wanted = LABEL.format(case_number=case_number)
    label = root.findtext("./memo:MessageHeader/memo:label", "", _IN)
    return [] if label == wanted else ["the label says more than that there is a letter"]


def _files(root: ET.Element, names: Sequence[str]) -> list[str]:
    problems = []
    for element in root.iterfind(".//memo:filename", _IN):
        name = element.text or ""
        words = {word.casefold() for each in names for word in re.findall(r"\w{3,}", each)}
        if PERSONAL_NUMBER.search(name):
            problems.append("a file name looks like a personal number")
        if words & set(re.findall(r"\w{3,}", name.casefold().removesuffix(".pdf"))):
            problems.append("a file name holds a part of the recipient's name")
    return problems


def _contents(root: ET.Element, sha256s: Sequence[str]) -> list[str]:
    found = [
        hashlib.sha256(base64.b64decode(element.text or "")).hexdigest()
        for element in root.iterfind(".//memo:content", _IN)
    ]
    return [] if found == list(sha256s) else ["a document is not the one that was issued (SHA-256)"]
