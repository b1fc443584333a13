"""What the roles are called."""

from flask_babel import lazy_gettext as _

ROLE_NAMES = {
    "pengajar": _("Trainer"),
    "penerbit": _("Publisher"),
    "kepegawaian": _("HR officer"),
    "admin": _("Administrator"),
}
