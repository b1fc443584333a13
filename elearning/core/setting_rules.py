"""What a setting may hold beyond its type; what is wrong is told before there is an application."""

import re
from dataclasses import fields
from gettext import gettext as _
from typing import Any
from zoneinfo import ZoneInfo

DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
#: How certificates may be signed.
SIGNING = ("none", "pades", "bsre")
#: Fewer answers would tell who gave them.
LEAST_ANSWERS = 5
CHOICES = {
    "environment": ("development", "production"),
    "default_locale": ("id", "en"),
    "signing": SIGNING,
}
#: The lowest value of each number; where it is not named, 1.
LEAST = {
    **dict.fromkeys(("trusted_proxies", "jp_target", "jp_cap_pppk", "recertify_months"), 0),
    **dict.fromkeys(("survey_days", "survey_wait_months", "siasn_pause_seconds"), 0),
    **dict.fromkeys(("sign_in_months", "access_log_months", "privacy_edition"), 0),
    **dict.fromkeys(("digest_hour", "overdue_weekday"), 0),
    "survey_least": LEAST_ANSWERS,
}
MOST = {"digest_hour": 23, "overdue_weekday": 7}
#: Days before a deadline, `14,7,1`; none when empty.
DAYS = re.compile(r"(\d{1,3}(,\d{1,3})*)?")
WEB = ("http://", "https://")


def fault_in(settings: Any) -> str | None:
    """Say what is wrong with the first setting that cannot be worked with."""
    for name, known in CHOICES.items():
        if getattr(settings, name) not in known:
            told = {"name": name.upper(), "known": ", ".join(known)}
            return _("%(name)s must be one of: %(known)s.") % told
    return _fault_in_numbers(settings) or _fault_in_texts(settings)


def _fault_in_numbers(settings: Any) -> str | None:
    """Say which number is too low or too high."""
    for name in (each.name for each in fields(settings) if type(each.default) is int):
        number, least, most = getattr(settings, name), LEAST.get(name, 1), MOST.get(name)
        if number < least or (most is not None and number > most):
            told = {"name": name.upper(), "least": least, "most": most}
            if most is None:
                return _("%(name)s must be %(least)s or more.") % told
            return _("%(name)s must be a number from %(least)s to %(most)s.") % told
    return None


def _fault_in_texts(settings: Any) -> str | None:
    """Say which text is none of its kind."""
    if not settings.database.startswith(DATABASES):
        return _("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    if not settings.public_url.startswith(WEB):
        return _("PUBLIC_URL must begin with http:// or https://.")
    if not DAYS.fullmatch(settings.reminder_days):
        return _("REMINDER_DAYS must be days such as 14,7,1.")
    try:
        ZoneInfo(settings.timezone)
    except (LookupError, ValueError, OSError):
        return _("TIMEZONE must be a zone such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura.")
    return None
