"""What one must complete oneself, and what one's people must."""

from itertools import groupby

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_learner
from elearning.assignments import duty_queries, queries
from elearning.assignments.conditions import is_overdue
from elearning.assignments.duties import duty_tag, in_words
from elearning.assignments.duty_queries import TeamLine
from elearning.assignments.views import bp, today_of
from elearning.assignments.whatsapp import chat_text
from elearning.core.access import permitted, requires


@bp.get("/penugasan/")
@requires(is_learner)
def own_duties() -> ResponseReturnValue:
    """Show the courses that are mandatory for oneself, the nearest deadline first."""
    return render_template(
        "assignments/duties.html",
        duties=duty_queries.duties_of(current_user.id, own_today()),
        today=own_today(),
        duty_tag=duty_tag,
        has_team=duty_queries.has_team(current_user.id),
    )


@bp.get("/penugasan/tim")
@requires(is_learner)
def team() -> ResponseReturnValue:
    """Show how far one's people are with what they must complete, course by course."""
    lines = duty_queries.team_duties(current_user.id, own_today())
    ordered = sorted(lines, key=lambda line: (line.due_on, line.assignment_id))
    return render_template(
        "assignments/team.html",
        groups=[(key, list(group)) for key, group in groupby(ordered, _assigned)],
        has_team=bool(lines) or duty_queries.has_team(current_user.id),
        today=own_today(),
        in_words=in_words,
        is_overdue=is_overdue,
    )


def _assigned(line: TeamLine) -> tuple[int, str, object]:
    """Return which assignment a line is of."""
    return line.assignment_id, line.title, line.due_on


@bp.get("/penugasan/tim/<key:assignment_id>/pesan")
@requires(is_learner)
def team_chat(assignment_id: int) -> ResponseReturnValue:
    """Show the text to copy into the team's chat, for an assignment of one's people."""
    own = {line.assignment_id for line in duty_queries.team_duties(current_user.id, own_today())}
    line = permitted(
        queries.line_at(assignment_id) if assignment_id in own else None, lambda _who, _it: True
    )
    text, back = chat_text(line, today_of(line)), url_for(".team")
    return render_template("assignments/chat.html", line=line, text=text, back=back)
