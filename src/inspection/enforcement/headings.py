"""What stands over a finding, in Danish, wherever it is shown: over a breach what was found, never what is demanded."""

from inspection.enforcement.models import Finding, FindingOutcome
from standards.rules.pack import rule_of


def heading_of(finding: Finding) -> str:
    """The words of its pack over a breach (“Intet vindue, der kan åbnes”), the name of the rule over anything else.

    A finding keeps the name (“Vindue, der kan åbnes”), which tells what is demanded. The words are read by the rule's
    id and the day of the finding, so that findings from before packs had them read as well. A breach whose pack has
    none, such as of an issuer's own rule, is said not to be met.
    """
    if finding.outcome is not FindingOutcome.BREACHED:
        return finding.title
    rule = rule_of(finding.pack_id, finding.requirement_id, finding.observed_on)
    return (rule.breach.da if rule else "") or f"Ikke opfyldt: {finding.title}"
