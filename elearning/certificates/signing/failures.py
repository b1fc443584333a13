"""Why something is not signed: a code that is kept, and the sentence that says what to do."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from elearning.core.errors import Refused

SENTENCES: dict[str, LazyString] = {
    "passphrase": _("The passphrase is wrong. Nothing was signed with it; type it again."),
    "unregistered": _(
        "The signing service does not know this NIK as a user. Check the 16 digits; if they are"
        " right, ask your agency's BSrE verifier to register you."
    ),
    "expired": _(
        "The electronic certificate is not valid today. Renew it, then sign again; what waits keeps"
        " waiting."
    ),
    "timeout": _(
        "The signing service did not answer in time. What was signed so far is kept; sign the rest"
        " in a while."
    ),
    "unreachable": _(
        "The signing service cannot be reached. What was signed so far is kept; sign the rest in a"
        " while, and tell the operator if it lasts."
    ),
    "service": _(
        "The signing service failed. What was signed so far is kept; sign the rest in a while, and"
        " tell the operator if it lasts."
    ),
    "document": _(
        "The signing service refused this document. The others go on; try this one again later."
    ),
    "overtaken": _(
        "Something in it was revoked or corrected since, so it is not signed. Its holder can make a"
        " new transcript."
    ),
    "altered": _(
        "What the signing service sent back is not our document with a whole signature. It was"
        " thrown away; tell the operator."
    ),
    "setup": _("Signing is not set up correctly. Ask the operator to check the signing settings."),
}
#: What concerns one document only; everything else would befall the next one too.
OF_ONE_DOCUMENT = frozenset({"document", "overtaken", "altered"})


class SigningFailed(Refused):
    """A document is not signed."""

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code])
        self.code = code

    @property
    def is_of_one_document(self) -> bool:
        """Whether other documents may still be signed."""
        return self.code in OF_ONE_DOCUMENT
