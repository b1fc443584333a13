"""Somebody without a password, and mail."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from elearning.core.application import Application
from elearning.core.settings import Settings
from tests.core.smtp_sink import Sink, mail_server
from tests.factories import make_person, work


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture
def settings(settings: Settings, sink: Sink) -> Settings:
    """English pages, few tries, and mail."""
    return replace(
        settings,
        default_locale="en",
        sign_in_attempts=3,
        smtp_url=sink.url,
        public_url="https://belajar.contoh.go.id",
    )


@pytest.fixture
def nip(app: Application) -> str:
    """Somebody without a password."""
    with work(app):
        return make_person(password=None, email="budi@contoh.go.id").nip or ""
