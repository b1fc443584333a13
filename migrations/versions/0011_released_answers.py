"""answers wait until they are released in batches; what was counted live waits first"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COUNTS = ('n1', 'n2', 'n3', 'n4', 'n5')
KEYS = ('unit_id', 'year', 'item', 'course_id', 'revision_id')
REFERRED = {'course_id': 'course', 'revision_id': 'course_revision'}
#: The order in which the first table was kept.
FORMER_KEYS = ('unit_id', 'year', 'course_id', 'revision_id', 'item')


def key():
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def sums(name, keys, *more):
    """Create a table of sums; without rowid SQLite keeps the rows in the order of their keys."""
    kinds = {'year': sa.Integer, 'item': sa.String}
    own = {'unit_id': {'autoincrement': False}}
    op.create_table(name,
    *(sa.Column(each, kinds.get(each, key)(), nullable=False, **own.get(each, {})) for each in keys),
    *(sa.Column(each, sa.Integer(), nullable=False) for each in COUNTS),
    *more,
    sa.CheckConstraint(' and '.join(f'{each} >= 0' for each in COUNTS), name=op.f(f'ck_{name}_counts')),
    *(sa.ForeignKeyConstraint([each], [f'{REFERRED[each]}.id'], name=op.f(f'fk_{name}_{each}')) for each in keys if each in REFERRED),
    sa.PrimaryKeyConstraint(*keys, name=op.f(f'pk_{name}')),
    sqlite_with_rowid=False
    )


def course_index():
    with op.batch_alter_table('survey_sum', schema=None) as batch_op:
        batch_op.create_index('ix_survey_sum_course', ['course_id', 'year', 'item'], unique=False)


def upgrade():
    columns = ', '.join((*KEYS, *COUNTS))
    sums('survey_waiting', KEYS, sa.Column('month', sa.Integer(), nullable=False))
    with op.batch_alter_table('survey_waiting', schema=None) as batch_op:
        batch_op.create_index('ix_survey_waiting_month', ['item', 'month'], unique=False)
    # Month 0 is long ago: what is too few goes up at once.
    op.execute(f'insert into survey_waiting ({columns}, month) select {columns}, 0 from survey_sum')
    op.drop_table('survey_sum')
    sums('survey_sum', KEYS)
    sums('survey_unit_sum', ('unit_id', 'year', 'item'))
    course_index()


def downgrade():
    columns, added = ', '.join((*KEYS, *COUNTS)), ', '.join(f'sum({each}) as {each}' for each in COUNTS)
    op.execute(
        f'create table survey_all as select {", ".join(KEYS)}, {added} from '
        f'(select {columns} from survey_sum union all select {columns} from survey_waiting) as found '
        f'group by {", ".join(KEYS)}'
    )
    for table in ('survey_waiting', 'survey_sum', 'survey_unit_sum'):
        op.drop_table(table)
    sums('survey_sum', FORMER_KEYS)
    course_index()
    op.execute(f'insert into survey_sum ({columns}) select {columns} from survey_all')
    op.drop_table('survey_all')
