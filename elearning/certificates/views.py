"""A certificate's PDF and evidence, and the public page that says whether it is genuine."""

import json
import re
from io import BytesIO
from typing import TypeVar

from flask import Blueprint, Response, make_response, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from elearning.accounts import access_log
from elearning.accounts.guessing import looked_up
from elearning.accounts.noted_views import note_view_of
from elearning.certificates import queries
from elearning.certificates.evidence import evidence_of
from elearning.certificates.forms import FileForm, VerifyForm
from elearning.certificates.policy import can_download
from elearning.core.access import permitted, public
from elearning.core.attachments import attachment
from elearning.core.error_pages import Advice, page
from elearning.core.headers import HEADERS

bp = Blueprint("certificates", __name__)

Found = TypeVar("Found")

#: Whatever is verified is guessed at one door.
DOOR = "verification"
NOT_SIGNED = Advice(
    lazy_gettext("The proof is not ready yet"),
    lazy_gettext(
        "The certificate is valid. It enters the signed list by tomorrow at the latest; download the"
        " proof then."
    ),
)
CODE_MARKS = re.compile(r"[\s.-]")


@bp.get("/sertifikat/<key:key>.pdf")
def pdf(key: int) -> ResponseReturnValue:
    """Send a certificate to the person who earned it, or to their HR, which is noted."""
    from elearning.certificates.printing import issued_pdf  # typst loads with the first certificate

    proof = permitted(queries.proof(key), can_download)
    name, person_id = proof.file_name, proof.completion.person_id
    content = BytesIO(issued_pdf(proof))
    note_view_of(person_id, access_log.CERTIFICATE)
    answer = send_file(content, mimetype="application/pdf", download_name=name)
    answer.headers["Cache-Control"] = "no-store"  # in place of send_file's own
    return answer


@bp.get("/sertifikat/<key:key>/bukti.json")
def evidence(key: int) -> ResponseReturnValue:
    """Send what shows offline that a certificate is in the signed log, to whom the PDF is sent."""
    proof = permitted(queries.proof(key), can_download)
    note_view_of(proof.completion.person_id, access_log.CERTIFICATE)
    found = evidence_of(proof)
    if found is None:
        return page(404, NOT_SIGNED)
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1)
    name = proof.file_name.removesuffix("pdf") + "bukti.json"
    return attachment(f"{text}\n", name, "application/json")


@bp.get("/verifikasi/<code>")
@public
def verify(code: str) -> ResponseReturnValue:
    """Say what a QR's code proves; wrong codes are throttled by address."""
    found = looked_up(DOOR, lambda: queries.verification_of(code), is_long=True)
    return result_page(found, code)


@bp.get("/verifikasi/")
@public
def verify_form() -> ResponseReturnValue:
    """Show the form for a printed certificate."""
    return verify_page()


def verify_page(
    form: VerifyForm | None = None, file_form: FileForm | None = None, *, not_found: bool = False
) -> Response:
    """Return the page with the ways to verify; alone among all pages it may use the camera."""
    page = make_response(
        render_template(
            "certificates/verify.html",
            form=form or VerifyForm(formdata=None),
            file_form=file_form or FileForm(formdata=None),
            not_found=not_found,
        )
    )
    page.headers["Permissions-Policy"] = HEADERS["Permissions-Policy"].replace(
        "camera=()", "camera=(self)"
    )
    return page


@bp.post("/verifikasi/")
@public
def verify_printed() -> ResponseReturnValue:
    """Check a number together with its check code."""
    form = VerifyForm()
    if not form.validate_on_submit():
        return verify_page(form), 422
    number = "".join((form.number.data or "").split())
    code = CODE_MARKS.sub("", form.check_code.data or "")
    found = looked_up(DOOR, lambda: queries.verification_by_number(number, code))
    if found is None:
        form.check_code.errors = [_("No certificate has this number and check code together.")]
        return verify_page(form, not_found=True), 404
    return result_page(found)


def result_page(found: queries.Verification | None, code: str = "") -> ResponseReturnValue:
    """Show what was found, or that nothing was."""
    status = 200 if found else 404
    return render_template("certificates/verification.html", found=found, code=code), status
