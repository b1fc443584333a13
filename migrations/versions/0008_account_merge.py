"""accounts of one person: `person.merged_into_id`, the merges, and a trigger written by hand

The former account follows the remaining one to its unit, so that whoever oversees the one oversees
the other; people move in many places, and none may be forgotten (decision 0024). SQLite adds the
column without making `person` anew, so the triggers of 0007 stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOLLOW = "update person set unit_id = new.unit_id where merged_into_id = new.id"
SQLITE = f"""create trigger person_followed after update of unit_id on person
for each row when old.unit_id is not new.unit_id begin
{FOLLOW};
end"""
POSTGRESQL = (
    f"""create function follow_person() returns trigger language plpgsql as $$ begin
{FOLLOW};
return null; end $$""",
    """create trigger person_followed after update of unit_id on person
for each row when (old.unit_id is distinct from new.unit_id) execute function follow_person()""",
)


def upgrade():
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(
        f"alter table person add column merged_into_id {'integer' if is_sqlite else 'bigint'} "
        "constraint fk_person_merged_into_id references person (id) "
        "constraint ck_person_merged check (merged_into_id is null or not active)"
    )
    op.create_index("ix_person_merged_into_id", "person", ["merged_into_id"])
    op.create_table(
        "account_merge",
        sa.Column("id", KEY, nullable=False),
        sa.Column("from_id", KEY, nullable=False),
        sa.Column("into_id", KEY, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", KEY, nullable=True),
        sa.CheckConstraint("from_id <> into_id", name=op.f("ck_account_merge_two")),
        sa.CheckConstraint(
            "(undone_at is null) = (undone_by_id is null)", name=op.f("ck_account_merge_undone")
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], ["person.id"], name=op.f(f"fk_account_merge_{name}")
            )
            for name in ("from_id", "into_id", "made_by_id", "undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_merge")),
    )
    op.create_index("ix_account_merge_from_id", "account_merge", ["from_id"])
    op.create_index("ix_account_merge_into_id", "account_merge", ["into_id"])
    stands = sa.text("undone_at is null")
    op.create_index(
        "uq_account_merge_standing",
        "account_merge",
        ["from_id"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    for statement in (SQLITE,) if is_sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade():
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("drop trigger person_followed" + ("" if is_sqlite else " on person"))
    if not is_sqlite:
        op.execute("drop function follow_person()")
    op.drop_table("account_merge")
    op.drop_index("ix_person_merged_into_id", "person")
    op.execute("alter table person drop column merged_into_id")
