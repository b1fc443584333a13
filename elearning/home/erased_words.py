"""The tables that an erasure changes, in the words of Data Saya."""

from typing import Any

from flask_babel import lazy_gettext as _

from elearning.home.data_words import KINDS

#: By table; what a kind of data is called stands in one place.
TABLES: dict[str, Any] = {
    "person": _("The account, and who names it as supervisor"),
    "account_merge": _("Reasons for joining accounts"),
    "employment": KINDS["employments"],
    "role_grant": KINDS["roles"],
    "sign_in": KINDS["sign_ins"],
    "activation_code": KINDS["activations"],
    "access_event": _("Views of the data by others"),
    "data_request": KINDS["requests"],
    "notice_reading": KINDS["notice_readings"],
    "legal_hold": KINDS["legal_holds"],
    "erasure": _("Remarks on this proposal"),
    "outbox_event": KINDS["waiting_mail"],
    "notice": KINDS["notices"],
    "mail_choice": KINDS["mail_choices"],
    "course_message": _("Messages to learners (the signature)"),
    "proposal": KINDS["proposals"],
    "proposal_step": KINDS["proposal_steps"],
    "share_link": KINDS["share_links"],
    "transcript": KINDS["transcripts"],
    "paragraph_mark": KINDS["marks"],
    "error_report": _("Reported mistakes"),
    "lesson_question": KINDS["questions"],
    "survey_mark": KINDS["surveys"],
    "certificate": _("Files of certificates"),
    "certificate_signature": _("Signed files of certificates"),
    "badge": KINDS["badges"],
    "correction": _("Explanations of corrections"),
    "history_entry": _("Keys to names in the history (salts)"),
    "completion": _("Names and positions on completions"),
    "regraded_attempt": KINDS["regraded_attempts"],
    "essay": KINDS["essays"],
    "essay_review": _("Comments on essays"),
    "answer_check": _("Answers whose feedback was seen"),
    "answer_event": KINDS["answers"],
    "extra_chance": KINDS["extra_chances"],
    "time_allowance": KINDS["time_allowances"],
    "attempt": KINDS["attempts"],
    "transcript_signature": _("Signed files of transcripts"),
    "assigned_person": _("Assigned courses"),
    "exemption": _("Exemptions from assigned courses"),
    "assignment_reminder": _("Reminders of assigned courses"),
    "supervisor_notice": _("Weeks in which a supervisor was told"),
    "siasn_sheet_row": _("Rows of SIASN sheets"),
    "siasn_step": _("What SIASN answered, step by step"),
    "siasn_record": _("What SIASN answered"),
    "roster_line": _("Lines of rosters"),
    "saved_export": _("Saved exports"),
    "roster_problem": _("Problems in rosters"),
}
