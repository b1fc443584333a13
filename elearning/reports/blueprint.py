"""The HR office's pages."""

from flask import Blueprint

bp = Blueprint("reports", __name__)
