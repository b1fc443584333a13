"""sums of satisfaction, who was asked, texts, and completions by unit, course and year"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

#: The key of a completion's unit is the last one of its path.
PATH = "rtrim(unit_path, '/')"
LEAF = f"cast(substr({PATH}, length(rtrim({PATH}, '0123456789')) + 1) as bigint)"


def key():
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table('unit_course_year',
    sa.Column('unit_id', key(), autoincrement=False, nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('course_id', key(), nullable=False),
    sa.Column('completions', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_unit_course_year_course_id')),
    sa.PrimaryKeyConstraint('unit_id', 'year', 'course_id', name=op.f('pk_unit_course_year'))
    )
    with op.batch_alter_table('unit_course_year', schema=None) as batch_op:
        batch_op.create_index('ix_unit_course_year_course', ['course_id', 'year'], unique=False)

    op.create_table('survey_mark',
    sa.Column('enrolment_id', key(), autoincrement=False, nullable=False),
    sa.Column('fresh', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_survey_mark_enrolment_id')),
    sa.PrimaryKeyConstraint('enrolment_id', name=op.f('pk_survey_mark'))
    )
    with op.batch_alter_table('survey_mark', schema=None) as batch_op:
        batch_op.create_index('ix_survey_mark_fresh', ['enrolment_id'], unique=False, sqlite_where=sa.text('fresh'), postgresql_where=sa.text('fresh'))

    # Without rowid SQLite keeps the rows in the order of their keys, not of their coming.
    op.create_table('survey_sum',
    sa.Column('unit_id', key(), autoincrement=False, nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('course_id', key(), nullable=False),
    sa.Column('revision_id', key(), nullable=False),
    sa.Column('item', sa.String(), nullable=False),
    sa.Column('n1', sa.Integer(), nullable=False),
    sa.Column('n2', sa.Integer(), nullable=False),
    sa.Column('n3', sa.Integer(), nullable=False),
    sa.Column('n4', sa.Integer(), nullable=False),
    sa.Column('n5', sa.Integer(), nullable=False),
    sa.CheckConstraint('n1 >= 0 and n2 >= 0 and n3 >= 0 and n4 >= 0 and n5 >= 0', name=op.f('ck_survey_sum_counts')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_survey_sum_course_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['course_revision.id'], name=op.f('fk_survey_sum_revision_id')),
    sa.PrimaryKeyConstraint('unit_id', 'year', 'course_id', 'revision_id', 'item', name=op.f('pk_survey_sum')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('survey_sum', schema=None) as batch_op:
        batch_op.create_index('ix_survey_sum_course', ['course_id', 'year', 'item'], unique=False)

    op.create_table('survey_text',
    sa.Column('id', key(), autoincrement=False, nullable=False),
    sa.Column('course_id', key(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('fresh', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_survey_text_course_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_text'))
    )
    with op.batch_alter_table('survey_text', schema=None) as batch_op:
        batch_op.create_index('ix_survey_text_course', ['course_id', 'year'], unique=False)

    op.execute(
        'insert into unit_course_year (unit_id, year, course_id, completions) '
        f'select {LEAF}, year, course_id, count(*) from completion '
        'where reversed_at is null group by 1, 2, 3'
    )


def downgrade():
    for table in ('survey_text', 'survey_sum', 'survey_mark', 'unit_course_year'):
        op.drop_table(table)
