"""Recaps of JP: for each person or Perangkat Daerah, as a table or ready to sign."""

from datetime import date

from flask import abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_hr
from elearning.accounts.unit_choices import unit_choices
from elearning.core import clock
from elearning.core.access import requires
from elearning.core.addresses import key_in
from elearning.core.attachments import attachment
from elearning.core.db import db
from elearning.core.settings import current_settings
from elearning.records.models import ExportLog
from elearning.reports.blueprint import bp
from elearning.reports.exports import exporting, operations
from elearning.reports.exports.choices import BUTTONS, PDF, Choice
from elearning.reports.exports.layouts import FORMATS
from elearning.reports.exports.log_queries import unit_at
from elearning.reports.exports.views import started
from elearning.reports.forms import all_offered
from elearning.reports.recaps import files, queries
from elearning.reports.recaps.forms import RecapForm

#: People of whom a recap states at most while somebody waits for it.
AT_ONCE = 10_000


@bp.get("/kepegawaian/rekap")
@requires(is_hr)
def recap() -> ResponseReturnValue:
    """Show the form of a recap."""
    form = recap_form(request.args or None)
    return recap_page(form) if all_offered(form) else abort(404)


@bp.post("/kepegawaian/rekap")
@requires(is_hr)
def make_recap() -> ResponseReturnValue:
    """Send a recap, or let the worker make the papers to sign; it is logged first."""
    form = recap_form(request.form)
    is_valid = form.validate_on_submit()
    choice = form.choice(request.form.get("rekap", "")) if is_valid else None
    if choice is None:
        return recap_page(form), 422
    paths = form.paths(current_user.hr_paths)
    log = begin(choice, paths)
    if choice.format == PDF or queries.has_more_than(paths, AT_ONCE):
        return started(log, title_of(choice), queries.count(paths))
    db.session.commit()
    return download(log.id, choice, paths)


def title_of(choice: Choice) -> str:
    """Return what a recap is called in the background: `Rekap JP per 21-11-2025, Dinas Kesehatan`."""
    day = f"{date.fromisoformat(choice.until):%d-%m-%Y}"
    is_paper = choice.format == PDF
    kind = (
        _("Recaps to sign, as of %(day)s", day=day)
        if is_paper
        else _("Recap of JP, as of %(day)s", day=day)
    )
    return ", ".join(filter(None, [kind, choice.unit]))


def begin(choice: Choice, paths: tuple[str, ...]) -> ExportLog:
    """Log who takes a recap, before anything leaves."""
    unit_id = unit_at(paths)
    return operations.begin_export(
        current_user.id, unit_id, int(choice.year), choice, paths, clock.now()
    )


def download(log_id: int, choice: Choice, paths: tuple[str, ...]) -> ResponseReturnValue:
    """Send a recap when it is written."""
    file, tally = files.temporary(choice, paths, current_settings())
    exporting.finishing(current_app._get_current_object(), log_id)(tally)  # type: ignore[attr-defined]
    suffix, mimetype = FORMATS[choice.format]
    return attachment(exporting.read_to_end(file), files.name_of(choice) + suffix, mimetype)


def recap_form(values: MultiDict[str, str] | None) -> RecapForm:
    """Return the form with what the officer can choose from."""
    form = RecapForm(values, data={"sampai": own_today()})
    form.offer(unit_choices(current_user.hr_paths, key_in(values, "unit")), own_today())
    return form


def recap_page(form: RecapForm) -> str:
    """Return the page of recaps."""
    asked = request.values.get("rekap", "")
    chosen = asked if asked in BUTTONS else next(iter(BUTTONS))
    settings = current_settings()
    return render_template("reports/recap.html", form=form, chosen=chosen, settings=settings)
