"""Table of what programs were answered."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id


class ApiAnswer(SQLModel, table=True):
    """The answer to a request that bore an idempotency key, given again when the request comes again."""

    __tablename__ = "api_answer"
    __table_args__ = (sa.UniqueConstraint("employer_id", "idempotency_key"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    employer_id: UUID = Field(foreign_key="employer.id")
    idempotency_key: str = Field(max_length=100)
    request_hash: str = Field(max_length=64)
    body: str = Field(sa_type=sa.Text)
    answered_at: datetime = Field(index=True)
