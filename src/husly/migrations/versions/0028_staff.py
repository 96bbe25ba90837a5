"""Hours, absences, abilities and conflicts of interest of those who inspect."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('assignment_rule',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('weights', sa.JSON(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'adopted', 'withdrawn', name='rulestate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('proposed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('proposed_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('proposed_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('decided_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('decided_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.CheckConstraint("(decided_at IS NULL) = (state = 'proposed')", name=op.f('ck_assignment_rule_decided_by_somebody')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_assignment_rule_a_rule_has_a_reason')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment_rule')),
    sa.UniqueConstraint('version', name=op.f('uq_assignment_rule_version'))
    )
    op.create_table('conflict_of_interest',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('station_id', sa.Uuid(), nullable=False),
    sa.Column('employer_id', sa.Uuid(), nullable=True),
    sa.Column('dwelling_id', sa.Uuid(), nullable=True),
    sa.Column('ground', sa.Enum('own_interest', 'relative', 'position', 'earlier_part', 'other_doubt', name='conflictground', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.Column('declared_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('declared_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('declared_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ended_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('ended_because', sqlmodel.sql.sqltypes.AutoString(length=500), server_default='', nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_conflict_of_interest_a_conflict_has_a_reason')),
    sa.CheckConstraint('(employer_id IS NULL) <> (dwelling_id IS NULL)', name=op.f('ck_conflict_of_interest_about_one_thing')),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_conflict_of_interest_ended_by_somebody')),
    sa.CheckConstraint('to_on IS NULL OR from_on <= to_on', name=op.f('ck_conflict_of_interest_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['dwelling_id'], ['dwelling.id'], name=op.f('fk_conflict_of_interest_dwelling_id_dwelling')),
    sa.ForeignKeyConstraint(['employer_id'], ['employer.id'], name=op.f('fk_conflict_of_interest_employer_id_employer')),
    sa.ForeignKeyConstraint(['station_id'], ['duty_station.id'], name=op.f('fk_conflict_of_interest_station_id_duty_station')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflict_of_interest'))
    )
    with op.batch_alter_table('conflict_of_interest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conflict_of_interest_dwelling_id'), ['dwelling_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conflict_of_interest_employer_id'), ['employer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conflict_of_interest_station_id'), ['station_id'], unique=False)

    op.create_table('station_absence',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('station_id', sa.Uuid(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=False),
    sa.Column('kind', sa.Enum('holiday', 'course', 'other', name='absencekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('told_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('told_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ended_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_station_absence_ended_by_somebody')),
    sa.CheckConstraint('from_on <= to_on', name=op.f('ck_station_absence_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['station_id'], ['duty_station.id'], name=op.f('fk_station_absence_station_id_duty_station')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_station_absence'))
    )
    with op.batch_alter_table('station_absence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_station_absence_from_on'), ['from_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_station_absence_station_id'), ['station_id'], unique=False)

    op.create_table('station_hours',
    sa.Column('station_id', sa.Uuid(), nullable=False),
    sa.Column('weekday', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('from_min', sa.Integer(), nullable=False),
    sa.Column('to_min', sa.Integer(), nullable=False),
    sa.CheckConstraint('from_min >= 0 AND from_min < to_min AND to_min <= 1440', name=op.f('ck_station_hours_hours_in_order')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_station_hours_a_weekday')),
    sa.ForeignKeyConstraint(['station_id'], ['duty_station.id'], name=op.f('fk_station_hours_station_id_duty_station')),
    sa.PrimaryKeyConstraint('station_id', 'weekday', name=op.f('pk_station_hours'))
    )
    op.create_table('station_profile',
    sa.Column('station_id', sa.Uuid(), nullable=False),
    sa.Column('led_in', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=True),
    sa.Column('authority', sqlmodel.sql.sqltypes.AutoString(length=80), server_default='', nullable=False),
    sa.Column('start_is_home', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('end_latitude', sa.Float(), nullable=True),
    sa.Column('end_longitude', sa.Float(), nullable=True),
    sa.Column('end_municipality_code', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=True),
    sa.Column('region', sa.JSON(), nullable=False),
    sa.Column('skills', sa.JSON(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('told_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint('(end_latitude IS NULL) = (end_longitude IS NULL)', name=op.f('ck_station_profile_an_end_is_a_point')),
    sa.ForeignKeyConstraint(['station_id'], ['duty_station.id'], name=op.f('fk_station_profile_station_id_duty_station')),
    sa.PrimaryKeyConstraint('station_id', name=op.f('pk_station_profile'))
    )
    with op.batch_alter_table('station_profile', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_station_profile_led_in'), ['led_in'], unique=False)



def downgrade() -> None:
    """Back."""
    with op.batch_alter_table('station_profile', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_station_profile_led_in'))

    op.drop_table('station_profile')
    op.drop_table('station_hours')
    with op.batch_alter_table('station_absence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_station_absence_station_id'))
        batch_op.drop_index(batch_op.f('ix_station_absence_from_on'))

    op.drop_table('station_absence')
    with op.batch_alter_table('conflict_of_interest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conflict_of_interest_station_id'))
        batch_op.drop_index(batch_op.f('ix_conflict_of_interest_employer_id'))
        batch_op.drop_index(batch_op.f('ix_conflict_of_interest_dwelling_id'))

    op.drop_table('conflict_of_interest')
    op.drop_table('assignment_rule')
