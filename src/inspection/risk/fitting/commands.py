"""``husly risk fit``: what points the authority's own visits speak for; with ``--propose`` a proposal for a person."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import click
from rich.status import Status

from husly.kit.access import SYSTEM
from husly.kit.clock import now, today
from husly.kit.commands import console, session_or_exit, settings_or_exit
from husly.kit.errors import DomainError
from inspection.risk.actions import require_score_on
from inspection.risk.evaluation.period import period_asked, period_options
from inspection.risk.evaluation.printing import printed
from inspection.risk.fitting.from_register import learnable_visits, ranked_housing
from inspection.risk.fitting.trying import Fitted, TooFewVisitsError, check_enough, fit_points
from inspection.risk.fitting.writing import version_on, yaml_of
from inspection.risk.learning.learner import LearningError
from inspection.risk.weights import WeightsError
from inspection.risk.weightsets.actions import propose_weights
from inspection.risk.weightsets.comparing import compare
from inspection.risk.weightsets.models import WeightSetOrigin
from inspection.risk.weightsets.queries import list_versions, text_of, weights_in_force
from register.evidence.wanted import wanted_evidence
from register.upkeep.duties import duties_of

KEEP = "Keep the set in force."


@dataclass(frozen=True)
class Made:
    """A fit with the YAML that it would be proposed as."""

    fitted: Fitted
    text: str
    version: str


@click.command("fit")
@period_options
@click.option("--json", "as_json", is_flag=True, help="Print figures, points and the YAML as JSON.")
@click.option("--propose", is_flag=True, help="Keep the points as a proposal, if they were good enough to be offered.")
@click.option("--reason", default="", help="Why it is proposed; needed with --propose.")
def fit_command(from_day: datetime | None, to_day: datetime | None, as_json: bool, propose: bool, reason: str) -> None:
    """Learn points from the authority's own visits, try them on later visits, and propose them if told to.

    Nothing changes by this: a proposal counts only once a person adopts it on its page. Points that do not beat the
    last result and chance on later visits are never proposed.
    """
    if propose and not reason.strip():
        raise click.UsageError("--propose needs --reason TEXT: whoever decides must read why.")
    from_on, to_on = period_asked(from_day, to_day)
    made = _fitted(from_on, to_on)
    if as_json:
        click.echo(json.dumps(_document(made), ensure_ascii=False, indent=2, allow_nan=False, default=str))
    else:
        for line in _lines(made):
            click.echo(line)
    if propose:
        _propose(made, reason)


def _fitted(from_on: date, to_on: date) -> Made:
    chosen = settings_or_exit()
    with session_or_exit(writing=False) as session, _told("Reading visits") as told:
        try:
            require_score_on(chosen.risk_score)
            weights = weights_in_force(session, today())
            frame = learnable_visits(
                session,
                from_on=from_on,
                to_on=to_on,
                weights=weights,
                duties=duties_of(chosen),
                wanted=wanted_evidence(chosen.evidence_list),
                progress=_counted(told),
            )
            check_enough(frame)
            housing = ranked_housing(session)
            fitted = fit_points(frame, weights, housing=housing, progress=lambda text: told.update(text.capitalize()))
            version = version_on(today(), set(list_versions(session)))
            text = yaml_of(fitted, text_of(session, weights.version), version=version, on=today())
        except (DomainError, WeightsError, TooFewVisitsError) as error:
            raise click.ClickException(str(error)) from None
        except LearningError as error:
            raise click.ClickException(f"{error} {KEEP}") from None
    return Made(fitted, text, version)


@contextmanager
def _told(first: str) -> Iterator[Status]:
    with console.status(first) as status:
        yield status


def _counted(status: Status) -> Any:
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        status.update(f"Reading visits: {done}")

    return advance


def _lines(made: Made) -> list[str]:
    fitted = made.fitted
    lines = [
        f"Learned from {fitted.visits} ended visits from {fitted.first_on} to {fitted.last_on}, {fitted.breaches} with"
        f" a breach, beside {fitted.base.version}.",
        "Breach rates come from chosen housing, not from all."
        + (" Visits drawn at random weigh for what was not visited." if fitted.weighted else " Nothing is weighted."),
        "",
        f"Tried on the visits from {fitted.learned_before} on, with points learned from those before:",
        *printed(fitted.evaluation),
        "",
        f"Most points by factor ({fitted.base.version} -> proposal):",
        *(
            f"  {one.key:<28}{one.max_before:>3} -> {one.max_after:>3}" + ("" if one.changes else "  as before")
            for one in compare(fitted.base, fitted.proposal)
        ),
        f"Groups begin at {_numbers(fitted.base.group_limits)} -> {_numbers(fitted.proposal.group_limits)} points.",
        "",
    ]
    return [*lines, _verdict(fitted)]


def _numbers(limits: tuple[int, ...]) -> str:
    return ", ".join(map(str, limits))


def _verdict(fitted: Fitted) -> str:
    if not fitted.is_offered:
        return f"The points do not beat the last result and chance on later visits for certain. {KEEP}"
    low = fitted.evaluation.differences["in_force"]["area_under_curve"].low
    beside = "and the set in force" if low is not None and low > 0 else "but cannot be told apart from the set in force"
    return (
        f"The points beat the last result and chance on later visits, {beside}."
        " A person may adopt them: --propose --reason TEXT keeps them as a proposal."
    )


def _document(made: Made) -> dict[str, Any]:
    fitted = made.fitted
    changes = compare(fitted.base, fitted.proposal)
    return fitted.document | {
        "version": made.version,
        "groups": {"before": list(fitted.base.group_limits), "after": list(fitted.proposal.group_limits)},
        "factors": [
            {
                "key": one.key,
                "max_before": one.max_before,
                "max_after": one.max_after,
                "points": [{"value": p.value, "before": p.before, "after": p.after} for p in one.points],
            }
            for one in changes
        ],
        "yaml": made.text,
    }


def _propose(made: Made, reason: str) -> None:
    if not made.fitted.is_offered:
        raise click.ClickException(
            "Nothing is proposed: the points must beat the last result and chance on later visits, with the whole 95 %"
            f" interval of both differences above nought. {KEEP}"
        )
    switched_on = settings_or_exit().risk_score
    with session_or_exit() as session:
        propose_weights(
            session,
            made.text,
            reason=reason,
            switched_on=switched_on,
            by=SYSTEM,
            at=now(),
            origin=WeightSetOrigin.FITTED,
            evaluation=made.fitted.document,
        )
    console.print(
        f"{made.version} is proposed. A decision maker of the whole country decides on /risk/weights/{made.version}."
    )
