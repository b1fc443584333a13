"""The Flask application with one wrapper around every view: the whole transaction, retried."""

from functools import cache, cached_property
from pathlib import Path

from flask import Flask, Response, has_request_context, request
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from itsdangerous import URLSafeTimedSerializer

from elearning.core.access import SAFE_METHODS
from elearning.core.assets import static_digest
from elearning.core.db import retrying, writing
from elearning.core.languages import LOCALES, catalogue_digest, catalogue_of, request_locale
from elearning.core.templates import KeptTemplates, LocalisedEnvironment


class KeptSignatures(SecureCookieSessionInterface):
    """Flask's signed cookies, with the signer made once instead of at every request."""

    @cache  # noqa: B019  (one interface an application)
    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the signer of an application's cookies."""
        return super().get_signing_serializer(app)


class Application(Flask):
    """Flask, with transactions that may write for unsafe requests only."""

    jinja_environment = LocalisedEnvironment
    session_interface = KeptSignatures()

    @property
    def jinja_env(self) -> LocalisedEnvironment:
        """Return the templates in the language of the request, outside of one as they are written."""
        if not has_request_context():
            return self.base_templates
        return self.templates[request_locale()]

    @cached_property
    def base_templates(self) -> LocalisedEnvironment:
        """The environment that filters and globals are added to."""
        return self.create_jinja_environment()  # type: ignore[return-value]

    @cached_property
    def templates(self) -> dict[str, LocalisedEnvironment]:
        """The environment of each language."""
        return {code: self.base_templates.in_language(catalogue_of(code)) for code in LOCALES}

    def keep_templates(self, folder: Path) -> None:
        """Keep compiled templates in a folder, so that the next start need not compile them."""
        for code, environment in self.templates.items():
            mark = f"{code}-{catalogue_digest(code)}-{static_digest()}"
            environment.bytecode_cache = KeptTemplates(folder, mark)

    def full_dispatch_request(self) -> Response:
        """Take the write lock at the first statement of an unsafe request."""
        with writing(request.method not in SAFE_METHODS):
            return super().full_dispatch_request()

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, commit included, again when it lost a race."""
        return retrying(super().dispatch_request)
