"""The HR office's pages."""

from flask import Blueprint

from elearning.accounts import nip
from elearning.core.languages import local_time

bp = Blueprint("reports", __name__)
bp.add_app_template_filter(nip.grouped, "nip")
bp.add_app_template_filter(local_time)
