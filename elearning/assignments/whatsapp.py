"""The text that is copied into a chat: course, deadline, link; never a name.

A chat is read by everybody in it and leaves the platform for good, so nobody is named there who
is late (UU 27/2022 Pasal 16: limited and relevant); the lists of names stay behind the sign-in.
"""

from datetime import date

from flask_babel import gettext as _

from elearning.assignments.queries import Line
from elearning.core.languages import long_date
from elearning.core.settings import current_settings


def chat_text(assignment: Line, today: date) -> str:
    """Return the message about an assignment."""
    facts = {"title": assignment.title, "day": long_date(assignment.due_on)}
    if assignment.due_on < today:
        head = _("*Mandatory course: %(title)s* – the deadline was %(day)s.", **facts)
        ask = _("Have you not completed it yet? Please do so as soon as you can:")
    else:
        head = _("*Mandatory course: %(title)s* – deadline %(day)s.", **facts)
        ask = _("Please complete it in time. You can learn on your phone, a little each day:")
    thanks = _("Thank you to all who have completed it.")
    address = f"{current_settings().public_url}/pelatihan/{assignment.slug}/"
    return "\n\n".join((head, f"{assignment.basis}", f"{ask}\n{address}", thanks))
