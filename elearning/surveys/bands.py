"""What a mean is called; each agency sets its own bands."""

from decimal import Decimal

from flask_babel import lazy_gettext as _

from elearning.core.settings import Settings

#: The words of the usual bands; others are shown as they are set.
WORDS = {
    "Sangat Baik": _("Very good"),
    "Baik": _("Good"),
    "Cukup": _("Sufficient"),
    "Kurang Baik": _("Rather poor"),
    "Tidak Baik": _("Poor"),
}


def band(mean: Decimal | None, settings: Settings) -> str:
    """Return the word for a mean; nothing for none."""
    if mean is None:
        return ""
    name = settings.band_for(mean)
    return str(WORDS.get(name, name))
