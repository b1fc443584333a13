"""Indonesian by default, English complete; dates and numbers as each language writes them."""

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import Blueprint, Flask, abort, g, has_request_context, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale

from elearning.core import clock
from elearning.core.access import public
from elearning.core.addresses import came_from, safe_next
from elearning.core.settings import current_settings
from elearning.core.shares import share_of

LOCALES = ("id", "en")
#: The compiled catalogues.
FOLDER = Path(__file__).parent.parent / "translations"
COOKIE = "lang"
YEAR = 365 * 24 * 3600

babel = Babel()
bp = Blueprint("languages", __name__)


def init_languages(app: Flask, *, default: str) -> None:
    """Choose each request's language and give templates the date filters."""
    babel.init_app(
        app,
        default_locale=default,
        locale_selector=chosen_locale,
        default_translation_directories=str(FOLDER),
    )
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogue().ugettext(text),
        lambda one, many, count: catalogue().ungettext(one, many, count),
        newstyle=True,
    )
    app.add_template_filter(long_date)
    app.add_template_filter(short_date)
    app.add_template_filter(local_time)
    app.add_template_filter(decimal)
    app.add_template_filter(fixed)
    app.add_template_filter(amount)
    app.add_template_global(share_of)


def catalogue() -> NullTranslations:
    """Return the texts of the request's language."""
    return catalogue_of(request_locale())


def request_locale() -> str:
    """Return the code of the language; a page asks dozens of times, so it is kept."""
    code: str | None = g.get("locale_code")
    if code is None:
        code = g.locale_code = chosen_locale() if has_request_context() else str(get_locale())
    return code


@cache
def catalogue_of(locale: str) -> NullTranslations:
    """Return the compiled texts of a language."""
    return Translations.load(FOLDER, [locale])


def catalogue_digest(locale: str) -> str:
    """Return a short hash of a language's compiled texts, empty when it needs none."""
    path = FOLDER / locale / "LC_MESSAGES" / "messages.mo"
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.exists() else ""


def chosen_locale() -> str:
    """Return the language of the cookie, else (and in commands) the default."""
    chosen = request.cookies.get(COOKIE, "") if has_request_context() else ""
    return chosen if chosen in LOCALES else current_settings().default_locale


@bp.get("/bahasa/<code>")
@public
def choose(code: str) -> ResponseReturnValue:
    """Remember a language and go back."""
    if code not in LOCALES:
        abort(404)
    response = redirect(safe_next(request.args.get("next", "")))
    response.set_cookie(
        COOKIE, code, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure
    )
    return response


def here() -> str:
    """Return the address to come back to: this page, or the one whose form led here."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return str(g.get("address") or came_from())


MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def long_date(day: date) -> str:
    """Write a day as `21 November 2025`."""
    return f"{day.day} {MONTHS[request_locale()][day.month - 1]} {day.year}"


def short_date(day: date | datetime) -> str:
    """Write a day as `21-11-2025`, for tables."""
    return f"{day:%d-%m-%Y}"


def decimal(value: object) -> str:
    """Write a number with the decimal sign of the language, without needless zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if request_locale() == "id" else text


def amount(number: int) -> str:
    """Write a number of things, thousands parted as the language parts them."""
    text = f"{number:,}"
    return text.replace(",", ".") if request_locale() == "id" else text


def fixed(value: object, digits: int = 2) -> str:
    """Write a number with so many decimals, as figures that are compared are written."""
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if request_locale() == "id" else text


def local_time(moment: datetime, zone_name: str) -> datetime:
    """Return a moment in a zone."""
    return moment.astimezone(clock.zone(zone_name))
