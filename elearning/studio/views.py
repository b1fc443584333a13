"""The studio: my courses, a new course, its contents."""

from flask import Blueprint

bp = Blueprint("studio", __name__, url_prefix="/studio")
