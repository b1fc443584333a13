"""deadlines of people who join an assignment late; an address is told of a unit by one webhook

Of webhooks that were made twice at the same moment the first one stays.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TOLD = sa.text("ended_at is null")
TWICE = """select later.id from webhook later join webhook first
on first.unit_id = later.unit_id and first.url = later.url and first.id < later.id
where first.ended_at is null and later.ended_at is null"""


def upgrade():
    op.add_column(
        "assignment", sa.Column("grace_days", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("assignment_reminder", sa.Column("own_due_on", sa.Date(), nullable=True))
    op.execute(
        "update webhook_delivery set state = 'dead', ended_at = made_at, failure = 'ended' "
        f"where state = 'waiting' and webhook_id in ({TWICE})"
    )
    op.execute(
        "update webhook set ended_at = made_at, secret = '', old_secret = '' "
        f"where id in ({TWICE})"
    )
    op.create_index(
        "uq_webhook_unit_id_url",
        "webhook",
        ["unit_id", "url"],
        unique=True,
        sqlite_where=TOLD,
        postgresql_where=TOLD,
    )


def downgrade():
    op.drop_index("uq_webhook_unit_id_url", table_name="webhook")
    op.drop_column("assignment_reminder", "own_due_on")
    op.drop_column("assignment", "grace_days")
