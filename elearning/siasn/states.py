"""The states of a record at SIASN, with the words that sheets carry; no database."""

from flask_babel import lazy_gettext as _l

UNSENT, SENT, VERIFIED = "unsent", "sent", "verified"
REJECTED, FAILED, DELETED = "rejected", "failed", "deleted"
#: These two follow from a correction or revocation after it was sent; nobody states them.
TO_RESEND, TO_DELETE = "to_resend", "to_delete"

#: The words of the sheets, in every language; the order in which pages list them.
WORDS = {
    UNSENT: "Belum Dikirim",
    SENT: "Terkirim",
    VERIFIED: "Terverifikasi",
    REJECTED: "Ditolak",
    FAILED: "Gagal",
    TO_RESEND: "Perlu Dikirim Ulang",
    TO_DELETE: "Perlu Dihapus di SIASN",
    DELETED: "Sudah Dihapus di SIASN",
}
LABELS = {
    UNSENT: _l("Not sent yet"),
    SENT: _l("Sent to SIASN"),
    VERIFIED: _l("Verified"),
    REJECTED: _l("Rejected by SIASN"),
    FAILED: _l("Sending failed"),
    TO_RESEND: _l("To be sent again"),
    TO_DELETE: _l("To be deleted at SIASN"),
    DELETED: _l("Deleted at SIASN"),
}
#: States in which SIASN holds the record.
HELD = (SENT, VERIFIED)
#: States that somebody states.
STATED = (SENT, VERIFIED, REJECTED, FAILED, DELETED)
#: States that ask the officer for something.
ASKING = (REJECTED, FAILED, TO_RESEND, TO_DELETE)
#: How a state came to be known.
WAYS = {
    "sheet": _l("by an imported sheet"),
    "mark": _l("by hand"),
    "push": _l("by the connection with SIASN"),
    "list": _l("by comparing with SIASN's list"),
}
