"""Where HR changes people."""

from flask import Blueprint

from elearning.staff import models

bp = Blueprint("staff", __name__, url_prefix="/kepegawaian/pegawai")

__all__ = ["bp", "models"]
