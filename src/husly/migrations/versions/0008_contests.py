"""Contests of owners as cases, visits that leave an accepted plan, certificates, lists of other registers."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

STATES = (
    'planned', 'notified', 'unannounced_decided', 'visited', 'findings_recorded', 'heard', 'order_drafted',
    'order_approved', 'order_issued', 'order_delivered', 'compliance_reported', 'complied', 'partly_complied',
    'not_complied', 'reported_to_police', 'closed', 'closed_without_breach',
)
MOVES = (
    'give_notice', 'decide_unannounced', 'carry_out_visit', 'replan_visit', 'record_findings', 'close_without_breach',
    'confirm_compliance_on_visit', 'conclude_hearing', 'waive_hearing', 'draft_order', 'approve_order', 'return_draft',
    'issue_order', 'record_delivery', 'withdraw_order', 'report_compliance', 'verify_complied', 'verify_partly',
    'verify_not_complied', 'record_silence', 'plan_revisit', 'report_to_police', 'close',
)
RULES = (
    ('inspection_case', 'state', 'casestate', 'under_review', STATES),
    ('case_move', 'source', 'source', 'under_review', STATES),
    ('case_move', 'target', 'target', 'under_review', STATES),
    ('case_move', 'move', 'move', 'decide_visit', MOVES),
)
"""Table, column, name of its rule, the new value, the values before."""


def _words(values: tuple[str, ...]) -> str:
    return ', '.join(f"'{value}'" for value in values)


def _allow(*, new: bool) -> None:
    """Let the columns hold the new values, or no more.

    SQLite cannot change a rule of a table, and to copy a table that others refer to is refused there; so the text of
    its rules is changed in place, as https://www.sqlite.org/lang_altertable.html says.
    """
    connection = op.get_bind()
    if connection.dialect.name == 'sqlite':
        version = connection.exec_driver_sql('PRAGMA schema_version').scalar_one()
        connection.exec_driver_sql('PRAGMA writable_schema=ON')
        change = "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?"
        for table, value, before in sorted({(table, value, before) for table, _c, _r, value, before in RULES}):
            short, long = f'({_words(before)})', f'({_words((value, *before))})'
            connection.exec_driver_sql(change, (short, long, table) if new else (long, short, table))
        connection.exec_driver_sql(f'PRAGMA schema_version={version + 1}')
        connection.exec_driver_sql('PRAGMA writable_schema=OFF')
        return
    for table, column, rule, value, before in RULES:
        name = f'ck_{table}_{rule}'
        op.drop_constraint(op.f(name), table, type_='check')
        op.create_check_constraint(op.f(name), table, f'{column} IN ({_words((value, *before) if new else before)})')


def upgrade() -> None:
    """Forward."""
    _allow(new=True)
    with op.batch_alter_table('owner_contest', schema=None) as batch_op:
        batch_op.add_column(sa.Column('case_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('case_number', sqlmodel.sql.sqltypes.AutoString(length=20), server_default='', nullable=False))
        batch_op.create_index(batch_op.f('ix_owner_contest_case_id'), ['case_id'], unique=False)
    with op.batch_alter_table('planned_visit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('dropped_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column('dropped_because', sa.Text(), server_default='', nullable=False))


    op.create_table('certificate',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('accommodation_id', sa.Uuid(), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('issued_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('issued_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('revoked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('revoked_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('revoked_for', sa.Enum('untrue', 'unfit', 'not_found', 'other', name='revocation', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('revoked_because', sa.Text(), nullable=False),
    sa.CheckConstraint('(revoked_at IS NULL) = (revoked_for IS NULL)', name=op.f('ck_certificate_revoked_on_a_ground')),
    sa.CheckConstraint("(revoked_at IS NULL) = (revoked_because = '')", name=op.f('ck_certificate_revoked_with_a_reason')),
    sa.ForeignKeyConstraint(['accommodation_id'], ['accommodation.id'], name=op.f('fk_certificate_accommodation_id_accommodation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('number', name=op.f('uq_certificate_number'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_accommodation_id'), ['accommodation_id'], unique=False)
    op.create_table('other_list',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('register_name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('imported_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('imported_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_other_list')),
    sa.UniqueConstraint('sha256', name=op.f('uq_other_list_sha256'))
    )
    op.create_table('other_row',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('list_id', sa.Uuid(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('external_id', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('street', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('house_number', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('unit', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('postcode', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
    sa.Column('address_id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('stated_on', sa.Date(), nullable=True),
    sa.Column('persons', sa.Integer(), nullable=True),
    sa.Column('municipality_code', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
    sa.Column('state', sa.Enum('matched', 'ambiguous', 'unmatched', 'linked', 'dismissed', name='matchstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('rule', sa.Enum('address_id', 'exact_address', 'near_address', 'none', name='matchrule', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('candidates', sa.JSON(), nullable=False),
    sa.Column('dwelling_id', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('decided_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.CheckConstraint("(dwelling_id IS NOT NULL) = (state = 'linked')", name=op.f('ck_other_row_linked_to_a_dwelling')),
    sa.CheckConstraint("(decided_at IS NOT NULL) = (state IN ('linked', 'dismissed'))", name=op.f('ck_other_row_decided_by_a_person')),
    sa.ForeignKeyConstraint(['dwelling_id'], ['dwelling.id'], name=op.f('fk_other_row_dwelling_id_dwelling')),
    sa.ForeignKeyConstraint(['list_id'], ['other_list.id'], name=op.f('fk_other_row_list_id_other_list')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_other_row')),
    sa.UniqueConstraint('list_id', 'line', name=op.f('uq_other_row_list_id_line'))
    )
    with op.batch_alter_table('other_row', schema=None) as batch_op:
        for name in ('list_id', 'municipality_code', 'state', 'dwelling_id'):
            batch_op.create_index(batch_op.f(f'ix_other_row_{name}'), [name], unique=False)


def downgrade() -> None:
    """Back: what is under review is closed, since no state before says so."""
    with op.batch_alter_table('other_row', schema=None) as batch_op:
        for name in ('list_id', 'municipality_code', 'state', 'dwelling_id'):
            batch_op.drop_index(batch_op.f(f'ix_other_row_{name}'))
    op.drop_table('other_row')
    op.drop_table('other_list')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_accommodation_id'))
    op.drop_table('certificate')
    with op.batch_alter_table('planned_visit', schema=None) as batch_op:
        batch_op.drop_column('dropped_because')
        batch_op.drop_column('dropped_at')
    with op.batch_alter_table('owner_contest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_owner_contest_case_id'))
        batch_op.drop_column('case_number')
        batch_op.drop_column('case_id')
    op.execute("UPDATE inspection_case SET state = 'closed' WHERE state = 'under_review'")
    op.execute("DELETE FROM case_move WHERE 'under_review' IN (source, target)")
    _allow(new=False)
