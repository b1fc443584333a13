"""`elearning serve`: migrate, publish what is new, show the demonstration if wanted, and serve."""

import gc
import multiprocessing
import os
import signal
import socket
import sys
from threading import Event, Thread
from time import sleep

import click
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError

from elearning.cli import make_app, reason_of
from elearning.core import serving, worker
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.loading import loading
from elearning.core.settings import current_settings
from elearning.demonstration.sources import AGENCY
from elearning.demonstration.welcome import greeting, welcome


@click.command(
    "serve", help="Migrate, publish what is new in CONTENT_DIR, and serve until stopped."
)
@click.option("--demo", "shows_demo", is_flag=True, help="With an invented agency and its people.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    envvar="PORT",
    help="Port to listen at; without the option, the variable PORT.",
)
def serve(shows_demo: bool, host: str, port: int) -> None:
    """Prepare and serve; a start without anything new does no work."""
    address = f"http://{host}:{port}"
    shown = {"site_owner": AGENCY, "public_url": address} if shows_demo else {}
    with loading():
        app = make_app(**shown)
        with app.app_context(), force_locale(current_settings().default_locale):
            settings = current_settings()
            require_free(host, port)
            prepare_apart(app, shows_demo=shows_demo)
            click.echo(welcome(address) if shows_demo else greeting(address))
        serving.make_ready(app, settings)
    if not settings.is_production:
        work_beside(app)
    serving.serve(app, settings, host=host, port=port)


def work_beside(app: Application) -> None:
    """Carry out waiting work in a process of its own; in production `elearning worker` does."""
    beside = multiprocessing.get_context("fork")
    beside.Process(target=keep_working, args=(app,), daemon=True).start()


def keep_working(app: Application) -> None:
    """Do the worker's part until the server ends; the first page comes first."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    Thread(target=end_with_the_server, daemon=True).start()
    sleep(worker.PAUSE_SECONDS)
    from elearning.works import WORKS

    with app.app_context():
        db.engine.dispose(close=False)  # a connection must not be shared by processes
        worker.run(WORKS, Event())


def require_free(host: str, port: int) -> None:
    """Refuse an address at which nobody can listen, before anything is prepared."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        sentence = _(
            "Cannot listen at %(address)s: %(why)s. Choose another port, for example PORT=8001.",
            address=f"{host}:{port}",
            why=error.strerror,
        )
        raise Refused(sentence) from None


def prepare_apart(app: Application, *, shows_demo: bool) -> None:
    """Prepare in a process of its own, which takes with it whatever the work has loaded.

    The views of the first page are loaded meanwhile.

    The workers are forked from this one. Threads are not: a library that began some here, as typst
    does with its first document, would wait for them in every worker for ever.
    """
    apart = multiprocessing.get_context("fork")
    process = apart.Process(target=prepare_and_tell, kwargs={"shows_demo": shows_demo})
    process.start()
    app.rooms.open("home")
    process.join()
    if process.exitcode:
        sys.exit(1)


def prepare_and_tell(*, shows_demo: bool) -> None:
    """Prepare, until the server is stopped; what the operator can mend is told in a sentence."""
    from elearning.preparing import prepare

    gc.enable()  # building the demonstration leaves much behind
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=end_with_the_server, daemon=True).start()
    try:
        prepare(shows_demo=shows_demo)
    except (Refused, OSError, DBAPIError) as error:
        reason = reason_of(error)
        if reason is None:
            raise
        click.echo(reason, err=True)
        sys.exit(1)


def end_with_the_server() -> None:
    """Let nobody prepare any more when the server was stopped or killed meanwhile."""
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)
