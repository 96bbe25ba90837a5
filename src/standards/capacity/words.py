"""The lawful number of residents in one sentence."""

from collections.abc import Sequence

from standards.text import Text


def capacity_sentence(
    persons: int | None, bound: Sequence[Text], *, complete: bool, strict: int | None, may_rise: bool
) -> Text:
    """Tell the number, what binds it (labels of measures), and whether it may be lower, or higher."""
    if persons is None:
        return Text(
            "Antallet kan ikke beregnes af de kendte fakta.",
            "The number cannot be computed from the facts.",
        )
    why_da, why_en = ("; ".join(getattr(one, which).lower() for one in bound) for which in ("da", "en"))
    range_da = range_en = more_da = more_en = ""
    if strict is not None and strict < persons:
        range_da = f", eller {strict} hvis grænsen læses for hvert rum"
        range_en = f", or {strict} if the limit is read for each room"
    if not complete:
        more_da, more_en = (
            " Nogle fakta mangler; tallet kan være lavere.",
            " Some facts are missing; the number may be lower.",
        )
    elif may_rise:
        more_da = " Tallet kan være højere, når de fakta, der mangler, er kendt."
        more_en = " The number may be higher once the missing facts are known."
    return Text(
        f"Højst {_residents_da(persons)}{range_da}: {why_da}.{more_da}",
        f"At most {_residents_en(persons)}{range_en}: {why_en}.{more_en}",
    )


def _residents_da(count: int) -> str:
    return "1 beboer" if count == 1 else f"{count} beboere"


def _residents_en(count: int) -> str:
    return "1 resident" if count == 1 else f"{count} residents"
