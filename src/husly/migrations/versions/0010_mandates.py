"""Mandates to act for an employer, on whose behalf each act was, and links between employers."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

ROLES = ('employer', 'inspector', 'caseworker', 'decision_maker', 'administrator', 'statistician', 'legal_reviewer')


def _allow_roles(*roles: str) -> None:
    """Let the column of roles hold these."""
    allowed = ', '.join(f"'{role}'" for role in roles)
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_role_grant_role'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_role_grant_role'), f'role IN ({allowed})')


def upgrade() -> None:
    """Forward."""
    op.create_table('mandate',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('employer_id', sa.Uuid(), nullable=False),
    sa.Column('employer_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('email', sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('scope', sa.Enum('read', 'declare', 'everything', name='mandatescope', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('given_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('given_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('given_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.Column('code_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('code_expires_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('accepted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ended_how', sa.Enum('declined', 'revoked', 'given_up', name='mandateend', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('ended_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('ended_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_mandate_ends_after_it_starts')),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_how IS NULL)', name=op.f('ck_mandate_ended_somehow')),
    sa.CheckConstraint('accepted_at IS NULL OR account_id IS NOT NULL', name=op.f('ck_mandate_somebody_accepted')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_mandate_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mandate')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_mandate_code_hash'))
    )
    with op.batch_alter_table('mandate', schema=None) as batch_op:
        for column in ('account_id', 'email', 'employer_id'):
            batch_op.create_index(batch_op.f(f'ix_mandate_{column}'), [column], unique=False)

    for table in ('sign_in', 'api_token'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('mandate_id', sa.Uuid(), nullable=True))
            batch_op.create_foreign_key(batch_op.f(f'fk_{table}_mandate_id_mandate'), 'mandate', ['mandate_id'], ['id'])

    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('on_behalf_of', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True))
        batch_op.add_column(sa.Column('mandate_id', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True))
        batch_op.create_index(batch_op.f('ix_audit_event_mandate_id'), ['mandate_id'], unique=False)

    op.create_table('employer_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('employer_a', sa.Uuid(), nullable=False),
    sa.Column('employer_b', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('group', 'same_owner', 'successor', 'agency_client', name='linkkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('source', sa.Enum('declared', 'cvr', 'officer', name='linksource', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('stated_on', sa.Date(), nullable=False),
    sa.Column('stated_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('stated_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.CheckConstraint('employer_a <> employer_b', name=op.f('ck_employer_link_two_employers')),
    sa.CheckConstraint('(ended_on IS NULL) = (ended_by IS NULL)', name=op.f('ck_employer_link_somebody_ended_it')),
    sa.ForeignKeyConstraint(['employer_a'], ['employer.id'], name=op.f('fk_employer_link_employer_a_employer')),
    sa.ForeignKeyConstraint(['employer_b'], ['employer.id'], name=op.f('fk_employer_link_employer_b_employer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_employer_link'))
    )
    with op.batch_alter_table('employer_link', schema=None) as batch_op:
        for column in ('employer_a', 'employer_b'):
            batch_op.create_index(batch_op.f(f'ix_employer_link_{column}'), [column], unique=False)

    _allow_roles(*ROLES, 'representative')
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f('ck_role_grant_representatives_have_mandates'), "role <> 'representative'")


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_role_grant_representatives_have_mandates'), type_='check')
    _allow_roles(*ROLES)
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_event_mandate_id'))
        batch_op.drop_column('mandate_id')
        batch_op.drop_column('on_behalf_of')

    for table in ('sign_in', 'api_token'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f'fk_{table}_mandate_id_mandate'), type_='foreignkey')
            batch_op.drop_column('mandate_id')

    op.drop_table('employer_link')
    op.drop_table('mandate')
