"""Serving: granian around the application, which is loaded once and shared by the workers."""

import multiprocessing

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings

#: A weak link needs time to send its question; half-open requests wait in the server, not in threads.
PATIENCE_MILLISECONDS = 75_000


def make_ready(app: Application, settings: Settings) -> None:
    """Load what the processes will share; in production every view, and a page that is rendered."""
    if settings.is_production:
        app.rooms.open_all()
    app.keep_templates(settings.data_dir / "templates")
    app.test_client().get("/")
    with app.app_context():
        db.engine.dispose()  # a connection must not be shared by processes


def serve(app: Application, settings: Settings, *, host: str, port: int) -> None:
    """Serve until stopped, by workers that are forked from here."""
    multiprocessing.set_start_method("fork", force=True)
    server = Granian(
        "elearning",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=PATIENCE_MILLISECONDS),
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig={"loggers": {}},  # its lines join ours
        respawn_failed_workers=True,
    )
    server.serve(target_loader=lambda *_: app, wrap_loader=False)
