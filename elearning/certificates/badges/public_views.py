"""What the world may read of badges: issuer, keys, achievements, status lists, and badges that are shown."""

from typing import Any

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from elearning.certificates import queries as certificates
from elearning.certificates.badges import documents, queries
from elearning.certificates.badges.keys import compact
from elearning.certificates.badges.views import bp, sent
from elearning.core import clock
from elearning.core.access import public
from elearning.core.settings import current_settings

MINUTES, HOUR, DAY = 300, 3_600, 86_400
LD_JSON = "application/ld+json"
#: Beyond this no revision and no list has a number.
MOST = 2_147_483_647


def published(content: bytes | str, kind: str, seconds: int) -> Response:
    """Return what every page of the web may fetch, and caches may keep for some seconds."""
    answer = Response(content, mimetype=kind)
    answer.headers["Cache-Control"] = f"public, max-age={seconds}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def published_json(document: dict[str, Any], kind: str, seconds: int) -> Response:
    """Return a document that every page of the web may fetch."""
    return published(compact(document), kind, seconds)


@bp.get("/lencana/penerbit")
@public
def issuer() -> ResponseReturnValue:
    """Send who issues badges, with every key that ever signed one."""
    return published_json(
        documents.issuer(current_settings(), queries.published_keys()), LD_JSON, MINUTES
    )


@bp.get("/.well-known/jwks.json")
@public
def web_keys() -> ResponseReturnValue:
    """Send every key that ever signed a badge as JWT."""
    tokens = [key for key in queries.published_keys() if key.kind == "token"]
    keys = {"keys": [documents.web_key(current_settings(), key) for key in tokens]}
    return published_json(keys, "application/jwk-set+json", MINUTES)


@bp.get("/lencana/kunci/<name>")
@public
def key(name: str) -> ResponseReturnValue:
    """Send one public key."""
    found = queries.key_named(name) or abort(404)
    kind = "application/jwk+json" if found.kind == "token" else LD_JSON
    return published_json(documents.published_key(current_settings(), found), kind, HOUR)


@bp.get("/lencana/pelatihan/<slug>/<key:version>")
@public
def achievement(slug: str, version: int) -> ResponseReturnValue:
    """Send what a revision of a course awards."""
    achieved = queries.achieved_at(slug, version) or abort(404)
    document = documents.achievement(current_settings(), achieved)
    named = {"@context": [documents.VC_CONTEXT, documents.OB_CONTEXT], **document}
    return published_json(named, LD_JSON, DAY)


@bp.get("/lencana/pelatihan/<slug>/<key:version>.svg")
@public
def picture(slug: str, version: int) -> ResponseReturnValue:
    """Send the picture of what a revision of a course awards."""
    from elearning.certificates.badges.picture import svg  # typst loads with the first picture

    achieved = queries.achieved_at(slug, version) or abort(404)
    return published(svg(achieved), "image/svg+xml", DAY)


@bp.get("/lencana/status/<key:number>")
@public
def status_list(number: int) -> ResponseReturnValue:
    """Send which badges of a list are revoked."""
    from elearning.certificates.badges.status_lists import signed_list  # PyLD loads with it

    if not queries.has_list(number):
        abort(404)
    return published(signed_list(number, clock.now()), "application/vc", MINUTES)


@bp.get("/lencana/<code>")
@public
def shared(code: str) -> ResponseReturnValue:
    """Show a badge whose holder shows it; their name is not there."""
    found = queries.shared(code) or abort(404)
    achieved = queries.achieved_in(found.revision_id)
    return render_template("badges/shared.html", found=found, achieved=achieved, code=code)


@bp.get("/lencana/<code>.<any(json, jwt, png, svg):form>")
@public
def shared_file(code: str, form: str) -> ResponseReturnValue:
    """Send a badge whose holder shows it."""
    found = queries.shared(code) or abort(404)
    proof = certificates.proof(found.badge.certificate_id) or abort(404)
    answer = sent(proof, found.badge, form)
    assert isinstance(answer, Response)  # noqa: S101
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
