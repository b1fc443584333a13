"""The one place that knows every package: `create_app` wires them, without side effects."""

from datetime import timedelta

from flask import g
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from elearning.accounts import views as accounts
from elearning.accounts.sessions import init_sessions
from elearning.api import token_views as api_tokens
from elearning.api import views as api
from elearning.assessment import chance_views as assessment_chances
from elearning.assessment import (
    essay_views,
    message_views,
    regrade_views,
    statistics_views,
    survey_views,
    time_views,
)
from elearning.assessment import views as assessment
from elearning.assignments import exemption_views, making_views, own_views
from elearning.assignments import export_views as assignment_exports
from elearning.assignments import views as assignments
from elearning.certificates import archive_views as certificate_archives
from elearning.certificates import mailing_views, template_views
from elearning.certificates import views as certificates
from elearning.certificates.badges import public_views as badges_public
from elearning.certificates.badges import views as badges
from elearning.core import csrf, health, job_views
from elearning.core.access import init_access
from elearning.core.application import Application
from elearning.core.assets import init_assets
from elearning.core.compression import init_compression
from elearning.core.db import close_reader, db
from elearning.core.error_pages import init_error_pages
from elearning.core.headers import init_headers
from elearning.core.languages import here, init_languages, request_locale
from elearning.core.logs import init_logs
from elearning.core.settings import Settings, current_settings, require_safe
from elearning.development import (
    decision_views,
    file_views,
    proposal_views,
    share_views,
    signing_views,
    transcript_views,
)
from elearning.development import views as development
from elearning.home import data_request_views, erasure_views, merge_views, own_data_views
from elearning.home import views as home
from elearning.home.navigation import navigation
from elearning.learning import blueprint as learning
from elearning.learning.attempts import chance_views, checking_views, expired_forms
from elearning.learning.attempts import views as attempt_views
from elearning.learning.catalogue import joining_views
from elearning.learning.catalogue import views as catalogue_views
from elearning.learning.completion import views as completion_views
from elearning.learning.feedback import views as feedback_views
from elearning.learning.lessons import text_size
from elearning.learning.lessons import views as lesson_views
from elearning.learning.notes import views as note_views
from elearning.notices import views as notices
from elearning.records import views as records
from elearning.reports import blueprint as reports
from elearning.reports.corrections import views as correction_views
from elearning.reports.dashboards import satisfaction_views
from elearning.reports.dashboards import views as dashboard_views
from elearning.reports.exports import log_views as export_log_views
from elearning.reports.exports import views as export_views
from elearning.reports.organisation import change_views as organisation_change_views
from elearning.reports.organisation import views as organisation_views
from elearning.reports.people import views as people_views
from elearning.reports.recaps import views as recap_views
from elearning.reports.saved import views as saved_views
from elearning.siasn import push_views, sheet_views
from elearning.siasn import views as siasn
from elearning.staff import blueprint as staff
from elearning.staff import change_views as roster_changes
from elearning.staff import person_views as staff_people
from elearning.staff import search_views as staff_search
from elearning.staff import views as roster_views
from elearning.studio.desk import author_views, bringing_views, report_views
from elearning.studio.desk import views as desk_views
from elearning.studio.drafts import blueprint as studio
from elearning.studio.history import views as history_views
from elearning.studio.media import views as media_views
from elearning.studio.publishing import views as publish_views
from elearning.studio.reviews import reading_views
from elearning.studio.reviews import views as review_views
from elearning.studio.writing import facts_views, outline_views, question_views
from elearning.studio.writing import views as editing_views
from elearning.surveys import views as surveys
from elearning.webhooks import views as webhooks

LARGEST_REQUEST = 8 * 1024 * 1024

BLUEPRINTS = (
    health.bp,
    csrf.bp,
    job_views.bp,
    accounts.bp,
    notices.bp,
    staff.bp,
    learning.bp,
    records.bp,
    certificates.bp,
    badges.bp,
    surveys.bp,
    assignments.bp,
    siasn.bp,
    development.bp,
    studio.bp,
    reading_views.shared,
    assessment.bp,
    reports.bp,
    api.bp,
    webhooks.bp,
    home.bp,
)


def create_app(settings: Settings) -> Application:
    """Return the application; reads no file of the user, opens no connection."""
    require_safe(settings)
    app = Application("elearning", static_folder=None)
    app.extensions["settings"] = settings
    app.config.from_mapping(flask_config(settings))
    db.init_app(app)
    app.teardown_appcontext(close_reader)
    init_logs(app)
    csrf.init_csrf(app)
    init_languages(app, default=settings.default_locale)
    init_sessions(app)
    init_access(app)
    init_error_pages(app)
    init_compression(app)
    init_assets(app)
    init_headers(app, is_production=settings.is_production)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.context_processor(shared_context)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def flask_config(settings: Settings) -> dict[str, object]:
    """Return Flask's and its extensions' settings."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database,
        # Errors reach the log without the values of statements: those are people's data.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_production,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=settings.session_days),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        # A text of 1 MB, each byte of which may take three in a form.
        "MAX_FORM_MEMORY_SIZE": LARGEST_REQUEST // 2,
        "WTF_CSRF_TIME_LIMIT": None,
        "TEMPLATES_AUTO_RELOAD": False,
    }


def shared_context() -> dict[str, object]:
    """Return what every template may use."""
    settings, person = current_settings(), current_user._get_current_object()
    return {
        "site_name": settings.site_name,
        "agency_name": settings.site_owner,
        "csrf_token": csrf.form_token,
        "current_user": person,
        "locale": request_locale(),
        "here": here(),
        "direct_address": g.get("address"),
        "nav": navigation(person),
        "request_id": g.get("request_id", ""),
    }


__all__ = [
    "api_tokens",
    "assessment_chances",
    "assignment_exports",
    "attempt_views",
    "author_views",
    "badges_public",
    "bringing_views",
    "catalogue_views",
    "certificate_archives",
    "chance_views",
    "checking_views",
    "completion_views",
    "correction_views",
    "create_app",
    "dashboard_views",
    "data_request_views",
    "decision_views",
    "desk_views",
    "editing_views",
    "erasure_views",
    "essay_views",
    "exemption_views",
    "expired_forms",
    "export_log_views",
    "export_views",
    "facts_views",
    "feedback_views",
    "file_views",
    "history_views",
    "joining_views",
    "lesson_views",
    "mailing_views",
    "making_views",
    "media_views",
    "merge_views",
    "message_views",
    "note_views",
    "organisation_change_views",
    "organisation_views",
    "outline_views",
    "own_data_views",
    "own_views",
    "people_views",
    "proposal_views",
    "publish_views",
    "push_views",
    "question_views",
    "reading_views",
    "recap_views",
    "regrade_views",
    "report_views",
    "review_views",
    "roster_changes",
    "roster_views",
    "satisfaction_views",
    "saved_views",
    "share_views",
    "sheet_views",
    "signing_views",
    "staff_people",
    "staff_search",
    "statistics_views",
    "survey_views",
    "template_views",
    "text_size",
    "time_views",
    "transcript_views",
]
