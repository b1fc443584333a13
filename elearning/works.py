"""What `elearning worker` does, of every package."""

from functools import partial

from elearning.accounts.activation import mail_links_due
from elearning.accounts.retention import forget_old_sign_ins, forget_old_views
from elearning.accounts.throttling import forget_old_tries
from elearning.accounts.unit_names import take_due_names
from elearning.assessment import message_notices, message_queries
from elearning.assessment.regrade_work import regrade_due
from elearning.assignments.counting import count_due
from elearning.assignments.reminding import remind_due
from elearning.certificates.mailing import mail_due as mail_certificates_due
from elearning.core import mail, worker
from elearning.core.job_work import SHORT
from elearning.courses import revision_notices
from elearning.development.file_sweeping import sweep_files
from elearning.notices.broadcasts import announce_due
from elearning.notices.digests import digests_due, forget_old_notices
from elearning.records import ledger
from elearning.records.rollups import fold_due
from elearning.reports.exports.files import sweep_exports
from elearning.reports.saved.work import schedules_due
from elearning.reports.work import exports_due
from elearning.siasn import rejections
from elearning.siasn.push_work import push_due
from elearning.staff.work import put_away_due, rosters_due
from elearning.surveys.mixing import mix_due
from elearning.surveys.releasing import release_due
from elearning.webhooks.delivering import deliver_due
from elearning.webhooks.following import follow_due

#: To whom notices to many go, and what they say.
AUDIENCES = {
    revision_notices.AUDIENCE: revision_notices.READERS,
    message_queries.AUDIENCE: message_notices.PEOPLE,
    rejections.AUDIENCE: rejections.PEOPLE,
}
#: What `elearning worker` does, of every package.
WORKS = worker.Works(
    short=(
        *(mail.send_due, mail_links_due, mail_certificates_due),
        *(ledger.number_due, ledger.checkpoint_due),
        fold_due,
        regrade_due,
        *(mix_due, release_due),
        schedules_due,
        partial(exports_due, most=SHORT),
        *(remind_due, count_due),
        *(partial(announce_due, AUDIENCES), digests_due),
        take_due_names,
        *(follow_due, deliver_due),
    ),
    sweeps=(
        *(forget_old_tries, forget_old_sign_ins, forget_old_views, forget_old_notices),
        *(put_away_due, sweep_files, sweep_exports),
    ),
    long=(rosters_due, exports_due, push_due),
)
work = worker.command(WORKS)
