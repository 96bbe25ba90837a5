"""An employer covered by a collective agreement: the act does not apply to it, which is never the same as compliant."""

from dataclasses import replace

from standards.engine.assessment import Assessment, Result
from standards.engine.outcome import Outcome
from standards.rules.issuer import Issuer

ACT = "dk-indkvarteringslov-2025"
"""The pack that such an agreement takes the place of; no other law gives way to it."""

BY_AGREEMENT = "agreement:"
"""How the reason of a row begins that an agreement has made not applicable."""


def under_agreement(assessment: Assessment, agreement: Issuer) -> Assessment:
    """Tell an assessment for an employer covered by an agreement with equivalent rules (LOV 1445/2024 § 2).

    Every row of the act, and of what a municipality lays over it, is not applicable for that reason. The agreement's
    own rows keep their outcome for information, but decide nothing: its parties see to them. The verdict is not
    applicable whatever the rows say. Who is covered is for the caller to know. Raises ValueError for another kind of
    issuer.
    """
    if agreement.kind != "agreement":
        raise ValueError(f"{agreement.name.en} is no collective agreement")
    rows = tuple(_row(result, agreement) for result in assessment.results)
    return replace(assessment, verdict=Outcome.NOT_APPLICABLE, results=rows)


def _row(result: Result, agreement: Issuer) -> Result:
    if result.issuer == agreement:
        return replace(result, counted=False)
    return replace(
        result,
        outcome=Outcome.NOT_APPLICABLE,
        reason=f"{BY_AGREEMENT}{agreement.name.da}",
        shortfall=None,
        best_met=None,
        lacking=(),
        rooms=(),
        missing=(),
    )
