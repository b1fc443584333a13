"""The WSGI entry point of any server: `gunicorn wsgi:app`."""

from elearning.app import create_app
from elearning.certificates.signing.roots import require_roots
from elearning.core.commands import speak
from elearning.core.logs import configure_logs
from elearning.core.settings import Settings

configure_logs()
speak()
settings = Settings.from_environment()
require_roots(settings)
app = create_app(settings)
app.rooms.open_all()
