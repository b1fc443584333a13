"""what keeps the totals of people and open courses, written by hand: triggers, and the first totals

Models know no triggers. SQLite loses those of a table that a later migration makes anew, and will
not rename a table that the triggers of another one read: such a migration drops them first with
`drop` below and makes them again at its end.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def counted(row):
    """Say whether a person counts: active, with a NIP and a unit."""
    return f"({row}.active and {row}.nip is not null and {row}.unit_id is not null)"


PEOPLE = "insert into people_by_jp (unit_id, year, jp, status, legal_standing, people)"
COURSES = "insert into open_courses (unit_id, seen_on, status, courses)"
WHAT_COUNTS = ("active", "nip", "unit_id", "status", "legal_standing")


def whole_person(row, sign, day):
    """Count a person with all their years and open courses, or with -1 take them out."""
    who = f"{row}.unit_id, 0, 0, {row}.status, {row}.legal_standing, {sign}"
    year = f"{row}.unit_id, y.year, y.jp, {row}.status, {row}.legal_standing, {sign}"
    return (
        f"{PEOPLE} select {who} where {counted(row)}",
        f"{PEOPLE} select {year} from person_year y "
        f"where y.person_id = {row}.id and y.jp <> 0 and {counted(row)}",
        f"{COURSES} select {row}.unit_id, {day('e.seen_at')}, {row}.status, {sign} "
        f"from enrolment e "
        f"where e.person_id = {row}.id and e.completed_at is null and {counted(row)}",
    )


def one_year(row, sign, lock):
    """Count a year of a person, or with -1 take it out."""
    year = f"p.unit_id, {row}.year, {row}.jp, p.status, p.legal_standing, {sign}"
    return (
        f"{PEOPLE} select {year} from person p "
        f"where p.id = {row}.person_id and {row}.jp <> 0 and {counted('p')}{lock}",
    )


def one_course(row, sign, day, lock):
    """Count an open course of a person, or with -1 take it out."""
    return (
        f"{COURSES} select p.unit_id, {day(row + '.seen_at')}, p.status, {sign} from person p "
        f"where p.id = {row}.person_id and {row}.completed_at is null and {counted('p')}{lock}",
    )


def changes(day, lock=""):
    """Return by table: its columns that count, when a change counts, and what takes out and in."""
    person = " or ".join(f"old.{c} is distinct from new.{c}" for c in WHAT_COUNTS)
    course = (
        f"old.person_id <> new.person_id or {day('old.seen_at')} <> {day('new.seen_at')} "
        "or (old.completed_at is null) <> (new.completed_at is null)"
    )
    year = "old.jp <> new.jp or old.year <> new.year or old.person_id <> new.person_id"
    return {
        "person": (WHAT_COUNTS, person, lambda row, sign: whole_person(row, sign, day)),
        "person_year": (
            ("person_id", "year", "jp"),
            year,
            lambda row, sign: one_year(row, sign, lock),
        ),
        "enrolment": (
            ("person_id", "seen_at", "completed_at"),
            course,
            lambda row, sign: one_course(row, sign, day, lock),
        ),
    }


def sqlite():
    """Yield the triggers of SQLite."""

    def day(moment):
        return f"date({moment})"

    for table, (columns, differs, count) in changes(day).items():
        differs = differs.replace("is distinct from", "is not")
        out, into = count("old", -1), count("new", 1)
        events = (
            ("insert", "insert", "", into),
            ("update", f"update of {', '.join(columns)}", f"when {differs}", (*out, *into)),
            ("delete", "delete", "", out),
        )
        for name, event, when, deeds in events:
            body = "".join(f"{deed};\n" for deed in deeds)
            yield (
                f"create trigger {table}_counted_{name} after {event} on {table} "
                f"for each row {when} begin\n{body}end"
            )


def postgresql():
    """Yield the triggers of PostgreSQL.

    A year or course is counted where its person is once nobody moves them any more: the person is
    locked, and whoever moves them counts what was committed until then.
    """

    def day(moment):
        return f"cast({moment} at time zone 'UTC' as date)"

    for table, (columns, differs, count) in changes(day, " for no key update of p").items():
        out = "".join(f"{deed};\n" for deed in count("old", -1))
        into = "".join(f"{deed};\n" for deed in count("new", 1))
        yield (
            f"create function count_{table}() returns trigger language plpgsql as $$ begin\n"
            f"if tg_op <> 'INSERT' then\n{out}end if;\n"
            f"if tg_op <> 'DELETE' then\n{into}end if;\n"
            "return null; end $$"
        )
        events = (
            ("insert", "insert", ""),
            ("update", f"update of {', '.join(columns)}", f"when ({differs})"),
            ("delete", "delete", ""),
        )
        for name, event, when in events:
            yield (
                f"create trigger {table}_counted_{name} after {event} on {table} "
                f"for each row {when} execute function count_{table}()"
            )


def first_totals(is_sqlite):
    """Yield what counts the rows that are there already."""
    people = f"from person p where {counted('p')}"
    day = "date(e.seen_at)" if is_sqlite else "cast(e.seen_at at time zone 'UTC' as date)"
    month = "extract(month from completed_on)"
    if is_sqlite:
        month = "cast(strftime('%m', completed_on) as integer)"
    yield (
        f"{PEOPLE} select unit_id, 0, 0, status, legal_standing, count(*) {people} group by 1, 4, 5"
    )
    yield (
        f"{PEOPLE} select p.unit_id, y.year, y.jp, p.status, p.legal_standing, count(*) "
        "from person p join person_year y on y.person_id = p.id "
        f"where y.jp <> 0 and {counted('p')} group by 1, 2, 3, 4, 5"
    )
    yield (
        f"{COURSES} select p.unit_id, {day}, p.status, count(*) "
        "from person p join enrolment e on e.person_id = p.id "
        f"where e.completed_at is null and {counted('p')} group by 1, 2, 3"
    )
    yield (
        "insert into unit_month_kind "
        "(unit_path, year, month, competency_kind, completions, jp) "
        f"select unit_path, year, {month}, competency_kind, count(*), sum(jp) "
        "from completion where reversed_at is null group by 1, 2, 3, 4"
    )
    yield "update people_by_jp set folded = true"
    yield "update open_courses set folded = true"


def drop(is_sqlite):
    """Drop every trigger of the totals."""
    for table in ("person", "person_year", "enrolment"):
        for event in ("insert", "update", "delete"):
            on = "" if is_sqlite else f" on {table}"
            op.execute(f"drop trigger {table}_counted_{event}{on}")
        if not is_sqlite:
            op.execute(f"drop function count_{table}()")


def upgrade():
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in first_totals(is_sqlite):
        op.execute(statement)
    for statement in sqlite() if is_sqlite else postgresql():
        op.execute(statement)


def downgrade():
    drop(op.get_bind().dialect.name == "sqlite")
