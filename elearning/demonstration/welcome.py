"""Who can sign in to the demonstration, as the start of the server prints it."""

from collections.abc import Iterator

from flask_babel import gettext as _

from elearning.accounts.names import full_name
from elearning.core.settings import current_settings
from elearning.demonstration.sources import PASSWORD, Row, accounts


def welcome(address: str) -> str:
    """Return the address, the people with what they are, and their password."""
    lines = [
        greeting(address),
        "",
        _("Sign in at %(address)s as one of these invented people:", address=f"{address}/masuk"),
        "",
        *table([(row["sign_in"], full_name_of(row), part_of(row)) for row in accounts()]),
        "",
        _("Password of all of them: %(password)s", password=PASSWORD),
        _("Press Ctrl+C to stop. The data stay for the next start."),
    ]
    return "\n".join(lines)


def greeting(address: str) -> str:
    """Say where the platform is."""
    name = current_settings().site_name
    return str(_("%(name)s is ready at %(address)s", name=name, address=address))


def table(lines: list[tuple[str, str, str]]) -> Iterator[str]:
    """Yield the lines with their columns aligned."""
    widths = [max(len(line[column]) for line in lines) for column in range(2)]
    for first, second, third in lines:
        yield f"  {first:{widths[0]}}  {second:{widths[1]}}  {third}"


def full_name_of(row: Row) -> str:
    """Return an account's name with its titles."""
    return full_name(row["front"], row["name"], row["back"])


def part_of(row: Row) -> str:
    """Say what an account shows."""
    parts = {
        "198503172010011987": _("learner with a history, courses in progress"),
        "199012052015032996": _("learner who has not begun"),
        "199207042022212993": _("learner, PPPK"),
        "197804122003121992": _("trainer (pengajar)"),
        "198111232006042991": _("HR of the agency (kepegawaian)"),
        "198806152011012994": _("HR of one Perangkat Daerah (kepegawaian)"),
        "197205101998031993": _("supervisor and mentor of the first three"),
        "admin": _("administrator"),
    }
    return str(parts[row["sign_in"]])
