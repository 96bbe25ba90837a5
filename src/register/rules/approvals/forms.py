"""Reading what the forms of an approval send; every refusal names the field and what to do."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from litestar.datastructures import FormMultiDict, UploadFile

from husly.kit.errors import DomainError
from husly.kit.web.versions import shown_version
from register.rules.approvals.actions import Seen
from register.rules.approvals.presenters import Typed

LONGEST_PASTED = 2_000_000


@dataclass(frozen=True)
class SigningForm:
    """What was posted to confirm, countersign or withdraw."""

    content_hash: str
    revision: str
    rules: tuple[str, ...]
    typed: Typed
    is_everything: bool
    is_unchanged: bool

    @property
    def seen(self) -> Seen:
        """What the person had on the screen."""
        return Seen(self.content_hash, shown_version(self.revision))


def signing_form(form: FormMultiDict) -> SigningForm:
    """The posted fields; a button beside one rule counts for that rule alone."""
    only = _text(form, "only")
    rules = (only,) if only else tuple(str(one) for one in form.getall("rules", []))
    return SigningForm(
        content_hash=_text(form, "content_hash"),
        revision=_text(form, "revision")[:9],
        rules=rules,
        typed=Typed(
            ticked=rules,
            text_id=_id(_text(form, "text_id")),
            note=_text(form, "note"),
            reason=_text(form, "reason"),
        ),
        is_everything=bool(_text(form, "everything")),
        is_unchanged=bool(_text(form, "unchanged")),
    )


@dataclass(frozen=True)
class TextForm:
    """What was posted to record an official text."""

    typed: Typed
    file: UploadFile | None

    @property
    def retrieved_on(self) -> date:
        """The day on which the text was fetched. Raises ``DomainError`` when it is no date."""
        try:
            return date.fromisoformat(self.typed.retrieved_on)
        except ValueError:
            raise DomainError("form.day", "Choose a date in every date field.") from None


def text_form(form: FormMultiDict) -> TextForm:
    """The posted fields; a file input left empty counts as none."""
    file = form.get("file")
    typed = Typed(
        url=_text(form, "url"), retrieved_on=_text(form, "retrieved_on"), pasted=_text(form, "pasted", LONGEST_PASTED)
    )
    return TextForm(typed, file if isinstance(file, UploadFile) and file.filename else None)


def _text(form: FormMultiDict, name: str, longest: int = 5000) -> str:
    value = form.get(name, "")
    return value.replace("\x00", "").strip()[:longest] if isinstance(value, str) else ""


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
