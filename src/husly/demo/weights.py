"""Weight sets of the demonstration: one that awaits a decision, one that was rejected."""

from datetime import datetime, timedelta

import yaml
from sqlmodel import Session

from husly.kit.access import SYSTEM, Actor
from husly.kit.clock import danish_date
from inspection.risk.weights import delivered_in_force, delivered_text
from inspection.risk.weightsets.actions import propose_weights, reject_weights

_CALLED = {
    "risk_sector": "branchen",
    "plan_missing": "planen for indkvarteringen",
    "toilets": "toiletterne",
    "several_employers": "flere arbejdsgivere i samme bolig",
}


def load_weight_sets(session: Session, *, decided_by: Actor, at: datetime) -> None:
    """Two proposals of an authority, made of the delivered set by moving a few points."""
    version = delivered_in_force(danish_date(at)).version
    rejected = propose_weights(
        session,
        _moved(version, "tilsyn-1", more="risk_sector", less="plan_missing", points=2),
        reason="Brancherne på risikolisten skal veje mere.",
        switched_on=True,
        by=SYSTEM,
        at=at - timedelta(days=20),
    )
    why = "Branchen er kun baggrund. Planen siger mere om den enkelte bolig."
    reject_weights(session, rejected.id, reason=why, by=decided_by, at=at - timedelta(days=14))
    propose_weights(
        session,
        _moved(version, "tilsyn-2", more="toilets", less="several_employers", points=1),
        reason="Vi finder oftere fejl ved toiletter end ved delte boliger.",
        switched_on=True,
        by=SYSTEM,
        at=at - timedelta(days=2),
    )


def _moved(base: str, version: str, *, more: str, less: str, points: int) -> str:
    """The base set under another version, with points moved from one factor to another."""
    content = yaml.safe_load(delivered_text(base)) | {"version": version, "author": "Demonstrationstilsynet"}
    content["reason"] = f"Som {base}, men {points} point er flyttet fra {_CALLED[less]} til {_CALLED[more]}."
    for factor in content["factors"]:
        change = {more: points, less: -points}.get(factor["key"], 0)
        for scale in ("choices", "above", "below"):
            for value, given in (factor.get(scale) or {}).items() if change else ():
                if isinstance(given, int) and given:
                    factor[scale][value] = max(0, given + change)
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
