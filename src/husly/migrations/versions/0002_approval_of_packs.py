"""Approval of rule packs, rule by rule; the role of the lawyer who gives it."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

ROLES = ('employer', 'inspector', 'caseworker', 'decision_maker', 'administrator', 'statistician')
COPIED = ('id', 'pack_id', 'content_hash', 'approved_by', 'confirmed_by', 'at')


def _allow_roles(*roles: str) -> None:
    """Let a grant hold these roles."""
    allowed = ', '.join(f"'{role}'" for role in roles)
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_role_grant_role'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_role_grant_role'), f'role IN ({allowed})')


def upgrade() -> None:
    """Forward."""
    op.create_table('demonstration_approval',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('pack_id', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('content_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('approved_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('confirmed_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint('approved_by <> confirmed_by', name=op.f('ck_demonstration_approval_two_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demonstration_approval')),
    sa.UniqueConstraint('pack_id', 'content_hash', name=op.f('uq_demonstration_approval_pack_id_content_hash'))
    )
    op.execute(
        "INSERT INTO demonstration_approval (id, pack_id, content_hash, approved_by, confirmed_by, at) "
        "SELECT id, pack_id, content_hash, approved_by, confirmed_by, at FROM pack_approval WHERE withdrawn_at IS NULL"
    )
    op.drop_table('pack_approval')
    op.create_table('pack_approval',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('pack_id', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('pack_version', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('content_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('opened_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pack_approval')),
    sa.UniqueConstraint('pack_id', 'content_hash', name=op.f('uq_pack_approval_pack_id_content_hash'))
    )
    with op.batch_alter_table('pack_approval', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pack_approval_pack_id'), ['pack_id'], unique=False)

    op.create_table('official_text',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('pack_id', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('url', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('file_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('retrieved_on', sa.Date(), nullable=False),
    sa.Column('added_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('added_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('added_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_official_text')),
    sa.UniqueConstraint('pack_id', 'url', 'sha256', name=op.f('uq_official_text_pack_id_url_sha256'))
    )
    with op.batch_alter_table('official_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_official_text_pack_id'), ['pack_id'], unique=False)

    op.create_table('requirement_confirmation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('approval_id', sa.Uuid(), nullable=False),
    sa.Column('official_text_id', sa.Uuid(), nullable=False),
    sa.Column('requirement_id', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('requirement_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('is_repeated', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('confirmed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('confirmed_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('confirmed_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('countersigned_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('countersigned_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('countersigned_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('withdrawn_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('withdrawn_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('withdrawn_by_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('withdrawal_reason', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.CheckConstraint("withdrawn_at IS NULL OR withdrawal_reason <> ''", name=op.f('ck_requirement_confirmation_withdrawn_with_a_reason')),
    sa.CheckConstraint('(countersigned_by IS NULL) = (countersigned_at IS NULL)', name=op.f('ck_requirement_confirmation_countersigned_is_dated')),
    sa.CheckConstraint('(withdrawn_by IS NULL) = (withdrawn_at IS NULL)', name=op.f('ck_requirement_confirmation_withdrawn_is_dated')),
    sa.CheckConstraint('countersigned_by IS NULL OR countersigned_by <> confirmed_by', name=op.f('ck_requirement_confirmation_two_persons')),
    sa.ForeignKeyConstraint(['approval_id'], ['pack_approval.id'], name=op.f('fk_requirement_confirmation_approval_id_pack_approval')),
    sa.ForeignKeyConstraint(['official_text_id'], ['official_text.id'], name=op.f('fk_requirement_confirmation_official_text_id_official_text')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement_confirmation'))
    )
    with op.batch_alter_table('requirement_confirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_requirement_confirmation_approval_id'), ['approval_id'], unique=False)
        batch_op.create_index('ix_requirement_confirmation_standing', ['approval_id', 'requirement_hash'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    _allow_roles(*ROLES, 'legal_reviewer')


def downgrade() -> None:
    """Back."""
    op.execute("DELETE FROM role_grant WHERE role = 'legal_reviewer'")
    _allow_roles(*ROLES)
    with op.batch_alter_table('requirement_confirmation', schema=None) as batch_op:
        batch_op.drop_index('ix_requirement_confirmation_standing', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_requirement_confirmation_approval_id'))

    op.drop_table('requirement_confirmation')
    with op.batch_alter_table('official_text', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_official_text_pack_id'))

    op.drop_table('official_text')
    with op.batch_alter_table('pack_approval', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pack_approval_pack_id'))

    op.drop_table('pack_approval')
    op.create_table('pack_approval',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('pack_id', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('content_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('is_demonstration', sa.Boolean(), nullable=False),
    sa.Column('approved_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('confirmed_by', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('withdrawn_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint('approved_by <> confirmed_by', name=op.f('ck_pack_approval_two_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pack_approval'))
    )
    with op.batch_alter_table('pack_approval', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pack_approval_pack_id'), ['pack_id'], unique=False)

    demonstration = sa.table('demonstration_approval', *(sa.column(name) for name in COPIED))
    approval = sa.table('pack_approval', *(sa.column(name) for name in COPIED), sa.column('is_demonstration', sa.Boolean))
    columns = [demonstration.c[name] for name in COPIED]
    op.execute(approval.insert().from_select([*COPIED, 'is_demonstration'], sa.select(*columns, sa.true())))
    op.drop_table('demonstration_approval')
