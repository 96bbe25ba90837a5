"""Referrals to other authorities with their steps, contacts, concerns; what others tell; enquiries sent on."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('forwarded_enquiry',
    sa.Column('content', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('pdf', sa.LargeBinary(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('banner', sa.String(length=80), server_default='', nullable=False),
    sa.Column('issued_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('issued_by', sa.String(length=64), nullable=True),
    sa.Column('issued_by_name', sa.String(length=200), nullable=True),
    sa.Column('outbox_message_id', sa.Uuid(), nullable=True),
    sa.Column('dispatched_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('municipality_code', sa.String(length=4), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('forwarded_on', sa.Date(), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('sender_name', sa.String(length=200), nullable=False),
    sa.Column('sender_address', sa.String(length=300), nullable=False),
    sa.Column('receiver', sa.String(length=40), nullable=False),
    sa.Column('receiver_name', sa.String(length=200), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('late_reason', sa.String(length=300), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('created_by', sa.String(length=64), nullable=False),
    sa.Column('created_by_name', sa.String(length=200), nullable=False),
    sa.CheckConstraint('(issued_at IS NULL) = (pdf IS NULL)', name=op.f('ck_forwarded_enquiry_issued_means_frozen')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_forwarded_enquiry')),
    sa.UniqueConstraint('number', name=op.f('uq_forwarded_enquiry_number'))
    )
    with op.batch_alter_table('forwarded_enquiry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_forwarded_enquiry_municipality_code'), ['municipality_code'], unique=False)

    op.create_table('incoming_referral',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('sender', sa.String(length=40), nullable=False),
    sa.Column('sender_contact', sa.String(length=300), nullable=False),
    sa.Column('sender_number', sa.String(length=80), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('municipality_code', sa.String(length=4), nullable=False),
    sa.Column('asks', sa.Text(), nullable=False),
    sa.Column('answer_due_on', sa.Date(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('created_by', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incoming_referral'))
    )
    with op.batch_alter_table('incoming_referral', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_incoming_referral_answer_due_on'), ['answer_due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_incoming_referral_municipality_code'), ['municipality_code'], unique=False)

    op.create_table('receiver_contact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('receiver', sa.String(length=40), nullable=False),
    sa.Column('municipality_code', sa.String(length=4), nullable=False),
    sa.Column('level', sa.Enum('local', 'national', 'deputy', name='contactlevel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('organisation', sa.String(length=200), nullable=False),
    sa.Column('person', sa.String(length=200), nullable=False),
    sa.Column('postal_address', sa.String(length=300), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('changed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('changed_by', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receiver_contact')),
    sa.UniqueConstraint('receiver', 'municipality_code', 'level', name=op.f('uq_receiver_contact_receiver_municipality_code_level'))
    )
    op.create_table('trafficking_concern',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('municipality_code', sa.String(length=4), nullable=False),
    sa.Column('notify', sa.Enum('police', 'cmm', 'both', name='notify', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('one_only_reason', sa.Text(), nullable=False),
    sa.Column('status', sa.Enum('suspicion', 'presumed', 'confirmed', 'not_victim', 'pending', name='victimstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('status_by', sa.Enum('cmm', 'immigration_service', 'court', name='statusby', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('status_on', sa.Date(), nullable=True),
    sa.Column('child_concerned', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('municipality_contacted_on', sa.Date(), nullable=True),
    sa.Column('interview_on', sa.Date(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('created_by', sa.String(length=64), nullable=False),
    sa.CheckConstraint("(status = 'suspicion') = (status_by IS NULL)", name=op.f('ck_trafficking_concern_status_is_decided_by_another')),
    sa.CheckConstraint("notify = 'both' OR one_only_reason <> ''", name=op.f('ck_trafficking_concern_telling_one_has_a_reason')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trafficking_concern'))
    )
    with op.batch_alter_table('trafficking_concern', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trafficking_concern_municipality_code'), ['municipality_code'], unique=False)

    op.create_table('referral',
    sa.Column('content', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('pdf', sa.LargeBinary(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('banner', sa.String(length=80), server_default='', nullable=False),
    sa.Column('issued_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('issued_by', sa.String(length=64), nullable=True),
    sa.Column('issued_by_name', sa.String(length=200), nullable=True),
    sa.Column('outbox_message_id', sa.Uuid(), nullable=True),
    sa.Column('dispatched_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=True),
    sa.Column('report_id', sa.Uuid(), nullable=True),
    sa.Column('dwelling_id', sa.Uuid(), nullable=True),
    sa.Column('concern_id', sa.Uuid(), nullable=True),
    sa.Column('confined', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('municipality_code', sa.String(length=4), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('dar_id', sa.String(length=36), nullable=False),
    sa.Column('address_checked_by', sa.String(length=64), nullable=True),
    sa.Column('receiver', sa.String(length=40), nullable=False),
    sa.Column('receiver_municipality_code', sa.String(length=4), nullable=False),
    sa.Column('state', sa.Enum('drafted', 'refused', 'decided', 'sent', 'acknowledged', 'followed_up', 'returned', 'closed', name='referralstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Enum('plan_missing', 'plan_deficient', 'unfit_observed', 'non_approved_premises', 'crowding', 'trafficking_signs', 'fire_risk', 'child_in_housing', 'other', name='referralreason', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason_words', sa.String(length=300), nullable=False),
    sa.Column('observed', sa.Text(), nullable=False),
    sa.Column('observed_on', sa.Date(), nullable=True),
    sa.Column('origin', sa.Enum('own_visit', 'own_register', 'told', name='origin', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('plan', sa.String(length=300), nullable=False),
    sa.Column('residents', sa.Integer(), nullable=True),
    sa.Column('children', sa.String(length=300), nullable=False),
    sa.Column('employer', sa.JSON(), nullable=False),
    sa.Column('employer_unknown_reason', sa.String(length=300), nullable=False),
    sa.Column('request', sa.Text(), nullable=False),
    sa.Column('basis', sa.String(length=40), nullable=False),
    sa.Column('necessity', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('sender_name', sa.String(length=200), nullable=False),
    sa.Column('sender_phone', sa.String(length=40), nullable=False),
    sa.Column('sender_email', sa.String(length=254), nullable=False),
    sa.Column('municipality_told_on', sa.Date(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('created_by', sa.String(length=64), nullable=False),
    sa.Column('created_by_name', sa.String(length=200), nullable=False),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('decided_by', sa.String(length=64), nullable=True),
    sa.Column('decided_by_name', sa.String(length=200), nullable=True),
    sa.Column('recipient', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('reply_hash', sa.String(length=64), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.Column('acknowledged_on', sa.Date(), nullable=True),
    sa.Column('acknowledged_by_code', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('receiver_person', sa.String(length=200), nullable=False),
    sa.Column('receiver_number', sa.String(length=80), nullable=False),
    sa.Column('receiver_plan', sa.Text(), nullable=False),
    sa.Column('receiver_by_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('closure', sa.Enum('handled', 'no_action', 'not_theirs', 'overtaken', 'other', name='closure', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.CheckConstraint("state <> 'closed' OR closure IS NOT NULL", name=op.f('ck_referral_closed_with_a_reason')),
    sa.CheckConstraint('(decided_at IS NULL) = (decided_by IS NULL)', name=op.f('ck_referral_decided_by_somebody')),
    sa.CheckConstraint('(issued_at IS NULL) = (pdf IS NULL)', name=op.f('ck_referral_issued_means_frozen')),
    sa.CheckConstraint('(pdf IS NULL) = (sha256 IS NULL)', name=op.f('ck_referral_frozen_has_a_hash')),
    sa.ForeignKeyConstraint(['case_id'], ['inspection_case.id'], name=op.f('fk_referral_case_id_inspection_case')),
    sa.ForeignKeyConstraint(['concern_id'], ['trafficking_concern.id'], name=op.f('fk_referral_concern_id_trafficking_concern')),
    sa.ForeignKeyConstraint(['dwelling_id'], ['dwelling.id'], name=op.f('fk_referral_dwelling_id_dwelling')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referral')),
    sa.UniqueConstraint('number', name=op.f('uq_referral_number')),
    sa.UniqueConstraint('reply_hash', name=op.f('uq_referral_reply_hash'))
    )
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_referral_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_referral_concern_id'), ['concern_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_referral_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_referral_dwelling_id'), ['dwelling_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_referral_municipality_code'), ['municipality_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_referral_report_id'), ['report_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_referral_state'), ['state'], unique=False)

    op.create_table('referral_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('referral_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('move', sa.Enum('decide', 'refuse', 'take_back', 'send', 'acknowledge', 'return', 'follow_up', 'close', name='referralmove', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('target', sa.Enum('drafted', 'refused', 'decided', 'sent', 'acknowledged', 'followed_up', 'returned', 'closed', name='referralstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=200), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_referral_step_referral_id_referral')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referral_step')),
    sa.UniqueConstraint('referral_id', 'position', name=op.f('uq_referral_step_referral_id_position'))
    )
    with op.batch_alter_table('referral_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_referral_step_referral_id'), ['referral_id'], unique=False)


def downgrade() -> None:
    """Back."""

    with op.batch_alter_table('referral_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_referral_step_referral_id'))

    op.drop_table('referral_step')
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_referral_state'))
        batch_op.drop_index(batch_op.f('ix_referral_report_id'))
        batch_op.drop_index(batch_op.f('ix_referral_municipality_code'))
        batch_op.drop_index(batch_op.f('ix_referral_dwelling_id'))
        batch_op.drop_index(batch_op.f('ix_referral_due_on'))
        batch_op.drop_index(batch_op.f('ix_referral_concern_id'))
        batch_op.drop_index(batch_op.f('ix_referral_case_id'))

    op.drop_table('referral')
    with op.batch_alter_table('trafficking_concern', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_trafficking_concern_municipality_code'))

    op.drop_table('trafficking_concern')
    op.drop_table('receiver_contact')
    with op.batch_alter_table('incoming_referral', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_incoming_referral_municipality_code'))
        batch_op.drop_index(batch_op.f('ix_incoming_referral_answer_due_on'))

    op.drop_table('incoming_referral')
    with op.batch_alter_table('forwarded_enquiry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_forwarded_enquiry_municipality_code'))

    op.drop_table('forwarded_enquiry')
