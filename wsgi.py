"""The WSGI entry point of any server: `gunicorn wsgi:app`."""

from elearning.app import create_app
from elearning.core.commands import speak
from elearning.core.logs import configure_logs
from elearning.core.settings import Settings

configure_logs()
speak()
app = create_app(Settings.from_environment())
