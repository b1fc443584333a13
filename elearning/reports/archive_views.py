"""The certificates of an export as ZIP, named as column 25 of the table names them."""

from collections.abc import Iterator

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.policy import is_hr
from elearning.core.access import requires
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.reports import export_queries, exporting
from elearning.reports.columns import certificate_file
from elearning.reports.exporting import Layout, Tally
from elearning.reports.views import begin_export, bp, export_form, export_page, filter_of

#: At 50 KB each about 100 MB.
MOST = 2_000
ZIP = Layout("zip")


@bp.post("/kepegawaian/ekspor/sertifikat.zip")
@requires(is_hr)
def certificate_archive() -> ResponseReturnValue:
    """Send the valid certificates of the chosen completions; it is logged before its first byte."""
    from elearning.certificates.archive import Entry  # typst loads with it

    form = export_form(request.form)
    if not form.validate_on_submit():
        return export_page(form), 422
    wanted = form.wanted(current_user.hr_paths)
    found = export_queries.certificates_in(wanted, MOST)
    if not found:
        flash(_("No certificate fits this choice. Choose another year or unit."), "info")
        return redirect(url_for(".export", **filter_of(form)))
    if len(found) > MOST:
        raise Refused(
            _(
                "This choice has more than %(most)s certificates. Choose a shorter period or a"
                " smaller unit, and download one part after the other.",
                most=MOST,
            )
        )
    log_id = begin_export(form, wanted, ZIP)
    db.session.commit()
    entries: list[Entry] = [(key, certificate_file(nip, number)) for key, nip, number in found]
    name = f"sertifikat-{form.year or 'semua'}.zip"
    answer = current_app.response_class(chunks_of(entries, log_id), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def chunks_of(entries: list[tuple[int, str]], log_id: int) -> Iterator[bytes]:
    """Yield the archive; one that was broken off stays unfinished in the log."""
    from elearning.certificates.archive import streamed

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    tally, finish = Tally(), exporting.finishing(app, log_id)

    def chunks() -> Iterator[bytes]:
        yield from tally.weighed(streamed(app, entries))
        tally.rows = len(entries)
        finish(tally)

    return chunks()
