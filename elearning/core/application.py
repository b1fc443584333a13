"""The Flask application with one wrapper around every view: the whole transaction, retried."""

from functools import cached_property

from flask import Flask, Response, has_request_context, request
from flask.typing import ResponseReturnValue

from elearning.core.access import SAFE_METHODS
from elearning.core.db import retrying, writing
from elearning.core.languages import LOCALES, catalogue_of, request_locale
from elearning.core.templates import LocalisedEnvironment


class Application(Flask):
    """Flask, with transactions that may write for unsafe requests only."""

    jinja_environment = LocalisedEnvironment

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

    def full_dispatch_request(self) -> Response:
        """Take the write lock at the first statement of an unsafe request."""
        with writing(request.method not in SAFE_METHODS):
            return super().full_dispatch_request()

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, commit included, again when it lost a race."""
        return retrying(super().dispatch_request)
