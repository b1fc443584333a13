"""Serving: gunicorn with threads, the application loaded once and shared by the workers."""

import gc
from typing import Any

from gunicorn.app.base import BaseApplication

from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings

#: A weak link needs time to send and receive; half-open requests wait in threads, not in workers.
PATIENCE_SECONDS = 75


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn around an application that is there already."""

    def __init__(self, app: Application, options: dict[str, Any]) -> None:
        self.app, self.options = app, options
        super().__init__()

    def load_config(self) -> None:
        """Take the options; files and variables of gunicorn's own are not read."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Application:
        """Return the application."""
        return self.app


def serve(app: Application, settings: Settings, *, host: str, port: int) -> None:
    """Serve until stopped; the first page is rendered before the fork, so that workers share it."""
    app.keep_templates(settings.data_dir / "templates")
    app.test_client().get("/")
    with app.app_context():
        db.engine.dispose()  # a connection must not be shared by processes
    gc.collect()
    gc.freeze()
    options = {
        "bind": f"{host}:{port}",
        "workers": settings.workers,
        "worker_class": "gthread",
        "threads": settings.threads,
        "preload_app": True,
        "timeout": PATIENCE_SECONDS,
        "keepalive": 5,
        "control_socket_disable": True,
        "loglevel": "warning",
        "proc_name": "elearning",
    }
    Server(app, options).run()
