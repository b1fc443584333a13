"""Why SIASN did not take a record: a code, the sentence for people, and what SIASN said."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from elearning.core.errors import Refused

SENTENCES: dict[str, LazyString] = {
    "setup": _("The connection with SIASN is not set up. Ask the operator to check its settings."),
    "credentials": _(
        "SIASN's gateway refuses the agency's own credentials. Ask the operator to check them."
    ),
    "token": _(
        "SIASN does not accept the SSO token, or not any more. What was sent is noted; sign in to"
        " SIASN again, copy the new token and send the rest."
    ),
    "unreachable": _(
        "SIASN cannot be reached. What was sent is noted; send the rest later, from the agency's"
        " own network."
    ),
    "timeout": _("SIASN did not answer in time. What was sent is noted; send the rest later."),
    "service": _("SIASN failed. What was sent is noted; send the rest later."),
    "answer": _(
        "SIASN's answer was not understood. What was sent is noted; tell the operator if it lasts."
    ),
    "refused": _("SIASN did not take this record."),
    "file": _("SIASN did not take the certificate's file."),
}
#: What concerns one record only; everything else would befall the next one too.
OF_ONE_RECORD = frozenset({"refused", "file"})
#: After which it is worth trying again.
PASSING = frozenset({"unreachable", "timeout", "service"})
LONGEST_ANSWER = 200


class SiasnFailed(Refused):
    """A call did not succeed."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(SENTENCES[code])
        self.code = code
        #: In SIASN's own words, for the note of the record.
        self.said = " ".join(said.split())[:LONGEST_ANSWER]

    @property
    def is_of_one_record(self) -> bool:
        """Whether other records may still be taken."""
        return self.code in OF_ONE_RECORD

    @property
    def note(self) -> str:
        """What stands beside the record."""
        return f"{self} {self.said}".strip()
