"""The words of uploaded sheets: verdicts on rows, and the fields that are compared."""

from flask_babel import lazy_gettext as _l

from elearning.siasn.list_plans import (
    DIFFERS,
    ELSEWHERE,
    EQUAL,
    FOUND,
    MISSING_HERE,
    MISSING_THERE,
    OTHER_YEAR,
    REVOKED,
)
from elearning.siasn.sheet_operations import LIST, PEOPLE, STATES
from elearning.siasn.state_plans import CHANGE, PROBLEM, SAME, SKIPPED

#: Words and tone of each verdict.
VERDICTS = {
    CHANGE: (_l("Will change"), "go"),
    PROBLEM: (_l("To be mended"), "late"),
    SKIPPED: (_l("Skipped"), "warn"),
    SAME: (_l("Unchanged"), ""),
    MISSING_THERE: (_l("Missing at SIASN"), "warn"),
    MISSING_HERE: (_l("Missing here"), "warn"),
    DIFFERS: (_l("Differing data"), "late"),
    REVOKED: (_l("Revoked here, still at SIASN"), "late"),
    FOUND: (_l("Found, state or id is new"), "go"),
    EQUAL: (_l("Equal"), "ok"),
    ELSEWHERE: (_l("Training elsewhere, in the history"), "ok"),
    OTHER_YEAR: (_l("Of another year"), ""),
}
#: The verdicts of each kind of sheet, what matters first.
VERDICTS_OF = {
    STATES: (CHANGE, PROBLEM, SKIPPED, SAME),
    PEOPLE: (CHANGE, PROBLEM, SKIPPED, SAME),
    LIST: (
        *(MISSING_THERE, DIFFERS, REVOKED, MISSING_HERE, PROBLEM, FOUND),
        *(EQUAL, ELSEWHERE, OTHER_YEAR),
    ),
}
#: The fields that a comparison looks at.
FIELDS = {
    "number": _l("Certificate number"),
    "title": _l("Title"),
    "started_on": _l("First day"),
    "completed_on": _l("Last day"),
    "jp": _l("JP"),
}
#: What each kind of sheet is called on its page.
NAMES = {
    STATES: _l("States that came back"),
    PEOPLE: _l("SIASN's person ids"),
    LIST: _l("Comparison with SIASN's list"),
}
