"""the full-text index, written by hand: FTS5 on SQLite, tsvector and GIN on PostgreSQL"""

from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

#: The columns are those of search_section; a word of a title counts most, a scope nothing.
SQLITE = (
    """
    create virtual table search_index using fts5(
        scope, title_stems, context_stems, text_stems,
        content = 'search_section', content_rowid = 'id', tokenize = 'unicode61'
    )
    """,
    "insert into search_index (search_index, rank) values ('rank', 'bm25(0.0, 8.0, 2.0, 1.0)')",
)
POSTGRESQL = (
    """
    create table search_index (
        section_id bigint primary key references search_section (id),
        document tsvector not null
    )
    """,
    "create index ix_search_index_document on search_index using gin (document)",
)


def upgrade():
    is_sqlite = op.get_bind().dialect.name == 'sqlite'
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade():
    op.execute("drop table search_index")
