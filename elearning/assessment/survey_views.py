"""What people say of a course: means, how the answers are spread, what they wrote."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from elearning.accounts.own_time import own_today
from elearning.accounts.policy import enters_studio
from elearning.assessment.policy import can_assess
from elearning.assessment.survey_page import results_of
from elearning.assessment.time_queries import course_at
from elearning.assessment.views import bp
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_named
from elearning.core.settings import current_settings
from elearning.surveys.bands import band
from elearning.surveys.result_queries import has_answers, years_of
from elearning.surveys.results_page import aspect_rows, item_rows, scale_words
from elearning.surveys.satisfaction import rate


@bp.get("/<course>/kepuasan")
@requires(enters_studio)
def satisfaction(course: str) -> ResponseReturnValue:
    """Show what people said who completed a course in a year."""
    here, settings = permitted(course_at(course), can_assess), current_settings()
    years = years_of(here.course_id) or [own_today().year]
    year, revision = key_named("tahun") or years[0], key_named("revisi")
    if year not in years or (revision and not has_answers(here.course_id, revision)):
        abort(404)
    found = results_of(here.course_id, year, revision)
    said = found.said if found else None
    return render_template(
        "assessment/satisfaction.html",
        course=here,
        years=years,
        year=year,
        found=found,
        band=band(said.overall, settings) if said else "",
        rate=rate(found.said.number, found.completions)
        if found and found.revision is None
        else None,
        items=item_rows(said, settings) if said else [],
        aspects=aspect_rows(said, settings) if said else [],
        scale=scale_words(),
        settings=settings,
    )
