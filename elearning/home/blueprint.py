"""Where personal data is shown, corrected, merged and erased."""

from flask import Blueprint

bp = Blueprint("personal_data", __name__)
