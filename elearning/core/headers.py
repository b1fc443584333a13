"""Security headers on every answer: nothing from elsewhere, no inline script, no framing."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TRANSPORT = "max-age=31536000; includeSubDomains"


def init_headers(app: Flask, *, is_production: bool) -> None:
    """Add the headers to every answer, those of static files included."""
    app.after_request(keep_private)
    headers = [
        *HEADERS.items(),
        *([("Strict-Transport-Security", TRANSPORT)] if is_production else []),
    ]
    app.wsgi_app = SecureAnswers(app.wsgi_app, headers)  # type: ignore[method-assign]


def keep_private(response: Response) -> Response:
    """Let no cache keep a page, unless its view says otherwise; every page depends on who asks."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    response.headers.add("Vary", "Cookie")
    return response


class SecureAnswers:
    """Adds the security headers that an answer does not carry yet."""

    def __init__(self, application: "WSGIApplication", headers: Headers) -> None:
        self.application, self.headers = application, headers

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def start(status: str, headers: Headers, *error: Any) -> Any:
            present = {name for name, _value in headers}
            headers.extend(pair for pair in self.headers if pair[0] not in present)
            return start_response(status, headers, *error)

        return self.application(environ, start)
