"""The first page of somebody who has signed in: of a learner, and of an account without a NIP."""

from flask import render_template
from flask_login import current_user

from elearning.accounts import privacy_notice
from elearning.accounts.own_time import local
from elearning.accounts.policy import is_admin, is_hr, is_learner, is_trainer
from elearning.assignments.duties import duty_tag
from elearning.certificates.policy import arranges_certificates
from elearning.core import clock
from elearning.core.settings import current_settings
from elearning.home.dashboard import dashboard_of, greeting_at
from elearning.reports.desks import desks_of


def first_page() -> str:
    """Show learners where they stand, others what they can do."""
    doors = {
        "is_hr": is_hr(current_user),
        "is_trainer": is_trainer(current_user),
        "is_arranging": arranges_certificates(current_user),
        "is_admin": is_admin(current_user),
        "unread_notice": privacy_notice.is_unread(current_user, current_settings()),
        "desks": desks_of(current_user, current_settings(), clock.now()),
    }
    if not is_learner(current_user):
        return render_template("home/office.html", greeting=office_greeting(), **doors)
    board = dashboard_of(current_user, current_settings(), clock.now())
    return render_template("home/dashboard.html", board=board, duty_tag=duty_tag, **doors)


def office_greeting() -> str:
    """Greet an account without a NIP in its own zone."""
    return greeting_at(local(clock.now()), current_user.short_name)
