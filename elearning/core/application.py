"""The Flask application with one wrapper around every view: the whole transaction, retried."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response, current_app, has_request_context, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue, RouteCallable
from flask_login import current_user
from itsdangerous import SignatureExpired, URLSafeTimedSerializer
from werkzeug.routing import Rule

from elearning.core.access import SAFE_METHODS
from elearning.core.addresses import KeyConverter
from elearning.core.assets import static_digest
from elearning.core.db import retrying, writing
from elearning.core.languages import LOCALES, catalogue_digest, catalogue_of, request_locale
from elearning.core.rooms import Rooms, listed
from elearning.core.templates import KeptTemplates, LocalisedEnvironment, drawing_digest

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

KEPT_COOKIES = 4096
KEPT_ADDRESSES = 4096
#: Values of an address that are equal only where their addresses are.
PLAIN = frozenset({int, str})
SIGNER = "cookie_signer"


class Answer(Response):
    """An answer that is whole leaves as a list, which granian sends in one piece."""

    def get_app_iter(self, environ: "WSGIEnvironment") -> Iterable[bytes]:
        """Return what is sent; closing matters to streams and files only."""
        if self.is_sequence and not self.direct_passthrough and environ["REQUEST_METHOD"] != "HEAD":
            return list(self.iter_encoded())
        return super().get_app_iter(environ)


class Asked(Request):
    """A request that may be as large as its view accepts, once somebody has signed in."""

    @property
    def max_content_length(self) -> int | None:
        """Return the most bytes that are read."""
        view = current_app.view_functions.get(self.endpoint or "")
        largest: int | None = getattr(view, "largest_request", None)
        if largest is None or not current_user.is_authenticated:
            return super().max_content_length
        return largest

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value


class KeptSignatures(SecureCookieSessionInterface):
    """Flask's signed cookies, verified once: a browser sends the same cookie with every request."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the signer of an application's cookies, made once."""
        if SIGNER not in app.extensions:
            plain = super().get_signing_serializer(app)
            app.extensions[SIGNER] = plain and KeptSerializer(
                plain.secret_keys, plain.salt, plain.serializer, signer_kwargs=plain.signer_kwargs
            )
        signer: URLSafeTimedSerializer | None = app.extensions[SIGNER]
        return signer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie when it has changed; `keep_private` says that every page depends on it."""
        if session.modified:
            super().save_session(app, session, response)


class KeptSerializer(URLSafeTimedSerializer):
    """Remembers which signed texts are genuine; their age is asked each time."""

    def loads(self, s: Any, max_age: int | None = None, **_options: Any) -> Any:  # type: ignore[override]
        """Return what a text says; raises BadSignature for a forged or expired one."""
        payload, signed_at = self.genuine(s)
        if max_age is not None and not 0 <= time() - signed_at <= max_age:
            raise SignatureExpired("The cookie is too old.")
        return self.load_payload(payload)

    @lru_cache(maxsize=KEPT_COOKIES)  # noqa: B019  (one serializer an application)
    def genuine(self, signed: str) -> tuple[bytes, float]:
        """Return the payload of a text and when it was signed."""
        signer: Any = self.make_signer()
        payload, at = signer.unsign(signed, return_timestamp=True)
        return payload, at.timestamp()


class LateRule(Rule):
    """An address whose builder is compiled when a link to it is first wanted.

    Werkzeug compiles two for each of hundreds of addresses at every start: a third of its time.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        """Return what compiles the builder at its first call and then is it."""
        compiled = cache(partial(super()._compile_builder, append_unknown))
        return lambda rule, **values: compiled()(rule, **values)


class Application(Flask):
    """Flask, with transactions that may write for unsafe requests only."""

    request_class = Asked
    response_class = Answer
    url_rule_class = LateRule
    jinja_environment = LocalisedEnvironment
    session_interface = KeptSignatures()

    def __init__(self, name: str, places: Mapping[str, str], addresses: Path | None) -> None:
        super().__init__(name, static_folder=None)
        self.url_map.converters["key"] = KeyConverter
        self.kept_address = lru_cache(maxsize=KEPT_ADDRESSES)(self._address)
        self.rooms = Rooms(self, places)
        self.listed: set[str] = set()
        for each in listed(addresses) if addresses else ():
            self.add_url_rule(each.rule, each.endpoint, methods=[each.method])
            self.listed.add(each.endpoint)

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: RouteCallable | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        """Add an address and its view; of an address that is known, only the view."""
        if endpoint in self.listed and view_func is not None:
            self.view_functions[endpoint] = view_func
        else:
            super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Open the room that is asked for; then do what comes before every view."""
        self.rooms.open(request.blueprint)
        return super().preprocess_request()

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
            mark = f"{code}-{catalogue_digest(code)}-{static_digest()}-{drawing_digest()}"
            environment.bytecode_cache = KeptTemplates(folder, mark)

    def url_for(
        self,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """Return an address; those on this site that page after page names are remembered."""
        special = {"_anchor": _anchor, "_method": _method, "_scheme": _scheme}
        is_plain = not (_anchor or _method or _scheme or _external) and has_request_context()
        if not is_plain or not PLAIN.issuperset(map(type, values.values())):
            return super().url_for(endpoint, **special, _external=_external, **values)
        asked = request._get_current_object()  # type: ignore[attr-defined]
        name = f"{asked.blueprint or ''}{endpoint}" if endpoint.startswith(".") else endpoint
        return self.kept_address(asked.root_path, name, tuple(values.items()))

    def _address(self, _root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        """Return the address below where the application lies for this request."""
        return super().url_for(endpoint, **dict(values))

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function as it is: none here is asynchronous, and asking costs each request."""
        return func

    def log_exception(self, exc_info: Any) -> None:
        """Log what went wrong beside the endpoint: an address may hold a NIP or a token."""
        self.logger.error(
            "Exception in %s [%s]", request.endpoint, request.method, exc_info=exc_info
        )

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, commit included, again when it lost a race.

        What a view writes takes the write lock at its first statement; who asks was read before.
        """
        with writing(request.method not in SAFE_METHODS):
            return retrying(super().dispatch_request)
