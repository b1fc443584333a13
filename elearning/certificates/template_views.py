"""How organisers' certificates look and who signs them: list, one organiser, its template, preview."""

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.models import Unit
from elearning.accounts.own_time import own_today
from elearning.accounts.queries import ancestors
from elearning.certificates import template_operations as operations
from elearning.certificates import template_queries as queries
from elearning.certificates.models import CertificateTemplate, Signatory
from elearning.certificates.policy import arranges_certificates, can_arrange
from elearning.certificates.template_forms import SignatoryForm, TemplateForm
from elearning.certificates.views import bp
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.db import db
from elearning.core.settings import current_settings

if TYPE_CHECKING:  # typst loads with the first certificate
    from elearning.certificates.pdf import CertificateFacts

LIST = "/admin/sertifikat/"
#: The largest key that a database holds.
ONE = f"{LIST}<key:key>"
SIGNS = f"{ONE}/penanda-tangan"
ANOTHER = f"{SIGNS}/<key:signatory_id>"


@bp.get(LIST)
@requires(arranges_certificates)
def organisers() -> ResponseReturnValue:
    """List the organisers with what is set and what is missing."""
    found = queries.organisers_for(current_user, own_today())
    return render_template("certificates/organisers.html", organisers=found)


@bp.get(ONE)
@requires(arranges_certificates)
def organiser(key: int) -> ResponseReturnValue:
    """Show how an organiser's certificates look, and who signs them."""
    unit = organiser_at(key)
    template = newest(unit)
    return render_template(
        "certificates/organiser.html",
        organiser=unit,
        template=template,
        day=shown_day(template),
        today=own_today(),
        settings=current_settings(),
        signatories=queries.signatories_of(unit.id),
        versions=queries.versions_of(unit.id),
    )


@bp.get(f"{ONE}/templat")
@requires(arranges_certificates)
def template(key: int) -> ResponseReturnValue:
    """Show the form of an organiser's template."""
    unit = organiser_at(key)
    form, before = template_form(unit), newest(unit)
    if before:
        form.show(before)
    else:
        form.dasar_hukum.data = current_settings().certificate_legal_basis
    return template_page(unit, form, before)


@bp.post(f"{ONE}/templat")
@requires(arranges_certificates)
def save_template(key: int) -> ResponseReturnValue:
    """Add a version of an organiser's template."""
    unit = organiser_at(key)
    form, before, now = template_form(unit), newest(unit), clock.now()
    if not form.validate_on_submit():
        return template_page(unit, form, before), 422
    default = current_settings().certificate_number
    operations.save_template(unit, form.look(before), default, current_user.id, now)
    db.session.commit()
    flash(_("Saved. Certificates that are issued already stay as they are."), "success")
    return redirect(url_for(".organiser", key=key))


@bp.get(f"{ONE}/pratinjau.pdf")
@requires(arranges_certificates)
def preview(key: int) -> ResponseReturnValue:
    """Send a certificate of an invented person; it has no number and proves nothing."""
    from elearning.certificates.pdf import render

    content = render(example_of(organiser_at(key)))
    name = "pratinjau-sertifikat.pdf"
    answer = send_file(BytesIO(content), mimetype="application/pdf", download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get(f"{ONE}/pratinjau-<int(min=1, max=2):side>.png")
@requires(arranges_certificates)
def preview_picture(key: int, side: int) -> ResponseReturnValue:
    """Send the front or the reverse of the preview as a picture."""
    from elearning.certificates.pdf import pictures

    page = pictures(example_of(organiser_at(key)))[side - 1]
    answer = send_file(BytesIO(page), mimetype="image/png")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get(f"{SIGNS}/baru")
@requires(arranges_certificates)
def new_signatory(key: int) -> ResponseReturnValue:
    """Show the form for somebody who signs."""
    form = SignatoryForm()
    form.mulai.data = own_today()
    return signatory_page(organiser_at(key), form)


@bp.post(f"{SIGNS}/baru")
@requires(arranges_certificates)
def appoint(key: int) -> ResponseReturnValue:
    """Add somebody who signs."""
    unit, form = organiser_at(key), SignatoryForm()
    if not form.validate_on_submit():
        return signatory_page(unit, form), 422
    operations.appoint(unit, form.signing(), current_user.id, clock.now())
    db.session.commit()
    flash(_("Saved. Certificates of these days carry the name."), "success")
    return redirect(url_for(".organiser", key=key))


@bp.get(ANOTHER)
@requires(arranges_certificates)
def signatory(key: int, signatory_id: int) -> ResponseReturnValue:
    """Show who signs, to be changed."""
    unit = organiser_at(key)
    found, form = signatory_of(unit, signatory_id), SignatoryForm()
    form.show(found)
    return signatory_page(unit, form, found)


@bp.post(ANOTHER)
@requires(arranges_certificates)
def change_signatory(key: int, signatory_id: int) -> ResponseReturnValue:
    """Change who signs; certificates that are issued keep what they say."""
    unit = organiser_at(key)
    found, form = signatory_of(unit, signatory_id), SignatoryForm()
    if not form.validate_on_submit():
        return signatory_page(unit, form, found), 422
    operations.change_signatory(unit, found, form.signing(), current_user.id, clock.now())
    db.session.commit()
    flash(_("Saved. Certificates that are issued already stay as they are."), "success")
    return redirect(url_for(".organiser", key=key))


@bp.post(f"{ANOTHER}/hapus")
@requires(arranges_certificates)
def remove_signatory(key: int, signatory_id: int) -> ResponseReturnValue:
    """Take somebody off the list."""
    unit = organiser_at(key)
    found = signatory_of(unit, signatory_id)
    operations.remove_signatory(unit, found, current_user.id, clock.now())
    db.session.commit()
    flash(_("Removed. Certificates that are issued already keep the name."), "success")
    return redirect(url_for(".organiser", key=key))


def organiser_at(key: int) -> Unit:
    """Return an organiser whose certificates the person may arrange."""
    return permitted(queries.organiser_at(key), can_arrange)


def signatory_of(unit: Unit, signatory_id: int) -> Signatory:
    """Return somebody who signs for an organiser; its right is the organiser's."""
    found = queries.signatory_at(unit.id, signatory_id)
    return permitted(found, lambda person, _found: can_arrange(person, unit))


def newest(unit: Unit) -> CertificateTemplate | None:
    """Return the version that was made for the latest days."""
    return next(iter(queries.versions_of(unit.id)), None)


def shown_day(template: CertificateTemplate | None) -> date:
    """Return the day of the preview: a template that begins later is shown as it will be."""
    return max(own_today(), template.valid_from) if template else own_today()


def example_of(unit: Unit) -> "CertificateFacts":
    """Return what the preview prints."""
    from elearning.certificates.template_preview import preview_of

    day = shown_day(newest(unit))
    return preview_of(unit, ancestors(unit)[0].name, current_settings(), day)


def template_form(unit: Unit) -> TemplateForm:
    """Return the form of an organiser's template."""
    form = TemplateForm()
    form.offer(unit, current_settings().certificate_number, own_today())
    return form


def template_page(unit: Unit, form: TemplateForm, before: CertificateTemplate | None) -> str:
    """Return the page of the form."""
    return render_template(
        "certificates/template.html",
        organiser=unit,
        form=form,
        before=before,
        agency=ancestors(unit)[0].name,
        settings=current_settings(),
    )


def signatory_page(unit: Unit, form: SignatoryForm, found: Signatory | None = None) -> str:
    """Return the page of somebody who signs."""
    return render_template(
        "certificates/signatory.html", organiser=unit, form=form, signatory=found
    )
