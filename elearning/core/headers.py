"""Security headers on every answer: nothing from elsewhere, no inline script, no framing."""

from collections.abc import MutableMapping

from flask import Flask, Response, request, session

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
    """Add the headers to every answer of the application."""

    @app.after_request
    def add(response: Response) -> Response:
        secure(response.headers, is_production=is_production)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        if session.accessed or request.cookies:
            response.vary.add("Cookie")
        return response


def secure(headers: MutableMapping[str, str], *, is_production: bool) -> None:
    """Add the security headers that an answer does not carry yet."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if is_production:
        headers.setdefault("Strict-Transport-Security", TRANSPORT)
