"""Why each kind of data is held, on what ground and for how long, in words that people understand."""

from typing import Any, NamedTuple

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from elearning.core.settings import Settings

DUTY, CHOICE = "duty", "choice"


class Purpose(NamedTuple):
    """What some kinds of data serve together; `ground` is the agency's duty or the person's choice."""

    title: Any
    why: Any
    ground: str


#: In the order in which they are shown.
PURPOSES = {
    "profile": Purpose(
        _("Profile and positions"),
        _("To know who you are, where you work and what is printed on certificates."),
        DUTY,
    ),
    "learning": Purpose(
        _("Courses and progress"),
        _("To let you go on where you stopped, and to see when a course is complete."),
        DUTY,
    ),
    "answers": Purpose(
        _("Quizzes and answers"),
        _("To grade what you have answered, and to mend mistakes in questions."),
        DUTY,
    ),
    "surveys": Purpose(
        _("Course evaluations"),
        _(
            "To ask you about each course once. Only that you have answered is kept; your answers"
            " are counted without your name, so nobody can show them to you either."
        ),
        CHOICE,
    ),
    "records": Purpose(
        _("Completions and certificates"),
        _("To prove what you have learned and to report your JP."),
        DUTY,
    ),
    "development": Purpose(
        _("Training from elsewhere and shared histories"),
        _("To have training recognised, and to show your history to whom you choose."),
        CHOICE,
    ),
    "notes": Purpose(
        _("Notes, reports and questions"),
        _("To keep your notes for you, and to answer what you report or ask."),
        CHOICE,
    ),
    "notices": Purpose(
        _("Notices and mail"),
        _("To tell you what concerns you, in the way that you choose."),
        DUTY,
    ),
    "requests": Purpose(
        _("Requests about your data"),
        _("To answer your requests in time and to show that this was done."),
        DUTY,
    ),
    "security": Purpose(
        _("Sign-ins and logs"),
        _("To protect your account, and to show who did and who saw what."),
        DUTY,
    ),
    "work": Purpose(
        _("Your work as trainer or officer"),
        _("To show who wrote, published, graded or exported something."),
        DUTY,
    ),
}

#: What the rows of each kind are called.
KINDS: dict[str, Any] = {
    "account": _("Account"),
    "employments": _("Positions held"),
    "merges": _("Accounts that were joined"),
    "roles": _("Roles on this platform"),
    "sign_ins": _("Sign-ins"),
    "activations": _("Codes to set a password"),
    "views": _("Views of your data by others"),
    "deeds_about": _("Acts of others on your account"),
    "deeds": _("Your acts in the audit log"),
    "requests": _("Requests for correction"),
    "notice_readings": _("Privacy notices that you have read"),
    "legal_holds": _("Legal holds"),
    "erasures": _("Proposals to erase your data"),
    "waiting_mail": _("Mail that waits to be sent"),
    "notices": _("Notices"),
    "mail_choices": _("What you want by e-mail"),
    "enrolments": _("Courses joined"),
    "finished_items": _("Lessons and quizzes finished"),
    "published_revisions": _("Courses that you published"),
    "attempts": _("Attempts at quizzes"),
    "answers": _("Saved answers"),
    "checked_answers": _("Answers whose feedback you saw"),
    "essays": _("Essays"),
    "essay_comments": _("Comments on your essays"),
    "regraded_attempts": _("Attempts graded anew"),
    "extra_chances": _("Further attempts"),
    "time_allowances": _("Longer time limits"),
    "given_reviews": _("Essays that you graded"),
    "regrades": _("Questions that you repaired"),
    "surveys": _("Courses that you have evaluated"),
    "completions": _("Completions"),
    "history": _("Entries of your history"),
    "chain": _("End of the chain of your history"),
    "years": _("JP by year"),
    "corrections": _("Corrections of your history"),
    "exports": _("Exports that you made"),
    "certificates": _("Certificates"),
    "badges": _("Digital badges"),
    "marks": _("Bookmarks and notes"),
    "error_reports": _("Mistakes that you reported"),
    "questions": _("Questions to trainers"),
    "given_answers": _("Answers that you gave"),
    "proposals": _("Proposed training"),
    "siasn_steps": _("What became of trainings at SIASN"),
    "proposal_steps": _("Steps of the proposals"),
    "share_links": _("Shared histories"),
    "transcripts": _("Transcripts"),
    "authorships": _("Courses that you write"),
    "versions": _("Versions of texts"),
    "review_comments": _("Comments as reviewer"),
    "messages": _("Messages to learners"),
    "assigned_courses": _("Mandatory courses for which you are named"),
    "exemptions": _("Exemptions from mandatory courses"),
    "reminders": _("Reminders of mandatory courses"),
    "supervisor_notices": _("Weekly notices about your team"),
}


GROUNDS = {
    DUTY: _("Public task and legal duty of the agency"),
    CHOICE: _("Your own choice (consent)"),
}


class Explained(NamedTuple):
    """A purpose with its code, its ground in words, and how long its data are kept."""

    code: str
    title: str
    why: str
    ground: str
    kept: str


def explained(settings: Settings) -> list[Explained]:
    """Return each purpose in words, with the settings as they are."""
    return [
        Explained(
            *(code, str(each.title), str(each.why), str(GROUNDS[each.ground])),
            kept_for(code, settings),
        )
        for code, each in PURPOSES.items()
    ]


def grounds_in_words(settings: Settings) -> str:
    """Return what the grounds rest on; the agency's legal unit has the last word."""
    return settings.privacy_ground or str(
        gettext(
            "The legal ground is one of those in UU 27/2022 Pasal 20. Which one applies is the"
            " platform's reading; the agency's legal unit has the last word."
        )
    )


def kept_for(purpose: str, settings: Settings) -> str:
    """Return how long data of a purpose are kept, from the settings as they are."""
    if purpose == "notices":
        days = settings.notice_days
        said = gettext("Notices %(days)s days; choices as long as the account.", days=days)
    elif purpose == "security":
        said = gettext(
            "Sign-ins: %(sign_ins)s. Views of your data: %(views)s. Audit log: by the agency's JRA.",
            sign_ins=months(settings.sign_in_months),
            views=months(settings.access_log_months),
        )
    elif purpose == "records":
        said = gettext("As long as the agency's records retention schedule (JRA) demands.")
    elif purpose == "notes":
        said = gettext("Until you delete them; reports and questions as long as the course.")
    else:
        said = gettext(
            "As long as the account, then by the agency's records retention schedule (JRA)."
        )
    return str(said)


def months(count: int) -> str:
    """Return a number of months in words; 0 keeps."""
    if count <= 0:
        return str(gettext("by the agency's JRA"))
    return str(ngettext("%(num)s month", "%(num)s months", count))
