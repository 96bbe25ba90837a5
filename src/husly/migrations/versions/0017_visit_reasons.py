"""Why each visit happens: a reason code on every visit, and what score and chance said when it was chosen."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

REASONS = ('score', 'random', 'explore', 'tip', 'referral', 'contest', 'follow_up', 'danger', 'other')
EARLIER = ('score', 'random', 'follow_up', 'tip')
UNKNOWN = 'Besluttet, før grunde blev skrevet op'


def _enum(values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name='visitreason', native_enum=False, create_constraint=False, length=40)


def _check(values: tuple[str, ...]) -> str:
    return 'reason IN (' + ', '.join(f"'{one}'" for one in values) + ')'


def upgrade() -> None:
    """Forward; visits that are there already get the reason that other rows tell."""
    with op.batch_alter_table('planned_visit', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_planned_visit_visitreason'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_planned_visit_visitreason'), _check(REASONS))
        batch_op.add_column(sa.Column('score', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('rank', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('probability', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('dropped_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True))
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reason_code', _enum(REASONS), nullable=True))
        batch_op.add_column(sa.Column('reason_words', sqlmodel.sql.sqltypes.AutoString(length=300), server_default='', nullable=False))
        batch_op.add_column(sa.Column('chosen_score', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('chosen_rank', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('risk_run_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('weights_version', sqlmodel.sql.sqltypes.AutoString(length=40), server_default='', nullable=False))
        batch_op.add_column(sa.Column('selection_probability', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('plan_seed', sa.BigInteger(), nullable=True))
    _fill()
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.alter_column('reason_code', existing_type=_enum(REASONS), nullable=False)
        batch_op.create_check_constraint(batch_op.f('ck_visit_visitreason'), _check(REASONS).replace('reason ', 'reason_code '))
        batch_op.create_check_constraint(batch_op.f('ck_visit_another_reason_has_words'), "reason_code <> 'other' OR reason_words <> ''")
        batch_op.create_check_constraint(batch_op.f('ck_visit_probability_is_above_nought'), 'selection_probability > 0 AND selection_probability <= 1')
        batch_op.create_index(batch_op.f('ix_visit_reason_code'), ['reason_code'], unique=False)


def _fill() -> None:
    """What is nearest first: a later round, the plan, a report, a contest; else that nobody wrote it down."""
    one_case = 'SELECT 1 FROM {table} WHERE {table}.case_id = visit.case_id'
    planned = ('FROM planned_visit JOIN inspection_case ON inspection_case.planned_visit_id = planned_visit.id '
               'WHERE inspection_case.id = visit.case_id')
    reviewed = one_case.format(table='case_move') + " AND case_move.position = 1 AND case_move.target = 'under_review'"
    op.execute("UPDATE visit SET reason_code = 'follow_up' WHERE round > 1")
    _set(f'(SELECT planned_visit.reason {planned})', f'EXISTS (SELECT 1 {planned})')
    op.execute(sa.text(f"UPDATE visit SET chosen_score = (SELECT planned_visit.prize {planned}) WHERE reason_code = 'score'"))
    op.execute(sa.text(
        'UPDATE visit SET plan_seed = (SELECT visit_plan.seed FROM visit_plan JOIN planned_visit ON '
        'planned_visit.plan_id = visit_plan.id JOIN inspection_case ON inspection_case.planned_visit_id = '
        f"planned_visit.id WHERE inspection_case.id = visit.case_id) WHERE EXISTS (SELECT 1 {planned})"
    ))
    reported = one_case.format(table='resident_report')
    _set("'referral'", f"EXISTS ({reported} AND resident_report.source = 'authority')")
    _set("'tip'", f'EXISTS ({reported})')
    _set("'contest'", f'EXISTS ({reviewed})')
    op.execute(sa.text("UPDATE visit SET reason_code = 'other', reason_words = :words WHERE reason_code IS NULL").bindparams(words=UNKNOWN))


def _set(value: str, condition: str) -> None:
    op.execute(f'UPDATE visit SET reason_code = {value} WHERE reason_code IS NULL AND {condition}')  # noqa: S608


def downgrade() -> None:
    """Back; reasons that the older version does not know become those of a tip, as it knows no others."""
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_reason_code'))
        batch_op.drop_constraint(batch_op.f('ck_visit_probability_is_above_nought'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_visit_another_reason_has_words'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_visit_visitreason'), type_='check')
        for name in ('plan_seed', 'selection_probability', 'weights_version', 'risk_run_id', 'chosen_rank', 'chosen_score', 'reason_words', 'reason_code'):
            batch_op.drop_column(name)
    op.execute("UPDATE planned_visit SET reason = 'random' WHERE reason = 'explore'")
    op.execute("UPDATE planned_visit SET reason = 'score' WHERE reason NOT IN ('score', 'random', 'follow_up', 'tip')")
    with op.batch_alter_table('planned_visit', schema=None) as batch_op:
        for name in ('dropped_by', 'probability', 'rank', 'score'):
            batch_op.drop_column(name)
        batch_op.drop_constraint(batch_op.f('ck_planned_visit_visitreason'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_planned_visit_visitreason'), _check(EARLIER))
