"""The one place that knows every package: `create_app` wires them, without side effects."""

from datetime import timedelta
from pathlib import Path

from flask import g
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from elearning.accounts import nip, own_time
from elearning.accounts.error_pages import init_account_errors
from elearning.accounts.sessions import init_sessions
from elearning.core import csrf
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
from elearning.home.navigation import navigation

LARGEST_REQUEST = 8 * 1024 * 1024

#: Every address, its method and its endpoint; `make addresses` writes the list.
ADDRESSES = Path(__file__).parent / "addresses.txt"

#: Where each blueprint is, with its views.
ROOMS = {
    "health": "elearning.core.health:bp",
    "csrf": "elearning.core.csrf:bp",
    "languages": "elearning.core.languages:bp",
    "jobs": "elearning.core.job_views:bp",
    "accounts": "elearning.accounts.routes:bp",
    "notices": "elearning.notices.views:bp",
    "staff": "elearning.staff.routes:bp",
    "learning": "elearning.learning.routes:bp",
    "records": "elearning.records.views:bp",
    "certificates": "elearning.certificates.routes:bp",
    "badges": "elearning.certificates.badges.routes:bp",
    "surveys": "elearning.surveys.views:bp",
    "assignments": "elearning.assignments.routes:bp",
    "siasn": "elearning.siasn.routes:bp",
    "development": "elearning.development.routes:bp",
    "studio": "elearning.studio.routes:bp",
    "review": "elearning.studio.reviews.reading_views:shared",
    "assessment": "elearning.assessment.routes:bp",
    "reports": "elearning.reports.routes:bp",
    "api": "elearning.api.routes:bp",
    "webhooks": "elearning.webhooks.views:bp",
    "home": "elearning.home.views:bp",
    "personal_data": "elearning.home.routes:bp",
}


def create_app(settings: Settings) -> Application:
    """Return the application; reads no file of the user, opens no connection."""
    require_safe(settings)
    app = Application("elearning", ROOMS, ADDRESSES)
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
    init_account_errors(app)
    app.add_template_filter(nip.grouped, "nip")
    app.add_template_filter(own_time.day_and_time)
    app.add_template_filter(own_time.time_of_day)
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
